"""Names, titles and labels that print in one line fit there, in every variant.

The places are those of the style sheets below `site_templates/print`; `tests/content/test_fits.py` holds both together.
What a kind of block holds is told by the kind itself.
"""

import datetime
from collections.abc import Iterator

from planpress.content.rules.paper import printings_of
from planpress.content.rules.records import Finding, RecordAt, Records
from planpress.fit import MM_A_POINT, PAGE, WRITE_MM, Place, too_long
from planpress.i18n import Translate, translations
from planpress.model.addresses import check_address
from planpress.qr import TooLongError, symbol_of
from planpress.record import measured
from planpress.signs import width_of
from planpress.templates import long_date

UNIT = Place(169, 24, 169, 24)
"""The name of a unit on the cover of its pack; on other sheets there is more room."""

HEADS = {name: Place(width, 9, width, 9) for name, (width, _height) in PAGE.items()}
"""What runs along the head of a form: the campaign, the unit, the sector and the form."""

PACK_HEAD = Place(170, 9, 170, 11)

CODE = Place(40, 10.5, 41.4, 12)
"""A code among the contents of a pack, which have less room than the foot of a sheet."""

ISSUER = Place(156, 36, 156, 36)
LONG_DAY = datetime.date(2028, 9, 28)
"""A day that takes as much room as any."""

VALUES = {"week": 12.5, "deadline": 11.0}
"""Full-width signs that a reporting day takes in the head of a form."""


def lines_hold_their_words(records: Records, _: Translate) -> Iterator[Finding]:
    """What prints in one line is no longer than that."""
    for plan in records.plan:
        for notice in plan.records("notice"):
            yield from _told(notice, "issuer", too_long(notice.text("issuer"), ISSUER, _))
    for unit in _printing(records):
        yield from _told(unit, "name", too_long(unit.text("name"), UNIT, _))


def heads_hold_their_names(records: Records, _: Translate) -> Iterator[Finding]:
    """The head of every sheet holds the campaign, the unit, the sector and the form in one line."""
    for plan in records.plan:
        unit, sector, say = _longest(_printing(records), "name"), _longest(records.sectors, "short"), say_of(records)
        pack = max((say("Pack"), say("Carry-over sheet")), key=width_of)
        yield from _head([(plan, "name"), (unit, "name")], pack, PACK_HEAD, _)
        yield from _head([(plan, "name"), (sector, "short")], say("Pack for enterprises") + " · ", PACK_HEAD, _)
        for form in records.forms:
            named = [(plan, "name"), (unit if form.text("scope") != "sector" else None, "name")]
            named += [(sector, "short")] if form.text("scope") in ("unit-sector", "sector") else []
            place = HEADS.get(form.text("orientation") or "portrait", HEADS["portrait"])
            yield from _head([*named, (form, "title")], " · ", place, _)


def _head(named: list[tuple[RecordAt | None, str]], more: str, place: Place, _: Translate) -> Iterator[Finding]:
    """Tell of a head that is too long at the longest of its names."""
    found = [(record, key, width_of(record.text(key))) for record, key in named if record is not None]
    room = place.signs - width_of(more) - 1.2 * len(found)
    record, key, width = max(found, key=lambda one: one[2])
    if sum(one[2] for one in found) > room:
        message = _("The head of a sheet holds %(names)s in one line: at most %(limit)s full-width signs (%(found)s)")
        names = ", ".join(f"'{one.text(name)}'" for one, name, _width in found)
        left = room - sum(one[2] for one in found) + width
        yield record.finding(key, message % {"names": names, "limit": f"{max(0, left):.1f}", "found": f"{width:.1f}"})


def codes_fit(records: Records, _: Translate) -> Iterator[Finding]:
    """Every code stands in one line wherever it prints, and in the symbol that leads to its check page."""
    forms, longest = {form.text("id"): form for form in records.forms}, ""
    sectors = {sector.text("id"): sector.text("code") or "00" for sector in records.sectors}
    for plan in records.plan:
        for printing in printings_of(records):
            form, unit, sector, week = printing
            parts = (
                plan.text("code"),
                sectors.get(sector.id, "") if sector else "",
                form.code,
                unit.code if unit else "00",
                "00" * bool(week),
            )
            longest = max(longest, code := "-".join(filter(None, parts)), key=width_of)
            if width_of(code) > CODE.signs and form.id in forms:
                message = _("Codes stand in one line of %(limit)s full-width signs; this makes %(code)s (%(found)s)")
                at = {"limit": f"{CODE.signs:.1f}", "code": code, "found": f"{width_of(code):.1f}"}
                yield forms.pop(form.id).finding("code", message % at)
        try:
            if plan.text("site_url"):
                symbol_of(check_address(plan.text("site_url"), longest, "0" * 8))
        except TooLongError:
            yield plan.finding("site_url", _("site_url is too long for the symbols on paper: use a shorter one"))


def fields_fit(records: Records, _: Translate) -> Iterator[Finding]:
    """The label of a head field leaves room for what is printed there, or to write on."""
    unit, say = _longest(_printing(records), "name"), say_of(records)
    day = long_date(LONG_DAY, records.language)
    values = {"week": say("Week %(number)s · %(date)s") % {"number": 10, "date": day}, "deadline": f"{day} 00:00"}
    for form in records.forms:
        page = PAGE.get(form.text("orientation") or "portrait", PAGE["portrait"])[0] + 5
        for field in form.records("fields"):
            percent = field.text("width_percent") or "50"
            share = page * (measured(percent) or 50) / 100
            value, label = field.text("value"), field.text("label") + say(":")
            of_unit = value == "unit"
            place = Place(share - 6.5, 11, (page if of_unit else max(share, page / 2)) - 6.5, 14)
            usual, large = (width_of(label) * points * MM_A_POINT for points in (11, 14))
            if of_unit and unit is not None:
                left = Place(place.mm - usual, 13, place.large_mm - large, 16)
                yield from _told(field, "label", too_long(unit.text("name"), left, _), unit.text("name"))
            elif value in values:
                yield from _told(field, "label", too_long(label + values[value], place, _))
            else:
                yield from _told(field, "label", too_long(label, place.less(WRITE_MM), _))


def say_of(records: Records) -> Translate:
    """Return what puts words of ours into the language of the paper, which may not be that of the messages."""
    return translations(records.language).gettext


def _printing(records: Records) -> list[RecordAt]:
    """Return the units that have sheets of their own."""
    return [unit for unit in records.units if unit.text("kind") != "body"]


def _longest(found: list[RecordAt], key: str) -> RecordAt | None:
    return max(found, key=lambda record: width_of(record.text(key)), default=None)


def _told(record: RecordAt, key: str, message: str, found: str | None = None) -> Iterator[Finding]:
    if message:
        yield record.finding(key, message, found)
