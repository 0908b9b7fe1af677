"""What a campaign was written of → what its report tells.

In: the `Document` and the `Draft`. Out: sections of the report; and every word of the file that stands in no YAML, each
of which a section quotes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planpress.content.when import briefly, reported
from planpress.content.word.document import Document, one_line
from planpress.content.word.facts.found import Spot, spots
from planpress.content.word.intake.campaign import Draft
from planpress.content.word.intake.report import PartTold, Section, beside_told, gathered, remarks_told
from planpress.content.word.outline import Checklist, Doubt, Kept
from planpress.content.word.tables.forms import Printing
from planpress.i18n import Translate
from planpress.model.addresses import PLAN, sector_file
from planpress.model.plan import Plan
from planpress.templates import long_date


def sections_of(document: Document, draft: Draft, doubts: tuple[Doubt, ...]) -> tuple[Section, ...]:
    """Return what is told, what must be looked at first."""
    _ = draft.say
    return (
        Section(
            _("To look at"),
            _("Here the words left more than one way open. What was done is written; mend it where it is wrong."),
            tuple(gathered((*remarks_told(document), *draft.outline.doubts, *doubts), _)),
        ),
        Section(
            _("To be filled in"),
            _("No words say this, and a campaign must have it: what stands there now only holds the place."),
            tuple(_missing(draft, _)),
        ),
        Section(
            _("Read from the words"),
            _("Days, reports and who leads: they hold as they are read. Compare each with the words."),
            tuple(_read(draft, _)),
        ),
        Section(
            _("Tables"),
            _("What became of the tables, with the words that stand in no clause and no row."),
            tuple(_tables(draft, _)),
        ),
        Section(
            _("Beside the text"),
            _("These words stand in the file beside the text, and are in no clause."),
            tuple(gathered(beside_told(document.beside, _), _)),
        ),
    )


def told_words(document: Document, draft: Draft) -> Iterator[str]:
    """Yield every word that the report quotes since it stands in no clause and no row."""
    yield from (one.text for one in document.beside)
    yield from (doubt.found for doubt in draft.outline.doubts if doubt.left)
    for _part, table, how in draft.tables:
        yield from _around(table, how) if isinstance(table, Checklist) else (table.title, *table.above, _words(table))


def counts_of(draft: Draft, made: Mapping[str, str]) -> str:
    """Return how much of what there is, in one line."""
    _, parts = draft.say, draft.outline.parts
    words = _(
        "%(clauses)s clauses, %(annexes)s annexes, %(rows)s checklist rows, %(forms)s forms, %(units)s units; "
        "read from the words: %(read)s"
    )
    return words % {
        "clauses": len(draft.names.clauses),
        "annexes": len(parts) - 1,
        "rows": sum(not row.heading for part in parts if part.checklist for row in part.checklist.rows),
        "forms": sum(path.startswith("content/forms/") for path in made),
        "units": sum(not unit.members for unit in draft.roster.units),
        "read": sum(1 for _one in _read(draft, _)),
    }


def parts_of(draft: Draft) -> tuple[PartTold, ...]:
    """Return what the letter, the plan and each annex became."""
    letter, found = draft.outline.letter, list[PartTold]()
    if letter:
        clauses = sum(1 for top in letter.pieces for _piece in top.walk())
        found.append(PartTold(one_line(letter.title) or draft.say("Notice"), clauses, 0, "content/plan.yml"))
    for number, part in enumerate(draft.outline.parts):
        name = f"{part.label} {one_line(part.title)}".strip()
        rows = len(part.checklist.rows) if part.checklist else 0
        path = sector_file(number, draft.names.parts[number]) if number else "content/plan.yml"
        found.append(PartTold(name, sum(1 for _piece in part.walk()), rows, path))
    return tuple(found)


def _missing(draft: Draft, _: Translate) -> Iterator[Doubt]:
    """Yield what no words say."""
    nobody, plan = _("Unit to be named"), "content/plan.yml"
    if draft.facts.period is None:
        done = _("The period is set to: %(period)s") % {"period": _days(draft)}
        yield Doubt(0, "", done, _("Write the first and the last day in %(path)s") % {"path": plan})
    if draft.lacks_title:
        done = _("The title of the plan is set to: %(name)s") % {"name": draft.name}
        yield Doubt(0, "", done, _("Write the title in %(path)s, where the plan has one") % {"path": plan})
    if not draft.roster.known(draft.facts.issuers):
        issuer = _("Who issues the plan is set to: %(unit)s") % {"unit": nobody}
        yield Doubt(0, "", issuer, _("Write who does in %(path)s, and the unit in content/units.yml") % {"path": plan})
    for number, part in enumerate(draft.outline.parts):
        if number and not draft.lead_of(number):
            done = _("Who leads it is set to: %(unit)s; only that unit prints its sheets") % {"unit": nobody}
            path = sector_file(number, draft.names.parts[number])
            yield Doubt(
                part.number, f"{part.label}{part.title}", done, _("Write who leads in %(path)s") % {"path": path}
            )
    if draft.roster.proposed:
        names = ", ".join(unit.name for unit in draft.roster.proposed)
        yield Doubt(0, names, _("Named by the words, and no units yet"), _("See the comments in content/units.yml"))


def _days(draft: Draft) -> str:
    days = (draft.period.start, draft.period.end)
    return " \u2013 ".join(long_date(day, draft.language) for day in days)


def _read(draft: Draft, _: Translate) -> Iterator[Doubt]:
    """Yield what holds because the words say it."""
    plan = Plan(id=PLAN, code="P", language=draft.language, name=PLAN, short=PLAN, issuers=(PLAN,), period=draft.period)
    pieces = dict(spots(draft.outline))

    def at(spot: Spot, done: str, words: str = "") -> Doubt:
        return Doubt(pieces[spot].number, words or pieces[spot].words, done, "")

    if draft.facts.period:
        yield Doubt(0, "", _("The period: %(period)s") % {"period": _days(draft)}, "")
    for found in draft.facts.dues:
        if not found.assumed:
            yield at(found.spot, _("Due: %(day)s") % {"day": briefly(found.due, plan)}, found.due.text)
    for rule in draft.facts.reporting:
        done = _("Reports: %(often)s, to %(unit)s") % {
            "often": " ".join(filter(None, (reported(rule.rule, plan), rule.rule.time))),
            "unit": draft.roster.called(draft.roster.somebody((rule.rule.to,))),
        }
        yield at(rule.spot, done)
    for lead in draft.facts.leads:
        if lead.part and draft.lead_of(lead.part) and lead.plainly:
            yield at(lead.spot, _("Leads: %(units)s") % {"units": draft.roster.called(lead.units)})


def _tables(draft: Draft, _: Translate) -> Iterator[Doubt]:
    """Yield what became of each table."""
    for _part, table, how in draft.tables:
        form = {"form": f"content/forms/{how.form}.yml"}
        if isinstance(table, Checklist):
            rows = sum(not row.heading for row in table.rows)
            done = _("A checklist of %(rows)s rows, printed in the form %(form)s") % {"rows": rows, **form}
            words = " | ".join(dict.fromkeys(filter(None, map(str.strip, _around(table, how)))))
            yield Doubt(table.number, words, " ".join(filter(None, (done, how.reason))), "")
        else:
            words = "\n".join((table.title, *table.above, _words(table))).strip()
            done = _("A form: %(form)s") % form if how.form else _("Kept here only: no form was made of it.")
            yield Doubt(table.table.number, words, " ".join(filter(None, (done, how.reason))), "")


def _around(checklist: Checklist, how: Printing) -> Iterator[str]:
    """Yield the words of a checklist that stand in no row of the YAML."""
    yield from (*checklist.columns, *checklist.above, *checklist.below, *checklist.told)
    for row in checklist.rows:
        yield from (words for heading, words in row.values if heading not in how.values)


def _words(kept: Kept) -> str:
    """Return the words of a table, a row a line."""
    rows: dict[int, list[str]] = {}
    for cell in kept.table.cells:
        rows.setdefault(cell.row, []).append(" ".join(cell.words.split("\n")))
    return "\n".join(" | ".join(filter(None, cells)) for _row, cells in sorted(rows.items()))
