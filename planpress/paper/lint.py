"""The layout and the file of a sheet → what an office must not be handed.

In: a `Layout` (what stands where) and the PDF made of it. Out: `Flaw` values; none for a good sheet. What is stamped on
a layout found good is for `readback.py`.
"""

import gc
import io
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pikepdf

from planpress.fit import ENTRY_MM, SIGN_MM, WRITE_MM
from planpress.paper import reading
from planpress.paper.job import Flaw
from planpress.paper.slots import SLACK, STAND_IN
from planpress.signs import is_silent

Bounds = tuple[float, float, float, float]
"""Left, top, right, bottom, in CSS pixels (96 an inch) from the top left of the page."""

ROOM_SLACK = 0.3
"""A place to write in may be so many mm smaller: rules and rounding."""

HANDS_MM = {"line": WRITE_MM, "signature": SIGN_MM, "entry": ENTRY_MM, "date": 30.0}
"""Least length of what one writes on beside a label, by kind, in mm: fewer hold no name, and no day, of a hand."""

A4_POINTS, A3_POINTS = (595.28, 841.89), (841.89, 1190.55)


@dataclass(frozen=True)
class Run:
    """A piece of text in one line, on a page from 1.

    Attributes:
        text: As laid out.
        families: The faces it may be set in, first choice first.
        bounds: Where it stands.
        limits: What it must stay within: its cell or box, and the page's text area.
        margin: Whether it belongs to a running head or foot.
        closing: Whether it belongs to a part that must not stand on a page alone.
    """

    page: int
    text: str
    families: tuple[str, ...]
    bounds: Bounds
    limits: Bounds
    margin: bool = False
    closing: bool = False


@dataclass(frozen=True)
class Layout:
    """What stands where in a document.

    Attributes:
        sizes: Width and height of each page, in CSS pixels.
        runs: Every piece of text.
        rows: Page and identity of each table row; heads that are repeated are left out, and rows that are only read.
        rooms: Page, height and least height, in mm, of each place to write in.
        source: All text that it was laid out from.
        lengths: Page, length in mm, and kind in `HANDS_MM`, of each line to write on that stands beside a label.
        blanks: Page, place and limits of each line to write on and box to tick that stands in text.
    """

    sizes: tuple[tuple[float, float], ...]
    runs: tuple[Run, ...]
    rows: tuple[tuple[int, int], ...] = ()
    rooms: tuple[tuple[int, float, float], ...] = ()
    source: str = ""
    lengths: tuple[tuple[int, float, str], ...] = ()
    blanks: tuple[tuple[int, Bounds, Bounds], ...] = ()


Gettext = Callable[[str], str]


def flaws_of(layout: Layout, pdf: bytes, charsets: Mapping[str, frozenset[int]], _: Gettext) -> tuple[Flaw, ...]:
    """Return every flaw of a file and the layout it was written from, sorted by page.

    `charsets` tells for each family which code points it has a glyph for; `_` translates the messages.
    """
    found = {
        *_missing_glyphs(layout, charsets, _),
        *_outside(layout, _),
        *_split_rows(layout, _),
        *_left_alone(layout, _),
        *_too_small(layout, _),
        *_lost_text(layout, pdf, _),
        *_faults_of_file(pdf, frozenset(charsets), _),
    }
    return tuple(sorted(found))


def _missing_glyphs(layout: Layout, charsets: Mapping[str, frozenset[int]], _: Gettext) -> Iterator[Flaw]:
    for run in layout.runs:
        yield from (Flaw(run.page, message) for message in without_face(run.text, run.families, charsets, _))


def without_face(
    text: str, families: Iterable[str], charsets: Mapping[str, frozenset[int]], _: Gettext
) -> Iterator[str]:
    """Yield what to say of each character that none of `families` has."""
    unknown = set(map(ord, text)).difference(*(charsets.get(family, ()) for family in families))
    for character in dict.fromkeys(text) if unknown else ():
        if ord(character) in unknown and not is_silent(character):
            name = f"{character} (U+{ord(character):04X})"
            yield _("No face has the character %(name)s.") % {"name": name}


def _outside(layout: Layout, _: Gettext) -> Iterator[Flaw]:
    for run in layout.runs:
        # what stands in for a slot is beside what is too long: each sheet is checked with its own text
        if not _inside(run.bounds, run.limits) and run.text.strip() not in ("", STAND_IN):
            yield Flaw(run.page, _("Text stands outside its place: %(text)s") % {"text": run.text[:40]})
    for page, bounds, limits in layout.blanks:
        if not _inside(bounds, limits):
            yield Flaw(page, _("A line to write on or a box to tick stands outside its place."))


def _inside(bounds: Bounds, limits: Bounds) -> bool:
    """Tell whether what stands at `bounds` is within `limits`, but for rounding."""
    starts = all(place >= limit - SLACK for place, limit in zip(bounds[:2], limits[:2], strict=True))
    return starts and all(place <= limit + SLACK for place, limit in zip(bounds[2:], limits[2:], strict=True))


def _split_rows(layout: Layout, _: Gettext) -> Iterator[Flaw]:
    first: dict[int, int] = {}
    for page, row in layout.rows:
        if first.setdefault(row, page) != page:
            yield Flaw(page, _("A table row is split between two pages."))


def _left_alone(layout: Layout, _: Gettext) -> Iterator[Flaw]:
    for page in range(2, len(layout.sizes) + 1):
        body = [run for run in layout.runs if run.page == page and not run.margin]
        if body and all(run.closing for run in body):
            yield Flaw(page, _("Signatures or remarks stand alone on a page."))


def _too_small(layout: Layout, _: Gettext) -> Iterator[Flaw]:
    high = _("A place to write in is %(height).1f mm high; it has to be %(least)g mm.")
    long = {
        "line": _("A line to write on is %(length).1f mm long; it has to be %(least)g mm."),
        "signature": _("A line to sign on is %(length).1f mm long; it has to be %(least)g mm."),
        "entry": _("A line to write on beside a signature is %(length).1f mm long; it has to be %(least)g mm."),
        "date": _("The blanks of a date are %(length).1f mm long; they have to be %(least)g mm."),
    }
    places = [(high, *room) for room in layout.rooms]
    places += [(long[kind], page, length, HANDS_MM[kind]) for page, length, kind in layout.lengths]
    for words, page, length, least in places:
        if length < least - ROOM_SLACK:
            yield Flaw(page, words % {"height": length, "length": length, "least": least})


def _lost_text(layout: Layout, pdf: bytes, _: Gettext) -> Iterator[Flaw]:
    """Compare what is meant with what is laid out, and that with what a reader of the file is told."""
    if lost := _characters([layout.source]) - _characters(run.text for run in layout.runs):
        yield Flaw(0, _("Text is lost on paper: %(text)s") % {"text": "".join(lost)[:40]})
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number, page in enumerate(document.pages, 1):
            wanted = _characters(run.text for run in layout.runs if run.page == number)
            if lost := wanted - _characters(reading.shown_on(page)):
                yield Flaw(number, _("Text cannot be copied from the file: %(text)s") % {"text": "".join(lost)[:40]})


def _characters(texts: Iterable[str]) -> Counter[str]:
    return Counter(reading.visible("".join(texts)))


def _faults_of_file(pdf: bytes, families: frozenset[str], _: Gettext) -> Iterator[Flaw]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        root = document.Root
        marked = "/MarkInfo" in root and bool(root.MarkInfo.get("/Marked"))
        if not marked or "/StructTreeRoot" not in root or "/Lang" not in root:
            yield Flaw(0, _("The file has no tags for screen readers."))
        for number, page in enumerate(document.pages, 1):
            size = sorted(float(side) for side in page.mediabox[2:])
            if not any(_like(size, wanted) for wanted in (A4_POINTS, A3_POINTS)):
                yield Flaw(number, _("The page is neither A4 nor A3."))
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font":
                yield from _faults_of_font(thing, families, _)


def _like(size: Iterable[float], wanted: Iterable[float]) -> bool:
    return all(abs(side - other) <= 0.1 for side, other in zip(size, wanted, strict=True))


def _faults_of_font(font: pikepdf.Dictionary, families: frozenset[str], _: Gettext) -> Iterator[Flaw]:
    if "/DescendantFonts" not in font:
        if not str(font.get("/Subtype")).startswith("/CIDFont"):
            yield Flaw(0, _("A font is not embedded: %(name)s") % {"name": str(font.get("/BaseFont"))})
        return
    subset, _plus, family = str(font.get("/BaseFont")).removeprefix("/").partition("+")
    if len(subset) != 6 or family not in families:
        yield Flaw(0, _("A font is not one of ours: %(name)s") % {"name": family or subset})
    if not reading.is_embedded(font):
        yield Flaw(0, _("A font is not embedded: %(name)s") % {"name": family})
    if "/ToUnicode" not in font:
        yield Flaw(0, _("Text of a font cannot be copied: %(name)s") % {"name": family})


# ---------------------------------------------------------------- screen readers

LAYERS = frozenset({"conformance"})
"""What the standard asks for; the checker also guesses at meaning, and takes a blank form for a broken table."""


def faults_of(pdf: bytes) -> tuple[str, ...]:
    """Return every breach of PDF/UA-1 (ISO 14289-1) in a file, and every rule that broke down, in English."""
    import outloud  # late: a worker that only stamps does without

    with tempfile.TemporaryFile() as file:  # it has no name that a killed worker could leave
        file.write(pdf)
        file.seek(0)
        gc.disable()  # it makes many small things, and drops them at its end
        try:
            result = outloud.check(f"/dev/fd/{file.fileno()}", layers=LAYERS)
        finally:
            gc.enable()
    if result.error:
        return (result.error,)
    errors = [f"{found.rule}: {found.message}" for found in result.findings if found.severity == "error"]
    errors += [f"{run.rule}: {run.reason}" for run in result.runs if run.status == "crashed"]
    return tuple(dict.fromkeys(errors))
