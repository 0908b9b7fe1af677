"""PDF/UA: another program finds nothing to object to in our files, and what it objects to stops the press."""

from __future__ import annotations

import io
import tempfile

import outloud
import pikepdf
import pytest
from kit.paper import EDITION, faces, press, sheet, written
from kit.paths import PROJECT
from outloud.registry import all_rules

from planpress.errors import BuildError
from planpress.paper import press as presses
from planpress.paper import worker
from planpress.paper.lint import faults_of
from planpress.paper.typeset import typeset


@pytest.fixture(scope="module")
def good() -> bytes:
    table = "<table><tr><th scope=col>a<th scope=col>b<tr><td>1<td>2</table>"
    html = f'<html lang="en"><title>t</title><style>html{{font-family:Num}}</style><h1>head</h1><p>words</p>{table}'
    return written(typeset(html, ("@page{size:A4}",), PROJECT, faces()))


def test_a_good_file_has_no_fault(good):
    assert faults_of(good) == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("<th rowspan=2>a<th colspan=2>b<th rowspan=2>c<th rowspan=2>d", "<th>e<th>f"),
        ("<th colspan=2>b<th colspan=2>c<th rowspan=2>d", "<th>e<th>f<th>g<th>h"),
        ("<th rowspan=2>a<th colspan=4>b", "<th>e<th>f<th>g<th>h"),
    ],
)
def test_grid_of_a_table_closes_whatever_its_head_spans(first, second):
    rows = "<tr><td>1<td>2<td>3<td>4<td>5" * 2
    head = f"<tr>{first}<tr>{second}".replace("<th", "<th scope=col")
    table = f"<table><thead>{head}<tbody>{rows}</table>"
    html = f'<html lang="en"><title>t</title><style>html{{font-family:Num}}</style><h1>head</h1>{table}'
    assert faults_of(written(typeset(html, ("@page{size:A4}",), PROJECT, faces()))) == ()


def test_file_that_is_judged_has_no_name_that_a_killed_worker_could_leave(good, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    judged = outloud.check

    def check(*words, **more):
        assert list(tmp_path.iterdir()) == []
        return judged(*words, **more)

    monkeypatch.setattr(outloud, "check", check)
    assert faults_of(good) == ()


def drop_tags(document: pikepdf.Pdf) -> None:
    del document.Root["/StructTreeRoot"]


def drop_language(document: pikepdf.Pdf) -> None:
    del document.Root["/Lang"]


def drop_font(document: pikepdf.Pdf) -> None:
    (font,) = document.pages[0].Resources.Font.values()
    del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


@pytest.mark.parametrize("spoil", [drop_tags, drop_language, drop_font])
def test_each_fault_is_told(good, spoil):
    with pikepdf.open(io.BytesIO(good)) as document:
        spoil(document)
        out = io.BytesIO()
        document.save(out)
    assert faults_of(out.getvalue())


def test_rule_that_breaks_down_is_a_fault(good, monkeypatch):
    def broken(_document):
        raise ValueError("no such thing")

    rule = next(rule for rule in all_rules() if rule.layer == "conformance" and not rule.requires and rule.fn)
    monkeypatch.setattr(rule, "fn", broken)
    assert faults_of(good) == (f"{rule.id}: ValueError: no such thing",)


def test_what_is_no_pdf_is_a_fault():
    assert faults_of(b"words")


def test_a_fault_stops_the_press_and_names_the_sheet(tmp_path, monkeypatch):
    setup, told = presses.Setup(EDITION, tmp_path / "cache", faces(), 1), list[tuple[int, int]]()
    with monkeypatch.context() as patch:
        patch.setattr(worker, "faults_of", lambda pdf: ("UA-1: no such tag",))
        with pytest.raises(BuildError, match=r"T-1.*UA-1: no such tag"):
            press([sheet()], setup, tmp_path / "out")
    assert not list((tmp_path / "cache").rglob("*.json"))
    press([sheet()], setup, tmp_path / "out", lambda *done: told.append(done))
    assert told[0] == (0, 1)
    assert {path.suffix for path in (tmp_path / "cache").rglob("*.json")} == {".json"}
