"""`python -m bench`: measure everything once and print one table, a target a line.

In: this machine and the campaign of this repository. Out: the table on the standard output, each
line ending in `ok` or `missed`, and the figures in `.build/bench.json`. One part alone takes minutes.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import builds, many, paper, peers, served
from bench.measure import PROJECT, Line, table

FIGURES = PROJECT / ".build" / "bench.json"


def main() -> None:
    """Run the parts asked for, or all."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure planpress on this machine.")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}; all where none is named")
    parser.add_argument(
        "--units", nargs="+", type=int, default=many.UNITS, help="of the part units, such as 30 300 3000"
    )
    options = parser.parse_args()
    wanted = options.parts or list(PARTS)
    if unknown := set(wanted) - PARTS.keys():
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    lines = [line for name in PARTS if name in wanted for line in _lines(name, options.units)]
    print(table(lines))
    _save(lines, FIGURES)


def _lines(part: str, units: Sequence[int]) -> list[Line]:
    """Measure one part; a part that breaks is a line too, so that the others are still told."""
    try:
        return PARTS[part](units)
    except Exception as error:
        return [Line(f"part {part}", "comes to its end", f"failed: {type(error).__name__}: {error}", False)]


def _save(lines: list[Line], path: Path) -> None:
    records = [{"what": line.what, "target": line.target, "ok": line.ok, **line.figures} for line in lines]
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(records, indent=1) + "\n", "utf-8")


def _cores() -> int:
    return os.cpu_count() or 1


def _sheet(_units: Sequence[int]) -> list[Line]:
    ours = paper.paper_of(PROJECT)
    checklist = paper.two_page_checklist(ours)
    with paper.scratch() as folder:
        others = peers.typst_lines(ours, checklist, folder)
    return [paper.stamped(checklist), *others, paper.laid_out(ours), paper.weight(checklist)]


def _builds(_units: Sequence[int]) -> list[Line]:
    with paper.scratch() as folder:
        return builds.builds(builds.workspace(PROJECT, folder))


def _serve(_units: Sequence[int]) -> list[Line]:
    with paper.scratch() as folder:
        return [served.served(builds.workspace(PROJECT, folder))]


def _units(units: Sequence[int]) -> list[Line]:
    return many.lines_of([many.built(number) for number in units])


def _peers(_units: Sequence[int]) -> list[Line]:
    same, ours = paper.identical(paper.paper_of(PROJECT), _cores())
    with paper.scratch() as folder:
        return [same, *peers.plugin_lines(builds.workspace(PROJECT, folder), ours)]


PARTS: dict[str, Callable[[Sequence[int]], list[Line]]] = {
    "sheet": _sheet,
    "builds": _builds,
    "serve": _serve,
    "units": _units,
    "peers": _peers,
}
"""Part → what measures it, given the numbers of units of `units`."""

if __name__ == "__main__":  # the workers of the press import this module too
    main()
