"""An office whose annexes, units, forms and reporting days come, go and are renamed: the small campaign, edited freely.

Nothing here is or was ever issued by anybody. An edit is made as an editor would who thinks of no code; where `check`
says which one to write, it is written.
"""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from kit.paths import HARBOUR
from planpress.content.validate import read
from planpress.errors import ContentError
from planpress.model.addresses import CARRY_OVER_FORM, CATALOGUE_FORM, WITHDRAWN_FORM
from planpress.model.identity import SheetRecord
from planpress.model.version import Version
from planpress.release import prepare, seal
from planpress.revisions.history import History, history_of
from planpress.revisions.ledger import ledger_json
from planpress.revisions.request import ReleaseRequest
from planpress.sheets.printed import printed_now
from planpress.sheets.sheet import Sheet, spaced

HINT = re.compile(r"write 'code: \"(\w+)\"'")
FIRST_DAY = datetime.date(2031, 9, 15)

REPORT = {
    "id": "day-report",
    "code": "DR",
    "title": "Day report",
    "origin": "editor",
    "basis": ["plan#reporting"],
    "scope": "unit-week",
    "audience": ["any"],
    "fields": [
        {"label": "Office", "value": "unit", "width_percent": "100"},
        {"label": "Day", "value": "week", "width_percent": "100"},
    ],
    "blocks": [{"box": {"label": "What was done", "height_mm": "40"}}],
}


class Office:
    """The campaign at `root`, and its files as values that a test may edit."""

    def __init__(self, root: Path) -> None:
        self.root = Path(shutil.copytree(HARBOUR, root))
        names = sorted(path.relative_to(root).as_posix() for path in root.rglob("*.yml"))
        self.files: dict[str, Any] = {
            name: yaml.load((root / name).read_text("utf-8"), Loader=yaml.BaseLoader) for name in names
        }
        del self.plan["revision"]
        reporting = self.plan["reporting"]
        reporting["weekday"] = "friday"
        del reporting["dates"]
        self.files["content/forms/day-report.yml"] = deepcopy(REPORT)
        self.files["content/changes.yml"] = {"retired": []}
        self.add("locks", 3)

    @property
    def plan(self) -> Any:
        return self.files["content/plan.yml"]

    @property
    def units(self) -> dict[str, Any]:
        return {unit["id"]: unit for unit in self.files["content/units.yml"]["units"]}

    @property
    def sectors(self) -> dict[str, Any]:
        """Sectors by id, in the order of their numbers."""
        found = (data for name, data in self.files.items() if name.startswith("sectors/"))
        return {data["id"]: data for data in sorted(found, key=lambda data: int(data["number"]))}

    def form(self, name: str) -> Any:
        return self.files[f"content/forms/{name}.yml"]

    # ------------------------------------------------------------ edits

    def add(self, name: str, number: int) -> None:
        """Add a sector before that of this number; those behind it count on."""
        for sector in self.sectors.values():
            if int(sector["number"]) >= number:
                sector["number"] = str(int(sector["number"]) + 1)
        clauses = [{"id": "do", "title": f"Do the {name}", "clauses": [{"id": "do-1", "text": f"Look at all {name}."}]}]
        row = {"id": "item-a", "label": "A", "text": f"The {name} are sound.", "relation": "added"}
        checklist = {"title": f"List of {name}", "form": "inspection-list", "items": [row]}
        words = {"title": name.title(), "short": name.title(), "lead": ["quay-office"]}
        made = {"id": name, "number": str(number), **words, "clauses": clauses, "checklist": checklist}
        self.files[f"sectors/{name}.yml"] = made

    def remove(self, name: str) -> None:
        """Remove a sector that `add` has made; those behind it move up."""
        del self.files[f"sectors/{name}.yml"]
        self.retire(f"sector:{name}")
        for number, sector in enumerate(self.sectors.values(), 1):
            sector["number"] = str(number)

    def retire(self, target: str) -> None:
        self.files["content/changes.yml"]["retired"].append({"target": target})

    def write(self) -> None:
        for folder in ("content", "sectors"):
            for path in (self.root / folder).rglob("*.yml"):
                path.unlink()
        for name, data in self.files.items():
            text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000)
            (self.root / name).write_text(text, "utf-8")

    def copied(self) -> dict[str, Any]:
        """Return the files as they are, for whoever may want them back."""
        return deepcopy(self.files)

    # ------------------------------------------------------------ sealing

    def problems(self) -> list[str]:
        """Return what `check` says of the files as they are."""
        self.write()
        try:
            read(self.root)
        except ContentError as error:
            return [str(problem) for problem in error.problems if not problem.warning]
        return []

    def mend(self) -> list[str]:
        """Write the codes that `check` asks for; return what it said."""
        told: list[str] = []
        while found := self.problems():
            told += found
            assert len(told) < 40, told
            for line in found:
                hint = HINT.search(line)
                assert hint, line
                self._record(*line.split(": ")[:2])["code"] = hint[1]
        return told

    def _record(self, place: str, name: str) -> Any:
        data = self.files[place.partition(":")[0]]
        return self.units[name] if "units" in data else data

    def seal(self) -> None:
        """Seal the files as the next revision, ten days after the last."""
        self.write()
        number = len(history_of(self.root).sealed)
        day = FIRST_DAY + datetime.timedelta(days=10 * number)
        kind = "revision" if number else "original"
        seal(self.root, prepare(self.root, ReleaseRequest(kind, f"Reason {number}", day)))

    @property
    def history(self) -> History:
        return history_of(self.root)

    def printed(self) -> tuple[Sheet, ...]:
        """Return everything that a build prints now."""
        return printed_now(read(self.root).campaign, self.history).all


# ---------------------------------------------------------------- what must hold of any history


def listed(history: History) -> Iterator[tuple[Version, SheetRecord]]:
    """Yield every sheet that was ever sealed, with its revision."""
    return ((version, sheet) for version, sealed in history.sealed.items() for sheet in sealed.sheets.values())


def prove(office: Office) -> None:
    """Prove that nothing that was ever printed leads to another sheet, or was never printed so."""
    history, now = office.history, office.printed()
    sealed = [sheet for _number, sheet in listed(history)]
    for name in (lambda sheet: sheet.code, lambda sheet: sheet.path):
        _one_owner(name, [*sealed, *(one for one in now if one.form != WITHDRAWN_FORM)])
    codes = ledger_json(history.ledger, [])["codes"]
    for sheet in sealed:
        record, last = codes[sheet.code], history.ledger.sheets[sheet.identity].sheet
        assert "others" not in record
        assert (record["code"], record["path"], record["title"]) == (last.code, last.path, last.title)
        assert sheet.fingerprint in {span["fingerprint"] for span in record["spans"]}
        _one_owner(lambda one: one.path, [sheet, *(one for one in now if one.path == sheet.path)], moved=True)
    _prove_notices(sealed, now)
    _prove_catalogue(office.plan["code"], now)
    _prove_carry_overs(history, now)


def _one_owner(name: Callable[[Any], str], sheets: list[Any], moved: bool = False) -> None:
    owners: dict[str, set[Any]] = {}
    for sheet in sheets:
        if not (moved and sheet.form == WITHDRAWN_FORM):
            owners.setdefault(name(sheet), set()).add(sheet.identity)
    assert not {key: found for key, found in owners.items() if len(found) > 1}


def _prove_notices(sealed: list[SheetRecord], now: tuple[Sheet, ...]) -> None:
    """A notice names paper that there was, and leads to the same sheet, or to one of the same form and unit."""
    paths = {sheet.path: sheet for sheet in now}
    assert {sheet.path for sheet in sealed} <= paths.keys()
    for notice in (sheet for sheet in now if sheet.form == WITHDRAWN_FORM):
        (was, *_more) = [sheet for sheet in reversed(sealed) if sheet.path == notice.path]
        slots = notice.view.slots()
        assert (slots["old-code"], slots["old-fingerprint"]) == (was.code, spaced(was.fingerprint))
        if notice.view.moved:
            assert paths[notice.view.moved].identity == was.identity
        else:
            assert was.identity not in {sheet.identity for sheet in now}


def _prove_catalogue(prefix: str, now: tuple[Sheet, ...]) -> None:
    """What the catalogue lists of units can be put together again to the codes of their sheets."""
    (catalogue,) = (sheet for sheet in now if sheet.form == CATALOGUE_FORM)
    whole = {sheet.code: sheet.fingerprint for sheet in now if sheet.unit}
    for group in (group for group in catalogue.view.groups if group.code):
        for entry in group.entries:
            shown = entry.code if "*" in entry.code or entry.code.startswith("=") else f"{entry.code}*"
            code = f"{prefix}-{shown.replace('*', f'-{group.code}-').strip('-')}" if shown[0] != "=" else shown[1:]
            assert whole[code] == entry.fingerprint


def _prove_carry_overs(history: History, now: tuple[Sheet, ...]) -> None:
    """A carry-over sheet names codes and fingerprints that stood on one paper each, and of one sheet."""
    held = {
        (version.number, sheet.code, spaced(sheet.fingerprint)): sheet.identity for version, sheet in listed(history)
    }
    for sheet in (sheet for sheet in now if sheet.form == CARRY_OVER_FORM and sheet.standing.version in history.sealed):
        slots, number = sheet.view.slots(), sheet.standing.version.number
        for at in range(len(sheet.view.groups)):
            old, *new = slots[f"code-{at}"].split(" → ")
            before = held[number - 1, old, slots[f"old-{at}"]]
            assert held[number, (new or [old])[0], slots[f"new-{at}"]] == before
