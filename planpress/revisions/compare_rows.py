"""A checklist row in two states → what changed of it besides words and number, in words.

In: two `Side` values and the places of the row. Out: operations, each with the texts before and after; pure. Each text
begins with the words of the row, so that one sees which is meant.
"""

from collections.abc import Iterator
from typing import NamedTuple, Self

from planpress.blocks.answers import GAP
from planpress.blocks.page import labelled
from planpress.model.checklist import Checklist, Item
from planpress.model.forms import Form
from planpress.model.records import Place
from planpress.model.vocabulary import OfRow
from planpress.revisions.side import Side


def row_details(old: Side, new: Side, was: Place, now: Place) -> Iterator[tuple[OfRow, tuple[str, str]]]:
    """Yield what changed in how a row is answered, in what is printed of it besides its words, and in its category.

    A category that is new, gone or renamed tells that by itself; of a row only that it stands in another is told.
    """
    before, after = _Row.of(old, was), _Row.of(new, now)
    if before is None or after is None:
        return
    answers = before.answer(old), after.answer(new)
    if answers[0] != answers[1]:
        yield "answer", (before.told(answers[0]), after.told(answers[1]))
    if before.item.values != after.item.values:
        names = [
            name
            for name in {**before.item.values, **after.item.values}
            if before.item.values.get(name) != after.item.values.get(name)
        ]
        yield "value", (before.told(before.values(names)), after.told(after.values(names)))
    left, come = before.category, after.category
    if left and come and left.id != come.id and before.knows(come) and after.knows(left):
        yield "category", (before.told(left.label + left.text), after.told(come.label + come.text))


class _Row(NamedTuple):
    """A row with the checklist that it stands in, and the form that asks."""

    item: Item
    checklist: Checklist
    form: Form

    @classmethod
    def of(cls, side: Side, place: Place) -> Self | None:
        """Return the row at a place; None where a clause stands there."""
        checklist = place.sector.checklist if place.sector else None
        if place.item is None or checklist is None:
            return None
        return cls(place.item, checklist, side.campaign.form_by_id[checklist.form])

    def told(self, what: str) -> str:
        """Return the words of the row, and below them `what` is told of it."""
        return f"{self.item.text}\n{what}".rstrip("\n")

    def answer(self, side: Side) -> str:
        """Return what it is answered with in a line; behind it, which answers leave the total."""
        asked = self.item.asked(self.form.answers)
        if asked is None:
            return ""
        words, left = asked.words or side.say("in words"), side.say(", ").join(asked.uncounted)
        leaving = labelled(side.say("leaves the total"), left, side.say)
        return f"{words}{GAP}{leaving}" if left else words

    def values(self, names: list[str]) -> str:
        """Return its values that are called so, a line each, by what stands above their columns."""
        values = {name: value for name, value in self.item.values.items() if name in names}
        return "\n".join(map(" ".join, self.form.labelled(values)))

    @property
    def category(self) -> Item | None:
        """The category that it stands in."""
        return self.checklist.category_of(self.item.id)

    def knows(self, category: Item) -> bool:
        """Whether its checklist has such a category."""
        return any(one.is_heading and one.id == category.id for one in self.checklist.items)
