"""What Jinja compiles is kept, and nothing else is taken from there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from planpress import templates
from planpress.templates import environment, keep_compiled


@pytest.fixture
def renders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Render a text in a new environment, as a process of its own would, with what overlays set."""
    monkeypatch.setattr(templates._Compiled, "folder", None)
    monkeypatch.setattr(templates, "compiled_folder", lambda: tmp_path)
    keep_compiled()

    def render(text: str, **given: object) -> str:
        made: Environment = environment("en").overlay(loader=DictLoader({"one": text}), **given)  # type: ignore[arg-type]
        return made.get_template("one").render(words="<b>")

    return render


def refuse(*_: object, **__: object) -> str:
    raise AssertionError("compiled again")


def shout(value: object) -> str:
    return str(value).upper()


def test_a_template_is_compiled_once(renders: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert renders("{{ words }}.") == "&lt;b&gt;."
    monkeypatch.setattr(Environment, "_generate", refuse)
    assert renders("{{ words }}.") == "&lt;b&gt;."
    with pytest.raises(AssertionError, match="compiled again"):
        renders("{{ words }}!")


def test_what_an_environment_does_is_part_of_the_key(renders: Callable[..., str]) -> None:
    text = "{{ 'a' }}{{ words }}"
    assert renders(text) == "a&lt;b&gt;"
    assert renders(text, autoescape=False) == "a<b>"
    assert renders(text, finalize=shout) == "A&lt;B&gt;"


def test_damaged_code_is_made_again(renders: Callable[..., str], tmp_path: Path) -> None:
    renders("{{ words }}.")
    (place,) = tmp_path.glob("??/*.template")
    place.write_bytes(place.read_bytes()[:-9])
    assert renders("{{ words }}.") == "&lt;b&gt;."
