"""What a worker process is asked for, and what it tells; nothing here takes long to load.

In: sheets or packs that share a layout, and the places of their files. Out: a `Job`, and what becomes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from planpress.cache import lay
from planpress.i18n import translations
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet


@dataclass(frozen=True, order=True)
class Flaw:
    """One thing wrong on one page (0: in the whole file)."""

    page: int
    message: str


@dataclass(frozen=True)
class Item:
    """One file to make, with the place where the cache keeps it.

    Of a pack, `sheet` is the front matter, and `parts` are file and number of pages of each of its sheets, in order. A
    document may be made of the layouts of others: what was laid out in their stead, and where it is kept, as it is and
    without its imprint.
    """

    sheet: Sheet
    target: Path
    parts: tuple[tuple[Path, int], ...] = ()
    layouts: tuple[tuple[Sheet, Path, Path], ...] = ()


@dataclass(frozen=True)
class Job:
    """What a worker makes in one go.

    Attributes:
        items: Of one layout.
        edition: What the foot of each says.
        fonts: Folder of the prepared faces.
        layout: Where their layout is kept.
        laid: The record of their layout; None where it is to be made.
        away: Empty for a worker on this machine. For one elsewhere, the recipe it has to work by: it knows none of
            these files, takes the faces of that name from a folder of its own, and sends the PDFs back.
    """

    items: tuple[Item, ...]
    edition: Edition
    fonts: Path
    layout: Path
    laid: Mapping[str, Any] | None = None
    away: str = ""

    @property
    def gettext(self) -> Callable[[str], str]:
        """Translates what is told of flaws."""
        return translations(self.edition.language).gettext


@dataclass(frozen=True)
class Outcome:
    """What a worker tells of one file: what is wrong with it, or its record for the cache.

    `pdf` is empty once it lies somewhere. The record tells `pages`, and as `rows` how many rows each table that fills
    its page has come to have.
    """

    flaws: tuple[Flaw, ...] = ()
    record: Mapping[str, Any] = field(default_factory=dict)
    pdf: bytes = b""


@dataclass(frozen=True)
class Proof:
    """A file to be proved fit for screen readers, for all that lies at `place` or is made of that."""

    place: Path
    pdf: bytes
    language: str


@dataclass(frozen=True)
class Made:
    """What a worker made of a job: the outcome of each item, and what was laid out for them and is to be proved.

    `laid` is the record of their layout where it was made now.
    """

    outcomes: tuple[Outcome, ...]
    proof: Proof | None = None
    laid: Mapping[str, Any] | None = None


def work(job: Job | Proof) -> Made | Outcome:
    """Make the files of a job, or prove one that was made; in a worker process."""
    from planpress.paper.worker import do  # late: whoever gives out jobs does without the libraries

    return do(job)


def kept(item: Item, outcome: Outcome) -> Outcome:
    """Put a flawless PDF where the cache will keep it; return the outcome without it."""
    if outcome.flaws:
        return replace(outcome, pdf=b"")
    return Outcome((), lay(item.target, outcome.pdf, outcome.record))
