"""An outline and what its words say → the files of a campaign.

In: a `Draft`: all that is known of it. Out: the text of every file by its path. What `check` asks for and no words say
is a plain choice with a comment that says so; the campaign is marked as a draft until its editor has read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from planpress.content.schemas import schemas
from planpress.content.shipped import form_text, shipped
from planpress.content.skeleton import skeleton
from planpress.content.start import BESIDE, FORMS, OF_THE_PLAN
from planpress.content.unit_list import code_of, id_of
from planpress.content.word.facts.found import Facts, RuleFound
from planpress.content.word.intake.clauses import Clauses
from planpress.content.word.intake.ids import Names, kind_of, subject_of
from planpress.content.word.intake.roster import Roster, units_text
from planpress.content.word.outline import LETTER, Checklist, Kept, Letter, Outline
from planpress.content.word.tables.forms import Forms, Printing, Wanted, form_files
from planpress.content.word.yaml_text import BLANK, Comment, InLine, Record, Value, proposal, text_of
from planpress.i18n import Translate, translations
from planpress.model import addresses
from planpress.model.period import Period
from planpress.model.records import sector_code
from planpress.model.reporting import ONLY_RULE

SCHEMA = "yaml-language-server: $schema=../schemas/%s.json"


CODE_LETTERS = 3
"""Of the code that begins those of all sheets, which print in one line."""


@dataclass(frozen=True)
class Draft:
    """All that a campaign is written of.

    Attributes:
        code: Begins the codes of sheets; empty for letters of the name.
        units: Text of `content/units.yml` where one was given; empty where it is to be written.
    """

    outline: Outline
    facts: Facts
    names: Names
    roster: Roster
    language: str
    name: str
    period: Period
    code: str = ""
    units: str = ""

    @cached_property
    def say(self) -> Translate:
        """Translates into the language of the campaign."""
        return translations(self.language).gettext

    @cached_property
    def clauses(self) -> Clauses:
        """What writes clauses and rows."""
        return Clauses(self.outline, self.facts, self.names, self.say)

    @cached_property
    def anchor(self) -> str:
        """The address of the first clause, which forms of ours serve; empty where there is none."""
        clauses = sorted(self.names.clauses, key=lambda spot: spot.part == LETTER)
        return self.names.ref(clauses[0]) if clauses else ""

    @cached_property
    def _wanted(self) -> tuple[tuple[int, Checklist | Kept], ...]:
        """Every table, with the number of its part."""
        return tuple(
            (number, table)
            for number, part in enumerate(self.outline.parts)
            for table in (*([part.checklist] if part.checklist else ()), *part.tables)
        )

    @cached_property
    def forms(self) -> Forms:
        """The forms that the tables became."""
        firsts = {at: rows[0] for at, rows in enumerate(self.names.rows) if rows and not self.anchor}
        rows = next((f"{self.names.parts[at]}#{name}" for at, name in sorted(firsts.items())), "")
        firsts |= {spot.part: name for spot, name in reversed(self.names.clauses.items())}
        wanted = [
            Wanted(
                name := self.names.parts[at],
                f"{name}#{firsts[at]}" if at in firsts else self.anchor or rows,
                self._titled(at, one),
            )
            for at, one in self._wanted
        ]
        codes = frozenset(shipped(self.language)[name].code for name in FORMS)
        return form_files(wanted, self.language, frozenset(FORMS), codes)

    def _titled(self, part: int, table: Checklist | Kept) -> Checklist | Kept:
        """Return a table with its title: a blank form that is all of an annex is called as that is."""
        annex = self.outline.parts[part]
        alone = annex.tables == (table,) and not annex.pieces
        return replace(table, title=annex.title) if alone and not table.title else table

    @cached_property
    def tables(self) -> tuple[tuple[int, Checklist | Kept, Printing], ...]:
        """Every table with the number of its part, and how it prints: a checklist at least in a form of ours."""
        usual = Printing(OF_THE_PLAN, {})
        found = zip(self._wanted, self.forms.printing, strict=True)
        return tuple(
            (at, one, how if how.form or isinstance(one, Kept) else usual._replace(reason=how.reason))
            for (at, one), how in found
        )

    @cached_property
    def places(self) -> frozenset[str]:
        """The address of every clause and row."""
        pairs = zip(self.names.parts, self.names.rows, strict=True)
        rows = {f"{part}#{name}" for part, names in pairs for name in names}
        return frozenset(rows.union(map(self.names.ref, self.names.clauses)))

    @property
    def lacks_title(self) -> bool:
        """Whether no words are the title of the plan, nor that of a letter which is all there is besides annexes."""
        letter, plan = self.outline.letter, self.outline.plan
        return not plan.title and bool(plan.pieces or not (letter and letter.title))

    @cached_property
    def ours(self) -> frozenset[tuple[str, str]]:
        """Part and id of each row with a number of ours, since it has none; without an id, it is a title.

        That of the plan is then its name, that of a checklist the title of its annex.
        """
        parts = zip(self.names.parts, self.outline.parts, self.names.rows, strict=True)
        lists = [(name, part.checklist, rows) for name, part, rows in parts if part.checklist]
        rows = {
            (name, own) for name, one, ids in lists for row, own in zip(one.rows, ids, strict=True) if not row.label
        }
        return frozenset(rows | {(name, "") for name, one, _rows in lists if not one.title})

    def lead_of(self, part: int) -> tuple[str, ...]:
        """Return who leads an annex, as words say plainly; nobody where none do."""
        leads = (lead for lead in self.facts.leads if lead.part == part and lead.plainly)
        return self.roster.known(tuple(unit for lead in leads for unit in lead.units))

    def printing_of(self, part: int) -> Printing:
        """Return how the checklist of an annex prints."""
        return next(how for at, one, how in self.tables if at == part and isinstance(one, Checklist))


def files_of(draft: Draft) -> dict[str, str]:
    """Return the text of every file by its path."""
    made = {
        "content/plan.yml": text_of(_plan(draft)),
        "content/units.yml": draft.units or units_text(draft.roster, draft.say),
    }
    for number, name in enumerate(draft.names.parts[1:], 1):
        made[addresses.sector_file(number, name)] = text_of(_sector(draft, number))
    made |= draft.forms.files
    made |= {path: text for path, text in _starter_forms(draft) if path not in made}
    words = {"name": draft.name, "imported": True}
    made |= {path: skeleton(f"start/{name}", draft.language, words) for path, name in BESIDE.items()}
    return made | {f"schemas/{name}": text for name, text in schemas().items()}


# ---------------------------------------------------------------- the plan


def _plan(draft: Draft) -> Record:
    _, part = draft.say, draft.outline.plan
    made = Record(
        [
            Comment(SCHEMA % "plan"),
            Comment(_("Lines that begin with # are for editors: what they propose holds without the # and its blank.")),
            ("id", id_of(subject_of(draft.name), "plan")),
            ("code", draft.code or code_of(subject_of(draft.name))[:CODE_LETTERS] or "P"),
            ("language", draft.language),
            Comment(_("Every sheet says that it is a draft, and nothing is published, until this line is deleted.")),
            ("status", "draft"),
            ("name", draft.name),
            ("short", kind_of(draft.name) or _("Plan")),
            *([Comment(_("No words are its title: this is the name of the campaign."))] if draft.lacks_title else ()),
            ("title", draft.name if draft.lacks_title else part.title),
            ("issuers", draft.roster.somebody(draft.facts.issuers)),
            BLANK,
        ]
    )
    if draft.outline.letter:
        made += [("notice", _notice(draft, draft.outline.letter)), BLANK]
    if draft.facts.period is None:
        made.append(Comment(_("No words say the first and the last day: mend both.")))
    made += [("period", _period(draft.period)), BLANK, *_reporting(draft), *_contact(draft)]
    return Record([*made, ("clauses", draft.clauses.of(0, part.pieces))])


def _notice(draft: Draft, letter: Letter) -> Record:
    copy_to, printed_by, printed_on = letter.imprint
    several = len(letter.issuers) > 1
    imprint = Record([("copy_to", copy_to), ("printed_by", printed_by), ("printed_on", printed_on)])
    return Record(
        [
            ("copy_number", letter.copy_number),
            ("classification", letter.classification),
            ("urgency", letter.urgency),
            ("issuer", "" if several else "".join(letter.issuers)),
            ("issuers", letter.issuers if several else ()),
            ("issuers_end", letter.issuers_end),
            ("title", letter.title),
            ("document_number", letter.document_number),
            ("signatory", letter.signatory),
            ("addressees", letter.addressees),
            ("clauses", list(draft.clauses.of(LETTER, letter.pieces))),
            ("attachments", letter.attachments),
            ("signed", [InLine(by=name) for name in letter.signed]),
            ("date", letter.date),
            ("remark", letter.remark),
            ("imprint", imprint if any(letter.imprint) else ()),
        ]
    )


def _period(period: Period) -> Record:
    phases = [InLine(id=one.id, name=one.name, start=one.start, end=one.end) for one in period.phases]
    return Record([("start", period.start), ("end", period.end), ("phases", phases)])


def _reporting(draft: Draft) -> Iterator[tuple[str, Value] | Comment]:
    rules = [_rule(draft, found) for found in draft.facts.reporting]
    if rules:
        yield "reporting", rules[0] if len(rules) == 1 else rules
        yield BLANK


def _rule(draft: Draft, found: RuleFound) -> Record:
    rule = found.rule
    return Record(
        [
            ("id", "" if rule.id == ONLY_RULE else rule.id),
            ("name", rule.name),
            ("weekday", rule.weekday or ""),
            ("every", rule.every or ""),
            ("on", rule.on[0] if len(rule.on) == 1 else rule.on),
            ("dates", tuple(map(str, rule.dates))),
            ("on_event", rule.on_event),
            ("time", rule.time or ""),
            ("to", draft.roster.somebody((rule.to,))[0]),
            ("clause", draft.names.clauses[found.spot]),
            ("from_units", draft.roster.known(rule.from_units)),
        ]
    )


def _contact(draft: Draft) -> Iterator[tuple[str, Value] | Comment]:
    found = draft.facts.contact
    if found:
        unit = draft.roster.somebody((found.unit, *(rule.rule.to for rule in draft.facts.reporting)))[0]
        yield "contact", Record([("unit", unit), ("phone", found.phone), ("email", found.email)])
        yield BLANK


# ---------------------------------------------------------------- annexes and forms


def _sector(draft: Draft, number: int) -> Record:
    part, _ = draft.outline.parts[number], draft.say
    made = Record(
        [
            Comment(SCHEMA % "sector"),
            ("id", draft.names.parts[number]),
            ("number", number),
            ("code", sector_code(number)),
            ("label", part.label if part.title else ""),
            ("title", part.title or part.label),
            ("short", draft.names.shorts[number]),
        ]
    )
    lead = draft.lead_of(number)
    if not lead:
        made.append(Comment(_("No words say plainly who leads it: write who does.")))
        for found in (one for one in draft.facts.leads if one.part == number):
            made += proposal(Record([("lead", found.units)]))
    made.append(("lead", lead or (draft.roster.nobody,)))
    if part.pieces:
        made += [BLANK, ("clauses", draft.clauses.of(number, part.pieces))]
    if part.checklist:
        printing = draft.printing_of(number)
        titled = replace(part.checklist, title=part.checklist.title or part.title)
        checklist = draft.clauses.checklist(number, titled, printing.form, printing.values)
        made += [BLANK, ("checklist", checklist)]
    return made


def _starter_forms(draft: Draft) -> Iterator[tuple[str, str]]:
    """Yield the forms that ship and suit the campaign, with their paths: ours, and each says so."""
    weekly = (draft.names.ref(one.spot) for one in draft.facts.reporting if one.rule.often == "week")
    reports = next(weekly, "")
    listed = {how.form for _part, one, how in draft.tables if isinstance(one, Checklist)}
    for name, clause in FORMS.items():
        basis = reports if clause == "reporting" else draft.anchor
        wanted = bool(reports if clause == "reporting" else draft.outline.annexes)
        if basis and (name in listed if name == OF_THE_PLAN else wanted):
            own = {"origin": "editor", "basis": [basis], "schema": "../../schemas/form.json"}
            yield f"content/forms/{name}.yml", form_text(name, draft.language, own)
