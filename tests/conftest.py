"""What every test may ask for: the two campaigns, and the switch that rewrites golden files."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.command import run
from kit.once import made_once
from kit.order import longest_first, number_of_workers
from kit.paths import GOLDEN, HARBOUR, PROJECT


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden from what is made now")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    longest_first(items)


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist, for -n auto
def pytest_xdist_auto_num_workers() -> int:
    return number_of_workers()


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT


@pytest.fixture(scope="session")
def harbour():
    """The small second campaign: English, other numbering, other columns."""
    from planpress.content.validate import read

    return read(HARBOUR).campaign


@pytest.fixture(scope="session")
def real():
    """The campaign this repository holds."""
    from planpress.content.validate import read

    return read(PROJECT).campaign


@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest):
    """Compare a tree of texts with the files below `tests/golden/<name>`: names and whole contents."""

    def compare(name: str, tree: dict[str, str]) -> None:
        folder = GOLDEN / name
        if request.config.getoption("--update-golden"):
            for old in sorted(folder.rglob("*"), reverse=True):
                old.rmdir() if old.is_dir() else old.unlink()
            for path, text in tree.items():
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, "utf-8")
        kept = {
            path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()
        }
        assert sorted(kept) == sorted(tree)
        for path in sorted(tree):
            assert tree[path] == kept[path], path

    return compare


@pytest.fixture(scope="session")
def harbour_site(harbour, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the second campaign as a built site, without PDFs."""
    return made_once(tmp_path_factory, "harbour", lambda folder: _built(harbour, HARBOUR, folder / "site")) / "site"


@pytest.fixture(scope="session")
def built_site(real, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of this repository's campaign as `build` makes them, without PDFs."""
    return made_once(tmp_path_factory, "real", lambda folder: _built(real, PROJECT, folder / "site")) / "site"


@pytest.fixture(scope="session")
def harbour_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build leaves of the second campaign: `.build/`, and `site` with its paper; copy it to change it."""

    def make(folder: Path) -> None:
        done = run("--build-dir", folder / ".build", "build", "--site", folder / "site", "--workers", "2")
        assert done.returncode == 0, done.stderr

    return made_once(tmp_path_factory, "office", make)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's campaign as `publish` lays it down: a folder with two revisions, without PDFs."""
    from kit.publish import published_twice

    def make(folder: Path) -> None:
        published_twice(folder / "public", PROJECT, folder)

    return made_once(tmp_path_factory, "published", make) / "public"


def _built(campaign, root: Path, folder: Path) -> Path:
    from kit.site import built

    from planpress.revisions.history import history_of
    from planpress.sheets.edition import edition_of
    from planpress.sheets.printed import printed_now

    history = history_of(root)
    return built(campaign, printed_now(campaign, history).all, edition_of(campaign), folder, history=history)
