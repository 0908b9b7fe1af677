"""Older formats go through LibreOffice, and are refused where that breaks the numbers."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from kit.reading import balance, printed, read, refused
from kit.word import PLAN_LEVELS, docx, numbered, p, style, table

from planpress.content.word.convert import gaps_of
from planpress.errors import BuildError

MARK = "_pp0123456789abcdef"


@pytest.mark.parametrize(
    ("lines", "gaps", "numbers"),
    [
        (["一、a", "（一）b", "（二）c", "1.d", "二、e", "（一）f", "1. g"], [], 7),
        (["一、a", "三、b", "(1) c", "(3) d", "words 1.", "1.5 m", "2030 a"], ["三、b", "(3) d"], 4),
        (["①a", "②b", "①c", "④d", "10、e"], ["④d", "10、e"], 5),
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
def test_other_formats_say_the_same(tmp_path: Path) -> None:
    """Words, automatic numbers, tables and bookmarks of ours."""
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
    for kind in ("odt", "doc"):
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        path = tmp_path / f"a.{kind}"
        wps = shutil.copy(path, tmp_path / "a.wps") if kind == "doc" else path

        document = read(Path(wps))

        assert [one for one in printed(document) if one] == printed(read(source))
        assert next(document.paragraphs()).marks == (MARK,)
        assert balance(Path(wps), document) == ({}, {})


@pytest.mark.office
def test_file_that_the_program_cannot_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + b"x" * 2000)

    assert "LibreOffice cannot turn" in refused(path)
