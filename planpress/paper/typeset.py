"""HTML and style sheets → a tagged PDF and the facts of its layout.

In: a page of HTML, the style sheets it is set with, and prepared faces. Out: PDF bytes, what
stands where on each page, and every complaint of the library. This is the only module that
knows WeasyPrint; it runs in a worker process.
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from planpress.paper.fill import MARK, Gap, close
from planpress.paper.fonts import FontSet
from planpress.paper.lint import Bounds, Layout, Run
from planpress.paper.slots import Piece, SlotBox, SlotLine

BASE_URL = "https://planpress.invalid/"
"""What relative links stand on: an address that nobody has, so that no folder of ours is told."""

VARIANT = "pdf/ua-1"

MM = 25.4 / 96
"""A CSS pixel, in millimetres."""

PASSES = 3
"""How often a document is set anew to fill its pages; two have been enough for every form."""


class ForbiddenResourceError(Exception):
    """A sheet asked for a file or an address that is none of its business."""


@dataclass(frozen=True)
class Typeset:
    """A finished document.

    Attributes:
        pdf: The file.
        layout: What stands where.
        complaints: What the library logged as a warning or an error.
        lines: Every line with a slot.
        boxes: Every square for a symbol.
    """

    pdf: bytes
    layout: Layout
    complaints: tuple[str, ...]
    lines: tuple[SlotLine, ...]
    boxes: tuple[SlotBox, ...]


def typeset(html: str, styles: tuple[str, ...], assets: Path, fonts: FontSet) -> Typeset:
    """Lay `html` out and write it as PDF/UA.

    Args:
        html: A whole document, with `lang` and `title`.
        styles: Style sheets, as text, in the order they apply.
        assets: The only folder whose files the document may show.
        fonts: The only faces there are.

    Raises:
        ForbiddenResourceError: If anything outside `assets` is asked for.
    """
    import weasyprint
    from weasyprint.urls import FatalURLFetchingError

    setting = _setting(fonts.config.resolve())
    fetcher = _fetcher(assets.resolve())
    with _listening() as complaints, _undisturbed():
        try:
            source = weasyprint.HTML(string=html, base_url=BASE_URL, url_fetcher=fetcher)
            sheets = [_style(style, fonts.config.resolve(), assets.resolve()) for style in styles]
            document = source.render(font_config=setting, stylesheets=sheets, pdf_variant=VARIANT)
            # Rows that are added may move earlier ones back a page, which leaves room anew.
            for _pass in range(PASSES):
                if not any([close(gap) for gap in _gaps(document)]):
                    break
                filled = source.render(font_config=setting, stylesheets=sheets, pdf_variant=VARIANT)
                if len(filled.pages) != len(document.pages):
                    break
                document = filled
            layout = replace(_layout(document), source=_text_below(source.etree_element))
            lines = tuple(_slot_lines(document))
            squares = tuple(_slot_boxes(document))
            pdf: bytes = document.write_pdf(pdf_variant=VARIANT, finisher=partial(_finish, source))
        except FatalURLFetchingError as error:
            raise ForbiddenResourceError(str(error)) from error
    return Typeset(pdf, layout, tuple(dict.fromkeys(complaints.messages)), lines, squares)


# ---------------------------------------------------------------- the library, set up once a process


@cache
def _setting(config: Path) -> Any:
    """Return the library's font setting, which sees only the faces of `config`.

    Why:
        The environment is put back, because a program started later would find no font in it.

    Args:
        config: An absolute path: fontconfig shows the system's fonts for any other.
    """
    from weasyprint.text.fonts import FontConfiguration

    before = dict(os.environ)
    os.environ.update(FONTCONFIG_FILE=str(config), XDG_CACHE_HOME=str(config.parent))
    try:
        return FontConfiguration()
    finally:
        for name in ("FONTCONFIG_FILE", "XDG_CACHE_HOME"):
            os.environ.pop(name)
            if name in before:
                os.environ[name] = before[name]


@cache
def _style(text: str, config: Path, assets: Path) -> Any:
    import weasyprint

    with _listening() as complaints:
        style = weasyprint.CSS(
            string=text, base_url=BASE_URL, font_config=_setting(config), url_fetcher=_fetcher(assets)
        )
    if complaints.messages:
        raise ValueError("; ".join(complaints.messages))
    return style


@cache
def _fetcher(assets: Path) -> Any:
    """Return a fetcher that opens files below `assets` and stops the document for anything else."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            parts = urlsplit(url)
            path = Path(url2pathname(unquote(parts.path))).resolve()
            if parts.scheme != "file" or not path.is_relative_to(assets) or not path.is_file():
                raise FatalURLFetchingError(url)
            return URLFetcherResponse(url, path.read_bytes())

    return Fetcher()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Put off looking for unused memory: a layout makes a million objects, and drops them all at its end."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class _listening(logging.Handler):  # noqa: N801  (used as a context, like a function)
    """Collects what WeasyPrint and fontTools log while it is open."""

    LOGGERS = ("weasyprint", "fontTools")

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())

    def __enter__(self) -> _listening:
        for name in self.LOGGERS:
            logging.getLogger(name).addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        for name in self.LOGGERS:
            logging.getLogger(name).removeHandler(self)


def _finish(source: Any, _document: Any, pdf: Any) -> None:
    """Mend the tags before the file is written."""
    _tell_scopes(pdf)
    _set_margins_apart(source, pdf)


def _tell_scopes(pdf: Any) -> None:
    """Say of each head cell whether it heads a column or a row.

    Why:
        The library names the heads of each cell instead, and takes wrong ones under a head of two rows.

    Source:
        ISO 32000-1, table 349.
    """
    elements = {element.reference: element for element in _objects(pdf, "/StructElem")}
    for element in elements.values():
        if element["S"] == "/TH":
            part = elements[elements[element["P"]]["P"]]
            element.setdefault("A", {"O": "/Table"})["Scope"] = "/Column" if part["S"] == "/THead" else "/Row"
        elif element["S"] == "/TD":
            element.get("A", {}).pop("Headers", None)
        element.pop("ID", None)  # by which a cell named its heads


def _set_margins_apart(source: Any, pdf: Any) -> None:
    """Mark running heads and feet as artifacts, which a screen reader passes over.

    Why:
        The library gives their text a structure element, but leaves that out of the tree, so
        that it is neither content nor artifact. In a document that asks for it, they get an
        empty replacement text too: a sentence that runs over a page is copied without the number.

    Args:
        source: The library's HTML; `data-margins="silent"` on its root asks for empty text.
        pdf: The file before it is written: `objects`, among them page streams as lists.

    Source:
        ISO 32000-1, 14.8.2.2 (artifacts) and 14.9.4 (replacement text).
    """
    replacement = {"ActualText": "()"} if source.etree_element.get("data-margins") == "silent" else {}
    elements = {element.reference: element for element in _objects(pdf, "/StructElem")}
    (root,) = _objects(pdf, "/StructTreeRoot")
    in_tree: set[bytes] = set()
    waiting = list(root["K"])
    while waiting:
        reference = waiting.pop()
        if reference in elements and reference not in in_tree:
            in_tree.add(reference)
            waiting += elements[reference]["K"]
    apart = {reference: element for reference, element in elements.items() if reference not in in_tree}
    by_reference = {thing.reference: thing for thing in pdf.objects}
    streams = {page.reference: by_reference[page["Contents"]].stream for page in _objects(pdf, "/Page")}
    marks: dict[bytes, set[int]] = {}
    for element in apart.values():
        marks.setdefault(element["Pg"], set()).update(kid for kid in element["K"] if isinstance(kid, int))
        element.free = "f"
    for page, numbers in marks.items():
        stream = streams[page]
        for place, item in enumerate(stream):
            if isinstance(item, dict) and item.get("MCID") in numbers:
                stream[place - 1] = "/Artifact"
                item.clear()
                item.update({"Type": "/Pagination", **replacement})
    for entry in by_reference[root["ParentTree"]]["Nums"]:
        if isinstance(entry, list):
            entry[:] = ["null" if reference in apart else reference for reference in entry]


def _objects(pdf: Any, kind: str) -> list[Any]:
    return [thing for thing in pdf.objects if isinstance(thing, dict) and thing.get("Type") == kind]


# ---------------------------------------------------------------- what stands where


def _layout(document: Any) -> Layout:
    """Read the boxes of a laid-out document. Lengths in CSS pixels, 96 an inch."""
    runs: list[Run] = []
    rows: list[tuple[int, int]] = []
    rooms: list[tuple[int, float, float]] = []
    blanks: list[tuple[int, Bounds, Bounds]] = []
    lengths: list[tuple[int, float, float]] = []
    sizes = []
    for number, page in enumerate(document.pages, 1):
        sizes.append((page.width, page.height))
        box = page._page_box
        inner = (box.content_box_x(), box.content_box_y())
        area = (*inner, inner[0] + box.width, inner[1] + box.height)
        for child in box.children:
            margin = type(child).__name__ == "MarginBox"
            _walk(child, number, _inside(child) if margin else area, margin, False, runs, rows, blanks)
        rooms += _rooms(page, number)
        lengths += _lengths(page, number)
    return Layout(tuple(sizes), tuple(runs), tuple(rows), tuple(rooms), lengths=tuple(lengths), blanks=tuple(blanks))


def _rooms(page: Any, number: int) -> Iterator[tuple[int, float, float]]:
    """Yield height and least height, in mm, of what asks for room on a page; its lines are lower than itself."""
    heights: dict[Any, float] = {}
    for box in _boxes(page._page_box):
        if box.element is not None and box.element.get("data-room"):
            heights[box.element] = max(heights.get(box.element, 0.0), box.border_height())
    for element, height in heights.items():
        yield number, height * MM, float(element.get("data-room"))


def _lengths(page: Any, number: int) -> Iterator[tuple[int, float, float]]:
    """Yield length and least length, in mm, of what asks to be long enough to write on."""
    for box in _boxes(page._page_box):
        if box.element is not None and box.element.get("data-long"):
            yield number, box.border_width() * MM, float(box.element.get("data-long"))


def _text_below(element: Any) -> str:
    """Return what an element says, without what is hidden from readers; its head does not count."""
    name = str(element.tag).rpartition("}")[2]  # a drawing's tags carry the address of their language
    if name in ("head", "style", "script", "svg") or element.get("aria-hidden"):
        return ""
    return (element.text or "") + "".join(_text_below(child) + (child.tail or "") for child in element)


def _inside(box: Any) -> tuple[float, float, float, float]:
    left, top = box.padding_box_x(), box.padding_box_y()
    return left, top, left + box.padding_width(), top + box.padding_height()


def _walk(
    box: Any,
    page: int,
    limits: Bounds,
    margin: bool,
    closing: bool,
    runs: list[Run],
    rows: list[tuple[int, int]],
    blanks: list[tuple[int, Bounds, Bounds]],
) -> None:
    """Collect the text, the rows and the blanks of `box`. `limits` is what they must stay within."""
    from weasyprint.formatting_structure import boxes

    if box.style["transform"]:  # a mark laid across the page on purpose
        return
    if isinstance(box, boxes.TextBox):
        x, y = box.position_x, box.position_y
        families = tuple(box.style["font_family"])
        runs.append(Run(page, box.text, families, (x, y, x + box.width, y + box.height), limits, margin, closing))
        return
    if isinstance(box, boxes.InlineBlockBox) and not list(_texts_below(box)):
        x, y = box.border_box_x(), box.border_box_y()
        blanks.append((page, (x, y, x + box.border_width(), y + box.border_height()), limits))
        return
    if isinstance(box, boxes.BlockContainerBox):
        left, _top, right, bottom = _inside(box)
        fixed = box.style["height"] != "auto" and not isinstance(box, boxes.TableCellBox)
        limits = (
            max(limits[0], left),
            limits[1],
            min(limits[2], right),
            min(limits[3], bottom) if fixed else limits[3],
        )
    element = box.element
    if element is not None and element.get("data-closing") is not None:
        closing = True
    if isinstance(box, boxes.TableRowGroupBox) and not (box.is_header or box.is_footer):  # those are repeated
        rows += [(page, id(row.element)) for row in box.children if row.element_tag == "tr"]
    for child in _children(box):
        _walk(child, page, limits, margin, closing, runs, rows, blanks)


def _texts_below(box: Any) -> Iterator[Any]:
    from weasyprint.formatting_structure import boxes

    for child in _children(box):
        if isinstance(child, boxes.TextBox):
            yield child
        else:
            yield from _texts_below(child)


def _children(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        yield getattr(child, "_box", child)  # absolutely positioned boxes stand behind a placeholder


# ---------------------------------------------------------------- room on pages


def _gaps(document: Any) -> list[Gap]:
    """Find the room on each page on which something ends that may grow; several share it."""
    from weasyprint.formatting_structure import boxes

    pages = [list(_boxes(page._page_box)) for page in document.pages]
    found = []
    for page, here, after in zip(document.pages, pages, [*pages[1:], []], strict=True):
        going_on = {id(box.element) for box in after}
        ending: dict[int, Any] = {}
        for box in here:
            if _may_grow(box) and id(box.element) not in going_on:
                ending.setdefault(id(box.element), box)  # the outermost: what is in it names the same element
        area = page._page_box.content_box_y() + page._page_box.height
        room = area - max((box.position_y + box.margin_height() for box in here if _is_solid(box)), default=0)
        for box in ending.values():
            rows = [row for row in _boxes(box) if isinstance(row, boxes.TableRowBox)]
            height = rows[-1].height if rows else box.border_height()
            found.append(Gap(box.element, room / len(ending), height))
    return found


def _may_grow(box: Any) -> bool:
    return box.element is not None and box.element.get(MARK) is not None


def _is_solid(box: Any) -> bool:
    """Tell whether `box` takes its room by itself; others end where what they hold ends."""
    from weasyprint.formatting_structure import boxes

    if isinstance(box, (boxes.TextBox, boxes.TableRowBox)):
        return True
    return not list(_children(box)) or (isinstance(box, boxes.BlockBox) and box.style["height"] != "auto")


def _boxes(box: Any) -> Iterator[Any]:
    """Return every box of the page area below `box`; what is laid across the page is left out."""
    for child in _children(box):
        if type(child).__name__ != "MarginBox" and not child.style["transform"]:
            yield child
            yield from _boxes(child)


# ---------------------------------------------------------------- lines with slots


def _slot_lines(document: Any) -> Iterator[SlotLine]:
    """Find the lines that hold text of an element with `data-slot`."""
    for number, page in enumerate(document.pages, 1):
        yield from _lines_in(page._page_box, number, (float("-inf"), float("inf")))


def _lines_in(box: Any, page: int, limits: tuple[float, float]) -> Iterator[SlotLine]:
    """Find them below `box`; `limits` is the left and right of what their text must stay within."""
    from weasyprint.formatting_structure import boxes

    if isinstance(box, boxes.LineBox):
        pieces = [(text, _slot_of(text)) for text in _texts(box) if text.text.strip()]
        if any(slot for _text, slot in pieces):
            align = {"right": "end", "end": "end", "center": "center"}.get(box.style["text_align_all"], "start")
            yield SlotLine(page, align, *limits, tuple(_piece(text, slot) for text, slot in pieces))
    elif isinstance(box, boxes.BlockContainerBox):
        left, _top, right, _bottom = _inside(box)
        limits = max(limits[0], left), min(limits[1], right)
    for child in _children(box):
        yield from _lines_in(child, page, limits)


def _slot_boxes(document: Any) -> Iterator[SlotBox]:
    """Find the squares of elements with `data-symbol`."""
    for number, page in enumerate(document.pages, 1):
        waiting = [page._page_box]
        while waiting:
            box = waiting.pop()
            if box.element is not None and (text := box.element.get("data-symbol")):
                if round(box.width, 3) != round(box.height, 3):
                    raise ValueError(f"The box of a symbol is no square: {text}")
                yield SlotBox(number, text, box.content_box_x(), box.content_box_y(), box.width)
            waiting += _children(box)


def _texts(box: Any) -> Iterator[Any]:
    """Return the runs of text that stand in a line itself, not in a block within it."""
    from weasyprint.formatting_structure import boxes

    for child in _children(box):
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox):
            yield from _texts(child)


def _slot_of(box: Any) -> str:
    return "" if box.element is None else str(box.element.get("data-slot", ""))


def _piece(box: Any, slot: str) -> Piece:
    if slot and box.style["letter_spacing"] not in ("normal", 0):
        raise ValueError(f"A slot cannot have letter spacing: {slot}")
    return Piece(
        slot=slot,
        x=box.position_x,
        baseline=box.position_y + box.baseline,
        width=box.width,
        size=box.style["font_size"],
        families=tuple(box.style["font_family"]),
    )
