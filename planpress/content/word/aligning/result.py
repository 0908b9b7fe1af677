"""A finished search → pairs with what each says otherwise, and whether it stands elsewhere.

In: a `Search`. Out: the records of `matching`. A file does not say where a title ends and a text begins; the division
of what is there is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz.distance import Indel

from planpress.content.word.aligning.matching import Changed, Pair, PartPair, Spot, letter_fields
from planpress.content.word.aligning.search import Search
from planpress.content.word.outline import Letter, Part, Piece, Row
from planpress.model.lists import longest_rise


def pairs_of(search: Search) -> tuple[Pair, ...]:
    """Return a pair for each new one in printed order, then one for each that is gone."""
    moved = _moved(search)
    olds, news = search.old.spots, search.new.spots
    splits, merged = _by_value(search.split), _by_value(search.into)
    found = []
    for new in news:
        key = search.to_old.get(new.key)
        old = None if key is None else olds[key]
        of = [search.split[new.key]] if new.key in search.split else merged.get(new.key, [])
        found.append(
            Pair(
                old,
                new,
                search.how.get(new.key, ""),
                changes_of(old, new) if old else (),
                old is not None and new.key in moved,
                tuple(olds[one].what.ref for one in of),
                tuple(splits.get(old.key, ())) if old else (),
            )
        )
    gone = [old for old in olds if old.key not in search.to_new and old.part not in search.unsaid]
    return (*found, *(Pair(old, None, into=search.into.get(old.key)) for old in gone))


def _by_value(pairs: dict[int, int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for key, value in sorted(pairs.items()):
        found[value].append(key)
    return found


def _moved(search: Search) -> set[int]:
    """Return the new ones that stand in another list, or no longer in line with their neighbours."""
    found = {new for old, new in search.to_new.items() if not search.same_list(old, new)}
    for line in search.new.lists.values():
        stayed = [key for key in line if key in search.to_old and key not in found]
        kept = longest_rise([search.to_old[key] for key in stayed])
        found |= {key for key in stayed if search.to_old[key] not in kept}
    return found


# ---------------------------------------------------------------- fields


def changes_of(old: Spot, new: Spot) -> tuple[Changed, ...]:
    """Return the fields of a clause or row that the file says otherwise."""
    if isinstance(old.what, Row) and isinstance(new.what, Row):
        return tuple(_row_changes(old.what, new.what))
    assert isinstance(old.what, Piece)
    label, title, text = divided(old.what, new.what.label, new.title, new.what.text)
    before = {"label": old.what.label, "title": old.what.title, "text": old.what.text}
    after = {"label": label, "title": title, "text": text}
    return tuple(Changed(name, before[name], after[name]) for name in before if before[name] != after[name])


def _row_changes(old: Row, new: Row) -> Iterator[Changed]:
    """Yield what a row says otherwise; columns that print no value of the rows that are there are not compared."""
    values = dict(new.values)
    label, _title, text = divided(Piece(old.label, "", old.text), new.label, "", new.text)
    both = [("label", old.label, label), ("text", old.text, text)]
    both += [(f"values:{name}", value, values[name]) for name, value in old.values if name in values]
    for name, before, after in both:
        if before != after:
            yield Changed(name, before, after)


def divided(old: Piece, label: str, title: str, text: str) -> tuple[str, str, str]:
    """Return what a file says of a clause, divided into label, title and text as the old one is."""
    whole, said = label + title + text, title + text
    if whole == old.words:
        return old.label, old.title, old.text
    if _ends_elsewhere(old, label, whole):
        label, said = old.label, whole.removeprefix(old.label).lstrip()
    if not old.title:
        return label, "", said
    if not old.text:
        return (label, said, "") if not text else (label, title, text)
    end = len(old.title) if said.startswith(old.title) else _end_of(old.title, old.text, said)
    return label, said[:end], said[end:]


def _ends_elsewhere(old: Piece, label: str, whole: str) -> bool:
    """Tell whether a file has the old label, but ends it before or behind: a `1` is no beginning of `10`."""
    rest, more = whole.removeprefix(old.label), label.removeprefix(old.label)
    longer = label.startswith(old.label) and (old.title + old.text).startswith(more)
    parted = not old.label[-1:].isalnum() or rest[:1].isspace()
    return label != old.label and whole.startswith(old.label) and parted and (longer or old.label.startswith(label))


def _end_of(title: str, text: str, said: str) -> int:
    """Return where the title ends in changed words: behind what its last sign became."""
    end = 0
    for step in Indel.opcodes(title + text, said):
        if step.src_start < len(title):
            shift = min(step.src_end, len(title)) - step.src_start if step.tag == "equal" else step.dest_end
            end = step.dest_start + shift if step.tag == "equal" else step.dest_end
        elif step.src_start == len(title) and step.tag == "insert" and end == 0:
            end = step.dest_end
    return end


# ---------------------------------------------------------------- parts and letter


def parts_of(search: Search) -> tuple[PartPair, ...]:
    """Return the plan and the annexes of the file in printed order, then those that are gone."""
    olds, news = search.old.outline.parts, search.new.outline.parts
    back = {new: old for old, new in search.parts.items() if old >= 0}
    kept = longest_rise([back[new] for new in range(len(news)) if new in back])
    found = []
    for number, part in enumerate(news):
        was = back.get(number)
        old = None if was is None else olds[was]
        changes = _part_changes(old, part) if old and was not in search.unsaid else ()
        found.append(PartPair(old, part, was, number, changes, was is not None and was not in kept))
    gone = [number for number in range(len(olds)) if number not in search.parts and number not in search.unsaid]
    return (*found, *(PartPair(olds[number], None, number) for number in gone))


def _part_changes(old: Part, new: Part) -> tuple[Changed, ...]:
    found = _head_changes("", (old.label, old.title), (new.label, new.title))
    if old.checklist and new.checklist:
        was, now = old.checklist, new.checklist
        found += _head_changes("checklist.", (was.label, was.title), (now.label, now.title))
    return found


def _head_changes(owner: str, old: tuple[str, str], new: tuple[str, str]) -> tuple[Changed, ...]:
    """Return what a heading says otherwise; where its lines break, and the label ends, the file does not say."""
    if _joined("".join(old)) == _joined("".join(new)):
        return ()
    both = zip(("label", "title"), old, new, strict=True)
    return tuple(
        Changed(owner + name, before, after) for name, before, after in both if _joined(before) != _joined(after)
    )


def _joined(text: str) -> str:
    return "".join(text.split())


def letter_changes(old: Letter | None, new: Letter | None) -> tuple[Changed, ...]:
    """Return the fields of the letter that the file says otherwise; lists a line an entry. None where one has none."""
    if old is None or new is None:
        return ()
    was, now = letter_fields(old), letter_fields(new)
    both = ((name, was[name], now[name]) for name in was)
    return tuple(Changed(*one) for one in both if _differ(getattr(old, one[0]), *one[1:]))


def _differ(value: object, before: str, after: str) -> bool:
    """Tell whether a field of the letter is another; one that is no list may have its lines broken anywhere."""
    return _joined(before) != _joined(after) if isinstance(value, str) else before != after
