"""Killed at any step, or without room from any step on: the state before is seen or that after; the next run ends it.

Publications have more than one name to exchange; `publishing/test_publish.py` holds readers against them.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pymupdf
import pytest
from kit.folder import write
from kit.kill import REFUSED, apart, begun, ended, killed_at, spread, steps_of, without_room_from
from kit.paper import EDITION, faces
from kit.paths import HARBOUR
from kit.publish import made
from kit.register import REGISTER
from kit.revision import SECOND, constructed, edit

from planpress import pipeline
from planpress.arguments import parser
from planpress.content.new import Skeletons, undisturbed
from planpress.content.together import JOURNAL
from planpress.content.validate import read
from planpress.content.word.intake.intake import Wish, import_into
from planpress.content.word.patching import onto
from planpress.content.word.patching.renewal import renewal_of, write_page
from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.model.forms import Form
from planpress.paper import issue
from planpress.paper.pool import Crew
from planpress.paper.press import Printing, Setup
from planpress.pipeline import Request, Settings
from planpress.release import prepare, seal
from planpress.revisions.history import NONE_SEALED
from planpress.sheets.edition import edition_of
from planpress.sheets.printed import printed_now
from planpress.web import export
from planpress.web.site import site_of

MOST = 24
"""Moments of each command..."""
FEW = {"imported": slice(-14, None, 3), "renewed": slice(-12, None, 3)}
"""...but of those that read a file for long, and write in the end."""

Work = Callable[[Path], object]
COMMANDS: dict[str, Callable[[Path], Work]] = {}
"""Makes in a folder what was there before, and returns the command."""


def command(prepared: Callable[[Path], Work]) -> Callable[[Path], Work]:
    COMMANDS[prepared.__name__] = prepared
    return prepared


@command
def build(root: Path) -> Work:
    campaign = read(HARBOUR).campaign
    request = Request(campaign, NONE_SEALED, edition_of(campaign), printed_now(campaign, NONE_SEALED))
    settings = Settings(root / "nothing", Crew(1), "", lambda *_words: None, lambda *_words: None)
    pipeline.build(request, settings, root / "site")
    return lambda root: pipeline.build(request, settings, root / "site")


@pytest.fixture(autouse=True)
def quick_sites(monkeypatch):
    """Sites that take no time to build: each other than the one before."""

    def site(request: Request, _settings: Settings, folder: Path) -> tuple[Path, tuple]:
        before = folder.parent.parent / "site" / "index.html"
        word = "new" if before.exists() else "old"
        return made(folder / "site", request.campaign, 1, word), ()

    monkeypatch.setattr(pipeline, "_site", site)


@command
def release(root: Path) -> Work:
    campaign = constructed(root, 1)
    edit(campaign, 2)
    ready = prepare(campaign, SECOND)
    return lambda root: seal(root / "campaign", ready)


@command
def new(root: Path) -> Work:
    campaign = Path(shutil.copytree(HARBOUR, root / "campaign"))
    addition = Skeletons(campaign, read(campaign).campaign).item("quays", words="Lamp is lit.")

    def write(root: Path) -> None:
        with undisturbed(root / "campaign", translations("en").gettext):
            addition.write(root / "campaign")

    return write


@command
def issue_copies(root: Path) -> Work:
    harbour = read(HARBOUR).campaign
    campaign = replace(harbour, forms=(*harbour.forms, Form.model_validate(REGISTER)))
    printed = printed_now(campaign, NONE_SEALED)
    setup = Setup(EDITION, root / "nothing", faces(), 1)
    (root / "copies").mkdir()
    return lambda root: issue.issue_copies(campaign, printed, "crane-office", 2, setup, root / "copies" / "new")


@pytest.fixture(autouse=True)
def quick_paper(monkeypatch):
    """Sheets and packs of one empty page each."""
    with pymupdf.open() as document:
        document.new_page()
        page = document.tobytes()

    def run(printing: Printing, out: Path) -> None:
        for path in (*printing._sheets, *printing._packs):
            write(out, {path: ""}).joinpath(path).write_bytes(page)

    monkeypatch.setattr(Printing, "run", run)


@command
def exported(root: Path) -> Work:
    campaign = read(HARBOUR).campaign
    site = site_of(campaign, printed_now(campaign, NONE_SEALED).all, edition_of(campaign))
    (root / "folder").mkdir()
    return lambda root: export.export(site, root / "folder" / "new")


ANNEX = "Annex %d\n%s\n1. Aim\nLook at all of it.\n"
PLAN = "Winter Plan\n1. Tasks\n(1) Inspect halls.\n(2) Keep lists.\n" + ANNEX % (1, "Gas")


@command
def imported(root: Path) -> Work:
    write(root, {"plan.txt": PLAN})
    return lambda root: import_into(Wish(root / "plan.txt", root / "new", date(2031, 5, 6)))


@command
def renewed(root: Path) -> Work:
    imported(root)(root)
    write(root, {"plan.txt": PLAN.replace("halls", "sheds") + ANNEX % (2, "Oil")})
    say = translations("en").gettext

    def renew(root: Path) -> None:
        known = parser(root / "new", date(2031, 5, 6))
        options = known.parse_args(["import", str(root / "plan.txt"), "--onto", str(root / "new"), "--write"])
        made = renewal_of(options, say)
        write_page(options.onto, made)
        if not made.version.may_be_written:  # another run has written half of it, so that it is not sound to this one
            raise BuildError("not sound")
        if made.version.patch.files:
            onto.write(options.onto, made.version, say)

    return renew


def looked_at(root: Path) -> dict[str, bytes]:
    """Return what readers and programs see below `root`: through links, nothing hidden."""
    found = {}
    for folder, names, files in os.walk(root, followlinks=True):
        names[:] = [name for name in names if not name.startswith(".")]
        for name in files:
            if not name.startswith("."):
                path = Path(folder, name)
                found[path.relative_to(root).as_posix()] = path.read_bytes()
    return found


def names_below(root: Path) -> set[str]:
    """Return every name below `root`, hidden ones too; what is called by lot has one name here."""
    return {re.sub(r"made-\w{8}", "made-*", path.relative_to(root).as_posix()) for path in root.rglob("*")}


@pytest.mark.parametrize("name", COMMANDS)
def test_before_or_after_and_nothing_left(name: str, tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    origin.mkdir()
    work = COMMANDS[name](origin)

    def copied(moment: str) -> Path:
        return Path(shutil.copytree(origin, tmp_path / moment, symlinks=True))

    clean = copied("clean")
    before, names_before = looked_at(clean), names_below(clean)
    assert apart(lambda: work(clean)) == 0
    after, names_after = looked_at(clean), names_below(clean)
    assert before != after
    counted = copied("counted")
    moments = spread(steps_of(lambda: work(counted)), MOST, seed=10)[FEW.get(name, slice(None))]
    states = set()
    for moment in moments:
        root = copied(f"killed-{moment}")
        assert killed_at(moment, lambda root=root: work(root)) == -signal.SIGKILL
        state = looked_at(root)
        assert state in (before, after) or (root / "new" / JOURNAL).exists(), moment
        states.add(state == after)
        again = state == before or name in ("build", "new", "renewed")
        assert apart(lambda root=root: work(root)) in ({0} if again else {REFUSED})
        assert names_below(root) == names_after, moment
        if name != "build":
            assert looked_at(root) == after, moment
        shutil.rmtree(root)
    assert False in states
    for moment in moments:
        root = copied(f"full-{moment}")
        status = without_room_from(moment, lambda root=root: work(root))
        if (root / "new" / JOURNAL).exists():  # there is room, and yet a rename is refused
            assert apart(lambda root=root: work(root)) == 0, moment
            status = 0
        assert (status, looked_at(root)) in ((REFUSED, before), (0, after)), moment
        left = names_below(root) ^ (names_after if status == 0 else names_before)
        assert all(path.startswith("new/.build") for path in left), moment  # where a page may tell of it
        shutil.rmtree(root)


@pytest.mark.parametrize("name", COMMANDS)
def test_two_at_once_are_kept_apart(name: str, tmp_path: Path) -> None:
    root = tmp_path / "origin"
    root.mkdir()
    work = COMMANDS[name](root)
    both = [begun(lambda: work(root)) for _one in range(2)]
    assert {ended(child) for child in both} <= {0, REFUSED}
    assert not [name for name in names_below(root) if re.search(r"\.new$|sealing|new-", name)]
