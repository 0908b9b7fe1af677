"""What clauses and notes say: what is told beside a text stands in it, and dates lie inside the period."""

import datetime
from collections.abc import Iterator

from planpress.content.rules.records import Finding, RecordAt, Records
from planpress.i18n import Translate
from planpress.model.records import month_of

MOST_YEARS = 10
"""How long a campaign may last."""


def clause_says_something(records: Records, _: Translate) -> Iterator[Finding]:
    """A clause has a title or a text."""
    for clause in records.clauses:
        if not clause.missed and not clause.has("title") and not clause.has("text"):
            yield clause.finding("", _("A clause needs a title or a text"))


def plan_says_something(records: Records, _: Translate) -> Iterator[Finding]:
    """A plan has clauses, or annexes, or both."""
    named = any(path.startswith("sectors/") for path in records.misnamed)
    if records.sectors or named or not records.whole("sectors"):
        return
    for plan in records.plan:
        notices = [found for found in plan.records("notice") if found.value.get("clauses")]
        if not (plan.value.get("clauses") or notices or plan.missed or plan.misspells("clauses")):
            message = _("The plan holds nothing: write its clauses here, or its annexes in sectors/, such as %(name)s")
            yield plan.finding("clauses", message % {"name": "sectors/01-gas.yml"}, "")


def sector_says_something(records: Records, _: Translate) -> Iterator[Finding]:
    """A sector has clauses, a checklist, or a form of its own."""
    if not records.whole("content/forms"):
        return
    printed = {name for form in records.forms for name in form.words("sectors")}
    for sector in records.sectors:
        held = any(sector.has(key) or sector.misspells(key) for key in ("clauses", "checklist"))
        if not held and not sector.missed and sector.text("id") not in printed:
            message = _("A sector needs clauses, a checklist, or a form with 'sectors: [%(id)s]'")
            yield sector.finding("clauses", message % {"id": sector.text("id")}, "")


def dates_are_in_the_text(records: Records, _: Translate) -> Iterator[Finding]:
    """The words of a due date or indicator stand in the clause; the day is inside the period or has a note."""
    notes = records.files.get("content/notes.yml")
    for document in records.documents:
        for clause in document.clauses:
            for record in clause.records("due", "indicators"):
                if record.text("text") not in clause.full_text + clause.missed:
                    yield record.finding("text", _("text must stand in the clause letter for letter"))
            unread = notes is not None and notes.value is None
            if not unread and f"{document.name}#{clause.text('id')}" not in records.noted:
                for due in clause.records("due"):
                    for record, key in ((due, "date"), (due, "during"), *((day, "date") for day in due.records("on"))):
                        yield from outside(record, key, records, _)


def plan_has_a_period(records: Records, _: Translate) -> Iterator[Finding]:
    """The period does not end before it starts, and not too late."""
    period = period_of(records)
    for plan in records.plan:
        for record in plan.records("period"):
            if period and period[0] > period[1]:
                yield record.finding("end", _("end must not be before start (%(start)s)") % {"start": period[0]})
            elif period and (period[1] - period[0]).days > MOST_YEARS * 366:
                message = _("end must not be later than %(limit)s years after start (%(start)s)")
                yield record.finding("end", message % {"limit": MOST_YEARS, "start": period[0]})


def outside(record: RecordAt, key: str, records: Records, _: Translate) -> Iterator[Finding]:
    """Warn of the days at `key` that lie outside the period."""
    period = period_of(records)
    for loc, text in record.texts(key):
        day = day_of(text)
        days = (day, day) if day else month_of(text)
        if days and period and period[0] <= period[1] and (days[1] < period[0] or period[1] < days[0]):
            message = _(
                "%(key)s lies outside the period from %(start)s to %(end)s; if the source says so, write a note"
            )
            at = {"key": key, "start": period[0], "end": period[1]}
            yield Finding(record.file, loc, message % at, text, warning=True)


def period_of(records: Records) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last day of the campaign; None where one is no day."""
    for period in (found for plan in records.plan for found in plan.records("period")):
        start, end = day_of(period.text("start")), day_of(period.text("end"))
        if start and end:
            return start, end
    return None


def day_of(text: str) -> datetime.date | None:
    """Return the day that is written as `2022-11-30`; None where none is."""
    try:
        return datetime.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def quotes_are_verbatim(records: Records, _: Translate) -> Iterator[Finding]:
    """What a note quotes, and another name of a unit, stand letter for letter in the text they point at."""
    for note in records.notes:
        if note.text("quote") not in records.places.get(note.text("target"), note.text("quote")):
            message = _("quote must stand in %(target)s letter for letter, blanks included")
            yield note.finding("quote", message % {"target": note.text("target")})
    for alias in records.aliases:
        for loc, ref in alias.texts("where"):
            if alias.text("text") not in records.places.get(ref, alias.text("text")):
                message = _("'%(text)s' must stand in the text that where names") % {"text": alias.text("text")}
                yield Finding(alias.file, loc, message, ref)


def outside_has_a_reference(records: Records, _: Translate) -> Iterator[Finding]:
    """What is not from the source names where it is from."""
    for found, key in ((records.notes, "knowledge"), (records.units, "provenance")):
        for record in found:
            if record.text(key) == "outside" and not record.missed and not record.has("reference"):
                message = _("'%(key)s: outside' needs a reference: where it can be looked up")
                yield record.finding(key, message % {"key": key}, "")
