"""Names, ids and codes: each is used once, none is one of ours, and no two sheets have one address or one code.

What is ours is what `planpress/model/addresses.py` makes addresses and codes of.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from planpress.content.files import is_device
from planpress.content.rules.records import Finding, RecordAt, Records
from planpress.content.source import Loc, Value
from planpress.i18n import Translate
from planpress.model import addresses
from planpress.model.vocabulary import REPORT_SCOPES


def ids_and_codes_differ(records: Records, _: Translate) -> Iterator[Finding]:
    """An id is used once in its file; ids and codes of units and forms, ids and numbers of sectors, once altogether."""
    for document in records.documents:
        indicators = [indicator for clause in document.clauses for indicator in clause.records("indicators")]
        yield from _repeated([*document.clauses, *indicators, *document.items], "id", _, gone=records.gone)
    for form in records.forms:
        yield from _repeated([*form.records("answers")], "id", _)
    alike = (records.named_kinds, [*records.units, *records.groups], records.terms, records.notes)
    for kind in (*alike, records.forms, records.sectors):
        yield from _repeated(kind, "id", _, gone=records.gone)
    for period in (found for plan in records.plan for found in plan.records("period")):
        yield from _repeated([*period.records("phases")], "id", _)
        yield from _repeated([*period.records("phases")], "name", _)
    yield from _repeated(records.units, "code", _)
    yield from _repeated(records.forms, "code", _)
    yield from _repeated(records.sectors, "number", _)


def retired_stays_away(records: Records, _: Translate) -> Iterator[Finding]:
    """What has a tombstone is gone; a tombstone or a mark stands once; nothing comes from itself."""
    kinds = {"sector": records.sectors, "unit": records.units, "group": records.groups, "form": records.forms}
    kinds |= {"kind": records.named_kinds, "term": records.terms, "note": records.notes}
    there = {f"{kind}:{record.text('id')}": record for kind, found in kinds.items() for record in found}
    there |= {ref: record for document in records.documents for ref, record in document.places}
    for stone in records.retired:
        if record := there.get(stone.text("target")):
            message = _("target still stands at %(place)s: delete one of the two, or give a new record another id")
            yield stone.finding("target", message % {"place": f"{record.file.path}:{record.line('id')}"})
    yield from _repeated(records.retired, "target", _)
    yield from _repeated(records.marks, "target", _, "revision")
    for document in records.documents:
        for ref, record in document.places:
            for loc, origin in record.texts("from"):
                if origin in (record.text("id"), ref):
                    message = _("from must name other clauses or rows than this one")
                    yield Finding(record.file, loc, message, origin)


def _repeated(
    records: Sequence[RecordAt], key: str, _: Translate, *more: str, gone: Collection[str] = ()
) -> Iterator[Finding]:
    """Find the records whose value at `key`, together with those at `more`, an earlier record has too.

    Where it is an id, as when two offices added a record each, one is named that no record has, nor what is `gone`.
    """
    first: dict[tuple[str, ...], RecordAt] = {}
    last = _last_numbers(chain(gone, (one.text(key) for one in records))) if key == "id" else {}
    for record in records:
        value = tuple(record.text(name) for name in (key, *more))
        other = first.setdefault(value, record)
        if value[0] and other is not record:
            at = f"{other.file.path}:{other.line(key)}"
            message = _("%(key)s must be used once only; it stands at %(place)s already") % {"key": key, "place": at}
            if key == "id":
                message += _("; give the one that is not sealed yet another, such as '%(id)s'")
                message %= {"id": _unused(value[0], last)}
            yield record.finding(key, message)


_NUMBER = re.compile(r"-?([0-9]{1,9})$")
"""The number at the end of an id."""


def _last_numbers(names: Iterable[str]) -> dict[str, int]:
    """Return the highest number at the end of ids by what stands before it; 1 where none has one."""
    found: dict[str, int] = {}
    for name in names:
        hit = _NUMBER.search(name)
        stem = name[: hit.start()] if hit else name
        found[stem] = max(found.get(stem, 1), int(hit[1]) if hit else 1)
    return found


def _unused(name: str, last: Mapping[str, int]) -> str:
    """Return the first id like `name`, with a number at its end, that stands behind all that are used."""
    stem = _NUMBER.sub("", name) or name
    mark = "-" if stem == name or f"{stem}-" in name else ""
    return f"{stem}{mark}{last.get(stem, 1) + 1}"


MAY_REPEAT = frozenset({"names"})
"""Lists in which one text may stand twice: two rows of a form may be called the same."""


def values_differ(records: Records, _: Translate) -> Iterator[Finding]:
    """No list holds one text twice; no clause binds a unit twice in one way; no words have two dates in one clause."""
    for file in records.files.values():
        for loc, values in _lists(file.value, ()):
            first: dict[str, int] = {}
            lines: set[tuple[str, int]] = set()
            for place, value in enumerate(values):
                if isinstance(value, str) and value and first.setdefault(folded(value), place) != place:
                    at = value, file.line((*loc, place))
                    if at not in lines:
                        message = _("%(key)s holds this twice: delete one of the two")
                        yield Finding(file, (*loc, place), message % {"key": loc[-1]}, value)
                    lines.add(at)
    for document in records.documents:
        for clause in document.clauses:
            yield from _repeated([*clause.records("due")], "text", _)
            for due in clause.records("due"):
                yield from _repeated([*due.records("on")], "name", _)
            bound: set[tuple[str, str, str]] = set()
            for duty in clause.records("duties"):
                told = {
                    (unit, duty.text("role"), name)
                    for unit in duty.words("units")
                    for name in duty.words("sectors") or [""]
                }
                if twice := bound & told:
                    message = _("The clause binds '%(unit)s' twice in the same role: delete it here")
                    yield duty.finding("units", message % {"unit": min(twice)[0]}, "")
                bound |= told
    for unit in (*records.units, *records.groups):
        yield from _repeated([*unit.records("aliases")], "text", _)
    synonyms = [synonym for top in records.tops("content/terms.yml") for synonym in top.records("synonyms")]
    yield from _repeated(synonyms, "word", _)


def _lists(value: Value, loc: Loc) -> Iterator[tuple[Loc, list[Value]]]:
    """Yield every list below `value`, but those that may hold a text twice."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if isinstance(value, list) and loc[-1] not in MAY_REPEAT:
        yield loc, value
    for step, part in inside:
        yield from _lists(part, (*loc, step))


def folded(name: str) -> str:
    """Return what two names must differ in: more than blanks, capitals and the width of letters."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def names_differ(records: Records, _: Translate) -> Iterator[Finding]:
    """Units and groups, terms and sectors each have a name of their own, which is no other name of another."""
    message = _("%(key)s is what '%(id)s' is called already (%(place)s)")
    units = (*records.units, *records.groups)
    for kind, key in ((units, "name"), (records.terms, "name"), (records.sectors, "title"), (records.sectors, "short")):
        first: dict[str, RecordAt] = {}
        for record in kind:
            name = folded(record.text(key))
            other = first.setdefault(name, record)
            if name and other is not record:
                yield record.finding(key, message % _called(other, key, key))
    named = {folded(unit.text("name")): unit for unit in units}
    for unit in units:
        for alias, key in [(unit, "short"), *((alias, "text") for alias in unit.records("aliases"))]:
            name = folded(alias.text(key))
            other = named.get(name, unit)
            if name and other.text("id") != unit.text("id"):
                yield alias.finding(key, message % _called(other, "name", key))


def _called(other: RecordAt, at: str, key: str) -> dict[str, str]:
    return {"key": key, "id": other.text("id"), "place": f"{other.file.path}:{other.line(at)}"}


def names_are_one_line(records: Records, _: Translate) -> Iterator[Finding]:
    """A name stands in one line: that of the plan, of a unit or of a sector."""
    named = [(record, key) for record in (*records.plan, *records.units) for key in ("name", "short")]
    for record, key in (*named, *((sector, "short") for sector in records.sectors)):
        if "\n" in record.text(key):
            yield record.finding(key, _("%(key)s must be one line") % {"key": key})


def names_are_free(records: Records, _: Translate) -> Iterator[Finding]:
    """No sector, unit or form has an id, an address or a code that the program makes for something else."""
    for record in (*records.plan, *records.sectors, *records.units, *records.forms):
        for key in ("id", "slug"):
            if is_device(record.text(key)):
                yield record.finding(key, _("%(key)s is what Windows calls a device: choose another") % {"key": key})
    for sector in records.sectors:
        if sector.text("id") in addresses.RESERVED_SECTORS:
            yield sector.finding("id", _("'plan' stands for the main plan: a sector needs another id"))
    for unit in records.units:
        if unit.text("id") in addresses.RESERVED_UNITS:
            message = _("'%(id)s' stands for all units: a unit needs another id")
            yield unit.finding("id", message % {"id": unit.text("id")})
        if unit.text("code") == addresses.NO_UNIT:
            yield unit.finding("code", _("code is what blanks have in the place of a unit: a unit needs another"))
    for form in records.forms:
        for key in ("code", "slug", "id"):
            name = form.text(key)
            ours = addresses.OWN_FORMS.values() if key == "code" else addresses.RESERVED_FORMS
            if name in ours or (key != "code" and name.startswith(f"{addresses.CARRY_OVER_FORM}-")):
                message = _("%(key)s is what sheets of the program itself are called: a form needs another")
                yield form.finding(key, message % {"key": key})
        if re.fullmatch("[0-9]{2}", form.text("code")):
            message = _("code must not be two digits: in the code of a sheet they are the number of a sector")
            yield form.finding("code", message)


def sheets_differ(records: Records, _: Translate) -> Iterator[Finding]:
    """No sheet of a form has the address of another: a sector stands before it, or a number behind it."""
    named = {form.text("id"): _name(form) for form in records.forms}
    weekly = {_name(form): form.text("id") for form in records.forms if form.text("scope") in REPORT_SCOPES}
    taken: dict[str, str] = {}
    for form in records.forms:
        key, name = "slug" if form.text("slug") else "id", _name(form)
        of_sectors = form.text("scope") in ("unit-sector", "sector")
        for sector in (sector.text("id") for sector in records.sectors) if of_sectors else (None,):
            address = addresses.form_name(name, sector)  # the numbers of reporting days aside
            unnumbered = re.sub(r"-[0-9]{2,}$", "", address)
            other = taken.get(address) or (weekly.get(unnumbered) if unnumbered != address else None)
            at = {"key": key, "form": other, "address": address}
            ours = re.fullmatch(f"{addresses.PACK_FORM}|{addresses.CARRY_OVER_FORM}-[0-9]+", address)
            if ours and address != name:
                message = _("%(key)s gives a sheet the address of a sheet of the program itself: %(address)s")
            elif other and named[other] != name:
                message = _("%(key)s gives a sheet the address of a sheet of the form '%(form)s': %(address)s")
            else:
                taken[address] = form.text("id")
                continue
            yield form.finding(key, message % at)
            break


def packs_differ(records: Records, _: Translate) -> Iterator[Finding]:
    """No form is called like another, and no sector like the pack of another."""
    times = Counter(map(_name, records.forms))
    for form in records.forms:
        if form.text("slug") and times[_name(form)] > 1:
            yield form.finding("slug", _("slug must differ from the slug and the id of every other form"))
    sectors = {sector.text("id") for sector in records.sectors}
    for sector in records.sectors:
        other = sector.text("id").removesuffix(f"-{addresses.PACK_FORM}")
        if other != sector.text("id") and other in sectors:
            message = _("id gives the sector the address of the pack of the sector '%(sector)s'")
            yield sector.finding("id", message % {"sector": other})


def _name(form: RecordAt) -> str:
    return form.text("slug") or form.text("id")
