"""The records of a campaign as they stand in the YAML, for the rules between them.

In: the files as read. Out: `Records`, by kind and by address. The values are taken as they are, so that a
record that breaks one rule is still checked by the others; nothing is said twice about one value, and a
reference into a file that could not be read as a whole is never said to lead nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from pydantic import ValidationError

from planpress.content.guess import Guesses
from planpress.content.source import Loc, Source, SourceFile, Value
from planpress.i18n import known
from planpress.model.addresses import PLAN
from planpress.model.citing import NAME_LENGTH, Cite
from planpress.model.kinds import UnitKind, kinds_by_id
from planpress.model.owners import Owners

_ADDRESS = re.compile("[a-z0-9-]+#[a-z0-9-]+")
_STATED = re.compile(r"\bid: *[\"']?([a-z0-9-]+)")
_TOP = re.compile(r"^id: *[\"']?([a-z0-9-]+)", re.MULTILINE)
"""How the id of a record is written, and that of the record at the top of a file."""


class Finding(NamedTuple):
    """A rule broken at one value; `sign` is the one sign in it that is meant, if only one is."""

    file: SourceFile
    loc: Loc
    message: str
    found: Value = ""
    warning: bool = False
    sign: str = ""


class RecordAt(NamedTuple):
    """A record, and where it stands."""

    file: SourceFile
    loc: Loc
    value: dict[str, Value]

    def text(self, key: str) -> str:
        """Return the text at `key`; empty where there is none."""
        found = self.value.get(key)
        return found if isinstance(found, str) else ""

    def records(self, *keys: str) -> Iterator[RecordAt]:
        """Yield the record at each of `keys`, or the records of the list there."""
        for key in keys:
            found = self.value.get(key)
            if isinstance(found, dict):
                yield RecordAt(self.file, (*self.loc, key), found)
            for place, value in enumerate(found if isinstance(found, list) else ()):
                if isinstance(value, dict):
                    yield RecordAt(self.file, (*self.loc, key, place), value)

    def texts(self, key: str) -> Iterator[tuple[Loc, str]]:
        """Yield the text at `key`, or each text of the list there, with its loc."""
        found = self.value.get(key)
        if isinstance(found, str):
            yield (*self.loc, key), found
        for place, value in enumerate(found if isinstance(found, list) else ()):
            if isinstance(value, str):
                yield (*self.loc, key, place), value

    def words(self, key: str) -> list[str]:
        """Return the text at `key`, or the texts of the list there."""
        return [text for _loc, text in self.texts(key)]

    def line(self, key: str) -> int:
        """Return the line of what stands at `key`."""
        return self.file.line((*self.loc, key))

    def has(self, key: str) -> bool:
        """Whether something stands at `key`, of whatever shape."""
        return self.value.get(key) not in (None, "")

    @property
    def full_text(self) -> str:
        """Label, title and text of a clause or row as printed."""
        return self.text("label") + self.text("title") + self.text("text")

    @property
    def missed(self) -> str:
        """The line of the record that could not be read: what is looked for may stand there."""
        return self.file.missed(self.loc)

    def misspells(self, key: str) -> bool:
        """Whether `key` is absent but a key that no model has comes near it."""
        unknown = [name for name in self.value if self.file.blames((*self.loc, name))]
        return key not in self.value and bool(Guesses().near(key, unknown))

    def finding(self, key: str, message: str, found: str | None = None) -> Finding:
        """Return a finding at `key`, or at the record where it has no such key; what was found is the text there."""
        loc = (*self.loc, key) if key in self.value else self.loc
        return Finding(self.file, loc, message, self.text(key) if found is None else found)


class Document(NamedTuple):
    """The plan or a sector: the first half of the addresses of its clauses and rows."""

    name: str
    record: RecordAt
    clauses: list[RecordAt]
    items: list[RecordAt]

    @property
    def places(self) -> Iterator[tuple[str, RecordAt]]:
        """Its clauses and rows by address."""
        return ((f"{self.name}#{one.text('id')}", one) for one in (*self.clauses, *self.items))

    @property
    def duties(self) -> Iterator[RecordAt]:
        """The duties of its clauses."""
        return (duty for clause in self.clauses for duty in clause.records("duties"))


class Records:
    """All records of a campaign by kind, as they stand in the YAML."""

    def __init__(
        self, source: Source, owners: Owners, before: Callable[[], Iterable[Mapping[str, str]]] = tuple
    ) -> None:
        """Sort `source` by what its files hold; those that could not be read hold nothing.

        `owners` tells to whom belongs what was sealed; `before` gives the text of the files of each sealed revision by
        path, the latest first.
        """
        self.owners = owners
        self._before = before
        self.misnamed = source.misnamed
        self.guesses = Guesses()
        self.files = {file.path: file for file in source.files}
        self.sectors = list(self.tops("sectors"))
        self.forms = list(self.tops("content/forms"))
        self.plan = list(self.tops("content/plan.yml"))
        self.units = self._listed("content/units.yml", "units")
        self.named_kinds = self._listed("content/units.yml", "kinds")
        self.groups = self._listed("content/units.yml", "groups")
        self.unit_ids = {unit.text("id") for unit in self.units}
        self.unit_and_group_ids = self.unit_ids | {group.text("id") for group in self.groups}
        self.aliases = [alias for one in (*self.units, *self.groups) for alias in one.records("aliases")]
        self.terms = self._listed("content/terms.yml", "terms")
        self.notes = self._listed("content/notes.yml", "notes")
        self.noted = {note.text("target") for note in self.notes}
        self.retired = self._listed("content/changes.yml", "retired")
        self.marks = self._listed("content/changes.yml", "marks")

    def tops(self, path: str) -> Iterator[RecordAt]:
        """Yield what the file, or each file of the folder, holds."""
        for file in self.files.values():
            if path in (file.path, file.folder) and file.value is not None:
                yield RecordAt(file, (), file.value)

    def _listed(self, path: str, key: str) -> list[RecordAt]:
        return [record for top in self.tops(path) for record in top.records(key)]

    @cached_property
    def language(self) -> str:
        """The language of the plan; the usual one where it states none that we know."""
        return known(next((plan.text("language") for plan in self.plan), ""))

    @cached_property
    def kinds(self) -> dict[str, UnitKind]:
        """Every kind of units that is known for sure, by id."""
        found = list[UnitKind]()
        for kind in self.named_kinds:
            with suppress(ValidationError):
                found.append(UnitKind.model_validate(kind.value))
        return kinds_by_id(found, self.language)

    @cached_property
    def documents(self) -> list[Document]:
        """The plan, with its notice, and each sector."""
        found = [Document(PLAN, one, [*_clauses(one.records("notice")), *_clauses([one])], []) for one in self.plan]
        for sector in self.sectors:
            items = [item for checklist in sector.records("checklist") for item in checklist.records("items")]
            found.append(Document(sector.text("id"), sector, list(_clauses([sector])), items))
        return found

    def retires(self, target: str) -> bool:
        """Whether a tombstone says that a clause, row or sector is gone: that of a sector is about all it held."""
        document = target.partition("#")[0]
        if f"sector:{document}" in self._stones:
            return document not in self.sector_files
        return target in self._stones and target not in self.places

    @cached_property
    def _stones(self) -> set[str]:
        return {stone.text("target") for stone in self.retired}

    @cached_property
    def gone(self) -> set[str]:
        """The ids that have a tombstone, whatever they were of."""
        return {re.split("[#:]", stone.text("target"))[-1] for stone in self.retired}

    @cached_property
    def clauses(self) -> list[RecordAt]:
        """Every clause of the plan and the sectors."""
        return [clause for document in self.documents for clause in document.clauses]

    @cached_property
    def places(self) -> dict[str, str]:
        """Printed text of every clause and row, by its address; where two have the same, the text of both.

        A line that could not be read may hold what is looked for, so it counts as text.
        """
        found: dict[str, str] = {}
        for document in self.documents:
            for ref, record in document.places:
                text = record.full_text + record.missed
                found[ref] = f"{found[ref]}\n{text}" if ref in found else text
        return found

    @cached_property
    def cites(self) -> dict[str, Cite]:
        """How paper cites each clause and row, by address, or a little longer."""
        found: dict[str, Cite] = {}
        for document in self.documents:
            top, labels = document.record, dict[Loc, str]()
            name = top.text("short") if document.name == PLAN else top.text("label") or top.text("title")
            labels |= {checklist.loc: checklist.text("label") for checklist in top.records("checklist")}
            for ref, one in document.places:
                labels[one.loc] = label = labels.get(one.loc[:-2], "") + one.text("label")
                counted = 0 if one.text("label") else 99
                found[ref] = Cite(
                    name, label, one.text("title")[:NAME_LENGTH] if not label else "", counted, after=True
                )
        return found

    @cached_property
    def before(self) -> tuple[Mapping[str, str], ...]:
        """The text of the files of each sealed revision by path, the latest first: read only where it is asked for."""
        return tuple(self._before())

    def was(self, ref: str) -> bool:
        """Whether some sealed revision had a clause or row at an address."""
        return ref in self._sealed_places

    @cached_property
    def _sealed_places(self) -> set[str]:
        """The addresses of sealed revisions, as their text states the ids."""
        found: set[str] = set()
        for path, text in chain.from_iterable(texts.items() for texts in self.before):
            if path == "content/plan.yml" or path.startswith("sectors/"):
                top = _TOP.search(text)
                document = top[1] if top and path != "content/plan.yml" else PLAN
                found.update(f"{document}#{name}" for name in _STATED.findall(text))
        return found

    @cached_property
    def sector_files(self) -> dict[str, SourceFile]:
        """Sector files by the id of their sector, which is looked for in files without values too."""
        found = {sector.text("id"): sector.file for sector in self.sectors}
        for file in self.files.values():
            stated = _TOP.search(file.text) if file.value is None else None
            if file.folder == "sectors" and stated:
                found.setdefault(stated[1], file)
        return found

    # ------------------------------------------------------------ what is known for sure

    def whole(self, path: str) -> bool:
        """Whether every record of the file, or of every file of the folder, is known."""
        files = [file for file in self.files.values() if path in (file.path, file.folder)]
        if path == "sectors" and len({sector.text("id") for sector in self.sectors}) < len(self.sectors):
            return False  # One of two equal ids was to be another.
        return all(file.whole for file in files) and (bool(files) or path in ("content/forms", "sectors"))

    def misnames(self, folder: str, name: str) -> bool:
        """Whether the sector or form `name` is in a file that is not read; files are called after what they hold."""
        return any(path.startswith(f"{folder}/") and name in path for path in self.misnamed)

    def leads_nowhere(self, ref: str) -> bool:
        """Whether there surely is no clause or row at an address."""
        document = ref.partition("#")[0]
        if ref in self.places or self.misnames("sectors", document):
            return False
        if self.guesses.near(ref, self._wrong_places, 0.8):
            return False  # An id with a fault of its own is told there.
        if document == PLAN:
            return self.whole("content/plan.yml")
        if document in self.sector_files:
            return self.sector_files[document].whole
        return self.whole("sectors")

    def near(self, ref: str) -> list[str]:
        """Return the addresses that `ref` may be a slip of: those of the document whose id is nearest.

        Never a clause that happens to be called the same in a document that has nothing to do with it.
        """
        return self._right_places.get(self.guesses.near(ref.partition("#")[0], self._right_places), [])

    @cached_property
    def _wrong_places(self) -> list[str]:
        """The addresses of which a part is no id."""
        return [place for place in self.places if not _ADDRESS.fullmatch(place)]

    @cached_property
    def _right_places(self) -> dict[str, list[str]]:
        """The other addresses, by document."""
        found: dict[str, list[str]] = {}
        for place in filter(_ADDRESS.fullmatch, self.places):
            found.setdefault(place.partition("#")[0], []).append(place)
        return found


def _clauses(records: Iterable[RecordAt]) -> Iterator[RecordAt]:
    """Yield the clauses of a plan, a notice or a sector, those inside others too."""
    for record in records:
        for clause in record.records("clauses"):
            yield clause
            yield from _clauses([clause])
