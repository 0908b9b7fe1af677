"""Names, titles and labels that print in one line fit there, in every variant.

The places are those of the style sheets below `site_templates/print`; `tests/content/test_fits.py` holds both together.
What a kind of block holds is told by the kind itself.
"""

import datetime
from collections.abc import Iterable, Iterator

from planpress.content.rules.paper import printings_of
from planpress.content.rules.records import Finding, RecordAt, Records
from planpress.fit import (
    MM_A_POINT,
    PAGE,
    SMALL_UNIT,
    WRITE_MM,
    Place,
    field_place,
    halved,
    lines_of,
    page_named,
    too_long,
)
from planpress.heads import Head, printed_of, set_heads
from planpress.i18n import Translate, translations
from planpress.model.addresses import check_address
from planpress.qr import TooLongError, symbol_of
from planpress.record import measured
from planpress.signs import width_of
from planpress.templates import long_date

CAMPAIGN = Place(PAGE["portrait"][0], 9, PAGE["portrait"][0], 9)
"""The name of the campaign: the first line in the head of every sheet."""

UNIT = Place(0.58 * PAGE["portrait"][0], 9, 0.58 * PAGE["portrait"][0], 9)
"""The name of a unit, at the left of the next line; on covers and in head fields it may take two lines."""

TITLES = {name: Place(0.42 * width, 9, 0.42 * width, 9) for name, (width, _height) in PAGE.items()}
"""At the right of it: a sector and a form."""

TITLE_LINES = 2

CODE = Place(40, 10.5, 41.4, 12)
"""A code among the contents of a pack, which have less room than the foot of a sheet."""

ISSUER = Place(156, 18, 156, 18)
"""Who issues the notice: as large as fits, up to 36 pt."""

ISSUER_MM = 18 * MM_A_POINT
"""What a sign takes there at least."""

NUMBERS = ("Week %(number)s · %(date)s", "No. %(number)s · %(date)s")
"""How the number and the day of a report are said."""

LONG_DAY = datetime.date(2028, 9, 28)
"""A day that takes as much room as any."""


def lines_hold_their_words(records: Records, _: Translate) -> Iterator[Finding]:
    """What prints in one line is no longer than that."""
    for plan in records.plan:
        for notice in plan.records("notice"):
            yield from _told(notice, "issuer", too_long(notice.text("issuer"), ISSUER, _))
            longest, end = max(notice.words("issuers"), key=width_of, default=""), notice.text("issuers_end")
            yield from _told(
                notice, "issuers", too_long(longest, ISSUER.less((width_of(end) + 1) * ISSUER_MM), _), longest
            )
    for unit in printing(records):
        yield from _told(unit, "name", too_long(unit.text("name"), UNIT, _))


def heads_hold_their_names(records: Records, _: Translate) -> Iterator[Finding]:
    """The head of a sheet holds the campaign in a line, and beside the unit the sector and the form in two."""
    for plan in records.plan:
        yield from _told(plan, "name", too_long(plan.text("name"), CAMPAIGN, _))
    for form in records.forms:
        meant = form.words("sectors")
        sector = _longest([one for one in records.sectors if not meant or one.text("id") in meant], "short")
        parts = [sector.text("short")] if sector and form.text("scope") in ("unit-sector", "sector") else []
        words = " · ".join([*parts, form.text("title")])
        place = TITLES[page_named(form.text("orientation"), form.text("paper"))]
        if (lines := lines_of(words, place.signs)) > TITLE_LINES:
            message = _("This is up to %(lines)s lines; its place holds %(most)s")
            longer = bool(parts) and width_of(parts[0]) > width_of(form.text("title"))
            record, key = (sector, "short") if sector and longer else (form, "title")
            yield record.finding(key, message % {"lines": lines, "most": TITLE_LINES}, words)


def codes_fit(records: Records, _: Translate) -> Iterator[Finding]:
    """Every code stands in one line wherever it prints, and in the symbol that leads to its check page."""
    forms, longest = {form.text("id"): form for form in records.forms}, ""
    sectors = {sector.text("id"): sector.text("code") or "00" for sector in records.sectors}
    for plan in records.plan:
        for printing in printings_of(records):
            form, unit, sector, report = printing
            parts = (
                plan.text("code"),
                sectors.get(sector.id, "") if sector else "",
                form.code,
                unit.code if unit else "00",
                "00" if report else "",
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
    halves = [max(halved(unit.text("name")), key=width_of) for unit in printing(records)]
    longer, say = max(halves, key=width_of, default=""), say_of(records)
    day = long_date(LONG_DAY, records.language)
    number = max((say(words) for words in NUMBERS), key=width_of) % {"number": 10, "date": day}
    events = [rule.text("on_event") for plan in records.plan for rule in plan.records("reporting")]
    values = {"week": number, "report": number, "deadline": max(f"{day} 00:00", *events, key=width_of)}
    for form in records.forms:
        page = page_named(form.text("orientation"), form.text("paper"))
        whole = field_place(page, 100)
        fields = list(form.records("fields"))
        for field, (share, _asked) in zip(fields, set_heads(_heads(fields), page, say), strict=True):
            value, label = field.text("value"), field.text("label") + say(":")
            of_unit = value == "unit"
            place = field_place(page, share)
            place = place._replace(large_mm=whole.large_mm) if of_unit else place
            usual, large = (width_of(label) * points * MM_A_POINT for points in (11, 14))
            if of_unit and longer:
                left = Place(place.mm - usual, 13 * SMALL_UNIT, place.large_mm - large, 16 * SMALL_UNIT)
                yield from _told(field, "label", too_long(longer, left, _), longer)
            elif value in values:
                yield from _told(field, "label", too_long(label + values[value], place, _))
            else:
                yield from _told(field, "label", too_long(label, place.less(WRITE_MM), _))


def _heads(fields: Iterable[RecordAt]) -> list[Head]:
    """Return what head fields ask for."""
    return [
        Head(
            field.text("label"),
            printed_of(field.text("value") or field.text("cites")),
            measured(field.text("width_percent") or "50") or 50,
        )
        for field in fields
    ]


def say_of(records: Records) -> Translate:
    """Return what puts words of ours into the language of the paper, which may not be that of the messages."""
    return translations(records.language).gettext


def printing(records: Records) -> list[RecordAt]:
    """Return the units that have sheets of their own."""
    silent = {kind.id for kind in records.kinds.values() if not kind.prints_sheets}
    return [unit for unit in records.units if unit.text("kind") not in silent]


def _longest(found: list[RecordAt], key: str) -> RecordAt | None:
    return max(found, key=lambda record: width_of(record.text(key)), default=None)


def _told(record: RecordAt, key: str, message: str, found: str | None = None) -> Iterator[Finding]:
    if message:
        yield record.finding(key, message, found)
