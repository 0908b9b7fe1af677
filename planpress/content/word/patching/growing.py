"""What became of each clause and row → the lists of the files as they are to stand, and the values that change.

In: a `Matching`, and where things stand. Out: a `Draft`, and the address of everything in the file. Where the YAML went
on since the file was made, the matching is of what both began with: what only one of them changed is as it has it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from planpress.blocks.column import BUILT_IN
from planpress.content.source import Loc
from planpress.content.word.aligning.known import heading_of
from planpress.content.word.aligning.matching import Changed, Matching, Pair
from planpress.content.word.outline import LETTER, Piece
from planpress.content.word.patching.blocks import BELOW, Entry
from planpress.content.word.patching.drafting import (
    CLAUSES,
    ITEMS,
    LETTER_CLAUSES,
    At,
    Conflict,
    Draft,
    Ground,
)
from planpress.content.word.patching.fresh_ids import Names
from planpress.content.word.patching.scalars import Said
from planpress.model.addresses import PLAN


class Growing:
    """Grows the lists of each document; `address` tells by the key of what the file has where it stands then.

    `stayed` are the addresses that the YAML alone has.
    """

    def __init__(self, ground: Ground, matching: Matching, names: Names, draft: Draft) -> None:
        """Take in what there is, and what the file says."""
        self.ground, self.matching, self.names, self.draft = ground, matching, names, draft
        self.address: dict[int, str] = {}
        self.stayed: set[str] = set()
        self._groups: dict[tuple[int, int | None, bool], list[Pair]] = defaultdict(list)
        for pair in matching.pairs:
            if pair.new:
                self._groups[pair.new.part, pair.new.above, pair.new.is_row].append(pair)

    def letter(self, path: str) -> None:
        """Grow the clauses of the letter in the file of the plan."""
        self._top(LETTER, PLAN, path, LETTER_CLAUSES, False, "notice")

    def part(self, number: int, document: str, path: str) -> None:
        """Grow the clauses and rows of part `number` of the file, whose document has the id `document`."""
        self._top(number, document, path, CLAUSES, False)
        self._top(number, document, path, ITEMS, True)

    def _top(self, number: int, document: str, path: str, way: Loc, rows: bool, under: str = "") -> None:
        entries = self._list(self._groups[number, None, rows], document, under, (path, way))
        if entries or ((path, way) in self.ground.lists and not rows):
            self.draft.lists[path][way] = entries

    def _list(self, pairs: Sequence[Pair], document: str, under: str, at: At | None) -> tuple[Entry, ...]:
        """Return what stands in a list then; `at` is where it stands now, if it does."""
        there = [pair for pair in pairs if pair.new and not (pair.old and self._is_elsewhere(pair.ref))]
        made = [(pair.ref, self._entry(pair, document, under)) for pair in self._in_order(there, at)]
        for ref in self._own(at):
            before = self.ground.lists[at][: self.ground.lists[at].index(ref)] if at else []
            refs = [one for one, _entry in made]
            place = next((refs.index(one) + 1 for one in reversed(before) if one in refs), 0)
            made.insert(place, (ref, self._as_is(ref, document, under)))
        return tuple(entry for _ref, entry in made)

    def _in_order(self, pairs: Sequence[Pair], at: At | None) -> Sequence[Pair]:
        """Return the pairs of a list in the order of the file; in that of the YAML, where the file kept the old one."""
        here = self.ground.lists.get(at, []) if at else []
        common = [pair for pair in pairs if pair.ref in here and pair.old]
        keys = [pair.old.key for pair in common if pair.old]
        if keys != sorted(keys):
            return pairs
        again = iter(sorted(common, key=lambda pair: here.index(pair.ref)))
        return [next(again) if pair in common else pair for pair in pairs]

    def _entry(self, pair: Pair, document: str, under: str) -> Entry:
        """Return what stands for a pair that the file has, with all below it; what it says goes to the draft."""
        assert pair.new is not None
        old = pair.ref.partition("#")
        there = pair.ref in self.ground.places
        name = old[2] if there and old[0] == document else self.names.place(document, under, pair.new.what)
        self.address[pair.new.key] = f"{document}#{name}"
        below = self._groups[pair.new.part, pair.new.key, False]
        if not there:
            return Entry("", (), self._fresh(pair, name, document), self._list(below, document, name, None))
        path, way = self.ground.places[pair.ref]
        for change in pair.changes:
            self._say(pair, change)
        if old[0] != document:
            self.draft.said[path][*way, "id"] = name
        if came := self._from(pair, document):
            known = self.ground.files[path].at((*way, "from")) or []
            self.draft.said[path][*way, "from"] = list(dict.fromkeys([*known, *came]))
        return Entry(path, way, below=self._list(below, document, name, (path, (*way, BELOW))))

    def _as_is(self, ref: str, document: str, under: str) -> Entry:
        """Return what stands for something at the place that the YAML gives it."""
        pair = self.matching.by_ref.get(ref)
        if pair and pair.new:
            return self._entry(pair, document, under)
        self.stayed.add(ref)
        path, way = self.ground.places[ref]
        return Entry(path, way, below=self._list((), document, ref.partition("#")[2], (path, (*way, BELOW))))

    def _fresh(self, pair: Pair, name: str, document: str) -> dict[str, Said]:
        """Return what a new clause or row says."""
        assert pair.new is not None
        what = pair.new.what
        said: dict[str, Said] = {"id": name}
        if isinstance(what, Piece):
            said |= {"kind": what.kind if pair.new.above is None else "", "label": what.label, "title": what.title}
        else:
            values = {self._column(document, name): text for name, text in what.values if text}
            said |= {"kind": "heading" if what.heading else "", "label": what.label}
            said["values"] = {name: text for name, text in values.items() if name}
        said |= {"text": what.text, "from": self._from(pair, document)}
        return {key: value for key, value in said.items() if value}

    def _from(self, pair: Pair, document: str) -> list[str]:
        """Return what is written at `from`: what was there in the revision sealed last, or is there if none was."""
        moved = [pair.ref] if pair.old and not pair.ref.startswith(f"{document}#") else []
        known = self.ground.sealed or self.ground.places
        origins = [ref for ref in dict.fromkeys([*moved, *pair.origins]) if ref in known]
        return [ref.removeprefix(f"{document}#") for ref in origins]

    # ------------------------------------------------------------ where the YAML went on

    def _say(self, pair: Pair, change: Changed) -> None:
        """Let a field say what the file says, unless the YAML says something else than both did before."""
        path, way = self.ground.places[pair.ref]
        key = self._key(pair.ref, change.field)
        number = pair.new.what.number if pair.new else 0
        if not self.draft.takes(pair.ref, replace(change, field=key), self.ground.says(pair.ref, key), number):
            return
        if key.startswith("values.") and not self.ground.files[path].at((*way, "values")):
            known = self.draft.said[path].get((*way, "values"))
            more = dict(known) if isinstance(known, Mapping) else {}
            self.draft.said[path][*way, "values"] = {**more, key.removeprefix("values."): change.after}
        else:
            steps = key.split(".", 1) if key.startswith("values.") else [key]  # a column that is no more may have dots
            self.draft.said[path][*way, *steps] = change.after if change.after.strip() else None

    def _key(self, ref: str, name: str) -> str:
        """Return the key of a field; what a row says in a column is called as the column says."""
        column = self._column(ref.partition("#")[0], name.removeprefix("values:"))
        return f"values.{column}" if name.startswith("values:") and column else name

    def _column(self, document: str, heading: str) -> str:
        """Return what the values in a column are called; empty where rows have none of its own."""
        sector = self.ground.campaign.sector_by_id.get(document)
        form = self.ground.campaign.form_by_id.get(sector.checklist.form) if sector and sector.checklist else None
        columns = form.table("items").columns if form else ()
        called = (one.value for one in columns if heading_of(one) == heading)
        return next((value for value in called if value not in ("", *BUILT_IN)), "")

    def without_place(self) -> Iterator[Conflict]:
        """Yield what the file adds to, or says otherwise of, what the YAML no longer has."""
        for pair in self.matching.pairs:
            if pair.new is None or pair.new.key in self.address or {*pair.did} <= {"kept", "moved", "renumbered"}:
                continue
            above: Pair | None = pair
            while above and not above.old:
                above = self.matching.above(above)
            part = next((one.name for one in self.matching.parts if one.now == pair.new.part), PLAN)
            ref = above.ref if above else f"sector:{part}"
            if ref not in self.draft.decided.keep:
                before = pair.old.said if pair.old else ""
                yield Conflict(ref, "text", before, pair.new.said, "", pair.new.what.number)

    def _is_elsewhere(self, ref: str) -> bool:
        """Whether the YAML has no longer what the file has kept, or has put it below another clause meanwhile."""
        gone = ref not in self.ground.places and ref not in self.draft.decided.take
        return gone or ref in self._wandered

    def _own(self, at: At | None) -> Iterable[str]:
        """Yield what stands in a list of the YAML for reasons of its own: added, put there, or kept."""
        there = self.ground.lists.get(at, []) if at else []
        return (ref for ref in there if ref in self._wandered or self._is_kept(ref))

    @cached_property
    def _wandered(self) -> frozenset[str]:
        """What the file left where it was, while the YAML put it below another clause."""
        found = set()
        by_key = {pair.old.key: pair.ref for pair in self.matching.pairs if pair.old}
        parts = {part.now: part.was for part in self.matching.parts}
        for ref, pair in self.matching.by_ref.items():
            if ref not in self.ground.places or not pair.new or not pair.old or pair.new.part == LETTER:
                continue
            above = self.matching.above(pair)
            before = by_key[pair.old.above] if pair.old.above is not None else ""
            document = self.matching.old.parts[pair.old.part].name
            stayed = before == (above.ref if above else "") and parts[pair.new.part] == pair.old.part
            if stayed and (before, document) != (self.ground.above(ref), ref.partition("#")[0]):
                found.add(ref)
        return frozenset(found)

    def _is_kept(self, ref: str) -> bool:
        """Whether something stays that the file does not have: the YAML added it, or changed it and is right."""
        pair = self.matching.by_ref.get(ref)
        if pair is None or ref in self.draft.added:
            return pair is None or pair.new is None
        if pair.new is not None or pair.old is None:
            return False
        what = pair.old.what
        fields = {"label": what.label, "text": what.text} | ({"title": what.title} if isinstance(what, Piece) else {})
        changed = [key for key, before in fields.items() if self.ground.says(ref, key) != before]
        path, way = self.ground.places[ref]
        below = self.ground.lists.get((path, (*way, BELOW)), ())
        inside = any(one not in self.matching.by_ref or one in self._wandered for one in below)
        if not (changed or inside) or ref in self.draft.decided.take:
            return False
        if ref not in self.draft.decided.keep:
            key = changed[0] if changed else BELOW
            self.draft.conflicts.append(Conflict(ref, key, fields.get(key, ""), "", self.ground.says(ref, key)))
        return True
