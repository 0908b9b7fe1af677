"""Values of all files → the problems that show only when the files are read together.

In: the files as loaded, with what is already known to be broken in them. Out: `Problem`
values. One generator a rule; its docstring is the rule. The values are taken as they stand in
the YAML, so that a record that breaks one rule is still checked by the others; nothing is said
twice about one value, and nothing dangles into a file that could not be read as a whole.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from typing import Any, NamedTuple

from pydantic import ValidationError

from planpress.blocks.registry import KINDS
from planpress.content.characters import Translate
from planpress.content.load import Loc, SourceFile, Value
from planpress.errors import Problem
from planpress.model.addresses import CARRY_OVER_FORM, NO_UNIT, OWN_FORMS, PACK_FORM, PLAN
from planpress.model.forms import Form, covers, prints
from planpress.model.records import Checklist, Sector, Unit
from planpress.model.vocabulary import ROLES

PAGE_WIDTH_MM = {"portrait": 170.0, "landscape": 257.0}
"""Width between the margins of an A4 sheet."""
_ADDRESS = re.compile("[a-z0-9-]+#[a-z0-9-]+")


class Hit(NamedTuple):
    """A rule broken at one value."""

    file: SourceFile
    loc: Loc
    message: str
    found: Value = ""
    warning: bool = False


class Entry(NamedTuple):
    """A record with its whereabouts."""

    file: SourceFile
    loc: Loc
    value: dict[str, Value]

    def text(self, key: str) -> str:
        """Return the text at `key`; empty where there is none."""
        found = self.value.get(key)
        return found if isinstance(found, str) else ""

    def entries(self, key: str) -> Iterator[Entry]:
        """Yield the records in the list at `key`."""
        found = self.value.get(key)
        for place, value in enumerate(found if isinstance(found, list) else ()):
            if isinstance(value, dict):
                yield Entry(self.file, (*self.loc, key, place), value)

    def entry(self, key: str) -> Iterator[Entry]:
        """Yield the record at `key`, if there is one."""
        found = self.value.get(key)
        if isinstance(found, dict):
            yield Entry(self.file, (*self.loc, key), found)

    def texts(self, key: str) -> Iterator[tuple[Loc, str]]:
        """Yield the text at `key`, or each text of the list there, with its loc."""
        found = self.value.get(key)
        if isinstance(found, str):
            yield (*self.loc, key), found
        for place, value in enumerate(found if isinstance(found, list) else ()):
            if isinstance(value, str):
                yield (*self.loc, key, place), value

    def misspells(self, key: str) -> bool:
        """Whether `key` is absent but a key that no model has comes near it."""
        unknown = [name for name in self.value if self.file.blames((*self.loc, name))]
        return key not in self.value and bool(difflib.get_close_matches(key, unknown, 1, 0.6))

    def hit(self, key: str, message: str, found: Value = "", warning: bool = False) -> Hit:
        """Return a hit at `key`, or at the record where it has no such key."""
        loc = (*self.loc, key) if key in self.value else self.loc
        return Hit(self.file, loc, message, found, warning)


class Book:
    """All records of a campaign by kind, as they stand in the YAML."""

    def __init__(self, files: tuple[SourceFile, ...], astray: frozenset[str] = frozenset()) -> None:
        """Sort `files` by what they hold; those that could not be read hold nothing.

        `astray` are the files that are not read, as they should be called.
        """
        self.astray = astray
        self.files = {file.path: file for file in files}
        self.sectors = [entry for file in files if file.folder == "sectors" for entry in self._top(file)]
        self.forms = [entry for file in files if file.folder == "content/forms" for entry in self._top(file)]
        self.plan = [entry for entry in self._tops("content/plan.yml")]
        self.units = [one for top in self._tops("content/units.yml") for one in top.entries("units")]
        self.groups = [one for top in self._tops("content/units.yml") for one in top.entries("groups")]
        self.terms = [one for top in self._tops("content/terms.yml") for one in top.entries("terms")]
        self.notes = [one for top in self._tops("content/notes.yml") for one in top.entries("notes")]
        self.retired = [one for top in self._tops("content/changes.yml") for one in top.entries("retired")]
        self.marks = [one for top in self._tops("content/changes.yml") for one in top.entries("marks")]

    @staticmethod
    def _top(file: SourceFile) -> Iterator[Entry]:
        if file.value is not None:
            yield Entry(file, (), file.value)

    def _tops(self, path: str) -> Iterator[Entry]:
        if path in self.files:
            yield from self._top(self.files[path])

    def whole(self, path: str) -> bool:
        """Whether every record of the file, or of every file of the folder, is known."""
        files = [file for file in self.files.values() if path in (file.path, file.folder)]
        if path == "sectors" and len({sector.text("id") for sector in self.sectors}) < len(self.sectors):
            return False  # One of two equal ids was to be another.
        return all(file.whole for file in files) and (bool(files) or path == "content/forms")

    @staticmethod
    def clauses(entry: Entry) -> Iterator[Entry]:
        """Yield the clauses of a plan, a notice or a sector, those inside others too."""
        for clause in entry.entries("clauses"):
            yield clause
            yield from Book.clauses(clause)

    @cached_property
    def clauses_by_document(self) -> list[tuple[Entry, list[Entry]]]:
        """The plan and each sector, with their clauses."""
        found = []
        for plan in self.plan:
            notice = [clause for letter in plan.entry("notice") for clause in self.clauses(letter)]
            found.append((plan, [*notice, *self.clauses(plan)]))
        return found + [(sector, list(self.clauses(sector))) for sector in self.sectors]

    @cached_property
    def all_clauses(self) -> list[Entry]:
        """Every clause of the plan and the sectors."""
        return [clause for _document, clauses in self.clauses_by_document for clause in clauses]

    def items(self, sector: Entry) -> list[Entry]:
        """The rows of a sector's checklist."""
        return [item for checklist in sector.entry("checklist") for item in checklist.entries("items")]

    @cached_property
    def places(self) -> dict[str, str]:
        """Printed text of every clause and row, by its address; where two have the same, the text of both.

        A line that could not be read may hold what is looked for, so it counts as text.
        """
        found: dict[str, str] = {}
        for document, clauses in self.clauses_by_document:
            name = PLAN if document.file.path == "content/plan.yml" else document.text("id")
            for clause in clauses:
                self._place(found, name, clause, full_text(clause))
            for item in self.items(document):
                self._place(found, name, item, item.text("label") + item.text("text"))
        return found

    @staticmethod
    def _place(found: dict[str, str], document: str, entry: Entry, text: str) -> None:
        ref = f"{document}#{entry.text('id')}"
        text += entry.file.missed(entry.loc)
        found[ref] = f"{found[ref]}\n{text}" if ref in found else text

    @cached_property
    def unit_ids(self) -> set[str]:
        """Ids of the units."""
        return {unit.text("id") for unit in self.units}

    @cached_property
    def actor_ids(self) -> set[str]:
        """Ids of the units and the groups."""
        return self.unit_ids | {group.text("id") for group in self.groups}

    @cached_property
    def sector_files(self) -> dict[str, SourceFile]:
        """Sector files by the id of their sector, which is looked for in files without values too."""
        found = {sector.text("id"): sector.file for sector in self.sectors}
        for file in self.files.values():
            stated = re.search(r"^id: *([a-z0-9-]+)", file.text, re.MULTILINE) if file.value is None else None
            if file.folder == "sectors" and stated:
                found.setdefault(stated[1], file)
        return found

    def strays(self, folder: str, name: str) -> bool:
        """Whether the sector or form `name` is in a file that is not read; files are called after what they hold."""
        return any(path.startswith(f"{folder}/") and name in path for path in self.astray)

    def dangles(self, ref: str) -> bool:
        """Whether a clause address surely leads nowhere."""
        document = ref.partition("#")[0]
        if ref in self.places or self.strays("sectors", document):
            return False
        wrong = [place for place in self.places if not _ADDRESS.fullmatch(place)]
        if difflib.get_close_matches(ref, wrong, 1, 0.8):
            return False  # An id with a fault of its own is told there.
        if document == PLAN:
            return self.whole("content/plan.yml")
        if document in self.sector_files:
            return self.sector_files[document].whole
        return self.whole("sectors")

    def near(self, ref: str) -> list[str]:
        """Return the addresses that `ref` may be a slip of.

        Those of its document, or of the document whose id is nearest: never a clause that happens to be
        called the same in a document that has nothing to do with it.
        """
        documents = sorted({place.partition("#")[0] for place in self.places})
        meant = difflib.get_close_matches(ref.partition("#")[0], documents, 1, 0.6)
        return [place for place in self.places if place.partition("#")[0] in meant and _ADDRESS.fullmatch(place)]


def full_text(clause: Entry) -> str:
    """Label, title and text of a clause as printed."""
    return clause.text("label") + clause.text("title") + clause.text("text")


def check_references(files: tuple[SourceFile, ...], astray: frozenset[str], _: Translate) -> Iterator[Problem]:
    """Yield every problem between the records of `files`.

    Args:
        files: As loaded; `broken` names the values that have a problem already.
        astray: The files that are not read, as they should be called: what leads into them may be right.
        _: Translates a message.
    """
    book = Book(files, astray)
    for check in CHECKS:
        for hit in check(book, _):
            if not hit.file.blames(hit.loc):
                yield hit.file.problem(hit.loc, hit.message, hit.found, hit.warning)


def did_you_mean(found: Value, known: Iterable[str], _: Translate) -> str:
    """Return `, did you mean 'x'?` where something known is near to what was found, else nothing."""
    near = difflib.get_close_matches(found, sorted(known), 1, 0.6) if isinstance(found, str) else []
    return _(", did you mean '%(name)s'?") % {"name": near[0]} if near else ""


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _period(book: Book) -> tuple[datetime.date, datetime.date] | None:
    for plan in book.plan:
        for period in plan.entry("period"):
            start, end = _day(period.text("start")), _day(period.text("end"))
            if start and end:
                return start, end
    return None


# ---------------------------------------------------------------- ids


def _repeated(entries: Iterable[Entry], key: str, _: Translate) -> Iterator[Hit]:
    first: dict[str, Entry] = {}
    for entry in entries:
        value = entry.text(key)
        if value and value in first:
            other = first[value]
            at = f"{other.file.path}:{other.file.line((*other.loc, key))}"
            message = _("%(key)s must be used once only; it stands at %(place)s already") % {"key": key, "place": at}
            yield entry.hit(key, message, value)
        elif value:
            first[value] = entry


def _check_ids(book: Book, _: Translate) -> Iterator[Hit]:
    """An id is used once in its file; the id of a sector, unit, group or form once in the campaign."""
    for document, clauses in book.clauses_by_document:
        indicators = [indicator for clause in clauses for indicator in clause.entries("indicators")]
        yield from _repeated([*clauses, *indicators, *book.items(document)], "id", _)
    for entries in ([*book.units, *book.groups], book.terms, book.notes, book.forms, book.sectors):
        yield from _repeated(entries, "id", _)
    for sector in book.sectors:
        if sector.text("id") == PLAN:
            yield sector.hit("id", _("'plan' stands for the main plan: a sector needs another id"), PLAN)


def _check_codes(book: Book, _: Translate) -> Iterator[Hit]:
    """The code of a unit, the code and the address of a form, and the number of a sector are used once.

    Blanks, packs and sheets about revisions have codes and addresses of their own.
    """
    yield from _repeated(book.units, "code", _)
    for unit in book.units:
        if unit.text("code") == NO_UNIT:
            yield unit.hit("code", _("code is what blanks have in the place of a unit: a unit needs another"), NO_UNIT)
    yield from _repeated(book.forms, "code", _)
    yield from _repeated(book.sectors, "number", _)
    addresses = Counter(form.text("slug") or form.text("id") for form in book.forms)
    for form in book.forms:
        slug = form.text("slug")
        for key in ("code", "slug", "id"):
            taken = OWN_FORMS.values() if key == "code" else OWN_FORMS
            if form.text(key) in taken or (key != "code" and form.text(key).startswith(f"{CARRY_OVER_FORM}-")):
                message = _("%(key)s is what sheets of the program itself are called: a form needs another")
                yield form.hit(key, message % {"key": key}, form.text(key))
        if slug and addresses[slug] > 1:
            yield form.hit("slug", _("slug must differ from the slug and the id of every other form"), slug)


def _check_addresses(book: Book, _: Translate) -> Iterator[Hit]:
    """No sheet of a form has the address of a sheet of another: a sector stands before it, or a number behind it.

    Nor is a sector called like the pack of another.
    """
    named = {form.text("id"): form.text("slug") or form.text("id") for form in book.forms}
    weekly = {named[form.text("id")]: form.text("id") for form in book.forms if form.text("scope") == "unit-week"}
    taken: dict[str, str] = {}
    for form in book.forms:
        own = named[form.text("id")]
        key = "slug" if form.text("slug") else "id"
        of_sector = form.text("scope") in ("unit-sector", "sector")
        for address in [f"{sector.text('id')}-{own}" for sector in book.sectors] if of_sector else [own]:
            unnumbered = re.sub(r"-[0-9]{2,}$", "", address)
            other = taken.get(address) or (weekly.get(unnumbered) if unnumbered != address else None)
            if other and named[other] != own:
                message = _("%(key)s gives a sheet the address of a sheet of the form '%(form)s': %(address)s")
                yield form.hit(key, message % {"key": key, "form": other, "address": address}, own)
                break
            taken[address] = form.text("id")
    sectors = {sector.text("id") for sector in book.sectors}
    for sector in book.sectors:
        other = sector.text("id").removesuffix(f"-{PACK_FORM}")
        if other != sector.text("id") and other in sectors:
            message = _("id gives the sector the address of the pack of the sector '%(sector)s'")
            yield sector.hit("id", message % {"sector": other}, sector.text("id"))


def _check_lines(book: Book, _: Translate) -> Iterator[Hit]:
    """A name stands in one line."""
    for entry, keys in (
        *((plan, ("name", "short")) for plan in book.plan),
        *((unit, ("name", "short")) for unit in book.units),
        *((sector, ("short",)) for sector in book.sectors),
    ):
        for key in keys:
            if "\n" in entry.text(key):
                yield entry.hit(key, _("%(key)s must be one line") % {"key": key}, entry.text(key))


def _check_retired(book: Book, _: Translate) -> Iterator[Hit]:
    """What has a tombstone is gone; a tombstone or a mark stands once; nothing comes from itself."""
    kinds = {"sector": book.sectors, "unit": book.units, "group": book.groups, "form": book.forms}
    kinds |= {"term": book.terms, "note": book.notes}
    there = {f"{kind}:{entry.text('id')}" for kind, entries in kinds.items() for entry in entries}
    there |= book.places.keys()
    for stone in book.retired:
        target = stone.text("target")
        if target in there:
            message = _("target is gone for ever and must not be used again: give the new record another id")
            yield stone.hit("target", message, target)
    yield from _repeated(book.retired, "target", _)
    first: dict[tuple[str, str], Entry] = {}
    for mark in book.marks:
        key = mark.text("revision"), mark.text("target")
        if key in first:
            at = f"{mark.file.path}:{mark.file.line(first[key].loc)}"
            message = _("%(key)s must be used once only; it stands at %(place)s already")
            yield mark.hit("target", message % {"key": "target", "place": at}, key[1])
        first.setdefault(key, mark)
    for document, clauses in book.clauses_by_document:
        name = PLAN if document.file.path == "content/plan.yml" else document.text("id")
        for entry in (*clauses, *book.items(document)):
            for loc, origin in entry.texts("from"):
                if origin in (entry.text("id"), f"{name}#{entry.text('id')}"):
                    yield Hit(entry.file, loc, _("from must name other clauses or rows than this one"), origin)


# ---------------------------------------------------------------- references


def _check_units(book: Book, _: Translate) -> Iterator[Hit]:
    """Who is named is a unit of units.yml; where several may be meant, also a group."""
    if not book.whole("content/units.yml"):
        return
    several: list[tuple[Entry, str]] = []
    one: list[tuple[Entry, str]] = [(group, "members") for group in book.groups]
    for clause in book.all_clauses:
        several += [(duty, "units") for duty in clause.entries("duties")]
        several.append((clause, "responsible"))
    several += [(sector, "lead") for sector in book.sectors]
    for plan in book.plan:
        several.append((plan, "issuers"))
        for reporting in plan.entry("reporting"):
            several.append((reporting, "from_units"))
            one.append((reporting, "to"))
        one += [(contact, "unit") for contact in plan.entry("contact")]
    for entry, key in several:
        message = _("%(key)s must be ids of units or groups of content/units.yml%(hint)s")
        yield from _unknown(entry, key, book.actor_ids, message, _)
    for entry, key in one:
        message = _("%(key)s must be the id of a unit of content/units.yml%(hint)s")
        yield from _unknown(entry, key, book.unit_ids, message, _)


def _unknown(
    entry: Entry, key: str, known: set[str], message: str, _: Translate, strays: Callable[[str], bool] | None = None
) -> Iterator[Hit]:
    for loc, value in entry.texts(key):
        if value not in known and not (strays and strays(value)):
            yield Hit(entry.file, loc, message % {"key": key, "hint": did_you_mean(value, known, _)}, value)


def _check_sectors(book: Book, _: Translate) -> Iterator[Hit]:
    """A sector that is named has a file; `sectors` of a duty stands in the main plan only."""
    message = _("%(key)s must be ids of sectors%(hint)s")
    known = set(book.sector_files)
    strays = partial(book.strays, "sectors")
    for form in book.forms if book.whole("sectors") else ():
        yield from _unknown(form, "sectors", known, message, _, strays)
    for document, clauses in book.clauses_by_document:
        in_plan = document.file.path == "content/plan.yml"
        for clause in clauses:
            if book.whole("sectors"):
                yield from _unknown(clause, "sector", known, message, _, strays)
            for duty in clause.entries("duties"):
                if not in_plan and duty.value.get("sectors"):
                    text = _(
                        "sectors is for duties of content/plan.yml; here the duty belongs to this sector: delete it"
                    )
                    yield duty.hit("sectors", text)
                elif book.whole("sectors"):
                    yield from _unknown(duty, "sectors", known, message, _, strays)


def _check_clause_refs(book: Book, _: Translate) -> Iterator[Hit]:
    """The address of a clause or row leads to one."""
    named: list[tuple[Entry, str]] = [(note, "target") for note in book.notes]
    named += [(term, "where") for term in book.terms]
    named += [(alias, "where") for unit in [*book.units, *book.groups] for alias in unit.entries("aliases")]
    named += [(form, "basis") for form in book.forms]
    message = _("%(key)s must be the address of a clause or row that exists%(hint)s")
    retired = {stone.text("target") for stone in book.retired}
    for entry, key in named:
        for loc, ref in entry.texts(key):
            if ref in retired and ref not in book.places:
                text = _("%(key)s leads to what content/changes.yml says is gone: delete it, or name another place")
                yield Hit(entry.file, loc, text % {"key": key}, ref)
            elif book.dangles(ref):
                guess = did_you_mean(ref, book.near(ref), _)
                yield Hit(entry.file, loc, message % {"key": key, "hint": guess}, ref)
    message = _("%(key)s must be the id of a clause of this file%(hint)s")
    for document, clauses in book.clauses_by_document:
        if not document.file.whole:
            continue
        known = {clause.text("id") for clause in clauses}
        if any(clause.file.blames((*clause.loc, "id")) for clause in clauses):
            continue
        for item in book.items(document):
            yield from _unknown(item, "basis", known, message, _)
        for reporting in document.entry("reporting"):
            yield from _unknown(reporting, "clause", known, message, _)


def _check_forms(book: Book, _: Translate) -> Iterator[Hit]:
    """A checklist names a form of content/forms whose table has the rows `items`."""
    if not book.whole("content/forms"):
        return
    forms = {form.text("id"): form for form in reversed(book.forms)}
    message = _("%(key)s must be the id of a form of content/forms%(hint)s")
    strays = partial(book.strays, "content/forms")
    for sector in book.sectors:
        for checklist in sector.entry("checklist"):
            yield from _unknown(checklist, "form", set(forms), message, _, strays)
            form = forms.get(checklist.text("form"))
            # A form with a fault of its own may have had the rows that are missing here.
            if form and not form.file.broken and not _lists_items(form):
                text = _("form must have a table with 'rows: items' to print the checklist")
                yield checklist.hit("form", text, checklist.text("form"))


def _lists_items(form: Entry) -> bool:
    """Tell whether a form lists the rows of a checklist; one whose blocks are in doubt may."""
    try:
        return Form.model_validate(form.value).lists("items")
    except ValidationError:
        return True


# ---------------------------------------------------------------- text and dates


def _check_texts(book: Book, _: Translate) -> Iterator[Hit]:
    """A clause has a title or a text."""
    for clause in book.all_clauses:
        if not clause.file.missed(clause.loc) and not clause.text("title") and not clause.text("text"):
            yield clause.hit("", _("A clause needs a title or a text"))


def _check_dues(book: Book, _: Translate) -> Iterator[Hit]:
    """The words of a due date or indicator stand in the clause; the day is inside the period or has a note."""
    period = _period(book)
    targets = {note.text("target") for note in book.notes}
    noted = all(file.value is not None for file in book.files.values() if file.path == "content/notes.yml")
    for document, clauses in book.clauses_by_document:
        name = PLAN if document.file.path == "content/plan.yml" else document.text("id")
        for clause in clauses:
            for entry in [*clause.entries("due"), *clause.entries("indicators")]:
                if entry.text("text") not in full_text(clause) + clause.file.missed(clause.loc):
                    message = _("text must stand in the clause letter for letter")
                    yield entry.hit("text", message, entry.text("text"))
            if not noted or f"{name}#{clause.text('id')}" in targets:
                continue
            for due in clause.entries("due"):
                yield from _outside(due, "date", period, _)


def _outside(entry: Entry, key: str, period: tuple[datetime.date, datetime.date] | None, _: Translate) -> Iterator[Hit]:
    for loc, text in entry.texts(key):
        day = _day(text)
        if day and period and period[0] <= period[1] and not period[0] <= day <= period[1]:
            message = _(
                "%(key)s lies outside the period from %(start)s to %(end)s; if the source says so, write a note"
            )
            at = {"key": key, "start": period[0], "end": period[1]}
            yield Hit(entry.file, loc, message % at, text, warning=True)


def _check_plan(book: Book, _: Translate) -> Iterator[Hit]:
    """The period does not end before it starts; reports are due on a weekday or on listed dates inside it."""
    period = _period(book)
    targets = {note.text("target") for note in book.notes}
    for plan in book.plan:
        for entry in plan.entry("period"):
            if period and period[0] > period[1]:
                message = _("end must not be before start (%(start)s)") % {"start": period[0]}
                yield entry.hit("end", message, entry.text("end"))
        for entry in plan.entry("reporting"):
            if not entry.file.missed(entry.loc) and bool(entry.value.get("weekday")) == bool(entry.value.get("dates")):
                yield entry.hit("", _("reporting needs either weekday or dates"))
            if f"{PLAN}#{entry.text('clause')}" not in targets:
                yield from _outside(entry, "dates", period, _)


def _check_validity(book: Book, _: Translate) -> Iterator[Hit]:
    """A unit does not cease before it begins."""
    for unit in book.units:
        start, end = _day(unit.text("valid_from")), _day(unit.text("valid_until"))
        if start and end and start > end:
            message = _("valid_until must not be before valid_from (%(start)s)") % {"start": start}
            yield unit.hit("valid_until", message, unit.text("valid_until"))


def _check_quotes(book: Book, _: Translate) -> Iterator[Hit]:
    """What a note quotes, and another name of a unit, stand letter for letter in the text they point at."""
    for note in book.notes:
        target = book.places.get(note.text("target"))
        if target is not None and note.text("quote") not in target:
            message = _("quote must stand in %(target)s letter for letter, blanks included")
            yield note.hit("quote", message % {"target": note.text("target")}, note.text("quote"))
    for unit in [*book.units, *book.groups]:
        for alias in unit.entries("aliases"):
            for loc, ref in alias.texts("where"):
                if alias.text("text") not in book.places.get(ref, alias.text("text")):
                    message = _("'%(text)s' must stand in the text that where names") % {"text": alias.text("text")}
                    yield Hit(alias.file, loc, message, ref)


def _check_outside(book: Book, _: Translate) -> Iterator[Hit]:
    """What is not from the source names where it is from."""
    for entries, key in ((book.notes, "knowledge"), (book.units, "provenance")):
        for entry in entries:
            if entry.text(key) == "outside" and not entry.file.missed(entry.loc) and not entry.text("reference"):
                message = _("'%(key)s: outside' needs a reference: where it can be looked up")
                yield entry.hit(key, message % {"key": key})


# ---------------------------------------------------------------- forms and sheets


def _check_blocks(book: Book, _: Translate) -> Iterator[Hit]:
    """A block has one key; and what its kind asks of it."""
    for form in book.forms:
        width = None if form.misspells("orientation") else PAGE_WIDTH_MM.get(form.text("orientation") or "portrait")
        for block in form.entries("blocks"):
            if len(block.value) != 1:
                keys = ", ".join(block.value)
                yield block.hit("", _("A block must have exactly one key: start each with a dash of its own"), keys)
            for kind in (KINDS[key] for key in block.value if key in KINDS):
                for fault in kind.check(block.value[kind.name], width, _):
                    yield Hit(form.file, (*block.loc, kind.name, *fault.at), fault.message, fault.found)


def _check_coverage(book: Book, _: Translate) -> Iterator[Hit]:
    """A unit with a duty in a sector prints a form there; a checklist has a unit that answers for it.

    Bodies have no sheets of their own. Where a form or a list of units is in doubt, nothing is said.
    """
    if not all(book.whole(path) for path in ("content/units.yml", "content/forms", "content/plan.yml", "sectors")):
        return
    try:
        forms = [Form.model_validate(form.value) for form in book.forms]
        units = {unit.id: unit for unit in (Unit.model_validate(entry.value) for entry in book.units)}
    except ValidationError:
        return
    entries = {entry.text("id"): entry for entry in book.units}
    printing = {form.id for form in forms if form.lists("items")}
    for sector in book.sectors:
        bound = _bound(book, sector)
        part = _part_of(sector)
        if bound is None or (part.checklist and part.checklist.form not in printing):
            continue
        acting = {name: roles for name, roles in bound.items() if name in units and units[name].kind != "body"}
        for checklist in sector.entry("checklist"):
            if not acting:
                yield checklist.hit("", _("No unit has a duty in this sector, so nobody answers for its checklist"))
        for name, roles in sorted(acting.items()):
            held = tuple(role for role in ROLES if role in roles)
            if not any(
                form.scope == "unit-sector" and prints(form, units[name], held) and covers(form, part) for form in forms
            ):
                message = _("The unit has a duty in the sector '%(sector)s', but no form prints a sheet for it there")
                yield entries[name].hit("id", message % {"sector": sector.text("id")})


def _part_of(sector: Entry) -> Sector:
    """Return as much of a sector as `covers` looks at."""
    known: dict[str, Any] = {"id": sector.text("id"), "checklist": None}
    for checklist in sector.entry("checklist"):
        stub: dict[str, Any] = {"form": checklist.text("form")}
        known["checklist"] = Checklist.model_construct(**stub)
    return Sector.model_construct(**known)


def _bound(book: Book, sector: Entry) -> dict[str, set[str]] | None:
    """Return the roles of each unit in `sector`; None where a name in it is not known."""
    members = {group.text("id"): [name for _loc, name in group.texts("members")] for group in book.groups}
    bound: dict[str, set[str]] = {}
    named = [(name, "lead") for _loc, name in sector.texts("lead")]
    for document, clauses in book.clauses_by_document:
        in_plan = document.file.path == "content/plan.yml"
        for duty in (duty for clause in clauses for duty in clause.entries("duties")):
            here = document is sector or (
                in_plan and sector.text("id") in [name for _loc, name in duty.texts("sectors")]
            )
            if here:
                named += [(name, duty.text("role")) for _loc, name in duty.texts("units")]
    for name, role in named:
        if name not in book.actor_ids:
            return None
        for member in members.get(name, [name]):
            bound.setdefault(member, set()).add(role)
    return bound


CHECKS: tuple[Callable[[Book, Translate], Iterator[Hit]], ...] = (
    _check_ids,
    _check_codes,
    _check_addresses,
    _check_lines,
    _check_retired,
    _check_units,
    _check_sectors,
    _check_clause_refs,
    _check_forms,
    _check_texts,
    _check_dues,
    _check_plan,
    _check_validity,
    _check_quotes,
    _check_outside,
    _check_blocks,
    _check_coverage,
)
"""Every rule between records, in the order of the model."""
