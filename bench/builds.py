"""Whole builds beside MkDocs alone, from the state that an office has: a campaign with its sealed revisions.

In: a campaign folder. Out: `Line` values for the table. Everything is run as an editor runs it, by the command line, in
a copy of the campaign; the prepared faces are shared. The clock of a build is compared with that of a bare
`mkdocs build` of the same pages, made in turn with it.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from itertools import groupby, islice
from pathlib import Path

from bench.edits import Edit, edits, fingerprints
from bench.measure import Line, Run, median, tell
from bench.workspace import Workspace

RUNS = 3
TARGETS = {
    "nothing changed": 0.3,
    "one word, first after a release": 2.5,
    "one word, second edit of an annex": 1.5,
    "cold: all sheets, packs, office files": 8.0,
}
"""What is built → by how much it may take longer than a bare build."""

NO_TARGET = ("one word in another annex", "release of an edit", "build after the release", "publish it")


def builds(made: Workspace) -> list[Line]:
    """Time builds: cold, with nothing changed, after a word was edited; and a release with its publication."""
    bare: list[Run] = []
    taken: dict[str, list[Run]] = {name: [] for name in (*TARGETS, *NO_TARGET)}
    wrong: list[str] = []
    annexes = [list(islice(group, 2)) for _sector, group in groupby(edits(made.campaign), lambda edit: edit.sector)]
    annexes = [pair for pair in annexes if len(pair) == 2]
    made.build_exported()  # warm: compiled modules, files in memory
    for turn in range(RUNS):
        tell(f"building, turn {turn + 1} of {RUNS}")
        bare.append(made.build_exported())
        taken["cold: all sheets, packs, office files"].append(made.build(cold=True))
        taken["nothing changed"].append(made.build())
        (first, second), (third, _rest) = annexes[turn % len(annexes)], annexes[(turn + 1) % len(annexes)]
        first.make()
        taken["one word, first after a release"].append(made.build())
        taken["one word, second edit of an annex"].append(_second(made, second, wrong))
        third.make()
        taken["one word in another annex"].append(made.build())
        for edit in (first, second, third):
            edit.undo()
    _released(made, annexes[0][0], taken)
    return [*_lines(bare, taken), _line_of_wrong(wrong)]


def _second(made: Workspace, edit: Edit, wrong: list[str]) -> Run:
    """Edit one more word and build; add to `wrong` what was made anew and shows the same, or was not and does not.

    The files of a site are those of the cache, so that what is older than the edit was not made for it.
    """
    before, known = fingerprints(made.campaign), max(path.stat().st_mtime_ns for path in made.printed())
    edit.make()
    run = made.build()
    anew = {path for path in made.printed() if path.stat().st_mtime_ns > known}
    names = {path.relative_to(made.site.resolve()).as_posix() for path in anew}
    after = fingerprints(made.campaign)
    wrong += sorted(names ^ {path for path, found in after.items() if before.get(path) != found})
    return run


def _released(made: Workspace, edit: Edit, taken: dict[str, list[Run]]) -> None:
    tell("releasing and publishing")
    made.build()
    edit.make()
    made.build()
    taken["release of an edit"].append(made.release())
    taken["build after the release"].append(made.build())
    taken["publish it"].append(made.publish())


def _lines(bare: Sequence[Run], taken: dict[str, list[Run]]) -> list[Line]:
    usual = median(bare)
    lines = []
    for name, runs in taken.items():
        run, most = median(runs), TARGETS.get(name)
        lines.append(
            Line(
                name,
                f"<= {most:g} x bare mkdocs build" if most else "-",
                f"{run.wall:.2f} s, {run.cpu:.1f} s of processor; bare {usual.wall:.2f} s, {usual.cpu:.1f} s; "
                f"{max(run.peaks) / 1e6:.0f} MB{_loaded(runs)}",
                not most or run.wall <= most * usual.wall,
                f"{run.wall / usual.wall:.2f}",
                {"runs": [vars(one) for one in runs], "bare": [vars(one) for one in bare]},
            )
        )
    return lines


def _loaded(runs: Sequence[Run]) -> str:
    loaded = sum(not run.quiet for run in runs)
    return f"; {loaded} of {len(runs)} runs loaded" if loaded else ""


def _line_of_wrong(wrong: Sequence[str]) -> Line:
    return Line(
        "one word edited in one row",
        "makes anew exactly what shows it",
        f"{len(wrong)} wrong{': ' + ', '.join(wrong[:3]) if wrong else ''}",
        not wrong,
        figures={"wrong": wrong},
    )


def workspace(root: Path, folder: Path) -> Workspace:
    """Lay a copy of the campaign in `root` into `folder`, with its sealed revisions, and export its pages."""
    made = Workspace(folder)
    for name in ("content", "sectors", "revisions"):
        shutil.copytree(root / name, made.campaign / name)
    made.export()
    return made
