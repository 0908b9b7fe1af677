"""Older formats go through LibreOffice, and are refused where that breaks the numbers."""

from __future__ import annotations

import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from kit.reading import balance, printed, read, refused
from kit.word import PLAN_LEVELS, cell, docx, numbered, p, packed, style, table

from planpress.content.word.files import convert
from planpress.content.word.files.convert import breaks_of, gaps_of
from planpress.errors import BuildError, ContentError

MARK = "_pp0123456789abcdef"


@pytest.mark.parametrize(
    ("lines", "gaps", "numbers"),
    [
        (["一、a", "（一）b", "（二）c", "1.d", "二、e", "（一）f", "1. g"], [], 7),
        (["一、a", "三、b", "(1) c", "(3) d", "words 1.", "1.5 m", "2030 a"], ["三、b", "(3) d"], 4),
        (["①a", "②b", "（一）x", "①c", "④d", "10、e"], ["④d", "10、e"], 6),
        (["一、a", "一、b", "二、c", "三、"], ["一、b"], 4),
        (["（1）a", "(2) b", "（3）c", "1．d", "2.e"], [], 5),
        (["一?a", "二?b", "why?"], ["一?a", "二?b"], 2),
    ],
)
def test_numbers_that_follow_none_are_found(lines: list[str], gaps: list[str], numbers: int) -> None:
    assert gaps_of(lines) == (gaps, numbers)


def test_number_before_nothing_is_left_of_a_struck_paragraph(tmp_path: Path) -> None:
    """In a cell it may stand alone, and what is typed did not break."""
    blocks = [p("a", num=(1, 0)), p(num=(1, 0)), p("一、"), table(["1.", "x"], [cell(p(num=(1, 0))), "y"], ["1.", "z"])]

    document = read(docx(tmp_path / "a.docx", *blocks, numbering=numbered(("decimal", "%1."))))

    assert breaks_of(document) == (["2."], 4)


@pytest.mark.parametrize(
    ("inner", "is_refused"),
    [
        ("words\r1\7two words\7\7" + "3\7four\7\7", True),
        ("words\r1\7two words\7\7" + "3\7four\7\7\r", False),
        ("1two words3four\7", False),
    ],
)
def test_table_at_the_very_end_is_refused(
    inner: str, is_refused: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice makes one paragraph of it; here only the signs of the file stand for one."""
    made = docx(tmp_path / "made.docx", p("words"), p("1two words3four")).read_bytes()
    monkeypatch.setattr(convert, "_program", lambda: "soffice")
    monkeypatch.setattr(convert, "as_docx", lambda *_given: made)
    data = inner.encode("utf-16-le") + bytes(4)
    if is_refused:
        with pytest.raises(ContentError, match="ends in a table"):
            convert.converted(data, "a.doc", "doc", "", str)
    else:
        assert convert.converted(data, "a.doc", "doc", "", str).blocks


def test_without_the_program_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "a.rtf"
    path.write_bytes(b"{\\rtf1 words}")

    with pytest.raises(BuildError, match="needs LibreOffice"):
        read(path)


@pytest.mark.office
def test_binary_file_says_the_same(tmp_path: Path) -> None:
    """Words, automatic numbers, tables and bookmarks of ours; under the name of another program, too."""
    blocks = [
        p("总体", num=(1, 0), ours=MARK),
        p("目标", num=(1, 1)),
        p("原则", num=(1, 1)),
        p("任务", num=(1, 0)),
        table(["序号", "内容"], ["1", "甲"]),
        p("完"),
    ]
    source = docx(tmp_path / "a.docx", *blocks, numbering=numbered(*PLAN_LEVELS), styles=style("Normal"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    path = (tmp_path / "a.doc").rename(tmp_path / "a.wps")

    document = read(path)

    assert [one for one in printed(document) if one] == printed(read(source))
    assert next(document.paragraphs()).marks == (MARK,)
    assert balance(path, document) == ({}, {})


ODT = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>{}</office:text></office:body>
</office:document-content>"""
MANIFEST = """<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""


def odt(path: Path, inner: str) -> Path:
    files = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": ODT.format(inner),
        "META-INF/manifest.xml": MANIFEST,
    }
    return packed(path, files)


@pytest.mark.office
def test_open_format(tmp_path: Path) -> None:
    mark = f'<text:bookmark-start text:name="{MARK}"/>甲<text:bookmark-end text:name="{MARK}"/>'
    path = odt(tmp_path / "a.odt", f"<text:p>一、{mark}</text:p><text:p>（一）乙</text:p>")

    document = read(path)

    assert printed(document) == ["一、甲", "（一）乙"]
    assert next(document.paragraphs()).marks == (MARK,)
    assert balance(path, document) == ({}, {})


@pytest.mark.office
def test_file_whose_numbers_broke_is_refused(tmp_path: Path) -> None:
    lines = (f"<text:p>{label}甲</text:p>" for label in ("二、", "四、", "七、", "九、", "三、"))

    assert "numbering broke" in refused(odt(tmp_path / "a.odt", "".join(lines)))


@pytest.mark.office
def test_nothing_is_fetched_from_elsewhere(tmp_path: Path) -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_GET  # noqa: N815

    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        link = f'<draw:image xlink:type="simple" xlink:href="http://127.0.0.1:{server.server_port}/a.png"/>'
        frame = f'<draw:frame text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">{link}</draw:frame>'
        said = refused(odt(tmp_path / "a.odt", f"<text:p>words{frame}</text:p>"))
        server.shutdown()

    assert "loads something from elsewhere" in said
    assert asked == []


@pytest.mark.office
def test_file_that_the_program_cannot_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + b"x" * 2000)

    assert "LibreOffice cannot turn" in refused(path)
