"""What is put in the place of the layout engine's functions gives what they give."""

from __future__ import annotations

import pytest
from kit.paper import EDITION, STAGE, faces, sheet, table
from tinyhtml5 import inputstream
from weasyprint import css, document, layout
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break

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


def laid(html: str, styles: tuple[str, ...]):
    return engine.laid_out(engine.source_of(html, PRINT), styles, PRINT, faces().config.resolve())


def pdf_of(made) -> bytes:
    return made.write_pdf(pdf_variant=engine.VARIANT, uncompressed_pdf=True)


def test_a_sheet_is_laid_out_as_the_library_does_it(monkeypatch: pytest.MonkeyPatch):
    one = sheet(table(30), StagesView(stages=(STAGE,) * 3))
    given = html_of(one, EDITION), styles_of(one.template)
    made = laid(*given)
    engine.finish(made)
    monkeypatch.setattr(css.ComputedStyle, "__init__", engine._computed)
    monkeypatch.setattr(css.AnonymousStyle, "__init__", engine._anonymous)
    monkeypatch.setattr(layout, "make_margin_boxes", engine._margins_of)
    monkeypatch.setattr(layout, "layout_backgrounds", engine._backgrounds_of)
    monkeypatch.setattr(document, "Page", engine._page_of)
    monkeypatch.setattr(inputstream, "characters_until_regex", {})
    for module in (inline, preferred):
        monkeypatch.setattr(module, "split_first_line", line_break.split_first_line)
    alone = laid(*given)
    assert len(alone.pages) > 1
    assert pdf_of(made) == pdf_of(alone)


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
