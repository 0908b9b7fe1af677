"""What the documents of the repository say is true: files, commands, messages."""

from __future__ import annotations

import datetime
import re
import shutil
from pathlib import Path

import pytest
from kit.paths import PROJECT

from planpress.arguments import parser
from planpress.content.validate import read
from planpress.errors import ContentError

DOCUMENTS = ("ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "README.md", "README.zh-CN.md")
MADE_LATER = {"content/changes.yml", "sectors/NN-name.yml", "sectors/NN-名称.yml"}
"""What an editor writes when it is needed."""

KINDS = (".py", ".html", ".css", ".js", ".yml", ".po", ".sh", ".md", ".webp", "/")
"""Endings of what a document may name; other names are of files in a site or a publication."""

ELSEWHERE = (
    "site/",
    "print/",
    "units/",
    "revisions/<",
    ".build/",
    ".venv/",
    ".site.builds/",
    "js/",
    "dist/",
    "latest/",
)
"""What is made: a site, a publication, the cache."""

OF_A_SITE = {"check.html", "index.html", "meta.yml", "mkdocs.yml", "publications.js", "revisions.js"}
"""Files in a site, beside publications, in an exported tree or a sealed revision."""

PROSE = {"commands"}
"""What follows the name of the program in the tree of folders."""

PICTURE = re.compile(r"^\| (`[^|]+`) \|[^|]+\|([^|]*)\|$", re.MULTILINE)


def text_of(name: str) -> str:
    return (PROJECT / name).read_text("utf-8")


def spans(name: str) -> list[str]:
    """Return what stands as code in a line or in a block."""
    text = text_of(name)
    blocks = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [*re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL)), *lines]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_named_exists(document: str) -> None:
    """A name may leave out the folders before it."""
    folders = [
        path for path in PROJECT.iterdir() if path.is_dir() and not path.name.startswith(".") and path.name != "site"
    ]
    files = [*PROJECT.glob("*"), *PROJECT.glob(".*"), *(file for folder in folders for file in folder.rglob("*"))]
    there = "\n".join(f"/{file.relative_to(PROJECT).as_posix()}" + "/" * file.is_dir() for file in files) + "\n"
    names = {span for span in spans(document) if re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", span) and span.endswith(KINDS)}
    names |= set(re.findall(r"\]\(([^):#]+)\)", text_of(document)))
    wanted = {name for name in names - MADE_LATER - OF_A_SITE if not name.startswith(ELSEWHERE)}
    assert wanted
    assert [name for name in sorted(wanted) if f"/{name}" + ("" if name.endswith("/") else "\n") not in there] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_and_option_is_one_the_program_takes(document: str, capsys) -> None:
    known = parser(PROJECT, datetime.date(2031, 10, 1))
    for command, rest in re.findall(
        r"build\.py (?:--campaign \S+ )?([a-z]+(?:-[a-z]+)*)(.*)", "\n".join(spans(document))
    ):
        if command in PROSE:
            continue
        with pytest.raises(SystemExit):
            known.parse_args([command, "--help"])
        told = capsys.readouterr().out
        assert f"usage: build.py {command}" in told, command
        assert [option for option in re.findall(r"--[a-z-]+", rest) if option not in told] == [], command


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_target_of_make_exists(document: str) -> None:
    makefile = text_of("Makefile")
    for target in {found for span in spans(document) for found in re.findall(r"^make ([a-z]+)", span)}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_picture_of_the_packages_names_what_is_there() -> None:
    """`test_structure.py` proves that imports follow it."""
    package = PROJECT / "planpress"
    for names, begin in PICTURE.findall(text_of("ARCHITECTURE.md"))[1:]:
        own = re.findall(r"`([\w./]+)`", names)
        assert [name for name in own if not (package / name).exists()] == []
        for name in re.findall(r"`([\w./]+)`", begin):
            assert [folder for folder in own if (package / folder / name).is_file()], name


@pytest.mark.parametrize("document", ["README.md", "README.zh-CN.md"])
def test_message_shown_is_the_one_an_editor_gets(document: str, tmp_path: Path) -> None:
    """The line that the message names is given the value it complains of."""
    shown = re.search(r"^ *((\S+\.yml):(\d+): .*'(2022-11-31)')$", text_of(document), re.MULTILINE)
    assert shown
    message, name, number, value = shown.groups()
    for folder in ("content", "sectors"):
        shutil.copytree(PROJECT / folder, tmp_path / folder)
    lines = (tmp_path / name).read_text("utf-8").splitlines()
    lines[int(number) - 1] = re.sub(r"\d{4}-\d\d-\d\d", value, lines[int(number) - 1])
    (tmp_path / name).write_text("\n".join(lines) + "\n", "utf-8")
    with pytest.raises(ContentError) as caught:
        read(tmp_path)
    assert [str(problem) for problem in caught.value.problems] == [message]
