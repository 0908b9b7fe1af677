"""Whole builds beside MkDocs alone: cold, with nothing changed, with one word changed.

In: a campaign folder. Out: `Line` values for the table. Everything is run as an editor runs it,
by the command line, in a copy of the campaign; the prepared faces are shared.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Line, run, tell
from planpress.content.validate import read
from planpress.errors import ContentError
from planpress.model.addresses import CATALOGUE_FORM
from planpress.model.campaign import Campaign
from planpress.model.records import Item, Sector
from planpress.revisions.history import history_of
from planpress.sheets.printed import printed_now
from planpress.view import plain

COLD_RATIO = 4.0
IDLE_SECONDS = 1.0
RUNS = 3


@dataclass(frozen=True)
class Workspace:
    """A copy of a campaign and the places a build of it needs."""

    folder: Path

    @property
    def campaign(self) -> Path:
        """The copy."""
        return self.folder / "campaign"

    @property
    def built(self) -> Path:
        """The build directory, which holds the cache."""
        return self.folder / "build"

    @property
    def site(self) -> Path:
        """The finished site."""
        return self.folder / "site"

    @property
    def exported(self) -> Path:
        """The pages as Markdown with a plain `mkdocs.yml`."""
        return self.folder / "exported"

    def build(self, *, cold: bool = False) -> float:
        """Build everything; return the seconds."""
        if cold:
            shutil.rmtree(self.built / "cache", ignore_errors=True)
        return run([*self._program, "build", "--site", self.site])

    def build_pages(self) -> float:
        """Build the site without its PDFs; return the seconds."""
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", self.folder / "pages"]
        return run(command, PLANPRESS_CAMPAIGN=str(self.campaign))

    def build_exported(self) -> float:
        """Build the exported pages with MkDocs alone; return the seconds."""
        return run(
            [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", self.folder / "bare"], self.exported
        )

    @property
    def _program(self) -> list[str | Path]:
        return [sys.executable, "build.py", "--campaign", self.campaign, "--build-dir", self.built]


def workspace(root: Path, folder: Path) -> Workspace:
    """Lay a copy of the campaign in `root` into `folder`, and export its pages."""
    made = Workspace(folder)
    for name in ("content", "sectors"):
        shutil.copytree(root / name, made.campaign / name)
    run([*made._program, "export", made.exported])
    return made


def builds(made: Workspace) -> list[Line]:
    """Time cold builds, builds with nothing changed, and one with a changed word."""
    tell("building the site")
    made.build(cold=True)
    made.build_exported()  # both are warm now: compiled modules, files in memory
    bare, pages, cold, idle = [], [], [], []
    rendered = 0
    for _ in range(RUNS):
        bare.append(made.build_exported())
        cold.append(made.build(cold=True))
        before = time.time_ns()
        pages.append(made.build_pages())
        idle.append(made.build())
        rendered += len(_newer(made.built / "cache", before))
    bare_s, pages_s, cold_s, idle_s = map(statistics.median, (bare, pages, cold, idle))
    edit = _edited(made)
    return [
        Line(
            "whole cold build",
            f"<= {COLD_RATIO:g} x bare mkdocs build",
            f"{cold_s:.1f} s, bare mkdocs build of the exported pages {bare_s:.1f} s",
            cold_s <= COLD_RATIO * bare_s,
            f"{cold_s / bare_s:.2f}",
            {"cold": cold, "bare": bare},
        ),
        Line(
            "no-change build",
            f"0 sheets, <= {IDLE_SECONDS:g} s over the site build",
            f"{rendered} sheets; {idle_s:.1f} s, site build {pages_s:.1f} s ({idle_s - pages_s:+.1f} s)",
            rendered == 0 and idle_s - pages_s <= IDLE_SECONDS,
            f"{idle_s / bare_s:.2f}",
            {"idle": idle, "pages": pages, "rendered": rendered},
        ),
        Line(
            "one word edited in one row",
            "presses exactly the sheets that show it",
            f"{edit.pressed} made anew, {edit.expected} show it, {edit.wrong} wrong; {edit.seconds:.1f} s",
            edit.wrong == 0 and edit.expected > 0,
            f"{edit.seconds / bare_s:.2f}",
            {"pressed": edit.pressed, "expected": edit.expected, "wrong": edit.wrong, "seconds": edit.seconds},
        ),
    ]


def _newer(folder: Path, moment: int) -> set[Path]:
    """Return the PDFs below `folder` written since `moment`, in nanoseconds of the clock."""
    return {path for path in folder.rglob("*.pdf") if path.stat().st_mtime_ns >= moment}


@dataclass(frozen=True)
class Edit:
    """What a changed word led to: numbers of sheets, and the seconds of the build."""

    pressed: int
    expected: int
    wrong: int
    seconds: float


def _edited(made: Workspace) -> Edit:
    """Change a word in a row, build, and compare what was made anew with what shows the row.

    Why:
        A pack shows its sheets, and the catalogue the fingerprints of all.
    """
    tell("building with one word changed")
    text = _change_a_word(made.campaign)
    printed = printed_now(read(made.campaign).campaign, history_of(made.campaign))
    shown = {sheet.path for sheet in printed.sheets if text in json.dumps(plain(sheet.view), ensure_ascii=False)}
    packs = {pack.sheet.path for pack in printed.packs if shown & {part.path for part in pack.parts}}
    lists = {sheet.path for sheet in printed.sheets if sheet.form == CATALOGUE_FORM}
    expected = shown | packs | lists
    before = time.time_ns()
    seconds = made.build()
    folder = made.site.resolve()
    pressed = {path.relative_to(folder).as_posix() for path in _newer(folder / "print", before)}
    return Edit(len(pressed), len(expected), len(pressed ^ expected), seconds)


def _change_a_word(root: Path) -> str:
    """Double the first word of a checklist row that no rule ties to other text; return the new text.

    Raises:
        ValueError: If the campaign has no such row.
    """
    campaign = read(root).campaign
    for sector, item in _rows(campaign):
        changed = item.text[:2] + item.text
        for path in sorted((root / "sectors").glob("*.yml")):
            before = path.read_text("utf-8")
            if f"id: {sector.id}\n" not in before or before.count(f": {item.text}\n") != 1:
                continue
            path.write_text(before.replace(f": {item.text}\n", f": {changed}\n"), "utf-8")
            try:
                read(root)
            except ContentError:
                path.write_text(before, "utf-8")
            else:
                return changed
    raise ValueError("no row can be changed")


def _rows(campaign: Campaign) -> list[tuple[Sector, Item]]:
    return [
        (sector, item)
        for sector in campaign.sectors
        if sector.checklist
        for item in sector.checklist.items
        if item.relation != "same"
    ]
