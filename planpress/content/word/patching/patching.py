"""What a new version of a file says otherwise (`Matching`) → the YAML in which just that is otherwise.

In: the files of a sound campaign, and what became of each clause and row. Out: a `Patch`: the text of every file that
changes, and where each thing of the file stands then. Ids stay; new things get new ones at their place, what is gone
becomes `retired`, what was split, merged or moved to another document says where it is `from`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from planpress.content.word.aligning.matching import Matching, Renamed
from planpress.content.word.outline import Doubt
from planpress.content.word.patching.aside import line_of
from planpress.content.word.patching.blocks import Blocks, Entry
from planpress.content.word.patching.both import names_in
from planpress.content.word.patching.drafting import CHANGES_FILE, ITEMS, PLAN_FILE, Conflict, Decided, Draft, Ground
from planpress.content.word.patching.fresh_ids import Names
from planpress.content.word.patching.growing import Growing
from planpress.content.word.patching.notice import write_notice
from planpress.content.word.patching.parts import Parts, moved_end
from planpress.content.word.patching.pointing import Turned, pointed
from planpress.content.word.patching.scalars import edited, scalar
from planpress.content.word.patching.unit_names import renamed_units
from planpress.disk import read_bytes
from planpress.i18n import Translate

BINDING = ("duties", "due", "responsible", "indicators")
"""What a clause has beside its words that binds somebody."""

BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Unbound:
    """What a clause bound that another took in, in whose paragraph its words are: where it stood, and what it said."""

    where: str
    number: int
    words: str


@dataclass(frozen=True)
class Patch:
    """The files as they will be: bytes by path, None where a file goes.

    Attributes:
        address: Where each thing of the file stands then, by its key.
        sectors: The ids of the documents of the file, by its parts.
        retired: What gets a tombstone.
        gone_to: For each address that is no more: where it went, None where it is gone.
        fresh: The files of new annexes.
        turned: Addresses that follow what they point at.
        ends: The last day of the campaign as it was and will be, where its words say another.
        own: Addresses, and ids of annexes, that the campaign alone has: they stay.
        conflicts: What file and YAML both say otherwise than before, and no answer decides.
        doubts: What names something gone, and may not be without: to be mended in the campaign first.
        unbound: What goes with clauses that were merged into others.
    """

    files: dict[str, bytes | None]
    address: dict[int, str]
    sectors: dict[int, str]
    retired: tuple[str, ...]
    gone_to: dict[str, str | None]
    fresh: tuple[str, ...] = ()
    turned: tuple[Turned, ...] = ()
    ends: tuple[str, str] = ("", "")
    own: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unbound: tuple[Unbound, ...] = ()


def patch(
    root: Path, ground: Ground, matching: Matching, renamed: Iterable[Renamed], decided: Decided, _: Translate
) -> Patch:
    """Return the files of the campaign at `root` in which `matching` is true.

    Raises:
        BuildError: If something must stand in a list that is written in one line.
    """
    names = Names(root, ground.source.files, (stone.target for stone in ground.campaign.retired))
    draft = Draft(decided, ground.added | {f"sector:{name}" for name in ground.added})
    growing, parts = Growing(ground, matching, names, draft), Parts(ground, matching, names, draft)
    growing.letter(PLAN_FILE)
    for number, path in parts.documents():
        growing.part(number, parts.sectors[number], path)
    draft.conflicts += growing.without_place()
    write_notice(ground, matching.letter, draft)
    ends = moved_end(ground, matching, draft)
    gone_to = _gone_to(matching, growing, ground) | {f"sector:{name}": None for name in parts.gone}
    turned, bare = pointed(ground, gone_to, draft, _)
    renamed_units(ground, renamed, draft)
    retired = _retired(ground, gone_to, parts.gone)
    texts: dict[str, str | None] = dict(_texts(root, draft, ground, _))
    if retired:
        texts[CHANGES_FILE] = _buried(ground, texts.get(CHANGES_FILE) or _text(root, CHANGES_FILE), retired, _)
    texts |= dict.fromkeys(draft.removed)
    files = {path: text if text is None else _bytes(root, path, text) for path, text in texts.items()}
    changed = {path: data for path, data in files.items() if data is None or data != _raw(root, path)}
    fresh, conflicts = tuple(draft.heads), tuple(draft.conflicts)
    whole = {part.name for part in matching.old.parts} <= {pair.name for pair in matching.parts}
    own = tuple(sorted((growing.stayed | {*(ground.paths if whole else ())}) - names_in(matching.old)))
    left = tuple(_unbound(ground, matching, gone_to))
    address, sectors = growing.address, parts.sectors
    return Patch(changed, address, sectors, retired, gone_to, fresh, turned, ends, own, conflicts, bare, left)


def _gone_to(matching: Matching, growing: Growing, ground: Ground) -> dict[str, str | None]:
    """Return what became of each address that is no more."""
    found: dict[str, str | None] = {}
    there = {*growing.address.values(), *growing.stayed}
    for ref, pair in matching.by_ref.items():
        if ref in ground.places and ref not in there:
            key = pair.new.key if pair.new else pair.into
            found[ref] = None if key is None else growing.address.get(key)
    return found


def _unbound(ground: Ground, matching: Matching, gone: Iterable[str]) -> Iterator[Unbound]:
    """Yield what goes with the clauses that others took in: their words stay, and bind nobody."""
    for pair in (matching.by_ref[ref] for ref in gone if ref in matching.by_ref):
        heir = matching.by_key[pair.into].new if pair.new is None and pair.into is not None else None
        path, way = ground.places[pair.ref]
        for key in BINDING if heir else ():
            for one in ground.files[path].at((*way, key)) or ():
                yield Unbound(f"{pair.ref} {key}", heir.what.number if heir else 0, line_of(one))


def _retired(ground: Ground, gone_to: Mapping[str, str | None], sectors: Iterable[str]) -> tuple[str, ...]:
    """Return what needs a tombstone: what is gone without an heir, or has one that may not name it."""
    skipped = {*sectors, *(stone.target for stone in ground.campaign.retired)}
    found = [ref for ref, to in gone_to.items() if to is None or ref not in ground.sealed]
    return tuple(ref for ref in found if not {ref, ref.partition("#")[0]} & skipped)


def _texts(root: Path, draft: Draft, ground: Ground, _: Translate) -> Iterable[tuple[str, str]]:
    """Yield each file that changes, with its text."""
    paths = dict.fromkeys([*draft.said, *draft.lists, *draft.heads])
    near = {path: _text(root, path) for path in ground.paths.values()}
    told = {path: draft.heads.get(path) or near.get(path) or _text(root, path) for path in paths}
    blocks = Blocks({**near, **{path: edited(text, draft.said.get(path, {})) for path, text in told.items()}}, _)
    first = dict[str, str]()
    for path in paths:
        lists = dict(draft.lists.get(path, {}))
        items = lists.pop(ITEMS, None) if path in draft.checklists else None
        first[path] = blocks.arranged(path, lists) if lists else blocks.files[path].text
        if items:
            first[path] = blocks.with_text(path, first[path] + draft.checklists[path]).arranged(path, {ITEMS: items})
    yield from first.items()


def _buried(ground: Ground, text: str, targets: Iterable[str], _: Translate) -> str:
    """Return the file of tombstones with one for each of `targets`."""
    if not text:
        first = ground.files[PLAN_FILE].text.splitlines()[0]
        schema = first.replace("plan.json", "changes.json") if first.startswith("# yaml-language-server") else ""
        return "\n".join([*filter(None, [schema]), "retired:", *(f"  - target: {scalar(one)}" for one in targets), ""])
    file = ground.files[CHANGES_FILE]
    there = [Entry(CHANGES_FILE, ("retired", number)) for number in range(len(file.at(("retired",)) or ()))]
    entries = [*there, *(Entry(said={"target": target}) for target in targets)]
    return Blocks({CHANGES_FILE: text}, _).arranged(CHANGES_FILE, {("retired",): entries})


def _raw(root: Path, path: str) -> bytes:
    try:
        return read_bytes(root, path)
    except FileNotFoundError:
        return b""


def _text(root: Path, path: str) -> str:
    """Return the text of a file with its own line ends; empty where there is none."""
    return _raw(root, path).removeprefix(BOM).decode()


def _bytes(root: Path, path: str, text: str) -> bytes:
    return (BOM if _raw(root, path).startswith(BOM) else b"") + text.encode()
