"""Forms as paper: their blocks keep what their kind asks, and whoever has a duty prints a form for it.

Who is bound and who prints what is asked of `Bindings`, as by everything that is printed: of a campaign that
holds no more than they look at, so that a fault elsewhere in the files does not keep the rule quiet.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from planpress.blocks.registry import KINDS
from planpress.content.rules.cures import cure_of
from planpress.content.rules.records import Document, Finding, Records
from planpress.fit import PAGE, page_named
from planpress.i18n import Translate
from planpress.model.addresses import PLAN
from planpress.model.campaign import Campaign
from planpress.model.checklist import Checklist
from planpress.model.forms import Form, Printing
from planpress.model.plan import Plan
from planpress.model.records import Clause, Duty, Group, Sector, Unit
from planpress.model.reporting import ONLY_RULE, ReportRule


def blocks_keep_their_rules(records: Records, _: Translate) -> Iterator[Finding]:
    """A block has one key; and what its kind asks of it."""
    for form in records.forms:
        doubtful = form.misspells("orientation") or form.misspells("paper")
        width = None if doubtful else PAGE[page_named(form.text("orientation"), form.text("paper"))][0]
        if form.text("paper") == "a3" and form.text("orientation") != "landscape":
            message = _("A3 lies on its side: write 'orientation: landscape' too")
            yield form.finding("orientation" if form.text("orientation") else "paper", message)
        for block in form.records("blocks"):
            if len(block.value) != 1:
                message = _("A block must have exactly one key: start each with a dash of its own")
                yield block.finding("", message, ", ".join(block.value))
            for kind in (KINDS[key] for key in block.value if key in KINDS):
                for fault in kind.check(block.value[kind.name], width, _):
                    loc = (*block.loc, kind.name, *fault.at)
                    yield Finding(form.file, loc, fault.message, fault.found)


def duty_has_a_sheet(records: Records, _: Translate) -> Iterator[Finding]:
    """A unit with a duty in a sector prints a form there; a checklist has a unit that answers for it.

    Bodies have no sheets of their own. A sector of text alone needs none, where no form is printed sector by sector.
    Where a form or a list of units is in doubt, nothing is said.
    """
    campaign = _known(records)
    if campaign is None:
        return
    printed = {(sheet.sector.id, sheet.unit.id) for sheet in campaign.bindings.printings if sheet.sector and sheet.unit}
    by_sector = any(form.scope == "unit-sector" for form in campaign.forms)
    units = {unit.text("id"): unit for unit in records.units}
    for record in records.sectors:
        sector = campaign.sector_by_id.get(record.text("id"))
        if sector is None:
            continue
        acting = [unit for unit in campaign.bindings.in_sector(sector) if campaign.prints_sheets(unit)]
        for checklist in record.records("checklist") if not acting else ():
            yield checklist.finding("", _("No unit has a duty in this sector, so nobody answers for its checklist"))
        if sector.checklist is None and not by_sector:
            continue
        for unit in sorted(acting, key=lambda unit: unit.id):
            if (sector.id, unit.id) not in printed:
                message = _(
                    "The unit has a duty in the sector '%(sector)s', but no form prints a sheet for it there: %(cure)s"
                )
                at = {"sector": sector.id, "cure": cure_of(campaign, unit, sector, _)}
                yield units[unit.id].finding("id", message % at, "")


def printings_of(records: Records) -> tuple[Printing, ...]:
    """Return every sheet of a form that has to exist; none where that is in doubt."""
    campaign = _known(records)
    return tuple(campaign.bindings.printings) if campaign else ()


@lru_cache(maxsize=1)
def _known(records: Records) -> Campaign | None:
    """Return as much of the campaign as tells who prints what; None where that is in doubt."""
    if not all(map(records.whole, ("content/units.yml", "content/forms", "content/plan.yml", "sectors"))):
        return None
    if any(unit.text("kind") not in records.kinds for unit in records.units):
        return None
    try:
        return _campaign(records)
    except ValidationError:
        return None


def _campaign(records: Records) -> Campaign:
    """Return as much of the campaign as tells who is bound and prints what, without the sectors in doubt.

    Raises:
        ValidationError: If a form or a unit has a fault of its own.
    """
    forms = tuple(Form.model_validate(form.value) for form in records.forms)
    sure = _sure(records, {form.id for form in forms if form.lists("items")})
    members = ((group, tuple(set(group.words("members")) & records.unit_ids)) for group in records.groups)
    rules = (rule.text("id") or ONLY_RULE for plan in records.plan for rule in plan.records("reporting"))
    # of each rule one report without a day, so that it need not be known when it falls due
    reporting = tuple(_partial(ReportRule, id=name, on_event=name) for name in rules)
    return Campaign(
        plan=_partial(
            Plan,
            clauses=tuple(_clauses(records.documents[0], sure, records.unit_and_group_ids)),
            reporting=reporting,
            period=None,
        ),
        sectors=tuple(_sector(one, sure) for one in records.documents if one.name in sure),
        kinds=tuple(records.kinds.values()),
        units=tuple(Unit.model_validate(unit.value) for unit in records.units),
        groups=tuple(_partial(Group, id=group.text("id"), members=found) for group, found in members),
        terms=(),
        notes=(),
        forms=forms,
    )


def _sure(records: Records, lists: set[str]) -> set[str]:
    """Return the sectors of which it is sure who is bound: every name is known, and its form is among `lists`."""
    known = records.unit_and_group_ids
    sure = {
        sector.text("id")
        for sector in records.sectors
        if (lead := sector.words("lead")) and known.issuperset(lead)
        if lists.issuperset(checklist.text("form") for checklist in sector.records("checklist"))
    }
    for document in records.documents:
        for duty in document.duties:
            if not known.issuperset(duty.words("units")):
                sure -= set(duty.words("sectors")) if document.name == PLAN else {document.name}
    return sure


def _sector(document: Document, sure: set[str]) -> Any:
    checklists = (_partial(Checklist, form=one.text("form"), items=()) for one in document.record.records("checklist"))
    lead, clauses = tuple(document.record.words("lead")), tuple(_clauses(document, sure, set()))
    return _partial(Sector, id=document.name, lead=lead, clauses=clauses, checklist=next(checklists, None))


def _clauses(document: Document, sure: set[str], known: set[str]) -> Iterator[Clause]:
    """Yield a clause for each duty, those of the plan as far as they extend to sectors that are sure, or name none."""
    for number, duty in enumerate(document.duties):
        sectors = tuple(name for name in duty.words("sectors") if document.name == PLAN and name in sure)
        whole = not duty.value.get("sectors") and known.issuperset(duty.words("units"))
        if sectors or document.name != PLAN or whole:
            made = _partial(Duty, units=tuple(duty.words("units")), role=duty.text("role"), sectors=sectors)
            yield _partial(Clause, id=str(number), duties=(made,))


def _partial(kind: Any, **fields: Any) -> Any:
    """Return a record of which these fields alone are known."""
    return kind.model_construct(**fields)
