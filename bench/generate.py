"""A number → the YAML folder of a campaign with so many units, the same each time.

In: how many units, and the words of `words.yml`. Out: `content/` and `sectors/` that validate
without a problem. Each unit answers for `SECTORS_OF_UNIT` sectors and prints a checklist and a
sign-off sheet for each.
"""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent

SECTORS_OF_UNIT = 2
ROWS_OF_SECTOR = 14
"""Enough for two pages, so that a sheet weighs what a real one does."""

STRIDE = 3
"""A unit's second sector stands so many places after its first."""


@cache
def words() -> dict[str, Any]:
    """Return the words that a campaign is put together from."""
    found: dict[str, Any] = yaml.safe_load((HERE / "words.yml").read_text("utf-8"))
    return found


def unit_name(number: int) -> str:
    """Return the name of unit `number`, counted from 0; all names below 3,750 differ.

    Raises:
        ValueError: If there are not so many names.
    """
    found = words()
    parts = []
    for choices in (found["first"], found["second"], found["third"]):
        number, place = divmod(number, len(choices))
        parts.append(choices[place])
    if number:
        raise ValueError("more units than names")
    return "".join((*parts, found["kind"]))


def generate(units: int, folder: Path) -> int:
    """Write a campaign with so many units into `folder`, which must not exist.

    Returns:
        The number of sheets that carry a unit's name.
    """
    found = words()
    shutil.copytree(HERE / "pattern", folder)
    members: list[list[str]] = [[] for _ in found["sectors"]]
    for number in range(units):
        for turn in range(SECTORS_OF_UNIT):
            members[(number + turn * STRIDE) % len(members)].append(_id(number))
    _write(folder / "content" / "plan.yml", _plan(found))
    groups = [_group(place, bound, found) for place, bound in enumerate(members) if bound]
    _write(folder / "content" / "units.yml", {"units": _units(units, found), "groups": groups})
    for place, bound in enumerate(members):
        if bound:
            _write(folder / "sectors" / f"{place + 1:02}-sector.yml", _sector(place, bound, found))
    forms = len(list((folder / "content" / "forms").iterdir()))
    return forms * sum(map(len, members))


def _id(number: int) -> str:
    return f"unit-{number:04}"


def _plan(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "bench",
        "code": "B",
        "name": found["plan"],
        "short": found["short"],
        "title": found["plan"],
        "issuers": ["office"],
        "revision": {"number": "1", "issued": "2030-01-01"},
        "period": {"start": "2030-01-01", "end": "2030-03-31"},
        "clauses": [{"id": "work", "text": found["clause"]}],
    }


def _units(units: int, found: dict[str, Any]) -> list[dict[str, str]]:
    office = {"id": "office", "name": found["office"], "code": "OF", "kind": "body"}
    numbered = (
        {"id": _id(number), "name": unit_name(number), "code": f"U{number:04}", "kind": "subdistrict"}
        for number in range(units)
    )
    return [office, *numbered]


def _group(place: int, bound: list[str], found: dict[str, Any]) -> dict[str, Any]:
    """Return the units of a sector under the name by which its clause binds them."""
    return {"id": f"group-{place + 1}", "name": found["sectors"][place] + found["group"], "members": bound}


def _sector(place: int, bound: list[str], found: dict[str, Any]) -> dict[str, Any]:
    name, rows = found["sectors"][place], found["rows"]
    duties = [{"units": ["office"], "role": "lead"}, {"units": bound, "role": "territorial"}]
    lead = f"{found['office']}{found['lead']}{_group(place, bound, found)['name']}{found['task']}"
    texts = [f"{name}：{rows[(place + row) % len(rows)]}" for row in range(ROWS_OF_SECTOR)]
    return {
        "id": f"sector-{place + 1}",
        "number": str(place + 1),
        "title": name + found["headings"][0],
        "short": name,
        "lead": ["office"],
        "clauses": [{"id": "lead", "text": lead, "duties": duties}],
        "checklist": {
            "title": name + found["headings"][1],
            "form": "checklist",
            "items": [
                {"id": f"item-{row}", "label": str(row), "text": text, "relation": "added"}
                for row, text in enumerate(texts, 1)
            ],
        },
    }


def _write(path: Path, value: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000), "utf-8")
