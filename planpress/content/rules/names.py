"""Names of ours: no record bears one, and no two sheets have one address or one code.

What is reserved is what `planpress/model/addresses.py` makes addresses and codes of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from planpress.content.rules.records import Finding, RecordAt, Records
from planpress.i18n import Translate
from planpress.model import addresses


def names_are_free(records: Records, _: Translate) -> Iterator[Finding]:
    """No sector, unit or form has an id, an address or a code that the program makes for something else."""
    for sector in records.sectors:
        if sector.text("id") in addresses.RESERVED_SECTORS:
            yield sector.finding("id", _("'plan' stands for the main plan: a sector needs another id"), addresses.PLAN)
    for unit in records.units:
        if unit.text("id") in addresses.RESERVED_UNITS:
            message = _("'%(id)s' stands for all units: a unit needs another id")
            yield unit.finding("id", message % {"id": unit.text("id")}, unit.text("id"))
        if unit.text("code") == addresses.NO_UNIT:
            message = _("code is what blanks have in the place of a unit: a unit needs another")
            yield unit.finding("code", message, addresses.NO_UNIT)
    for form in records.forms:
        for key in ("code", "slug", "id"):
            name = form.text(key)
            if name in addresses.OWN_FORMS.values() if key == "code" else _is_ours(name):
                message = _("%(key)s is what sheets of the program itself are called: a form needs another")
                yield form.finding(key, message % {"key": key}, name)
        if re.fullmatch("[0-9]{2}", form.text("code")):
            message = _("code must not be two digits: in the code of a sheet they are the number of a sector")
            yield form.finding("code", message, form.text("code"))


def _is_ours(name: str) -> bool:
    return name in addresses.RESERVED_FORMS or name.startswith(f"{addresses.CARRY_OVER_FORM}-")


def sheets_differ(records: Records, _: Translate) -> Iterator[Finding]:
    """No sheet of a form has the address of another: a sector stands before it, or a number behind it."""
    named = {form.text("id"): _name(form) for form in records.forms}
    weekly = {_name(form): form.text("id") for form in records.forms if form.text("scope") == "unit-week"}
    taken: dict[str, str] = {}
    for form in records.forms:
        key = "slug" if form.text("slug") else "id"
        for address in _addresses(form, records):
            unnumbered = re.sub(r"-[0-9]{2,}$", "", address)
            other = taken.get(address) or (weekly.get(unnumbered) if unnumbered != address else None)
            at = {"key": key, "form": other, "address": address}
            if addresses.is_own_name(address) and address != _name(form):
                message = _("%(key)s gives a sheet the address of a sheet of the program itself: %(address)s")
                yield form.finding(key, message % at, _name(form))
                break
            if other and named[other] != _name(form):
                message = _("%(key)s gives a sheet the address of a sheet of the form '%(form)s': %(address)s")
                yield form.finding(key, message % at, _name(form))
                break
            taken[address] = form.text("id")


def packs_differ(records: Records, _: Translate) -> Iterator[Finding]:
    """No form is called like another, and no sector like the pack of another."""
    times = Counter(map(_name, records.forms))
    for form in records.forms:
        if form.text("slug") and times[_name(form)] > 1:
            message = _("slug must differ from the slug and the id of every other form")
            yield form.finding("slug", message, _name(form))
    sectors = {sector.text("id") for sector in records.sectors}
    for sector in records.sectors:
        other = sector.text("id").removesuffix(f"-{addresses.PACK_FORM}")
        if other != sector.text("id") and other in sectors:
            message = _("id gives the sector the address of the pack of the sector '%(sector)s'")
            yield sector.finding("id", message % {"sector": other}, sector.text("id"))


def _name(form: RecordAt) -> str:
    return form.text("slug") or form.text("id")


def _addresses(form: RecordAt, records: Records) -> list[str]:
    """Return the last part of the address of each sheet of a form, the numbers of reporting days aside."""
    if form.text("scope") in ("unit-sector", "sector"):
        return [addresses.form_name(_name(form), sector.text("id")) for sector in records.sectors]
    return [addresses.form_name(_name(form))]
