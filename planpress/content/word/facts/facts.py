"""The outline of a plan → what its words say of days, reports, units and duties.

In: an `Outline`, the language of the plan, and its units where a list names them. Out: `Facts`; pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planpress.content.word.facts.basis import basis_of
from planpress.content.word.facts.calling import Calling
from planpress.content.word.facts.dates import Near
from planpress.content.word.facts.dues import dues_of
from planpress.content.word.facts.duties import duties_of, leads_of, responsible_of
from planpress.content.word.facts.found import Called, DueFound, Facts, spots
from planpress.content.word.facts.period import in_force_from, issued_on, period_said
from planpress.content.word.facts.reports import contact_of, rules_of
from planpress.content.word.facts.units import counted, proposed
from planpress.content.word.outline import Doubt, Outline
from planpress.i18n import Translate


def facts_of(outline: Outline, language: str, given: tuple[Called, ...], _: Translate) -> Facts:
    """Return what the words of a plan say.

    Args:
        outline: Of a file, or of a campaign.
        language: Of the plan.
        given: Its units and groups, see `units.of_list` and `units.of_records`; empty where they are to be proposed.
        _: Translates what is told to whoever reads the report.
    """
    units = counted(given or proposed(outline, language), outline, language)
    calling = Calling(units, language)
    issued = issued_on(outline, language)
    said = period_said(outline, issued, language)
    near = Near(issued or said.period.start, said.period.end) if said.period else Near(issued)
    rules, open_rules = rules_of(outline, calling, language, near, said.period, _)
    reported = {(found.spot, day) for found in rules for day in found.rule.dates}
    dues = tuple(
        found
        for found in dues_of(outline, language, near, {*said.by, *(rule.spot for rule in rules)})
        if (found.spot, found.due.date) not in reported
    )
    leads = tuple(leads_of(outline, calling, language))
    return Facts(
        issued=issued,
        period=said.period,
        begins=None if said.period else in_force_from(outline, near, language),
        dues=dues,
        reporting=rules,
        contact=contact_of(outline, calling, rules, language),
        units=units,
        issuers=_issuers(outline, calling),
        duties=tuple(duties_of(outline, calling, leads, language)),
        responsible=tuple(responsible_of(outline, calling, language)),
        leads=leads,
        basis=tuple(basis_of(outline)),
        doubts=(*open_rules, *_assumed(outline, dues, _)),
    )


def _issuers(outline: Outline, calling: Calling) -> tuple[str, ...]:
    """Return the units whose names stand above or below the letter."""
    names = (*outline.letter.issuers, *outline.letter.signed) if outline.letter else ()
    return tuple(dict.fromkeys(one.id for name in names for one in calling.mentions(name) if one.id in calling.units))


def _assumed(outline: Outline, dues: Iterable[DueFound], _: Translate) -> Iterator[Doubt]:
    """Yield the days of which the words do not say the year."""
    pieces = dict(spots(outline))
    for found in dues:
        if found.assumed:
            done = _("The year is not said, so the day is a comment, without effect: %(day)s")
            to_do = _("If this is the day, delete the # before it in the YAML")
            day = {"day": found.due.date or found.due.during}
            yield Doubt(pieces[found.spot].number, found.due.text, done % day, to_do)
