"""Dues of a clause: each has one rule, days with names stand in the clause, and what is not from the source says so."""

from collections.abc import Iterator

from planpress.content.days import days_said, months_said
from planpress.content.rules.records import Finding, RecordAt, Records
from planpress.content.rules.wording import day_of
from planpress.i18n import Translate
from planpress.model.campaign import Campaign
from planpress.model.records import month_of
from planpress.model.vocabulary import EVERY, every_names

RULES = ("date", "every", "during", "on")
"""The keys of which a due has one."""


def dues_have_one_rule(records: Records, _: Translate) -> Iterator[Finding]:
    """A due has a day, or comes round, or lasts, or has days with names: one of the four."""
    message = _("a due needs exactly one of date, every, during and on, such as 'every: quarter'")
    for clause in records.clauses:
        for due in clause.records("due"):
            stated = [key for key in RULES if key in due.value]
            doubtful = due.missed or any(due.misspells(key) for key in RULES)
            if len(stated) > 1 or not (stated or doubtful):
                yield due.finding(stated[-1] if stated else "", message, ", ".join(stated))


def dues_say_whom(campaign: Campaign, records: Records, _: Translate) -> Iterator[Finding]:
    """Who must keep a due is bound by the clause."""
    message = _(
        "units of a due must be among those that the clause binds: name '%(unit)s' in duties, or delete it here"
    )
    for document in records.documents:
        for ref, clause in document.places:
            bound = set(campaign.bindings.bound(campaign.places[ref]))
            for loc, name in (found for due in clause.records("due") for found in due.texts("units")):
                if not bound.issuperset(campaign.members((name,))):
                    yield Finding(clause.file, loc, message % {"unit": name}, name)


def occasions_are_as_said(records: Records, _: Translate) -> Iterator[Finding]:
    """The names of days stand in the clause; what the words do not say has a reference, and nothing else has."""
    unnamed = _("name must stand in the clause letter for letter")
    needed = _("what the words do not say needs a reference: where it can be looked up, such as 'calendar of 2023'")
    needless = _("reference is for a month or a day that the words do not say: delete it")
    for clause in records.clauses:
        for due in clause.records("due"):
            days = [*due.records("on")]
            for day in days:
                if day.text("name") not in clause.full_text + clause.missed:
                    yield day.finding("name", unnamed)
            unsaid = _unsaid(due, days, records.language)
            if unsaid and not due.has("reference") and not due.missed and not due.misspells("reference"):
                yield due.finding("reference", needed, unsaid)
            elif due.has("reference") and not unsaid:
                yield due.finding("reference", needless)


def _unsaid(due: RecordAt, days: list[RecordAt], language: str) -> str:
    """Return the month or the first day of a due that no words of it say; empty where there is none."""
    words, month = due.text("text"), due.text("during")
    if month_of(month) and not months_said(words, language):
        return month
    dates = [] if days_said(words, language)[0] else [day.text("date") for day in days]
    return next((date for date in dates if day_of(date)), "")


def rules_are_as_said(records: Records, _: Translate) -> Iterator[Finding]:
    """A rule is what its words say, where they say one; unless a note is about the clause."""
    names = every_names(records.language)
    message = _("%(key)s is not what the words say, %(said)s: mend one of the two, or write a note")
    for document in records.documents:
        for clause in document.clauses:
            noted = f"{document.name}#{clause.text('id')}" in records.noted
            for due in () if noted else clause.records("due"):
                words, month = due.text("text"), month_of(due.text("during"))
                said = [names[rule] for rule in EVERY if names[rule] in words]
                if said and due.text("every") in names and names[due.value["every"]] not in said:
                    yield due.finding("every", message % {"key": "every", "said": said[0]})._replace(warning=True)
                months = months_said(words, records.language)
                if month and months and not any(one.is_on(month[1]) for one in months):
                    at = {"key": "during", "said": f"{months[0].in_year(month[0].year):%Y-%m}"}
                    yield due.finding("during", message % at)._replace(warning=True)
