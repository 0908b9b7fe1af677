"""What a kind of block must say of itself.

In: nothing. Out: `Kind`, the base of what a block shows, and what both are handed.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Literal, NamedTuple, TypeVar

from planpress.blocks.page import Page
from planpress.i18n import Translate
from planpress.view import View

RowsOf = Literal["items", "blank", "units", "weeks", "indicators", "sectors", "copies"]
"""What the rows of a block may be: those of a checklist, none, units and so on."""


class Row(NamedTuple):
    """One of the things that a block has a row for; `id` tells it apart for good, `values` go by `Column.value`."""

    id: str
    values: Mapping[str, str]


Rows = Callable[[RowsOf], Sequence[Row]]
"""Returns the rows that the sheet has, in order; none for `blank`."""


NumbersOf = Callable[[str], tuple[str, str]]
"""Returns, of the id of a form that is cited, the blanks for its number, and the number where one is given."""

Steps = tuple[str | int, ...]
"""The way from what stands behind the key of a block to a value in it: keys, places in lists."""


class Fault(NamedTuple):
    """A rule broken inside a block, at the value to which `at` leads."""

    at: Steps
    message: str
    found: str = ""


@dataclass(frozen=True)
class BlockView(View, ABC):
    """What a block shows. Its field `kind` is the name of its kind, and of its macro in `macros/paper/<kind>.html`."""

    written: ClassVar[bool] = False
    """Whether one writes sentences in it, for which a letter is better than a spreadsheet."""

    def cited(self, numbers: NumbersOf) -> "BlockView":
        """Return the block with the numbers of the documents that it cites; most cite none."""
        return self

    @abstractmethod
    def write(self, page: Page) -> None:
        """Write the block into a spreadsheet or a letter."""

    def widths_mm(self) -> Sequence[float]:
        """Return the widths of its columns where it is a table for a spreadsheet; none otherwise."""
        return ()


C = TypeVar("C")


@dataclass(frozen=True, eq=False)
class Kind(Generic[C]):
    """A kind of block.

    Attributes:
        name: The key of such a block in the YAML.
        shape: The type of what stands behind the key, `C`, as pydantic checks it.
        check: Yields what is wrong with it, besides its shape. It is given the plain value, whose shape may be wrong
            too, and the width between the margins of the page in mm; None where that is in doubt.
        rows: Returns what its rows are; None where it has none.
        last_mm: Returns how high its last piece is that no page breaks, at most, of a plain value and the width of the
            page in mm.
        clings: To what it keeps on one page: to what stands before it, or after it.
        staged: Whether several sign in it one after the other.
    """

    name: str
    shape: Any
    view: Callable[[C, Rows], BlockView]
    check: Callable[[Any, float | None, Translate], Iterable[Fault]] = lambda _value, _width, _say: ()
    rows: Callable[[C], RowsOf | None] = lambda _content: None
    last_mm: Callable[[Any, float], float] = lambda _value, _width: 30
    clings: Literal["", "before", "after"] = ""
    staged: bool = False
