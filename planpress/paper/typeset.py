"""HTML and style sheets → a tagged PDF and the facts of its layout.

In: a page of HTML, the style sheets it is set with, and prepared faces. Out: PDF bytes, what stands where on each page,
and every complaint of the library. The boxes it lays out are known here alone; it runs in a worker process.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from planpress.paper.engine import (
    VARIANT,
    FatalURLFetchingError,
    boxes,
    finish,
    laid_out,
    listening,
    source_of,
    width_of,
)
from planpress.paper.fill import BOX_MM, EVEN, GIVES_WAY, MARK, SLACK, TOTAL, WITH_WORDS, close, give_way, hold, turn
from planpress.paper.finding import children_of, slots_in, texts_in
from planpress.paper.fonts import FontSet
from planpress.paper.join import Joins
from planpress.paper.justify import spread
from planpress.paper.lint import Bounds, Layout, Run
from planpress.paper.markup import mark_lines
from planpress.paper.reading import text_below
from planpress.paper.slots import Slots
from planpress.paper.tags import mend

MM = 25.4 / 96
"""A CSS pixel, in millimetres."""

PASSES = 3
"""How often a document is set anew to fill its pages; two have been enough for every form."""


class ForbiddenResourceError(Exception):
    """A sheet asked for a file or an address that is none of its business."""


@dataclass(frozen=True)
class Typeset:
    """A finished document: its file, what stands where, its slots, and what the library warned of."""

    pdf: bytes
    layout: Layout
    slots: Slots
    complaints: tuple[str, ...]


def typeset(html: str, styles: tuple[str, ...], assets: Path, fonts: FontSet) -> Typeset:
    """Lay out a whole document and write it as PDF/UA.

    Args:
        html: With `lang` and `title`.
        styles: Style sheets, as text, in the order they apply.
        assets: The only folder whose files the document may show.
        fonts: The only faces there are.

    Raises:
        ForbiddenResourceError: If anything outside `assets` is asked for.
    """
    try:
        with listening() as complaints:
            pdf, layout, slots = _set(html, styles, assets.resolve(), fonts.config.resolve())
    except FatalURLFetchingError as error:
        raise ForbiddenResourceError(str(error)) from error
    messages = dict.fromkeys(record.getMessage() for record in complaints)
    return Typeset(pdf, layout, slots, tuple(messages))


def _set(html: str, styles: tuple[str, ...], assets: Path, config: Path) -> tuple[bytes, Layout, Slots]:
    """Return what `typeset` does, but for complaints; nothing of the library's outlives this."""
    source = source_of(html, assets)
    mark_lines(source.etree_element)
    joins = Joins(source.etree_element)

    def render() -> tuple[Any, list[list[Placed]]]:
        document = laid_out(source, styles, assets, config)
        return document, _pages(document)

    def settled() -> tuple[Any, list[list[Placed]]]:
        document, pages = render()
        while joins.any and joins.part(_pages_of_rows(pages)):
            document, pages = render()
        return document, pages

    document, pages = settled()
    for element in (moved := list(_first_of_page(pages))):
        hold(element)
    if moved:
        document, pages = settled()
    if any([turn(*place) for place in _to_be_even(pages)]):
        document, pages = render()
    # Rows that are added may move earlier ones back a page, which leaves room anew.
    for _pass in range(PASSES):
        if not any([close(*gap) for gap in _gaps(document, pages)]):
            break
        filled = render()
        if len(filled[1]) != len(pages):
            break
        document, pages = filled
    for number, (here, page, edges) in enumerate(zip(pages, document.pages, finish(document), strict=True), 1):
        here += _placed(number, page._page_box, edges)
    _flush(pages)
    silent = source.etree_element.get("data-margins") == "silent"
    pdf: bytes = document.write_pdf(
        pdf_variant=VARIANT, uncompressed_pdf=True, finisher=lambda _document, file: mend(file, silent=silent)
    )
    layout = _layout(document, pages, text_below(source.etree_element))
    slots = slots_in(chain.from_iterable(pages), document)
    return pdf, layout, replace(slots, rows=_rows_grown(pages), moved=bool(moved))


# ---------------------------------------------------------------- what stands where


@dataclass(frozen=True)
class Placed:
    """A box of the library's on a page, from 1.

    `limits` are what its text must stay within: the page, and every cell or box around it. It may belong to a running
    head or foot, or to a part that must not stand on a page alone; see `Run`.
    """

    page: int
    box: Any
    limits: Bounds
    margin: bool = False
    closing: bool = False

    def asks(self, name: str) -> str:
        """Return what its element says in an attribute of ours; empty where it says nothing or is a margin's."""
        return "" if self.margin or self.box.element is None else str(self.box.element.get(name, ""))


def _pages(document: Any) -> list[list[Placed]]:
    """Return the boxes of each page, in reading order. Lengths in CSS pixels, 96 an inch."""
    return [_placed(number, page._page_box, page._page_box.children) for number, page in enumerate(document.pages, 1)]


def _placed(number: int, page: Any, found: Iterable[Any]) -> list[Placed]:
    """Return what was `found` on a page, and all in it."""
    left, top = page.content_box_x(), page.content_box_y()
    area = Placed(number, page, (left, top, left + page.width, top + page.height))
    return [placed for box in found for placed in _walk(box, area)]


def _walk(box: Any, around: Placed) -> Iterator[Placed]:
    """Yield `box` and all below it, but for marks that are laid across the page on purpose."""
    edge = type(box).__name__ == "MarginBox"
    if box.style["transform"] and not edge:
        return
    margin = around.margin or edge
    closing = around.closing or (box.element is not None and box.element.get("data-closing") is not None)
    limits = _inside(box) if margin and not around.margin else around.limits
    placed = Placed(around.page, box, limits, margin, closing)
    yield placed
    if isinstance(box, boxes.BlockContainerBox):
        left, top, right, bottom = placed.limits
        inner = _inside(box)
        fixed = box.style["height"] != "auto" and not isinstance(box, boxes.TableCellBox)
        bottom = min(bottom, inner[3]) if fixed else bottom
        placed = replace(placed, limits=(max(left, inner[0]), top, min(right, inner[2]), bottom))
    for child in children_of(box):
        yield from _walk(child, placed)


def _below(box: Any, kind: type) -> Iterator[Any]:
    """Yield the boxes of a kind below `box`, but not those within one another."""
    for child in children_of(box):
        if isinstance(child, kind):
            yield child
        else:
            yield from _below(child, kind)


def _inside(box: Any) -> Bounds:
    left, top = box.padding_box_x(), box.padding_box_y()
    return left, top, left + box.padding_width(), top + box.padding_height()


def _layout(document: Any, pages: list[list[Placed]], source: str) -> Layout:
    """Tell the checks what stands where; `source` is the text that was to be laid out."""
    runs: list[Run] = []
    rows: list[tuple[int, int]] = []
    blanks: list[tuple[int, Bounds, Bounds]] = []
    lengths: list[tuple[int, float, str]] = []
    heights: dict[tuple[int, Any], float] = {}  # of what asks for room; its lines are lower than itself
    for placed in chain.from_iterable(pages):
        box, page = placed.box, placed.page
        if isinstance(box, boxes.TextBox):
            bounds = (box.position_x, box.position_y, box.position_x + box.width, box.position_y + box.height)
            families = tuple(box.style["font_family"])
            runs.append(Run(page, box.text, families, bounds, placed.limits, placed.margin, placed.closing))
        elif isinstance(box, boxes.InlineBlockBox) and not any(_below(box, boxes.TextBox)):
            left, top = box.border_box_x(), box.border_box_y()
            edge = left, top, left + box.border_width(), top + box.border_height()
            blanks.append((page, edge, placed.limits))
        elif isinstance(box, boxes.TableRowGroupBox) and not (box.is_header or box.is_footer):  # those are repeated
            whole = not placed.asks("data-split")
            rows += [(page, id(row.element)) for row in box.children if whole and row.element_tag == "tr"]
        if placed.asks("data-room"):
            key = page, box.element
            heights[key] = max(heights.get(key, 0.0), box.border_height())
        if (kind := placed.asks("data-hand")) and isinstance(box, (boxes.InlineBox, boxes.TableCellBox)):
            blanks_in = list(_below(box, boxes.InlineBlockBox))
            written = sum(blank.border_width() for blank in blanks_in) if blanks_in else box.border_width()
            lengths.append((page, written * MM, kind))
    rooms = [(page, height * MM, float(element.get("data-room"))) for (page, element), height in heights.items()]
    sizes = tuple((page.width, page.height) for page in document.pages)
    return Layout(sizes, tuple(runs), tuple(rows), tuple(rooms), source, tuple(lengths), tuple(blanks))


def _gaps(document: Any, pages: list[list[Placed]]) -> list[tuple[Any, float, float]]:
    """Return each element that may grow, its share of the room on the page on which it ends, and what is its height."""
    found = []
    for page, here, after in zip(document.pages, pages, [*pages[1:], []], strict=True):
        going_on = {id(placed.box.element) for placed in after if not placed.margin}
        ending: dict[int, Any] = {}
        for placed in here:
            element = placed.box.element
            if not placed.margin and element is not None and MARK in element.attrib and id(element) not in going_on:
                ending.setdefault(id(element), placed.box)  # the outermost: what is in it names the same element
        solid = [placed.box for placed in here if not placed.margin and _is_solid(placed.box)]
        area = page._page_box.content_box_y() + page._page_box.height
        room = area - max((box.position_y + box.margin_height() for box in solid), default=0)
        low = [BOX_MM / MM + SLACK - box.border_height() for box in ending.values() if box.element.tag != "table"]
        room += give_way(_giving(here), max(low, default=0) * len(ending) - room)
        for box in ending.values():
            rows = list(_below(box, boxes.TableRowBox))
            height = rows[-1].height if rows else box.border_height()
            found.append((box.element, room / len(ending), height))
    return found


def _giving(here: Sequence[Placed]) -> list[tuple[Any, float, float]]:
    """Return the rows of figures on a page, with their height and that of what they hold."""
    found = (group for placed in here if placed.asks(GIVES_WAY) for group in _below(placed.box, boxes.TableRowGroupBox))
    rows = (row for group in found if not group.is_header for row in group.children)
    return [(row.element, row.height, max(cell.content_height for cell in row.children)) for row in rows]


def _to_be_even(pages: list[list[Placed]]) -> Iterator[tuple[Any, int, bool]]:
    """Yield each element that must stand on an even page, the page it is on, and whether it is alone there."""
    for here in pages:
        for first in [placed for placed in here if placed.asks(EVEN)][:1]:
            top = min(placed.box.position_y for placed in here if not placed.margin)
            yield first.box.element, first.page, bool(first.box.position_y == top)


def _first_of_page(pages: list[list[Placed]]) -> Iterator[Any]:
    """Yield each element that must not begin a page, and does."""
    for here in pages:
        for first in [placed for placed in here if placed.asks(WITH_WORDS)][:1]:
            if first.box.position_y == min(placed.box.position_y for placed in here if not placed.margin):
                yield first.box.element


def _pages_of_rows(pages: list[list[Placed]]) -> dict[int, int]:
    """Return the page of each row of the bodies of tables, by the `id()` of its element."""
    placed = chain.from_iterable(pages)
    return {id(one.box.element): one.page for one in placed if isinstance(one.box, boxes.TableRowBox)}


def _rows_grown(pages: list[list[Placed]]) -> tuple[int, ...]:
    """Return how many rows each table that may grow has come to have, in reading order."""
    rows: dict[int, set[int]] = {}
    for placed in chain.from_iterable(pages):
        box = placed.box
        if isinstance(box, boxes.TableBox) and MARK in box.element.attrib:
            groups = (group for group in box.children if not group.is_header and group.element.get("class") != TOTAL)
            rows.setdefault(id(box.element), set()).update(
                id(row.element) for group in groups for row in group.children
            )
    return tuple(map(len, rows.values()))


def _is_solid(box: Any) -> bool:
    """Tell whether `box` takes its room by itself; others end where what they hold ends."""
    if isinstance(box, (boxes.TextBox, boxes.TableRowBox)):
        return True
    return not list(children_of(box)) or (isinstance(box, boxes.BlockBox) and box.style["height"] != "auto")


def _flush(pages: list[list[Placed]]) -> None:
    """Let the lines of justified text end where they must; the library gives what is left to blanks alone."""
    for box in (placed.box for placed in chain.from_iterable(pages)):
        flush = box.style["text_align_all"] == "justify" != box.style["text_align_last"]
        if flush and isinstance(box, boxes.BlockContainerBox):
            for line in (child for child in children_of(box) if isinstance(child, boxes.LineBox)):
                texts = [text for text in texts_in(line) if text.text.strip()]
                spread(texts, box.content_box_x() + box.width, lambda text, style: width_of(text.text, style))
