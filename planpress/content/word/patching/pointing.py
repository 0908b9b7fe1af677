"""What stands beside words and points at them → where it points once some are elsewhere or gone.

In: where each address went that is no more. Out: entries of a `Draft`: addresses in notes, terms, names, forms and
rows follow what they point at; those of what is gone are taken out of their lists, or told where one is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from planpress.content.source import Loc
from planpress.content.word.outline import Doubt
from planpress.content.word.patching.aside import way_aside
from planpress.content.word.patching.drafting import CHANGES_FILE, Draft, Ground
from planpress.i18n import Translate

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


def pointed(
    ground: Ground, gone_to: Mapping[str, str | None], draft: Draft, _: Translate
) -> tuple[tuple[Turned, ...], tuple[Doubt, ...]]:
    """Let all that points follow; return what does, and what names nothing else than something gone and may not."""
    turned, bare = list[Turned](), list[Doubt]()
    for path, file in ground.files.items():
        document = next((name for name, one in ground.paths.items() if one == path), "")
        for loc, value in _values(file.value or {}, ()) if path != CHANGES_FILE else ():
            own, key = ground.ref_at.get((path, loc[:-1]), ""), str(loc[-1])
            home = (gone_to.get(own) or own).partition("#")[0] or document
            after = _after(value, key, document, home, gone_to)
            if after == value or after is None:
                continue
            if after or key in ("where", "cites") or (key == "basis" and document):
                draft.said[path][loc] = after or None
                turned.append(Turned(path, _joined(value), _joined(after)))
            elif not way_aside(loc):
                names = {"key": key, "value": _joined(value), "place": f"{path}:{file.line(loc)}"}
                done = _("This is gone, and '%(key)s' at %(place)s names nothing else") % names
                to_do = _(
                    "Name another clause there and run this again; if the file has it elsewhere: --same NUMBER=ID"
                )
                bare.append(Doubt(0, _joined(value), done, to_do, stops=True))
    return tuple(turned), tuple(bare)


def _joined(names: str | list[str]) -> str:
    return names if isinstance(names, str) else ", ".join(names)


def _after(value: Any, key: str, document: str, home: str, gone_to: Mapping[str, str | None]) -> str | list[str] | None:
    """Return what addresses at a key are then, empty where all are gone; None for what is no address."""
    if key in ONES and isinstance(value, str):
        return _followed(value, key, document, document, gone_to) or ""
    if key not in LISTS or not isinstance(value, list):
        return None
    after = (_followed(one, key, document, home, gone_to) for one in value)
    return list(dict.fromkeys(one for one in after if one))


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
