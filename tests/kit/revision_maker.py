"""Constructed revisions of the small campaign, with the truth about what each changes.

Nothing here is or was ever issued by anybody. In: a folder with a copy of `campaigns/harbour`, and a
source of random numbers. Out: the same folder edited as an editor would edit it, and a `Truth` for every
change that must be found. The truth follows from the edits alone, not from a comparison.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FILES = ("content/plan.yml", "content/units.yml", "content/terms.yml", "content/notes.yml")
WORDS = ("bollard", "fender", "lamp", "rope", "ladder", "grating", "buoy", "winch", "hatch", "gauge", "pump", "valve")
PROTECTED = {"quays#item-b", "quays#do-3", "cranes#do-2", "plan#parts-2", "quays#do-1", "plan#purpose-1"}
"""Words that a note, a term, another name or a deadline quotes."""


@dataclass(frozen=True)
class Truth:
    """A change that must be found."""

    operation: str
    target: str
    units: frozenset[str]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass
class Made:
    """What one revision did."""

    operations: list[str]
    truths: set[Truth] = field(default_factory=set)


class Maker:
    """An editor who makes one revision after another."""

    def __init__(self, root: Path, dice: random.Random) -> None:
        self.root, self.dice, self.count = root, dice, 0
        self.files: dict[str, Any] = {
            path.relative_to(root).as_posix(): yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
            for path in sorted(root.rglob("*.yml"))
            if "revisions" not in path.parts
        }
        self.files["content/changes.yml"] = {"retired": []}
        self.fates: dict[str, tuple[str, ...]] = {}
        """Address that is gone → what came of it."""
        self.busy: set[str] = set()
        for sector in self.sectors.values():
            items = sector["checklist"]["items"]
            for _number in range(6 - len(items)):
                items.append({"id": self.fresh("row"), "label": "", "text": self.sentence(), "relation": "added"})
            self.number(items)
        self.write()

    # ------------------------------------------------------------ reading and writing

    @property
    def plan(self) -> Any:
        return self.files["content/plan.yml"]

    @property
    def sectors(self) -> dict[str, Any]:
        return {data["id"]: data for path, data in self.files.items() if path.startswith("sectors/")}

    def write(self) -> None:
        for path in (self.root / "sectors").glob("*.yml"):
            path.unlink()
        for name, data in self.files.items():
            text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000)
            (self.root / name).write_text(text, "utf-8")

    def fresh(self, word: str) -> str:
        self.count += 1
        return f"{word}-{self.count}"

    def sentence(self) -> str:
        first, second = self.dice.sample(WORDS, 2)
        self.count += 1
        return f"The {first} no. {self.count} and the {second} are sound."

    @staticmethod
    def number(items: list[Any]) -> None:
        for number, item in enumerate(items, 1):
            item["label"] = str(number)

    def claim(self, *things: str) -> bool:
        """Take what only one operation of a revision may touch."""
        if self.busy & set(things):
            return False
        self.busy |= set(things)
        return True

    # ------------------------------------------------------------ who is concerned

    def members(self, names: list[str]) -> set[str]:
        groups = {group["id"]: group["members"] for group in self.files["content/units.yml"]["groups"]}
        return {member for name in names for member in groups.get(name, [name])}

    def duties(self, clauses: list[Any]) -> list[Any]:
        return [
            duty for clause in clauses for duty in (*clause.get("duties", []), *self.duties(clause.get("clauses", [])))
        ]

    def of_sector(self, name: str) -> set[str]:
        sector = self.sectors[name]
        found = self.members(sector["lead"])
        found |= {unit for duty in self.duties(sector["clauses"]) for unit in self.members(duty["units"])}
        for duty in self.duties(self.plan["clauses"]):
            if name in duty.get("sectors", []):
                found |= self.members(duty["units"])
        return found

    def everyone(self) -> set[str]:
        return set().union(*(self.of_sector(name) for name in self.sectors))

    # ------------------------------------------------------------ revisions

    def revise(self, first: str) -> Made:
        """Make a revision with the operation `first` and up to three others, and write it."""
        self.busy = set()
        made = Made([])
        wanted = [first, *self.dice.sample(sorted(OPERATIONS), 3)][: self.dice.randint(1, 4)]
        for name in wanted:
            if name in made.operations:
                continue
            truths = OPERATIONS[name](self)
            if truths:
                made.operations.append(name)
                made.truths |= set(truths)
        self.write()
        return made

    def pick(self) -> tuple[str, list[Any]] | None:
        """Choose a checklist nobody has touched in this revision."""
        free = [name for name in sorted(self.sectors) if f"list {name}" not in self.busy]
        if not free:
            return None
        name = self.dice.choice(free)
        self.claim(f"list {name}")
        return name, self.sectors[name]["checklist"]["items"]

    def renumber(self, name: str, items: list[Any], apart: set[str]) -> list[Truth]:
        before = {item["id"]: item["label"] for item in items}
        self.number(items)
        units = frozenset(self.of_sector(name))
        return [
            Truth("renumbered", f"{name}#{item['id']}", units, (f"{name}#{item['id']}",), (f"{name}#{item['id']}",))
            for item in items
            if item["id"] not in apart and before[item["id"]] != item["label"]
        ]

    def end_extended(self) -> list[Truth]:
        if not self.claim("period"):
            return []
        end = datetime.date.fromisoformat(self.plan["period"]["end"]) + datetime.timedelta(days=7)
        self.plan["period"]["end"] = end.isoformat()
        return [self.of_plan("period")]

    def of_plan(self, name: str, units: set[str] | None = None) -> Truth:
        target = f"plan:{name}"
        return Truth(name, target, frozenset(self.everyone() if units is None else units), (target,), (target,))

    def row_added(self) -> list[Truth]:
        found = self.pick()
        if found is None:
            return []
        name, items = found
        new = {"id": self.fresh("row"), "label": "", "text": self.sentence(), "relation": "added"}
        items.insert(self.dice.randint(1, len(items) - 1), new)
        target = f"{name}#{new['id']}"
        truth = Truth("added", target, frozenset(self.of_sector(name)), (), (target,))
        return [truth, *self.renumber(name, items, {new["id"]})]

    def row_split(self) -> list[Truth]:
        found = self.pick()
        if found is None:
            return []
        name, items = found
        free = [item for item in items if f"{name}#{item['id']}" not in PROTECTED]
        old = self.dice.choice(free)
        source = f"{name}#{old['id']}"
        second = {
            "id": self.fresh("row"),
            "label": "",
            "text": self.sentence(),
            "relation": "added",
            "from": [old["id"]],
        }
        at = items.index(old)
        after = [source, f"{name}#{second['id']}"]
        apart = {old["id"], second["id"]}
        if self.dice.random() < 0.5:
            # Both parts are new: the old id is gone.
            first = {**second, "id": self.fresh("row"), "text": self.sentence(), "from": [old["id"]]}
            items[at] = first
            after[0] = f"{name}#{first['id']}"
            apart |= {first["id"]}
            self.fates[source] = tuple(after)
        items.insert(at + 1, second)
        truth = Truth("split", source, frozenset(self.of_sector(name)), (source,), tuple(after))
        return [truth, *self.renumber(name, items, apart)]

    def rows_merged(self) -> list[Truth]:
        found = self.pick()
        if found is None:
            return []
        name, items = found
        pairs = [
            at
            for at in range(len(items) - 1)
            if not {f"{name}#{items[at]['id']}", f"{name}#{items[at + 1]['id']}"} & PROTECTED
        ]
        if not pairs or len(items) < 5:
            return []
        at = self.dice.choice(pairs)
        first, second = items[at], items[at + 1]
        first["text"] += " " + second["text"]
        first["from"] = [*first.get("from", []), second["id"]]
        del items[at + 1]
        before = tuple(f"{name}#{item['id']}" for item in (first, second))
        self.fates[before[1]] = (before[0],)
        truth = Truth("merged", before[0], frozenset(self.of_sector(name)), before, before[:1])
        return [truth, *self.renumber(name, items, {first["id"]})]

    def row_deleted(self) -> list[Truth]:
        found = self.pick()
        if found is None:
            return []
        name, items = found
        free = [item for item in items if f"{name}#{item['id']}" not in PROTECTED]
        if len(items) < 5 or not free:
            return []
        old = self.dice.choice(free)
        items.remove(old)
        target = f"{name}#{old['id']}"
        self.retire(target)
        truth = Truth("deleted", target, frozenset(self.of_sector(name)), (target,), ())
        return [truth, *self.renumber(name, items, set())]

    def retire(self, target: str) -> None:
        self.files["content/changes.yml"]["retired"].append({"target": target})
        if "#" in target:
            self.fates[target] = ()

    def row_moved(self) -> list[Truth]:
        found = self.pick()
        if found is None:
            return []
        name, items = found
        if len(items) < 4:
            return []
        start = self.dice.randrange(len(items))
        # Between neighbours nobody could say which of the two was moved.
        end = self.dice.choice([place for place in range(len(items)) if abs(place - start) >= 2])
        item = items.pop(start)
        items.insert(end, item)
        target = f"{name}#{item['id']}"
        truth = Truth("moved", target, frozenset(self.of_sector(name)), (target,), (target,))
        return [truth, *self.renumber(name, items, {item["id"]})]

    def words_corrected(self) -> list[Truth]:
        name = self.dice.choice(sorted(self.sectors))
        sector = self.sectors[name]
        clauses = [clause for head in sector["clauses"] for clause in head.get("clauses", [])]
        rows = [*clauses, *sector["checklist"]["items"]] if f"list {name}" not in self.busy else clauses
        free = [row for row in rows if f"{name}#{row['id']}" not in PROTECTED]
        row = self.dice.choice(free)
        if not self.claim(f"list {name}"):
            return []
        row["text"] = self.sentence()
        target = f"{name}#{row['id']}"
        return [Truth("reworded", target, frozenset(self.of_sector(name)), (target,), (target,))]

    def unit_renamed(self) -> list[Truth]:
        unit = self.dice.choice(self.files["content/units.yml"]["units"])
        if not self.claim("units", *(f"sector {name}" for name in self.sectors)):
            return []
        unit["name"] = f"{unit['name'].split(' (')[0]} ({self.fresh('r')})"
        units = {unit["id"]}
        for name, sector in self.sectors.items():
            if unit["id"] in sector["lead"]:
                units |= self.of_sector(name)
        if unit["id"] == self.plan["contact"]["unit"]:
            units |= self.everyone()
        target = f"unit:{unit['id']}"
        return [Truth("renamed", target, frozenset(units), (target,), (target,))]

    def lead_changed(self) -> list[Truth]:
        name = self.dice.choice(sorted(self.sectors))
        sector = self.sectors[name]
        others = [unit for unit in ("quay-office", "crane-office", "east-basin") if unit not in sector["lead"]]
        if not self.claim(f"sector {name}", f"list {name}", "everyone"):
            return []
        before = self.of_sector(name)
        sector["lead"] = [self.dice.choice(others)]
        target = f"sector:{name}"
        return [Truth("lead", target, frozenset(before | self.of_sector(name)), (target,), (target,))]

    def contact_changed(self) -> list[Truth]:
        if not self.claim("contact"):
            return []
        self.plan["contact"]["phone"] = self.fresh("555")
        return [self.of_plan("contact")]

    def reporting_changed(self) -> list[Truth]:
        if not self.claim("reporting"):
            return []
        self.count += 1
        self.plan["reporting"]["time"] = f"{self.count % 24:02}:{self.count % 60:02}"
        return [self.of_plan("reporting", self.everyone() | {self.plan["reporting"]["to"]})]

    def annex_added(self) -> list[Truth]:
        if not self.claim("annex", "everyone", "units"):
            return []
        name = self.fresh("annex")
        number = max(int(sector["number"]) for sector in self.sectors.values()) + 1
        items = [
            {"id": self.fresh("row"), "label": "", "text": self.sentence(), "relation": "added"} for _row in range(6)
        ]
        self.number(items)
        self.files[f"sectors/{number:02}-{name}.yml"] = {
            "id": name,
            "number": str(number),
            "code": f"A{self.count}",
            "title": f"Annex {name}",
            "short": name,
            "lead": [self.dice.choice(["quay-office", "crane-office"])],
            "clauses": [
                {"id": "do", "title": "To do", "clauses": [{"id": "do-1", "label": "a) ", "text": self.sentence()}]}
            ],
            "checklist": {"title": f"List of {name}", "form": "inspection-list", "items": items},
        }
        self.claim(f"sector {name}", f"list {name}")
        duty = self.plan["clauses"][1]["clauses"][1]["duties"][0]
        duty["sectors"].append(name)
        target = f"sector:{name}"
        return [Truth("added", target, frozenset(self.of_sector(name)), (), (target,)), self.walkers()]

    def walkers(self) -> Truth:
        """The duty of the basins names one sector more or less; every unit prints a form that cites it."""
        target = "plan#parts-2"
        return Truth("duty", target, frozenset(self.everyone()), (target,), (target,))

    def annex_withdrawn(self) -> list[Truth]:
        free = [name for name in sorted(self.sectors) if name.startswith("annex")]
        free = [name for name in free if not {f"sector {name}", f"list {name}"} & self.busy]
        if not free or not self.claim("annex", "everyone", "units"):
            return []
        name = self.dice.choice(free)
        self.claim(f"sector {name}", f"list {name}")
        units = frozenset(self.of_sector(name))
        path = next(path for path, data in self.files.items() if data.get("id") == name)
        sector = self.files.pop(path)
        refs = ["do", "do-1", *(item["id"] for item in sector["checklist"]["items"])]
        self.fates |= {f"{name}#{ref}": () for ref in refs}
        self.plan["clauses"][1]["clauses"][1]["duties"][0]["sectors"].remove(name)
        self.retire(f"sector:{name}")
        target = f"sector:{name}"
        return [Truth("withdrawn", target, units, (target,), ()), self.walkers()]


OPERATIONS: dict[str, Callable[[Maker], list[Truth]]] = {
    "end date extended": Maker.end_extended,
    "row added mid-table": Maker.row_added,
    "row split": Maker.row_split,
    "two rows merged": Maker.rows_merged,
    "row deleted": Maker.row_deleted,
    "row moved": Maker.row_moved,
    "words corrected": Maker.words_corrected,
    "unit renamed": Maker.unit_renamed,
    "lead changed": Maker.lead_changed,
    "contact changed": Maker.contact_changed,
    "reporting time changed": Maker.reporting_changed,
    "annex added": Maker.annex_added,
    "annex withdrawn": Maker.annex_withdrawn,
}
"""Every operation a revision can be made of, by its name in the list of what must be found."""
