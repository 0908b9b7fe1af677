"""What is put in the place of the layout engine's functions gives what they give."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from kit.paper import EDITION, STAGE, faces, sheet, table
from weasyprint import css

from planpress.blocks.stages import StagesView
from planpress.paper import engine
from planpress.paper.recipe import PRINT
from planpress.paper.worker import html_of, styles_of

STYLE = (
    "@page{size:A4;@top-center{content:element(head)}} html{font-family:Num,Fang;padding-block-start:1mm}"
    "#head{position:running(head)} .far{float:right;border-block-end-style:solid;text-decoration:underline}"
    "i{position:absolute;outline-style:dotted} b::before{content:'+';display:block}"
)
HTML = (
    "<html lang='zh'><head><title>t</title></head><body><p id='head'>1</p><div class='far'><b>2<i>3</i></b></div>"
    "<table><tr><td>4</table></body></html>"
)

ALONE = """
import json, sys, weasyprint
from weasyprint.pdf import fonts
from weasyprint.text.fonts import FontConfiguration
fonts.Font.clean = lambda font, texts, hinting: setattr(font, "file_content", b"")
html, styles, base, variant = json.load(sys.stdin)
given = {"base_url": base, "font_config": FontConfiguration()}
sheets = [weasyprint.CSS(string=style, **given) for style in styles]
made = weasyprint.HTML(string=html, base_url=base).render(
    stylesheets=sheets, font_config=given["font_config"], pdf_variant=variant)
sys.stdout.buffer.write(made.write_pdf(pdf_variant=variant, uncompressed_pdf=True))
"""
"""A program that knows the library alone."""


def laid(html: str, styles: tuple[str, ...]):
    return engine.laid_out(engine.source_of(html, PRINT), styles, PRINT, faces().config.resolve())


def pdf_of(made) -> bytes:
    return made.write_pdf(pdf_variant=engine.VARIANT, uncompressed_pdf=True)


def test_a_sheet_is_laid_out_as_the_library_does_it():
    one = sheet(table(30), StagesView(stages=(STAGE,) * 3))
    html, styles = html_of(one, EDITION), styles_of(one.template)
    config = faces().config.resolve()
    made = laid(html, styles)
    engine.finish(made)
    given = json.dumps([html, styles, engine.BASE_URL, engine.VARIANT])
    place = dict(os.environ, FONTCONFIG_FILE=str(config), XDG_CACHE_HOME=str(config.parent))
    alone = subprocess.run(
        [sys.executable, "-c", ALONE], input=given.encode(), env=place, capture_output=True, check=True
    )
    assert len(made.pages) > 1
    assert pdf_of(made) == alone.stdout


@pytest.mark.parametrize(
    ("kind", "fill", "plain"),
    [
        (css.ComputedStyle, engine._fill_computed, engine._computed),
        (css.AnonymousStyle, engine._fill_anonymous, engine._anonymous),
    ],
)
def test_what_is_filled_in_is_what_the_library_computes(monkeypatch: pytest.MonkeyPatch, kind, fill, plain):
    filled = []

    def checked(style, *given):
        fill(style, *given)
        alone = kind.__new__(kind)
        plain(alone, *given)
        assert {name: alone[name] for name in style} == style
        filled.append(len(style))

    monkeypatch.setattr(kind, "__init__", checked)
    laid(HTML, (STYLE,))
    assert len(filled) > 5
    assert max(filled) > 150


def test_a_line_hangs_on_no_other_property(monkeypatch: pytest.MonkeyPatch):
    asked: list[set[str]] = [set()]
    monkeypatch.setattr(
        css.Style, "__getitem__", lambda self, name: asked[-1].add(name) or dict.__getitem__(self, name), raising=False
    )
    split = engine._split

    def listened(*given):
        asked.append(set())
        try:
            return split(*given)
        finally:
            asked.append(set())

    monkeypatch.setattr(engine, "_split", listened)
    style = "p{width:9mm;hyphens:auto;tab-size:3;font-feature-settings:'tnum';text-decoration:underline}"
    laid("<html lang='en'><title>t</title><p>responsibilities so\u00adme&#9;words</p>", (STYLE + style,))
    splits = asked[1::2]
    assert len(splits) > 2
    assert {"hyphens", "font_size"} <= set().union(*splits) <= set(engine.TEXT)


def test_a_line_that_was_split_before_is_not_split_again(monkeypatch: pytest.MonkeyPatch):
    html = "<html lang='zh'><title>t</title><p>只此一行</p></html>"
    first = laid(html, (STYLE,))
    monkeypatch.setattr(engine, "_split", None)
    second = laid(html, (STYLE,))
    engine.finish(first), engine.finish(second)
    assert pdf_of(first) == pdf_of(second)
