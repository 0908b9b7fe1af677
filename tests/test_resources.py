"""Where files lie: in a checkout, in the wheel, and in the cache of whoever runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.paths import FONTS, PROJECT

from planpress import resources


@pytest.mark.parametrize(
    ("installed", "environment", "folder"),
    [
        (False, {}, str(FONTS)),
        (True, {}, "/home/clerk/.cache/planpress/fonts"),
        (True, {"XDG_CACHE_HOME": "/var/cache/clerk"}, "/var/cache/clerk/planpress/fonts"),
        (True, {"XDG_CACHE_HOME": "relative"}, "/home/clerk/.cache/planpress/fonts"),
        (True, {"PLANPRESS_FACES": "/srv/faces", "XDG_CACHE_HOME": "/var/cache/clerk"}, "/srv/faces"),
        (False, {"PLANPRESS_FACES": "/srv/faces"}, "/srv/faces"),
    ],
)
def test_faces_lie_in_the_checkout_or_in_the_cache_of_the_user(monkeypatch, installed, environment, folder):
    monkeypatch.setattr(resources, "INSTALLED", installed)
    for name, value in ({"PLANPRESS_FACES": "", "XDG_CACHE_HOME": "", "HOME": "/home/clerk"} | environment).items():
        monkeypatch.setenv(name, value)
    assert resources.faces_folder() == Path(folder)


def test_a_file_is_called_the_same_in_a_checkout_and_in_the_wheel(monkeypatch):
    names = ("macros/paper/table.html", "planpress/paper/press.py")
    assert [resources.name_of(PROJECT / name) for name in names] == list(names)
    monkeypatch.setattr(resources, "PROJECT", resources.PACKAGE / "project")
    packed = resources.PACKAGE / "project" / names[0], resources.PACKAGE / "paper" / "press.py"
    assert [resources.name_of(path) for path in packed] == list(names)


def test_the_campaign_is_that_of_the_checkout_or_where_one_stands(monkeypatch):
    assert resources.default_campaign() == PROJECT
    monkeypatch.setattr(resources, "INSTALLED", True)
    assert resources.default_campaign() == Path()


def test_no_other_module_asks_where_it_lies():
    """What a publication carries along runs by itself, so its program and what writes that are told apart."""
    asking = {
        path.relative_to(PROJECT).as_posix()
        for path in [*(PROJECT / "planpress").rglob("*.py"), PROJECT / "build.py"]
        if "__file__" in path.read_text("utf-8")
    }
    assert asking == {"planpress/resources.py", "planpress/publishing/verify.py", "planpress/publishing/beside.py"}
