"""The layout engine, set up once a process as paper needs it, and spared what it does twice.

In: HTML, style sheets and prepared faces. Out: laid out documents of WeasyPrint's. This is the only module that knows
it; what is put in the place of its functions gives what they give, which tests prove.
"""

import gc
import logging
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from logging.handlers import BufferingHandler
from operator import itemgetter
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import weasyprint
from weasyprint import css, document, layout
from weasyprint.formatting_structure import boxes as boxes
from weasyprint.html import UA_STYLESHEET
from weasyprint.layout import inline, preferred
from weasyprint.pdf import fonts
from weasyprint.text import line_break
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError as FatalURLFetchingError
from weasyprint.urls import URLFetcher, URLFetcherResponse

BASE_URL = "https://planpress.invalid/"
"""What relative links stand on: an address that nobody has, so that no folder of ours is told."""

VARIANT = "pdf/ua-1"

NOTES = frozenset({"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"})
"""Pseudo-elements that the library's own style sheet gives to every element."""

MOST_KEPT = 20_000
"""How many lines of text a process remembers, about 1 KB each."""


def source_of(html: str, assets: Path) -> Any:
    """Return a document as the library reads it; it may show the files below `assets` alone."""
    return weasyprint.HTML(string=html, base_url=BASE_URL, url_fetcher=_fetcher(assets))


def laid_out(source: Any, styles: tuple[str, ...], assets: Path, config: Path) -> Any:
    """Lay out a document but for what stands in the margins of its pages; `finish` does the rest."""
    sheet = _style("\n".join(styles), config, assets)
    return source.render(font_config=_setting(config), stylesheets=[sheet], pdf_variant=VARIANT)


def width_of(text: str, style: Any) -> float:
    """Return how wide a run is in a style, in CSS pixels."""
    shaped = line_break.create_layout(text, style, None, None, 0)  # a line does not outlive it
    return float(line_break.line_size(shaped.get_first_line()[0], style)[0])


@cache
def _setting(config: Path) -> Any:
    """Return the library's font setting, which sees only the faces of `config`.

    Its path is absolute: fontconfig shows the system's fonts for any other. The environment is put back, because a
    program started later would find no font in it.
    """
    before = dict(os.environ)
    os.environ.update(FONTCONFIG_FILE=str(config), XDG_CACHE_HOME=str(config.parent))
    try:
        return FontConfiguration()
    finally:
        os.environ.clear()
        os.environ.update(before)


@cache
def _style(text: str, config: Path, assets: Path) -> Any:
    setting, fetcher = _setting(config), _fetcher(assets)
    with listening() as complaints:
        style = weasyprint.CSS(string=text, base_url=BASE_URL, font_config=setting, url_fetcher=fetcher)
    if complaints:
        raise ValueError("; ".join(record.getMessage() for record in complaints))
    return style


@cache
def _fetcher(assets: Path) -> Any:
    """Return a fetcher that opens files below `assets` and stops the document for anything else."""

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            parts = urlsplit(url)
            path = Path(url2pathname(unquote(parts.path))).resolve()
            if parts.scheme != "file" or not path.is_relative_to(assets) or not path.is_file():
                raise FatalURLFetchingError(url)
            return URLFetcherResponse(url, path.read_bytes())

    return Fetcher()


@contextmanager
def listening() -> Iterator[list[logging.LogRecord]]:
    """Collect what WeasyPrint and fontTools warn of; put off looking for unused memory meanwhile.

    A layout makes a million objects, and drops them all at its end.
    """
    handler = BufferingHandler(sys.maxsize)
    handler.setLevel(logging.WARNING)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    for logger in loggers:
        logger.addHandler(handler)
    gc.disable()
    try:
        yield handler.buffer
    finally:
        gc.enable()
        for logger in loggers:
            logger.removeHandler(handler)


# ---------------------------------------------------------------- what paper does without


def _clean(font: Any, _texts: Any, _hinting: Any) -> None:
    """Leave out the program of a font: what is stamped gets one that holds its own glyphs, and no more."""
    font.file_content = b""


fonts.Font.clean = _clean

# Our paper has no notes of the library's kind: each element would have five styles more, a twelfth of a layout.
UA_STYLESHEET.matcher.other_selectors = [
    selector for selector in UA_STYLESHEET.matcher.other_selectors if selector[3] not in NOTES
]


class _Ends(dict[tuple[frozenset[str], bool], re.Pattern[str]]):
    """What matches up to any of some characters. The library keeps each where it never looks for it again."""

    def __missing__(self, key: tuple[frozenset[str], bool]) -> re.Pattern[str]:
        characters, opposite = key
        self[key] = re.compile(f"[{'' if opposite else '^'}{re.escape(''.join(sorted(characters)))}]+")
        return self[key]


weasyprint.tinyhtml5.inputstream.characters_until_regex = _Ends()

# ---------------------------------------------------------------- what only the last layout of a document needs

_margins_of, _backgrounds_of, _page_of = layout.make_margin_boxes, layout.layout_backgrounds, document.Page


def _put_off(context: Any, page: Any, state: Any) -> tuple[()]:
    page.put_off = context, context.current_page, state
    return ()


layout.make_margin_boxes = _put_off
layout.layout_backgrounds = lambda _page, _images: None
document.Page = lambda box: SimpleNamespace(_page_box=box)


def finish(laid: Any) -> list[tuple[Any, ...]]:
    """Add what stands in the margins of each page, and return it, and what is behind all boxes: a sixth of a layout."""
    found = []
    for at, page in enumerate(laid.pages):
        box = page._page_box
        context, context.current_page, state = box.put_off
        found.append(tuple(_margins_of(context, box, state)))
        box.children += found[-1]
        _backgrounds_of(box, context.get_image_from_uri)
        laid.pages[at] = _page_of(box)
    return found


# ---------------------------------------------------------------- styles: what is not said of an element

HANDED = tuple(
    name
    for name in css.INITIAL_VALUES
    if name in css.INHERITED or name == "page" or name.startswith("text_decoration_")
)
"""Properties that are the parent's where nothing is said of them."""

PLAIN = {
    name: value
    for name, value in css.INITIAL_VALUES.items()
    if name not in {*HANDED, *css.INITIAL_NOT_COMPUTED, "position", "float"}
}
"""Properties that have one value wherever nothing is said of them."""

SIDES = {
    (name, way): told(block="ttb", inline=way)
    for name, told in css.PHYSICAL_FUNCTIONS.items()
    for way in ("ltr", "rtl")
}
SAYS_TOO = {logical: [name for (name, _way), other in SIDES.items() if other == logical] for logical in SIDES.values()}
"""What is said of such as `padding_top` by a name such as `padding_block_start`."""

_values = itemgetter(*HANDED)
_computed, _anonymous = css.ComputedStyle.__init__, css.AnonymousStyle.__init__


def _given(parent: Any) -> Mapping[str, Any]:
    """Return what a style below `parent` has where nothing is said; the library asks for each property by itself."""
    if "given" not in vars(parent):
        parent.given = PLAIN | dict(zip(HANDED, _values(parent), strict=True))
    return parent.given  # type: ignore[no-any-return]


def _fill_computed(style: Any, parent: Any, cascaded: Mapping[str, Any], *more: Any) -> None:
    _computed(style, parent, cascaded, *more)
    if parent is not None:
        style.update(_given(parent))
        for said in cascaded:
            for name in (said, *SAYS_TOO.get(said, ())):
                style.pop(name, None)


def _fill_anonymous(style: Any, parent: Any) -> None:
    style.update(_given(parent))
    _anonymous(style, parent)


css.ComputedStyle.__init__ = _fill_computed
css.AnonymousStyle.__init__ = _fill_anonymous

# ---------------------------------------------------------------- lines of text: each is split once

TEXT = (
    *(
        "font_family",
        "font_style",
        "font_stretch",
        "font_weight",
        "font_size",
        "font_kerning",
        "font_variation_settings",
    ),
    *("font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric"),
    *("font_variant_alternates", "font_variant_east_asian", "font_feature_settings", "font_language_override"),
    *("lang", "direction", "word_spacing", "letter_spacing", "tab_size", "text_decoration_line"),
    *("white_space", "word_break", "overflow_wrap"),
    *("hyphens", "hyphenate_limit_chars", "hyphenate_limit_zone", "hyphenate_character"),
)
"""Properties that tell how text is set, and where its lines end."""

_text_of = itemgetter(*TEXT)
_split = line_break.split_first_line
_lines: dict[tuple[Any, ...], tuple[Any, ...]] = {}


def _split_once(
    text: str, style: Any, context: Any, width: Any, spacing: Any, is_line_start: bool = True, minimum: bool = False
) -> tuple[Any, ...]:
    """Split a line as the library does, or as it was split before: widths are sought first, layouts made anew."""
    if "text" not in vars(style):
        style.text = sys.intern(repr((id(style.font_config), _text_of(style))))
    key = text, style.text, width, spacing, is_line_start, minimum
    if key not in _lines:
        if len(_lines) >= MOST_KEPT:
            _lines.clear()
        _lines[key] = _split(text, style, context, width, spacing, is_line_start, minimum)
    shaped, *rest = _lines[key]
    own = line_break.Layout.__new__(line_break.Layout)  # each box has one, and changes it
    vars(own).update(vars(shaped))
    return own, *rest


inline.split_first_line = preferred.split_first_line = _split_once

# ---------------------------------------------------------------- what is asked of each box again and again

_strut = line_break.strut


def _strut_once(style: Any) -> Any:
    """Return how high a line of a style is, and where it stands, as the library does, once a style."""
    if "strut" not in vars(style):
        style.strut = _strut(style)
    return style.strut


def _in_flow(box: Any) -> bool:
    """Tell what the library asks five functions for."""
    return box.style["float"] == "none" and box.style["position"] in ("static", "relative")


inline.strut = _strut_once
boxes.Box.is_in_normal_flow = _in_flow
