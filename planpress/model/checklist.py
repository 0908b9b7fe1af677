"""The rows that close a sector: what each asks, how it is answered, and what besides words a form prints of it.

In: nothing. Out: the records `Item` and `Checklist`, and what joins a row with its answers and its category.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from planpress.blocks.answers import AnswerSet
from planpress.model import vocabulary
from planpress.record import Flag, Id, Origin, Record, Text, Words


class Item(Record):
    """A checklist row. `basis` names the body clauses it comes from, `relation` how it differs, where that is known.

    `same` says that the row is wording of its basis, punctuation and heading aside; what differs
    in the others is told in notes. `from` names the rows it was split off or merged from.

    Attributes:
        kind: `heading` for a category: across the table, above the rows that belong to it.
        label: The number as printed; a category may have none.
        answer: The set of answers that it is answered with, by its id in the form of the checklist.
        faulty: Which of these are a fault in this row, where it is not as the set says.
        values: What else is known of it, by the name that a column asks for: points, basis in law, post.
    """

    id: Id
    kind: Literal["heading"] | None = None
    label: Words = ""
    text: Text
    basis: tuple[Id, ...] = ()
    relation: vocabulary.Relation | None = None
    answer: Id | None = None
    faulty: tuple[Text, ...] | None = None
    values: Annotated[Mapping[Id, Text], Field(default_factory=dict)]
    predecessors: Annotated[tuple[Origin, ...], Field(alias="from")] = ()

    def __hash__(self) -> int:
        """Return a number for tables of rows: a mapping, such as its values, has none of its own."""
        return hash((self.id, self.text))

    @property
    def is_heading(self) -> bool:
        """Whether it is a category, of which nothing is asked."""
        return self.kind == "heading"

    def asked(self, sets: Iterable[AnswerSet]) -> AnswerSet | None:
        """Return what it is answered with, its own faults marked; None where one writes."""
        found = next((one for one in sets if one.id == self.answer), None)
        return found if found is None or self.faulty is None else found.model_copy(update={"faulty": self.faulty})


class Checklist(Record):
    """The table that closes a sector. One that `stands_alone` has rows that come from no clause of the sector."""

    label: Words = ""
    title: Text
    form: Id
    stands_alone: Flag = False
    items: Annotated[tuple[Item, ...], Field(min_length=1)]

    @property
    def rows(self) -> tuple[Item, ...]:
        """Its rows without the categories."""
        return tuple(item for item in self.items if not item.is_heading)

    def asked(self, sets: Iterable[AnswerSet]) -> tuple[AnswerSet, ...]:
        """Return what its rows are answered with, of those that say it."""
        known = tuple(sets)
        return tuple(found for item in self.items if (found := item.asked(known)))

    def categorised(self) -> Iterator[tuple[Item | None, Item]]:
        """Yield each row, but no category, with the category that it stands in; None above the first."""
        category = None
        for item in self.items:
            if item.is_heading:
                category = item
            else:
                yield category, item

    def number_of(self, item: Item) -> str:
        """Return how a row is cited: its number, and the category before it where numbers begin anew in each."""
        if item.is_heading:
            return item.label or item.text
        category = self.category_of(item.id)
        if category is None or Counter(row.label for row in self.rows)[item.label] == 1:
            return item.label
        return f"{category.label or category.text} {item.label}"

    def category_of(self, name: str) -> Item | None:
        """Return the category that the row called `name` stands in; None where it stands in none."""
        return next((category for category, row in self.categorised() if row.id == name), None)
