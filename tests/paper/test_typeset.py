"""Typesetting: only our faces, only our files, nothing in silence."""

from __future__ import annotations

import os

import pikepdf
import pytest
from kit.paper import faces

from planpress.paper.typeset import ForbiddenResourceError, typeset

PAGE = "@page{size:A4;@bottom-left{content:'foot';font-family:Num}} html{font-family:Num,Fang,Rare}"


def made(body: str, tmp_path, style: str = PAGE, margins: str = ""):
    html = f'<html lang="zh" {margins}><head><title>t</title></head><body>{body}</body></html>'
    return typeset(html, (style,), tmp_path, faces())


def test_a_character_without_a_face_does_not_bring_in_a_font_of_the_system(tmp_path):
    pdf = made("<p>a𠀀</p>", tmp_path).pdf
    (tmp_path / "t.pdf").write_bytes(pdf)
    with pikepdf.open(tmp_path / "t.pdf") as document:
        names = {str(font.BaseFont)[8:] for font in document.pages[0].Resources.Font.values()}
    assert names <= set(faces().charsets)


def test_the_environment_is_left_as_it_was(tmp_path):
    before = dict(os.environ)
    made("<p>a</p>", tmp_path)
    assert dict(os.environ) == before


@pytest.mark.parametrize(
    "body",
    [
        '<img src="file:///etc/hostname" alt="x">',
        '<img src="http://192.0.2.1/a.png" alt="x">',
        '<img src="../../etc/hostname" alt="x">',
        '<img src="data:image/png;base64,AAAA" alt="x">',
        '<p style="background:url(file:///etc/hostname)">a</p>',
        '<link rel="stylesheet" href="file:///etc/hostname">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<object data="file:///etc/hostname"></object>',
    ],
)
def test_a_foreign_resource_stops_the_sheet(body, tmp_path):
    with pytest.raises(ForbiddenResourceError):
        made(body, tmp_path)


def test_a_picture_of_our_own_is_shown(tmp_path):
    (tmp_path / "seal.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    assert made(f'<img src="{(tmp_path / "seal.svg").as_uri()}" alt="seal">', tmp_path).complaints == ()


def test_what_the_library_complains_of_is_told(tmp_path):
    assert made('<p style="colour:red">a</p>', tmp_path).complaints == (
        "Ignored `colour:red` at 1:1, unknown property.",
    )


def test_a_wrong_style_sheet_is_refused(tmp_path):
    with pytest.raises(ValueError, match="unknown property"):
        made("<p>a</p>", tmp_path, PAGE + "p{colour:red}")


def marks(pdf: bytes, tmp_path) -> list[str]:
    (tmp_path / "t.pdf").write_bytes(pdf)
    with pikepdf.open(tmp_path / "t.pdf") as document:
        content = pikepdf.parse_content_stream(document.pages[0])
        marked = [entry.operands for entry in content if str(entry.operator) == "BDC"]
        return [str(properties.keys()) for tag, properties in marked if tag == "/Artifact"]


def test_a_foot_is_no_content_for_a_screen_reader(tmp_path):
    assert marks(made("<p>a</p>", tmp_path).pdf, tmp_path) == ["{'/Type'}"]


def test_a_document_may_keep_its_page_numbers_out_of_copied_text(tmp_path):
    (found,) = marks(made("<p>a</p>", tmp_path, margins='data-margins="silent"').pdf, tmp_path)
    assert "/ActualText" in found


def test_repeated_heads_are_no_split_rows(tmp_path):
    rows = "<tr><td>a</td></tr>" * 80
    layout = made(f"<table><thead><tr><th>h</th></tr></thead>{rows}</table>", tmp_path).layout
    assert len(layout.sizes) > 1
    assert len(layout.rows) == 80
    assert [run.page for run in layout.runs if run.text == "h"] == list(range(1, len(layout.sizes) + 1))
