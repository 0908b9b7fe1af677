"""Older formats go through LibreOffice, and are refused where that breaks the numbers."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from kit.reading import balance, printed, read, refused
from kit.word import PLAN_LEVELS, docx, numbered, p, packed, style, table

from planpress.content.word.convert import gaps_of
from planpress.errors import BuildError

MARK = "_pp0123456789abcdef"


@pytest.mark.parametrize(
    ("lines", "gaps", "numbers"),
    [
        (["一、a", "（一）b", "（二）c", "1.d", "二、e", "（一）f", "1. g"], [], 7),
        (["一、a", "三、b", "(1) c", "(3) d", "words 1.", "1.5 m", "2030 a"], ["三、b", "(3) d"], 4),
        (["①a", "②b", "（一）x", "①c", "④d", "10、e"], ["④d", "10、e"], 6),
        (["一、a", "一、b", "二、c", "三、"], ["一、b", "三、"], 4),
        (["一?a", "二?b", "why?"], ["一?a", "二?b"], 2),
    ],
)
def test_numbers_that_follow_none_are_found(lines: list[str], gaps: list[str], numbers: int) -> None:
    assert gaps_of(lines) == (gaps, numbers)


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
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>{}</office:text></office:body>
</office:document-content>"""
MANIFEST = """<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""


@pytest.mark.office
@pytest.mark.parametrize(
    ("labels", "sound"),
    [(("一、", "（一）", "（二）", "二、"), True), (("二、", "四、", "七、", "九、", "三、"), False)],
)
def test_open_format(labels: tuple[str, ...], sound: bool, tmp_path: Path) -> None:
    """Where too many numbers follow none, they broke on the way."""
    mark = f'<text:bookmark-start text:name="{MARK}"/>甲<text:bookmark-end text:name="{MARK}"/>'
    content = ODT.format(
        "".join(f"<text:p>{label}{mark if not at else '甲'}</text:p>" for at, label in enumerate(labels))
    )
    path = packed(
        tmp_path / "a.odt",
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "META-INF/manifest.xml": MANIFEST,
        },
    )
    if not sound:
        assert "numbering broke" in refused(path)
        return

    document = read(path)

    assert printed(document) == [f"{label}甲" for label in labels]
    assert next(document.paragraphs()).marks == (MARK,)
    assert balance(path, document) == ({}, {})


@pytest.mark.office
def test_file_that_the_program_cannot_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + b"x" * 2000)

    assert "LibreOffice cannot turn" in refused(path)
