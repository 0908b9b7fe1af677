"""References between records: whoever is named exists."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from graphlib import CycleError, TopologicalSorter
from itertools import chain

from pydantic import ValidationError

from planpress.content.faults import did_you_mean, hint
from planpress.content.guess import Guesses
from planpress.content.rules.records import Finding, RecordAt, Records
from planpress.i18n import Translate
from planpress.model.addresses import PLAN
from planpress.model.forms import Form
from planpress.zones import zone_names


def units_exist(records: Records, _: Translate) -> Iterator[Finding]:
    """Who is named is a unit of units.yml; where several may be meant, also a group."""
    if not records.whole("content/units.yml"):
        return
    reporting = [found for plan in records.plan for found in plan.records("reporting")]
    several = [(duty, "units") for document in records.documents for duty in document.duties]
    several += [(clause, "responsible") for clause in records.clauses]
    several += [(due, "units") for clause in records.clauses for due in clause.records("due")]
    several += [(sector, "lead") for sector in records.sectors]
    several += [(plan, "issuers") for plan in records.plan]
    several += [(found, "from_units") for found in reporting]
    several += [(note, "units") for note in records.notes]
    one = [(group, "members") for group in records.groups]
    one += [(found, "to") for found in reporting]
    one += [(contact, "unit") for plan in records.plan for contact in plan.records("contact")]
    message = _("%(key)s must be ids of units or groups of content/units.yml%(hint)s")
    yield from _unknown(several, records.unit_and_group_ids, message, _)
    message = _("%(key)s must be the id of a unit of content/units.yml%(hint)s")
    yield from _unknown(one, records.unit_ids, message, _)


def sectors_exist(records: Records, _: Translate) -> Iterator[Finding]:
    """A sector that is named has a file; `sectors` of a duty stands in the main plan only."""
    named = [(form, "sectors") for form in records.forms]
    for document in records.documents:
        named += [(clause, "sector") for clause in document.clauses]
        for duty in document.duties:
            if document.name == PLAN:
                named.append((duty, "sectors"))
            elif duty.value.get("sectors"):
                message = _(
                    "sectors is for duties of content/plan.yml; here the duty belongs to this sector: delete it"
                )
                yield duty.finding("sectors", message, "")
    for record, key, loc, name in [(*one, *found) for one in named for found in one[0].texts(one[1])]:
        if records.retires(name):
            message = _("%(key)s leads to what content/changes.yml says is gone: delete it")
            yield Finding(record.file, loc, message % {"key": key}, name)
    if records.whole("sectors"):
        message = _("%(key)s must be ids of sectors%(hint)s")
        yield from _unknown(named, records.sector_files, message, _, partial(_elsewhere, records))


def _elsewhere(records: Records, name: str) -> bool:
    """Whether a sector is in a file that is not read, or is told to be gone."""
    return records.misnames("sectors", name) or records.retires(name)


def clauses_exist(records: Records, _: Translate) -> Iterator[Finding]:
    """The address of a clause or row leads to one."""
    named = [(note, "target") for note in records.notes]
    named += [(term, "where") for term in records.terms]
    named += [(alias, "where") for alias in records.aliases]
    named += [(form, "basis") for form in records.forms]
    for record, key, loc, ref in [(*one, *found) for one in named for found in one[0].texts(one[1])]:
        if records.retires(ref):
            message = _("%(key)s leads to what content/changes.yml says is gone: delete it, or name another place")
            yield Finding(record.file, loc, message % {"key": key}, ref)
        elif records.leads_nowhere(ref):
            message = _("%(key)s must be the address of a clause or row that exists%(hint)s")
            at = {"key": key, "hint": did_you_mean(ref, records.near(ref), _, records.guesses)}
            yield Finding(record.file, loc, message % at, ref)
    for document in records.documents:
        doubtful = any(clause.file.blames((*clause.loc, "id")) for clause in document.clauses)
        if document.record.file.whole and not doubtful:
            known = {clause.text("id") for clause in document.clauses}
            named = [(item, "basis") for item in document.items]
            named += [(reporting, "clause") for reporting in document.record.records("reporting")]
            yield from _unknown(named, known, _("%(key)s must be the id of a clause of this file%(hint)s"), _)


def origins_exist(records: Records, _: Translate) -> Iterator[Finding]:
    """What a clause or row comes from is there or was there; nothing comes from itself, by however many steps."""
    origins: dict[str, dict[str, Finding]] = {}
    message = _("from must name a clause or row that is there, or was in a sealed revision%(hint)s")
    for document in records.documents:
        for ref, record in document.places:
            for loc, name in record.texts("from"):
                origin = name if "#" in name else f"{document.name}#{name}"
                if records.leads_nowhere(origin) and not records.retires(origin) and not records.was(origin):
                    near = records.guesses.near(origin, records.near(origin))
                    found = message % {"hint": hint("" if near == ref else near, _)}
                    yield Finding(record.file, loc, found, name)
                elif origin in origins.get(ref, {}):
                    twice = _("%(key)s holds this twice: delete one of the two") % {"key": "from"}
                    yield Finding(record.file, loc, twice, name)
                elif origin != ref:
                    circle = _("from must not lead in a circle: '%(origin)s' comes from this place")
                    finding = Finding(record.file, loc, circle % {"origin": origin})
                    origins.setdefault(ref, {})[origin] = finding
    yield from _circles(origins)


def _circles(origins: dict[str, dict[str, Finding]]) -> Iterator[Finding]:
    """Yield what is found where a place comes from one that comes from it."""
    heirs: dict[str, list[str]] = {}
    for ref, found in origins.items():
        for origin in found:
            heirs.setdefault(origin, []).append(ref)
    caught = _never_ready(origins) & _never_ready(heirs)
    yield from (
        finding for ref in origins if ref in caught for origin, finding in origins[ref].items() if origin in caught
    )


def _never_ready(graph: Mapping[str, Iterable[str]]) -> set[str]:
    """Return the nodes that are in a circle, or come behind one."""
    sorter, left = TopologicalSorter(graph), {*graph, *chain.from_iterable(graph.values())}
    with suppress(CycleError):  # what is in no circle is sorted all the same
        sorter.prepare()
    while ready := sorter.get_ready():
        left.difference_update(ready)
        sorter.done(*ready)
    return left


def time_zones_exist(records: Records, _: Translate) -> Iterator[Finding]:
    """The time zone of the plan is one that calendars know."""
    for plan in records.plan:
        if plan.text("timezone") and plan.text("timezone") not in zone_names():
            message = _(
                "timezone must be a name of the IANA list of time zones, such as Asia/Shanghai for all of China"
            )
            yield plan.finding("timezone", message)


def forms_exist(records: Records, _: Translate) -> Iterator[Finding]:
    """A checklist names a form of content/forms whose table has the rows `items`."""
    if not records.whole("content/forms"):
        return
    forms = {form.text("id"): form for form in reversed(records.forms)}
    message = _("%(key)s must be the id of a form of content/forms%(hint)s")
    for checklist in (found for sector in records.sectors for found in sector.records("checklist")):
        yield from _unknown([(checklist, "form")], forms, message, _, partial(records.misnames, "content/forms"))
        form = forms.get(checklist.text("form"))
        # A form with a fault of its own may have had the rows that are missing here.
        if form and not form.file.broken and not _lists_items(form):
            yield checklist.finding("form", _("form must have a table with 'rows: items' to print the checklist"))


def forms_have_a_basis(records: Records, _: Translate) -> Iterator[Finding]:
    """A form names the clauses it serves; what the editor drew up to register copies on may serve the office alone."""
    for form in records.forms:
        of_the_office = form.text("scope") == "copies" and form.text("origin") == "editor"
        if not form.value.get("basis") and not of_the_office and not form.misspells("basis") and not form.missed:
            message = _("A form needs a basis, such as [plan#reporting]: only the editor's for copies may have none")
            yield form.finding("basis", message, "")


def _lists_items(form: RecordAt) -> bool:
    """Tell whether a form lists the rows of a checklist; one whose blocks are in doubt may."""
    try:
        return Form.model_validate(form.value).lists("items")
    except ValidationError:
        return True


def _unknown(
    named: Iterable[tuple[RecordAt, str]],
    known: Collection[str],
    message: str,
    _: Translate,
    elsewhere: Callable[[str], bool] = lambda name: False,
) -> Iterator[Finding]:
    """Find the names that are neither known nor `elsewhere`, in a file that is not read."""
    guesses = Guesses()
    for record, key in named:
        for loc, name in record.texts(key):
            if name not in known and not elsewhere(name):
                hint = did_you_mean(name, known, _, guesses)
                yield Finding(record.file, loc, message % {"key": key, "hint": hint}, name)
