"""What is to become of the files of a campaign, while it is collected; and where things stand in them.

In: the files. Out: `Ground`, which finds each clause and row by its address and each list by what it holds; `Draft`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from planpress.content.new import ways_of_clauses
from planpress.content.source import Loc, Source, SourceFile
from planpress.content.word.aligning.matching import Changed
from planpress.content.word.patching.blocks import Entry
from planpress.content.word.patching.scalars import Said
from planpress.model.addresses import PLAN
from planpress.model.campaign import Campaign

PLAN_FILE, CHANGES_FILE, UNITS_FILE = "content/plan.yml", "content/changes.yml", "content/units.yml"
CLAUSES: Loc = ("clauses",)
LETTER_CLAUSES: Loc = ("notice", "clauses")
ITEMS: Loc = ("checklist", "items")

At = tuple[str, Loc]
"""Path of a file, and the way to a value in it."""


@dataclass(frozen=True)
class Conflict:
    """What file and YAML say otherwise than both did before: the field, and its words; empty where it is gone."""

    ref: str
    field: str
    before: str
    file: str
    here: str
    number: int = 0


@dataclass(frozen=True)
class Decided:
    """How conflicts end, by address: those in which the file is right, and those in which the YAML is."""

    take: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()


@dataclass
class Draft:
    """Values, lists and files that are to be otherwise; what stands in `checklists` is written behind all else.

    `added` are what was not there when the file was made, and said nothing then.
    """

    decided: Decided = field(default_factory=Decided)
    added: frozenset[str] = frozenset()
    said: dict[str, dict[Loc, Said]] = field(default_factory=lambda: defaultdict(dict))
    lists: dict[str, dict[Loc, Sequence[Entry]]] = field(default_factory=lambda: defaultdict(dict))
    heads: dict[str, str] = field(default_factory=dict)
    checklists: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def takes(self, ref: str, change: Changed, here: str, number: int = 0) -> bool:
        """Tell whether a field is to say what the file says, where the YAML says `here`.

        It is not where the YAML says something else than both did before, unless that is decided: that is a conflict.
        """
        change = replace(change, before="") if ref in self.added else change
        went_on = here != change.before
        if here == change.after or (went_on and ref in self.decided.keep):
            return False
        if went_on and ref not in self.decided.take:
            self.conflicts.append(Conflict(ref, change.field, change.before, change.after, here, number))
            return False
        return True


@dataclass(frozen=True)
class Ground:
    """The files of a sound campaign; `sealed` are the addresses of the revision that was sealed last.

    `added` are those, and the ids of annexes, that it got since the file was made, and the file has got, too.
    """

    campaign: Campaign
    source: Source
    sealed: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()

    @cached_property
    def files(self) -> dict[str, SourceFile]:
        """Files by path."""
        return {file.path: file for file in self.source.files}

    @cached_property
    def paths(self) -> dict[str, str]:
        """The file of the plan and of each sector, by id."""
        found = {file.at(("id",)): file.path for file in self.source.files if file.folder == "sectors"}
        return {PLAN: PLAN_FILE, **found}

    @cached_property
    def places(self) -> dict[str, At]:
        """Where each clause and row stands, by its address."""
        found: dict[str, At] = {}
        for document, path in self.paths.items():
            file = self.files[path]
            ways = [*ways_of_clauses(file.at(("notice",)) or {}, ("notice",)), *ways_of_clauses(file.value or {})]
            ways += [(*ITEMS, number) for number in range(len(file.at(ITEMS) or ()))]
            found |= {f"{document}#{file.at((*way, 'id'))}": (path, way) for way in ways}
        return found

    @cached_property
    def ref_at(self) -> dict[At, str]:
        """The address of what stands at a place."""
        return {at: ref for ref, at in self.places.items()}

    @cached_property
    def lists(self) -> dict[At, list[str]]:
        """The addresses of what each list holds, by where it stands."""
        found: dict[At, list[str]] = defaultdict(list)
        for ref, (path, way) in self.places.items():
            found[path, way[:-1]].append(ref)
        return found

    @cached_property
    def heirs(self) -> dict[str, str]:
        """The address of what says alone that it is from another address, by the latter, which is no more."""
        found: dict[str, list[str]] = defaultdict(list)
        for ref, (path, way) in self.places.items():
            for origin in self.files[path].at((*way, "from")) or ():
                found[origin if "#" in origin else f"{ref.partition('#')[0]}#{origin}"].append(ref)
        return {old: refs[0] for old, refs in found.items() if len(refs) == 1 and old not in self.places}

    def above(self, ref: str) -> str:
        """Return the address of the clause above one; empty at the top."""
        path, way = self.places[ref]
        return self.ref_at.get((path, way[:-2]), "")

    def says(self, ref: str, key: str) -> str:
        """Return what a clause or row says at `key`; nothing where it has none."""
        path, way = self.places[ref]
        found = self.files[path].at((*way, *key.split(".")))
        return found if isinstance(found, str) else ""
