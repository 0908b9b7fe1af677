"""A PDF → the text that its pages show, and what its fonts say of themselves; a page of HTML → the text to be shown.

In: pages and fonts of a file of ours, opened by pikepdf; glyphs are numbered in two bytes. Out: plain values.

Source:
    ISO 32000-1: 9.4.3 (showing text), 9.7.4.3 (widths), 9.10.3 (maps to Unicode).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import pikepdf

from planpress.signs import is_silent

USUAL_WIDTH = 1000.0
"""Advance of a Chinese character, in thousandths of an em; a font of ours lists other widths only."""

PAIR = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>")

WIDTHS = re.compile(rb"(\d+) ?\[([^\]]*)\]")


@lru_cache(1024)
def visible(text: str) -> str:
    """Return `text` without blanks, of which several share a glyph, and without what shows nothing."""
    return "".join(c for c in text if not c.isspace() and not is_silent(c))


def resources_of(document: pikepdf.Pdf) -> Iterable[Any]:
    """Return the resources of all pages, those that several share once."""
    return {page.Resources.objgen: page.Resources for page in document.pages}.values()


def family_of(font: Any) -> str:
    """Return the face of a font, without the letters that tell its subset."""
    return str(font.BaseFont).lstrip("/").partition("+")[2]


def is_embedded(font: Any) -> bool:
    """Tell whether the file holds the program of a font."""
    descriptor = font.DescendantFonts[0].get("/FontDescriptor", {})
    return "/FontFile2" in descriptor or "/FontFile3" in descriptor


def texts_of(font: Any) -> Mapping[int, str]:
    """Return what each glyph of a font stands for, read from its map to Unicode."""
    return texts_told(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else {}


def widths_of(font: Any) -> Mapping[int, float]:
    """Return the advance of each glyph that a font lists, in thousandths of an em; of others, it is `USUAL_WIDTH`."""
    return widths_told(font.DescendantFonts[0].W.unparse())


def fonts_in(document: pikepdf.Pdf) -> dict[str, tuple[str, dict[int, tuple[str, float]]]]:
    """Return the names of all fonts of a document, each with its family, and what its glyphs stand for and advance."""
    fonts = (font for resources in resources_of(document) for font in resources.Font.items())
    return {name: (family_of(font), glyphs_told(texts_of(font), widths_of(font))) for name, font in fonts}


def glyphs_told(texts: Mapping[int, str], widths: Mapping[int, float]) -> dict[int, tuple[str, float]]:
    """Return the glyphs of which a font tells either, each with both."""
    return {glyph: (texts.get(glyph, ""), widths.get(glyph, USUAL_WIDTH)) for glyph in sorted({*texts, *widths})}


# Sheets of one layout have most of their fonts in common.


@lru_cache(512)
def texts_told(unicode_map: bytes) -> dict[int, str]:
    """Return what a map to Unicode says that glyphs stand for."""
    pairs = PAIR.findall(unicode_map.split(b"endcodespacerange")[1])
    return {int(glyph, 16): _text(text) for glyph, text in pairs}


def _text(code: bytes) -> str:
    """Return what four digits, or more, stand for in UTF-16; four are by far the most."""
    return chr(int(code, 16)) if len(code) == 4 else bytes.fromhex(code.decode()).decode("utf-16-be")


@lru_cache(512)
def widths_told(listed: bytes) -> dict[int, float]:
    """Return what a list of widths says of glyphs."""
    runs = WIDTHS.findall(listed)
    return {int(first) + place: float(width) for first, run in runs for place, width in enumerate(run.split())}


def shown_on(page: pikepdf.Page) -> Iterator[str]:
    """Yield every text that `page` shows, as its fonts say what their glyphs stand for."""
    fonts = {name: texts_of(font) for name, font in page.Resources.get("/Font", pikepdf.Dictionary()).items()}
    known: Mapping[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page, "Tf Tj TJ"):
        operands: Any = instruction.operands
        if instruction.operator == pikepdf.Operator("Tf"):
            known = fonts.get(str(operands[0]), {})
        else:
            shown = operands[0] if instruction.operator == pikepdf.Operator("TJ") else operands
            data = b"".join(bytes(part) for part in shown if isinstance(part, pikepdf.String))
            yield "".join(known.get(int.from_bytes(data[at : at + 2], "big"), "") for at in range(0, len(data), 2))


def text_below(element: Any) -> str:
    """Return what an element says, without what is hidden from readers; its head does not count."""
    name = str(element.tag).rpartition("}")[2]  # a drawing's tags carry the address of their language
    if name in ("head", "style", "script", "svg") or element.get("aria-hidden"):
        return ""
    return (element.text or "") + "".join(text_below(child) + (child.tail or "") for child in element)
