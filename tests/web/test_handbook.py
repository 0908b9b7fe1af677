"""The handbook says what is true: commands, files, records and messages are those of this product."""

from __future__ import annotations

import datetime
import importlib.util
import re
import shlex
import shutil
import sys
from functools import cache
from pathlib import Path

import pytest
import yaml
from kit.paths import CASES, PROJECT

from planpress.arguments import parser
from planpress.content.validate import read
from planpress.errors import ContentError
from planpress.model.addresses import handbook_page
from planpress.web.page import Page, navigation_of
from planpress.web.pages.handbook import FOLDER, ORDER, handbook

ROOTS = {"zh": PROJECT, "en": PROJECT / "tests" / "campaigns" / "harbour"}
LANGUAGES = tuple(ROOTS)
MISTAKES = yaml.safe_load((CASES / "handbook" / "mistakes.yml").read_text("utf-8"))
LARGEST_PICTURE = 100_000

MADE_LATER = {"content/changes.yml", "content/source/", "revisions/", "site/", "site/index.html"}
"""Files that the handbook tells an editor to write, or that a command makes."""


@pytest.fixture(scope="module")
def program():
    spec = importlib.util.spec_from_file_location("planpress_build", PROJECT / "build.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@cache
def pages_of(language: str) -> tuple[Page, ...]:
    return tuple(handbook(read(ROOTS[language]).campaign))


def texts(language: str) -> str:
    return "\n".join(page.text for page in pages_of(language))


def text_of(language: str, name: str) -> str:
    return next(page.text for page in pages_of(language) if page.address == handbook_page(name))


def commands(language: str) -> list[str]:
    return re.findall(r"build\.py ([^`\n]+)", texts(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_one_the_program_takes(program, language: str) -> None:
    lines = commands(language)
    known = parser(PROJECT, datetime.date(2031, 10, 1))
    assert len(lines) > 10
    for line in lines:
        words = shlex.split(line)
        assert words[0] in program.COMMANDS, line
        assert known.parse_args(words).command == words[0], line


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_target_of_make_exists(language: str) -> None:
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"\bmake ([a-z]+)`", texts(language))):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_named_exists(language: str) -> None:
    named = set(re.findall(r"`((?:content|sectors|revisions|site)/[\w./-]*)`", texts(language)))
    assert len(named) > 6
    assert [name for name in sorted(named) if name not in MADE_LATER and not (ROOTS[language] / name).exists()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_ids_in_commands_are_known_or_fresh(language: str) -> None:
    campaign = read(ROOTS[language]).campaign
    for line in commands(language):
        words = shlex.split(line)
        for option in ("--unit", "--approved-by", "--lead"):
            if option in words:
                assert words[words.index(option) + 1] in campaign.unit_by_id, line
        if words[0] == "new" and words[1] in ("item", "clause"):
            assert words[2] in campaign.sector_by_id, line
        if words[0] == "new" and words[1] in ("unit", "sector", "form"):
            known = {**campaign.unit_by_id, **campaign.sector_by_id, **campaign.form_by_id}
            assert words[2] not in known, line
        if "--under" in words:
            assert f"{words[2]}#{words[words.index('--under') + 1]}" in campaign.places, line


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["change", "note"])
def test_records_shown_stand_in_the_files_word_for_word(language: str, page: str) -> None:
    record = re.search(r"```yaml\n(.+?)```", text_of(language, page), re.DOTALL)[1]
    files = [*(ROOTS[language] / "sectors").glob("*.yml"), ROOTS[language] / "content" / "notes.yml"]
    assert any(record in path.read_text("utf-8") for path in files), record


@pytest.mark.parametrize("case", MISTAKES, ids=[f"{case['language']}-{case['new'].strip()}" for case in MISTAKES])
def test_messages_shown_are_those_that_check_prints(case: dict[str, str], tmp_path: Path) -> None:
    for folder in ("content", "sectors"):
        shutil.copytree(ROOTS[case["language"]] / folder, tmp_path / folder)
    path = tmp_path / case["file"]
    text = path.read_text("utf-8")
    assert case["old"] in text
    path.write_text(text.replace(case["old"], case["new"], 1), "utf-8")
    with pytest.raises(ContentError) as caught:
        read(tmp_path)
    printed = [str(found).split("\n")[0] for found in caught.value.problems if found.where == case["where"]]
    page = unnumbered(text_of(case["language"], case["page"]))
    assert any(unnumbered(line) in page for line in printed), printed


def unnumbered(text: str) -> str:
    """Without what follows the content: the numbers of lines, and what was probably meant."""
    text = re.sub(r"(，是否想写|, did you mean) '[^']*'[？?]", "", text)
    return re.sub(r"(\.yml:|第 |line )\d+", r"\1N", text)


def test_both_languages_have_the_same_pages() -> None:
    for language in LANGUAGES:
        assert sorted(path.stem for path in (FOLDER / language).glob("*")) == sorted(ORDER)
        ((entry,),) = (found.values() for found in navigation_of(pages_of(language)))
        assert [path for page in entry for path in page.values()] == [f"handbook/{name}.md" for name in ORDER]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_are_small_told_in_words_and_all_used(language: str) -> None:
    used = re.findall(r"!\[([^\]]*)\]\(\.\./(img/handbook/[^)]+)\)", texts(language))
    folder = PROJECT / "site_templates" / "assets"
    assert {path for _, path in used} == {
        path.relative_to(folder).as_posix() for path in (folder / "img" / "handbook").iterdir()
    }
    for words, path in used:
        assert len(words) > 8
        assert (folder / path).stat().st_size < LARGEST_PICTURE
