"""What the clerk calls a paragraph of the file → the clause, row or annex; and what we call it when we ask.

In: outlines and answers. Out: keys. A paragraph is called by its number, or by the labels down to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from planpress.content.rules.names import folded
from planpress.content.word.aligning.matching import Answers, Spot
from planpress.content.word.aligning.search import Search, Side
from planpress.content.word.outline import LETTER
from planpress.errors import BuildError
from planpress.i18n import Translate

NOTHING = "0"
"""Stands for a paragraph in the answer that an old one is gone."""


def name_of(side: Side, key: int) -> str:
    """Return what something of the file is called: its paragraph, or the labels down to it where it has none."""
    return str(side.spots[key].what.number or "") or path_of(side, key)


def name_of_part(side: Side, part: int) -> str:
    """Return what a part of the file is called, likewise."""
    found = side.outline.parts[part]
    return str(found.number or "") or folded(found.label or found.title)


def path_of(side: Side, key: int) -> str:
    """Return the labels down to something, from that of its annex, without blanks."""
    spot = side.spots[key]
    part = side.outline.parts[spot.part] if spot.part != LETTER else None
    checklist = part.checklist.label if part and part.checklist and spot.is_row else ""
    labels = [spot.what.label, *(side.spots[above].what.label for above in _above(side, spot))]
    return folded((part.label if part else "") + checklist + "".join(reversed(labels)))


def _above(side: Side, spot: Spot) -> Iterator[int]:
    while spot.above is not None:
        yield spot.above
        spot = side.spots[spot.above]


def heed(search: Search, answers: Answers, _: Translate) -> frozenset[str]:
    """Pair what the clerk says is the same, and keep apart what is not; return the addresses said to be gone.

    Raises:
        BuildError: If an answer names nothing, or two say that one is two.
    """
    gone: set[str] = set()
    for new, old in dict.fromkeys(answers.apart):
        if "#" in old:
            search.apart.add((_old(search, old, _), _new(search, new, _)))
        else:
            search.parts_apart.add((_part_of(search, old, _), _new_part(search, new, _)))
    for new, old in dict.fromkeys(answers.same):
        if not (_is_gone(search, old, gone, _) if new == NOTHING else _is_same(search, new, old, _)):
            raise BuildError(_("The answer %(answer)s contradicts another") % {"answer": f"{new}={old}"})
    return frozenset(gone)


def _is_gone(search: Search, old: str, gone: set[str], _: Translate) -> bool:
    """Keep what is gone apart from all that the file has; tell whether it can be gone."""
    if "#" in old and not old.endswith("#"):
        key = _old(search, old, _)
        search.apart |= {(key, spot.key) for spot in search.new.spots}
        may = key not in search.to_new
    else:
        part = _part_of(search, old.removesuffix("#"), _)
        may = old.endswith("#") or part not in search.parts
        if not old.endswith("#"):
            search.parts_apart |= {(part, number) for number in range(len(search.new.outline.parts))}
    gone.add(old)
    return may


def _is_same(search: Search, new: str, old: str, _: Translate) -> bool:
    """Pair what is the same; tell whether it can be."""
    if "#" in old:
        return search.pair(_old(search, old, _), _new(search, new, _), "told")
    part, number = _part_of(search, old, _), _new_part(search, new, _)
    if search.parts.get(part, number) != number or (part, number) in search.parts_apart:
        return False
    if part not in search.parts and number in search.parts.values():
        return False
    search.parts[part] = number
    search.parts_told.add(part)
    return True


def _old(search: Search, ref: str, _: Translate) -> int:
    found = search.old.by_ref.get(ref)
    if found is None:
        raise BuildError(_("An answer names %(ref)s, which the campaign does not have") % {"ref": ref})
    return found


def _part_of(search: Search, name: str, _: Translate) -> int:
    names = [part.name for part in search.old.outline.parts]
    if name not in names:
        raise BuildError(_("An answer names %(ref)s, which the campaign does not have") % {"ref": name})
    return names.index(name)


def _new(search: Search, name: str, _: Translate) -> int:
    keys = [spot.key for spot in search.new.spots if name_of(search.new, spot.key) == name]
    keys = keys or [spot.key for spot in search.new.spots if path_of(search.new, spot.key) == folded(name)]
    return _the_one(keys, name, _)


def _new_part(search: Search, name: str, _: Translate) -> int:
    numbers = range(len(search.new.outline.parts))
    parts = search.new.outline.parts
    found = [one for one in numbers if name == str(parts[one].number) or folded(name) == folded(parts[one].label)]
    return _the_one(found, name, _)


def _the_one(found: list[int], name: str, _: Translate) -> int:
    if len(found) != 1:
        message = _("An answer names the paragraph '%(name)s': the file has %(count)s of that number or label")
        raise BuildError(message % {"name": name, "count": len(found)})
    return found[0]
