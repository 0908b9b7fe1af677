"""A unit that prints nothing in a sector → the change of a form by which it would.

In: what is known of a campaign, a unit bound in a sector, and the sector. Out: words; pure.
"""

from collections.abc import Iterator

from planpress.i18n import Translate
from planpress.model.campaign import Campaign
from planpress.model.forms import Form
from planpress.model.records import Sector, Unit


def cure_of(campaign: Campaign, unit: Unit, sector: Sector, _: Translate) -> str:
    """Name the form that needs the fewest changes to print a sheet for `unit` in `sector`, and these changes."""
    forms = [form for form in campaign.forms if form.scope not in ("sector", "copies")]
    cures = [(form, [*_changes(campaign, form, unit, sector, _)]) for form in forms]
    if not cures:
        return _("write a form with 'scope: unit-sector' (`new form`)")
    form, changes = min(cures, key=lambda cure: len(cure[1]))
    return _("in the form '%(form)s', %(changes)s") % {"form": form.id, "changes": _(", ").join(changes)}


def _changes(campaign: Campaign, form: Form, unit: Unit, sector: Sector, _: Translate) -> Iterator[str]:
    """Yield what keeps `form` from being printed, as what to write instead."""
    roles = campaign.bindings.roles(unit, sector)
    if form.scope != "unit-sector":
        yield _("write 'scope: unit-sector'")
    if form.sectors and sector.id not in form.sectors:
        yield _("add '%(value)s' to %(key)s") % {"value": sector.id, "key": "sectors"}
    if form.roles and not set(form.roles) & set(roles):
        yield _("add '%(value)s' to %(key)s") % {"value": roles[0], "key": "roles"}
    if not {"any", campaign.kind_of(unit).audience} & set(form.audience):
        yield _("add '%(value)s' to %(key)s") % {"value": campaign.kind_of(unit).audience, "key": "audience"}
    if form.lists("items") and sector.checklist is None:
        yield _("but the sector has no checklist: write one with 'form: %(form)s'") % {"form": form.id}
    elif form.lists("items") and form.origin == "source" and sector.checklist and sector.checklist.form != form.id:
        yield _("but the checklist of the sector must name it, 'form: %(form)s'") % {"form": form.id}
