"""What stands beside words and points at them → where it points once some are elsewhere or gone.

In: where each address went that is no more. Out: entries of a `Draft`: addresses in notes, terms, names, forms and
rows follow what they point at; those of what is gone are taken out of their lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from planpress.content.source import Loc
from planpress.content.word.aligning.matching import Renamed
from planpress.content.word.patching.blocks import Entry
from planpress.content.word.patching.drafting import CHANGES_FILE, UNITS_FILE, Draft, Ground

LISTS = ("where", "cites", "basis", "sectors")
ONES = ("target", "clause", "sector")
WHOLE = ("sectors", "sector", "cites")
"""Keys of several addresses, of one, and those that can name a whole annex by its id."""


@dataclass(frozen=True)
class Turned:
    """Addresses in a file that are others now."""

    path: str
    before: str
    after: str


def pointed(ground: Ground, gone_to: Mapping[str, str | None], draft: Draft) -> Iterator[Turned]:
    """Let all that points follow, and yield it; what points at one thing that is gone is left for `check` to find."""
    for path, file in ground.files.items():
        document = next((name for name, one in ground.paths.items() if one == path), "")
        for loc, value in _values(file.value or {}, ()) if path != CHANGES_FILE else ():
            own = ground.ref_at.get((path, loc[:-1]), "")
            home = (gone_to.get(own) or own).partition("#")[0] or document
            if (after := _after(value, str(loc[-1]), document, home, gone_to)) is not None:
                draft.said[path][loc] = after or None
                yield Turned(path, value if isinstance(value, str) else ", ".join(value), _joined(after))


def _joined(names: str | list[str]) -> str:
    return names if isinstance(names, str) else ", ".join(names)


def _after(value: Any, key: str, document: str, home: str, gone_to: Mapping[str, str | None]) -> str | list[str] | None:
    """Return what addresses at a key are then; None where they stay, or where the key may not be without any."""
    if key in ONES and isinstance(value, str):
        followed = _followed(value, key, document, document, gone_to)
        return None if followed == value else followed
    if key not in LISTS or not isinstance(value, list):
        return None
    after = [_followed(one, key, document, home, gone_to) for one in value]
    left = list(dict.fromkeys(one for one in after if one))
    may_be_empty = key in ("where", "cites") or (key == "basis" and document)
    return left if left != value and (left or may_be_empty) else None


def _values(value: Any, loc: Loc) -> Iterator[tuple[Loc, Any]]:
    """Yield every value below `value` with the way to it."""
    for step, one in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*loc, step), one
        if isinstance(one, (dict, list)):
            yield from _values(one, (*loc, step))


def _followed(name: str, key: str, document: str, home: str, gone_to: Mapping[str, str | None]) -> str | None:
    """Return where a name in `document` leads then, as it is written in the document `home`; None where it is gone."""
    whole = "#" not in name and key in WHOLE
    address = name if "#" in name else f"sector:{name}" if whole else f"{document}#{name}"
    after = gone_to.get(address, address)
    if after is None or "#" in name or whole:
        return name if after == address else after
    return after.partition("#")[2] if after.partition("#")[0] == home else None


def renamed_units(ground: Ground, renamed: Iterable[Renamed], draft: Draft) -> None:
    """Let units and groups be called as the file calls them; a name that it has kept elsewhere stays as another one."""
    file = ground.files[UNITS_FILE]
    for one in renamed:
        found = [
            (key, number)
            for key in ("units", "groups")
            for number, record in enumerate(file.at((key,)) or ())
            if record.get("id") == one.unit
        ]
        for way in found:
            record = file.at(way)
            aliases = [alias.get("text") for alias in record.get("aliases", ())]
            if record.get("name") == one.before:
                draft.said[UNITS_FILE][*way, "name"] = one.after
                if one.left and one.before not in aliases:
                    there = [Entry(UNITS_FILE, (*way, "aliases", number)) for number in range(len(aliases))]
                    draft.lists[UNITS_FILE][*way, "aliases"] = [*there, Entry(said={"text": one.before})]
            elif one.before in aliases and not one.left:
                draft.said[UNITS_FILE][*way, "aliases", aliases.index(one.before), "text"] = one.after
            elif one.before in aliases and one.after not in aliases:
                there = [Entry(UNITS_FILE, (*way, "aliases", number)) for number in range(len(aliases))]
                draft.lists[UNITS_FILE][*way, "aliases"] = [*there, Entry(said={"text": one.after})]
