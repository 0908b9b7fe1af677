"""Rules of reporting: each says once when it falls due, and does; forms name rules that there are."""

from collections.abc import Iterator
from itertools import pairwise

from pydantic import ValidationError

from planpress.content.faults import did_you_mean
from planpress.content.rules.records import Finding, RecordAt, Records
from planpress.content.rules.wording import day_of, outside, period_of
from planpress.i18n import Translate
from planpress.model.addresses import PLAN
from planpress.model.campaign import Campaign
from planpress.model.period import Period
from planpress.model.reporting import MOST_REPORTS, ONLY_RULE, ReportRule, dates_of, fits
from planpress.model.vocabulary import REPORT_SCOPES

WAYS = ("every", "weekday", "dates", "on_event")
"""The keys of which a rule has one."""

EXAMPLES = {"day": "", "week": "friday", "half-month": "[15, last-day]", "month": "25", "year": "11-30"}
"""What `on` may be beside each `every`; the last day beside others."""


def rules_are_told_apart(records: Records, _: Translate) -> Iterator[Finding]:
    """No two rules of reporting have one id; one that stands alone needs none."""
    known: dict[str, RecordAt] = {}
    for rule in _rules(records):
        name = rule.text("id") or ONLY_RULE
        other = known.setdefault(name, rule)
        if other is not rule:
            message = _(
                "each rule of reporting needs an id of its own, such as 'id: monthly'; line %(line)s has this one"
            )
            yield rule.finding("id", message % {"line": other.file.line(other.loc)}, name)


def rules_have_one_way(records: Records, _: Translate) -> Iterator[Finding]:
    """A rule says in one way when it falls due, and its days can come round so often."""
    message = _("reporting needs exactly one of every (with on), weekday, dates and on_event, such as 'every: month'")
    for rule in _rules(records):
        stated = [key for key in WAYS if rule.value.get(key)]
        doubtful = rule.missed or any(map(rule.misspells, (*WAYS, "on")))
        if len(stated) > 1 or not (stated or doubtful):
            yield rule.finding(stated[-1] if stated else "", message, ", ".join(stated))
        elif stated != ["every"] and rule.has("on"):
            yield rule.finding("on", _("on belongs to every, such as 'every: month'"))
        every, on = rule.text("every"), tuple(rule.words("on"))
        if every and not doubtful and not fits(every, on):
            example = EXAMPLES.get(every, "last-day")
            wrong = _("on does not fit 'every: %(every)s': write 'on: %(example)s'")
            wrong = wrong if example else _("'every: %(every)s' has no on: delete it")
            at = {"every": every, "example": example}
            yield rule.finding("on" if on else "every", wrong % at, ", ".join(on))


def rules_fall_due(records: Records, _: Translate) -> Iterator[Finding]:
    """Listed dates stand in order and inside the period; what comes round does so in it, and not too often."""
    period = period_of(records)
    for rule in _rules(records):
        days = [(loc, day, text) for loc, text in rule.texts("dates") if (day := day_of(text))]
        for (_loc, before, _text), (loc, after, text) in pairwise(days):
            if after < before:
                message = _("dates must stand in the order of the calendar; %(day)s stands before this one")
                yield Finding(rule.file, loc, message % {"day": before}, text)
        if f"{PLAN}#{rule.text('clause')}" not in records.noted:
            yield from outside(rule, "dates", records, _)
        known = _known(rule)
        if known and known.often and period and period[0] <= period[1] and fits(known.often, known.days):
            number, at = (
                len(dates_of(known, Period(start=period[0], end=period[1]))),
                dict(zip("se", period, strict=True)),
            )
            key = "every" if known.every else "weekday"
            if not number:
                message = _("no report ever falls due by this rule between %(s)s and %(e)s: mend it, or the period")
                yield rule.finding(key, message % at)
            elif number > MOST_REPORTS:
                message = _("this rule falls due %(number)s times; %(most)s are the most")
                yield rule.finding(key, message % {"number": number, "most": MOST_REPORTS})


def forms_name_rules(records: Records, _: Translate) -> Iterator[Finding]:
    """What a form names in `reports` is a rule of the plan, and the form is one for reports."""
    known = {rule.text("id") or ONLY_RULE for rule in _rules(records)}
    sure = records.whole("content/plan.yml")
    for form in records.forms:
        scope = form.text("scope")
        if form.has("reports") and scope and scope not in REPORT_SCOPES:
            message = _("reports belongs to a form with 'scope: unit-report': write that, or delete reports")
            yield form.finding("reports", message, scope)
        for loc, name in form.texts("reports") if sure else ():
            if name not in known:
                message = _("%(key)s must be ids of rules of reporting in content/plan.yml%(hint)s")
                at = {"key": "reports", "hint": did_you_mean(name, known, _, records.guesses)}
                yield Finding(form.file, loc, message % at, name)


def sheets_are_for_one_report(campaign: Campaign, records: Records, _: Translate) -> Iterator[Finding]:
    """By no two rules a unit would print the same form for the same day."""
    first: dict[tuple[str, str, str], str] = {}
    told: dict[str, str] = {}
    for form, unit, _sector, report in campaign.bindings.printings:
        if unit and report:
            day = str(report.day or "")
            other = first.setdefault((form.id, unit.id, day), report.rule.id)
            if other != report.rule.id and form.id not in told:
                message = _(
                    "'%(unit)s' would print this form twice for one day (%(day)s), by the rules '%(first)s' and "
                    "'%(other)s': write 'reports: [%(first)s]', and give the other a form of its own"
                )
                at = {"unit": unit.id, "day": day, "first": other, "other": report.rule.id}
                told[form.id] = message % at
    for record in records.forms:
        if record.text("id") in told:
            yield record.finding("reports", told[record.text("id")], "")


def _rules(records: Records) -> list[RecordAt]:
    return [rule for plan in records.plan for rule in plan.records("reporting")]


def _known(rule: RecordAt) -> ReportRule | None:
    """Return a rule as a record; None where it has a fault of its own."""
    try:
        return ReportRule.model_validate(rule.value)
    except ValidationError:
        return None
