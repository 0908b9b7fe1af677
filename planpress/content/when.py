"""A due of a clause, or a rule of reporting → in words, what is to be done when: the one place that says a rule.

In: a `Due` or `ReportRule`, and the plan. Out: text in the plan's language; pure.
"""

import datetime
import re

from babel.dates import format_skeleton, get_day_names

from planpress.i18n import translations
from planpress.model.plan import Plan
from planpress.model.records import Clause, Due, Occasion
from planpress.model.reporting import LAST_DAY, ReportRule
from planpress.model.vocabulary import WEEKDAYS, every_names
from planpress.templates import long_date

_SENTENCE_END = re.compile("(?<=[\u3002\uff1b;\uff01\uff1f!?])|(?<=[.]) +")


def briefly(due: Due, plan: Plan) -> str:
    """Return the day, how often, the month or the names of the days; a month that no words name is told so."""
    _ = translations(plan.language).gettext
    if due.date:
        return long_date(due.date, plan.language)
    if due.every:
        return every_names(plan.language)[due.every]
    if due.month:
        said = format_skeleton("yMMMM", due.month[0], locale=plan.language)
        return _("%(month)s (not in the source)") % {"month": said} if due.reference else said
    return _(", ").join(one.name for one in due.on) or _("near the end")


def when(due: Due, plan: Plan) -> str:
    """Return the same with the dates of days that have names, and that the source gives none where it does not."""
    _ = translations(plan.language).gettext
    if due.during == "end":
        return _("%(when)s (the source gives no day)") % {"when": briefly(due, plan)}
    said = _(", ").join(_occasion(one, plan) for one in due.on)
    return (
        _("%(days)s; dates not in the source") % {"days": said}
        if due.reference and said
        else said or briefly(due, plan)
    )


def told(due: Due, plan: Plan) -> str:
    """Return the same, and where it can be looked up what the source does not say."""
    by = translations(plan.language).gettext("%(when)s; by: %(reference)s")
    return by % {"when": when(due, plan), "reference": due.reference} if due.reference else when(due, plan)


def reported(rule: ReportRule, plan: Plan) -> str:
    """Return when progress is reported by a rule: how often and on which days, which dates, after what."""
    _ = translations(plan.language).gettext
    if rule.often is None:
        return rule.on_event or _(", ").join(long_date(day, plan.language) for day in rule.dates)
    often = every_names(plan.language)[rule.often]
    days = _(", ").join(_day_of(day, rule, plan) for day in rule.days)
    return _("%(every)s (%(days)s)") % {"every": often, "days": days} if days else often


def _day_of(day: str, rule: ReportRule, plan: Plan) -> str:
    """Return a day on which a report comes round: of the week, of a month, or of the year."""
    _ = translations(plan.language).gettext
    if day in WEEKDAYS:
        return str(get_day_names("wide", locale=plan.language)[WEEKDAYS.index(day)])
    if day == LAST_DAY:
        return _("last day")
    if "-" in day:
        return format_skeleton("MMMMd", datetime.date.fromisoformat(f"2000-{day}"), locale=plan.language)
    of_month = rule.often in ("half-month", "month")
    return (_("day %(number)s") if of_month else _("day %(number)s of its last month")) % {"number": day}


def what(clause: Clause, due: Due) -> str:
    """Return the words of `clause` that say what is due: its title, or its text.

    Of a text with several dues, the sentence that holds the words of this one: it may begin with what another is about.
    """
    sentences = _SENTENCE_END.split(clause.text) if len(clause.due) > 1 else ()
    own = next((sentence for sentence in sentences if due.text in sentence), clause.text)
    return clause.title.strip() or own.strip()


def _occasion(day: Occasion, plan: Plan) -> str:
    """Return the name of a day with its date, and whether that lies outside the period."""
    _ = translations(plan.language).gettext
    said = long_date(day.date, plan.language) if day.date else _("no date given")
    if day.date and not plan.period.holds(day.date):
        said = _("%(date)s, outside the campaign period") % {"date": said}
    return _("%(name)s (%(date)s)") % {"name": day.name, "date": said}
