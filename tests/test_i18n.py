"""Every string that is shown stands in both catalogues, and nowhere else in Chinese."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_from_file
from babel.messages.pofile import read_po

from planpress.i18n import translations
from planpress.resources import LOCALE

LANGUAGES = ("en", "zh")
# The same settings as the environment of the templates.
OPTIONS = {"extensions": "jinja2.ext.i18n", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
TEMPLATES = ("charts", "pages", "print", "theme", "new")
NOT_TEMPLATES = ("site_templates/assets", "site_templates/handbook/zh")  # styles and pictures; Chinese prose
IDEOGRAPH = re.compile(r"[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
SPEAKERS = ("_", "say", "gettext", "translate")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")

MessageId = str | tuple[str, ...]


def _used(project: Path) -> dict[MessageId, str]:
    """Every string that code or a template translates, and where."""
    keywords = {**DEFAULT_KEYWORDS, "translate": None, "say": None}
    found: dict[MessageId, str] = {}
    folders = [(project / "planpress", "python")]
    folders += [(project / name, "jinja2") for name in ("macros", *(f"site_templates/{kind}" for kind in TEMPLATES))]
    for folder, method in folders:
        for name, line, message, _comments, _context in extract_from_dir(
            folder, [("**.*", method)], {"**.*": OPTIONS}, keywords=keywords
        ):
            found.setdefault(_id(message), f"{folder.name}/{name}:{line}")
    program = project / "build.py"
    for line, message, _comments, _context in extract_from_file("python", program, keywords=keywords):
        found.setdefault(_id(message), f"build.py:{line}")
    return found


def _id(message: str | tuple[str | None, ...] | None) -> MessageId:
    return message if isinstance(message, str) else tuple(str(part) for part in message or ())


def _catalogue(language: str) -> Catalog:
    with (LOCALE / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def _texts(message: str | tuple[str, ...] | list[str]) -> list[str]:
    return [message] if isinstance(message, str) else list(message)


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_holds_exactly_the_strings_in_use(language: str, project: Path) -> None:
    used = _used(project)
    held = {
        message.id if isinstance(message.id, str) else tuple(message.id)
        for message in _catalogue(language)
        if message.id
    }

    assert {key: place for key, place in used.items() if key not in held} == {}, "not in the catalogue"
    assert sorted(held - used.keys(), key=str) == [], "in the catalogue only"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated_with_the_same_placeholders(language: str) -> None:
    for message in _catalogue(language):
        if not message.id:
            continue
        translated = _texts(message.string)
        assert all(translated), message.id
        assert not message.fuzzy, message.id
        wanted = {frozenset(PLACEHOLDER.findall(text)) for text in _texts(message.id)}
        for text in translated:
            assert frozenset(PLACEHOLDER.findall(text)) in wanted, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_holds_each_string_once(language: str) -> None:
    text = (LOCALE / f"{language}.po").read_text("utf-8")
    heads = re.findall(r"^msgid (.*(?:\n\".*)*)", text, re.MULTILINE)[1:]

    assert len(heads) == len(set(heads))


def test_strings_inside_formatted_strings_are_in_the_catalogue_too(project: Path) -> None:
    """Babel does not look into an f-string."""
    held = {_texts(message.id)[0] for message in _catalogue("en") if message.id}
    lost = {}
    for path in (project / "build.py", *(project / "planpress").rglob("*.py")):
        calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        for call in calls:
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            first = call.args[0] if call.args else None
            if name in SPEAKERS and isinstance(first, ast.Constant) and first.value not in held:
                lost[first.value] = f"{path.name}:{call.lineno}"

    assert lost == {}


def test_english_catalogue_says_what_the_code_says() -> None:
    for message in _catalogue("en"):
        if message.id:
            assert _texts(message.string) == _texts(message.id)


def test_chinese_stands_in_the_catalogue_only(project: Path) -> None:
    files = [project / "build.py", *(project / "planpress").rglob("*.py")]
    files += [
        path
        for folder in ("macros", "site_templates")
        for path in (project / folder).rglob("*")
        if path.is_file() and not path.relative_to(project).as_posix().startswith(NOT_TEMPLATES)
    ]
    found = {}
    for path in files:
        hit = IDEOGRAPH.search(path.read_text("utf-8")) if path.exists() else None
        if hit:
            found[path.relative_to(project).as_posix()] = hit.group()

    assert found == {}


def test_string_is_translated() -> None:
    assert translations("zh").gettext("The file is empty") == "文件是空的"
    assert translations("en").gettext("The file is empty") == "The file is empty"


def test_language_without_a_catalogue_is_refused() -> None:
    with pytest.raises(KeyError):
        translations("fr")


def test_catalogue_is_read_once() -> None:
    assert translations("zh") is translations("zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_pattern_says_what_it_finds(language: str) -> None:
    """A translator sees what words are looked for; an empty one would be found everywhere."""
    patterns = [one for one in _catalogue(language) if isinstance(one.id, str) and re.search(r"[^']\|[^']", one.id)]

    assert not [one.id for one in patterns if not one.auto_comments]
    assert not [one.id for one in patterns if not all(str(one.string).split("|"))]
