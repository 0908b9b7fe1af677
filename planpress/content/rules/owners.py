"""What paper was sealed with stays: no code and no address passes to another record."""

import re
from collections.abc import Iterator

from planpress.content.rules.records import Finding, RecordAt, Records
from planpress.i18n import Translate
from planpress.model import addresses
from planpress.model.owners import family_of
from planpress.model.records import sector_code
from planpress.model.version import called
from planpress.model.vocabulary import REPORT_SCOPES

TWO_DIGITS = re.compile("[0-9]{2}")
"""The code of a sector that states none; no form may have such a one."""

NUMBER = re.compile("[0-9]{1,9}")
"""How the number of a sector is written; what is written otherwise is told elsewhere."""

NUMBERED = re.compile("-[0-9]{2,}$")
"""What a reporting day adds to an address."""


def code_at(record: RecordAt) -> tuple[str, str]:
    """Return the key that gives a unit, form or sector its code, and the code: a sector may leave it to its number."""
    number = record.text("number")
    if "code" not in record.value and NUMBER.fullmatch(number):
        return "number", sector_code(int(number))
    return "code", record.text("code")


def codes_differ(records: Records, _: Translate) -> Iterator[Finding]:
    """No sector has the code of another, of a form, or of a sheet of ours; what was sealed tells `codes_keep…`."""
    first = {form.text("code"): form for form in records.forms if not TWO_DIGITS.fullmatch(form.text("code"))}
    for sector in records.sectors:
        key, code = code_at(sector)
        other = first.setdefault(code, sector) if code else sector
        if code in addresses.OWN_FORMS.values():
            message = _("%(key)s is what sheets of the program itself are called: a sector needs another")
            yield sector.finding(key, message % {"key": key})
            continue
        told = ("form", code) in records.owners.codes or (key, code_at(other)[0]) == ("number", "number")
        if other is not sector and not told:
            at = f"{other.file.path}:{other.file.line((*other.loc, code_at(other)[0]))}"
            message = _("%(key)s gives the code '%(code)s', which stands at %(place)s already: write 'code: %(free)s'")
            free = _unused(records, f"sector:{sector.text('id')}", code)
            yield sector.finding(key, message % {"key": key, "code": code, "place": at, "free": free})


def codes_keep_their_owner(records: Records, _: Translate) -> Iterator[Finding]:
    """A code that was sealed belongs to its unit, form or sector for ever, also when that is gone."""
    for target, record in _owning(records):
        key, code = code_at(record)
        owner, own = records.owners.other(target, code), records.owners.last.get(target, code)
        if owner:
            message = _(
                "%(key)s gives the code '%(code)s', which belongs to %(owner)s for ever, since paper of revision "
                "%(number)s bears it: write 'code: %(free)s'"
            )
            at = {"owner": owner.target, "number": called(owner.revision, _), "free": _unused(records, target, code)}
            yield record.finding(key, message % {"key": key, "code": code, **at})
        elif key == "number" and own != code:
            message = _(
                "%(key)s gives another code than '%(own)s', which paper of this sector bears: number only orders, "
                "write 'code: %(free)s'"
            )
            yield record.finding(key, message % {"key": key, "own": own, "free": _unused(records, target, code)})


def _owning(records: Records) -> Iterator[tuple[str, RecordAt]]:
    """Yield each record that has a code by its address, such as `unit:police`."""
    kinds = {"unit": records.units, "form": records.forms, "sector": records.sectors}
    return ((f"{kind}:{record.text('id')}", record) for kind, found in kinds.items() for record in found)


def _unused(records: Records, target: str, code: str) -> str:
    """Return what `target` may have in place of `code`, in quotes: YAML of others may read digits as a number."""
    family = family_of(target)
    used = (code_at(record)[1] for other, record in _owning(records) if family_of(other) == family)
    return f'"{records.owners.unused(target, code, used)}"'


def addresses_keep_their_owner(records: Records, _: Translate) -> Iterator[Finding]:
    """An address that was sealed belongs to the sheets of its form and sector for ever."""
    sealed = records.owners.addresses
    for form in records.forms:
        key, name, scope = "slug" if form.text("slug") else "id", form.text("id"), form.text("scope")
        of_sectors = scope in ("unit-sector", "sector")
        for sector in (sector.text("id") for sector in records.sectors) if of_sectors else ("",):
            address = addresses.form_name(form.text(key), sector or None)
            weekly = (other for other in sealed if scope in REPORT_SCOPES and NUMBERED.sub("", other) == address)
            owners = (sealed[other] for other in (address, *weekly) if other in sealed)
            owner = next((owner for owner in owners if owner != (name, sector)), None)
            if owner:
                message = _(
                    "%(key)s gives a sheet the address '%(address)s', which belongs to sheets of the form '%(form)s' "
                    "for ever: write another slug"
                )
                yield form.finding(key, message % {"key": key, "address": address, "form": owner[0]})
                break
