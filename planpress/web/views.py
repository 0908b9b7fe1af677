"""Campaign → the parts that several pages show: units, places, dates, sheets, and verbatim text.

In: a validated `Campaign`, its sheets and the edition. Out: plain values for templates; pure.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from markupsafe import Markup

from planpress.i18n import translations
from planpress.model.addresses import page_of, place_address
from planpress.model.bindings import repeated
from planpress.model.campaign import Campaign
from planpress.model.forms import Form
from planpress.model.places import Place
from planpress.model.records import Clause, Due, Duty, Note, Sector, Term, Unit
from planpress.model.vocabulary import ROLES, Role, role_names
from planpress.office.companions import companions
from planpress.sheets.citation import cited
from planpress.sheets.edition import Edition
from planpress.sheets.forms import ranks_of
from planpress.sheets.sheet import Sheet

View = dict[str, Any]

DEEPEST_HEADING = 4
"""Headings below this level look like the text around them."""

_SPACED = "[^\\W_\u3040-\u30ff\u3400-\u9fff]"
"""A letter or digit of a script that sets blanks between words."""


def _whole(word: str) -> str:
    """Return a pattern that finds `word`, not inside a longer one; Chinese sets no blanks, so it knows no such."""
    before = f"(?<!{_SPACED})" if re.match(_SPACED, word) else ""
    after = f"(?!{_SPACED})" if re.search(f"{_SPACED}$", word) else ""
    return f"{before}{re.escape(word)}{after}"


@dataclass(frozen=True)
class Views:
    """The campaign, with what several pages need looked up once.

    `about` holds the sheets that are about revisions and other sheets, such as the catalogue. `revised` holds, by
    address, the marks of clauses and rows that a revision has changed.
    """

    campaign: Campaign
    sheets: tuple[Sheet, ...]
    edition: Edition
    packs: tuple[Sheet, ...] = ()
    today: datetime.date | None = None
    about: tuple[Sheet, ...] = ()
    revised: Mapping[str, View] = field(default_factory=dict)

    # ------------------------------------------------------------ words and look-ups

    def say(self, message: str) -> str:
        """Return `message` in the language of the edition."""
        return translations(self.edition.language).gettext(message)

    @cached_property
    def notes(self) -> dict[str, list[tuple[int, Note]]]:
        """Notes with their numbers by place; numbered as their places are printed."""
        by_place: dict[str, list[Note]] = defaultdict(list)
        for note in self.campaign.notes:
            by_place[note.target].append(note)
        numbered: dict[str, list[tuple[int, Note]]] = defaultdict(list)
        count = 0
        for ref in self.campaign.places:
            for note in by_place[ref]:
                count += 1
                numbered[ref].append((count, note))
        return numbered

    @cached_property
    def words(self) -> tuple[re.Pattern[str], dict[str, Term]]:
        """A pattern that finds every word of the glossary, longest first, and the terms they belong to."""
        terms = {word: term for term in self.campaign.terms for word in (*term.aliases, term.name) if word}
        ordered = sorted(terms, key=lambda word: (-len(word), word))
        return re.compile("|".join(map(_whole, ordered)) or r"(?!)"), terms

    # ------------------------------------------------------------ small views

    def unit_view(self, unit: Unit) -> View:
        """Return what a link to a unit needs."""
        return {
            "id": unit.id,
            "name": unit.name,
            "kind": unit.kind,
            "href": f"units/{unit.id}.html",
            "outside": unit.provenance == "outside",
            "words": " ".join(filter(None, (unit.short, unit.code, *(alias.text for alias in unit.aliases)))),
        }

    def named_view(self, name: str) -> list[View]:
        """Return the unit called `name`, or the group with its members folded into one mark."""
        group = self.campaign.group_by_id.get(name)
        if group is None:
            return [self.unit_view(self.campaign.unit_by_id[name])]
        members = self.say(", ").join(unit.name for unit in self.campaign.members((name,)))
        return [{"id": group.id, "name": group.name, "href": f"index.html#_group-{group.id}", "members": members}]

    def role_view(self, role: Role) -> View:
        """Return a role with its word."""
        return {"id": role, "name": role_names(self.edition.language)[role]}

    def place_view(self, place: Place, here: Sector | None = None) -> View:
        """Say where a place is; one without a label of its own is told apart by how it begins.

        On the page of the sector `here`, the sector need not be named.
        """
        return {"cite": cited(self.campaign, place, here), "href": place_address(place)}

    def due_view(self, due: Due) -> View:
        """Return a due date in the words of the source, and whether it lies outside the period."""
        period = self.campaign.plan.period
        late = not period.start <= due.date <= period.end
        return {"text": due.text, "date": due.date.isoformat(), "outside_period": late}

    def deadline_view(self, due: Due, place: Place, units: tuple[Unit, ...]) -> View:
        """Return a due date with its clause and whom it binds."""
        return {
            **self.due_view(due),
            "place": self.place_view(place),
            "sector": place.sector.short if place.sector else self.campaign.plan.short,
            "units": [self.unit_view(unit) for unit in units],
        }

    def sheet_view(self, sheet: Sheet) -> View:
        """Return what a link to a PDF needs."""
        form = self.campaign.form_by_id.get(sheet.form)
        return {
            "code": sheet.code,
            "href": sheet.path,
            "office": companions(sheet),
            "title": sheet.title,
            "form": form.title if form else sheet.title,
            "subtitle": form.subtitle if form else "",
            "editor": form.origin == "editor" if form else False,
            "sector": self.campaign.sector_by_id[sheet.sector].short if sheet.sector else "",
            "day": sheet.day,
        }

    @cached_property
    def ranked_forms(self) -> tuple[Form, ...]:
        """Forms as readers look for them: checklists, what is signed, the rest, those of some sectors only."""
        ranks = ranks_of(self.campaign)
        return tuple(
            sorted(self.campaign.forms, key=lambda form: (bool(ranks[form.id] and form.sectors), ranks[form.id]))
        )

    def sheet_list(self, sheets: Iterable[Sheet]) -> list[View]:
        """List the sheets that cover no single sector, form by form; those for reporting days under one entry."""
        by_form: dict[str, list[Sheet]] = defaultdict(list)
        for sheet in sheets:
            if not sheet.sector:
                by_form[sheet.form].append(sheet)
        return [
            {
                "title": form.title,
                "sheets": [self.sheet_view(sheet) for sheet in by_form[form.id] if not sheet.day],
                "days": [self.sheet_view(sheet) for sheet in by_form[form.id] if sheet.day],
            }
            for form in self.ranked_forms
            if form.id in by_form
        ]

    def sheet_table(self, sheets: Iterable[Sheet]) -> View:
        """Arrange sheets that cover a sector as a table of sectors × forms; the others as a list."""
        covering = [sheet for sheet in sheets if sheet.sector]
        used = {sheet.form for sheet in covering}
        forms: list[Form] = [form for form in self.ranked_forms if form.id in used]
        cells = {(sheet.sector, sheet.form): self.sheet_view(sheet) for sheet in covering}
        sectors = [sector for sector in self.campaign.sectors if any(sector.id == name for name, _ in cells)]
        return {
            "forms": [
                {"title": form.title, "subtitle": form.subtitle, "editor": form.origin == "editor"} for form in forms
            ],
            "rows": [
                {
                    "name": sector.short,
                    "href": page_of(sector),
                    "cells": [cells.get((sector.id, form.id)) for form in forms],
                }
                for sector in sectors
            ],
            "count": len(covering),
        }

    def mark_view(self, number: int, note: Note) -> View:
        """Return the mark that leads to a note."""
        return {"number": number, "id": note.id, "href": f"notes.html#{note.id}", "title": note.remark}

    # ------------------------------------------------------------ verbatim text

    def runs(self, clause: Clause, ref: str | None) -> tuple[list[View], list[View]]:
        """Cut a clause into label, title and text, each into pieces with a term or followed by marks.

        Args:
            clause: What is printed.
            ref: Its address where its notes are to be marked, None where it is only quoted.

        Returns:
            The runs, and the marks that belong to the clause as a whole.
        """
        full = clause.full_text
        notes = self.notes.get(ref, []) if ref else []
        marks: dict[int, list[View]] = defaultdict(list)
        whole: list[View] = []
        for number, note in notes:
            start = full.find(note.quote) if note.quote else -1
            (whole if start < 0 else marks[start + len(note.quote)]).append(self.mark_view(number, note))
        seen: set[str] = set()
        found: list[View] = []
        offset = 0
        for kind, text in (("label", clause.label), ("title", clause.title), ("text", clause.text)):
            if text:
                found.append({"kind": kind, "pieces": self._pieces(text, offset, marks, seen)})
                offset += len(text)
        return found, whole

    def _pieces(self, text: str, offset: int, marks: dict[int, list[View]], seen: set[str]) -> list[View]:
        """Cut `text`, which begins `offset` characters into its clause, at terms and after quotes."""
        pattern, terms = self.words
        pieces: list[View] = []

        def add(start: int, end: int, term: Term | None) -> None:
            # A mark inside a term moves behind it: the term stays one piece.
            cuts = [] if term else [at - offset for at in sorted(marks) if start < at - offset < end]
            for piece_start, piece_end in zip([start, *cuts], [*cuts, end], strict=True):
                inside = range(piece_start + 1, piece_end + 1)
                piece = {
                    "text": text[piece_start:piece_end],
                    "term": self.term_mark(term) if term else None,
                    "marks": [mark for at in sorted(marks) if at - offset in inside for mark in marks[at]],
                }
                if piece["text"]:
                    pieces.append(piece)

        done = 0
        for match in pattern.finditer(text):
            term = terms[match[0]]
            if term.id in seen:
                continue
            seen.add(term.id)
            add(done, match.start(), None)
            add(match.start(), match.end(), term)
            done = match.end()
        add(done, len(text), None)
        return pieces

    def term_mark(self, term: Term) -> View:
        """Return the tooltip of a term and the address of its entry."""
        return {
            "href": f"terms.html#{term.id}",
            "title": term.definition or self.say("The source gives no definition"),
        }

    def clause_view(self, clause: Clause, page: str, level: int) -> View:
        """Describe a clause and those below it.

        Args:
            clause: What is printed.
            page: `plan` or the sector's id: the first half of its address.
            level: Heading level, should the clause be a heading.
        """
        is_heading = bool(clause.title) and not clause.text
        runs, marks = self.runs(clause, f"{page}#{clause.id}")
        if is_heading:
            # A heading is also an entry of the contents: marks stand below it.
            marks = [mark for run in runs for piece in run["pieces"] for mark in piece["marks"]] + marks
        return {
            "id": Markup(clause.id),
            "level": min(level, DEEPEST_HEADING) if is_heading else 0,
            "heading": clause.label + clause.title,
            "runs": runs,
            "marks": marks,
            "revised": self.revised.get(f"{page}#{clause.id}"),
            "due": [self.due_view(due) for due in clause.due],
            "duties": self.duty_views(clause.duties),
            "responsible": [view for name in clause.responsible for view in self.named_view(name)],
            "indicators": [indicator.model_dump() for indicator in clause.indicators],
            "sector": page_of(self.campaign.sector_by_id[clause.sector]) if clause.sector else "",
            "named": self.filter_words(self.campaign.bindings.bound(self.campaign.places[f"{page}#{clause.id}"])),
            "clauses": [self.clause_view(below, page, level + is_heading) for below in clause.clauses],
        }

    def filter_words(self, units: Iterable[Unit]) -> Markup:
        """Return the ids of `units` as one attribute, by which a page shows what concerns one of them."""
        return Markup(" ".join(unit.id for unit in units))

    def duty_views(self, duties: tuple[Duty, ...]) -> list[View]:
        """Return whom `duties` bind: each set of units once, with all its roles and the sectors they extend to."""
        roles: dict[tuple[tuple[str, ...], tuple[str, ...]], set[Role]] = defaultdict(set)
        for duty in duties:
            roles[duty.units, duty.sectors].add(duty.role)
        return [
            {
                "roles": [self.role_view(role) for role in ROLES if role in found],
                "units": [view for name in units for view in self.named_view(name)],
                "sectors": [
                    {"name": sector.short, "href": page_of(sector)}
                    for sector in (self.campaign.sector_by_id[name] for name in sectors)
                ],
            }
            for (units, sectors), found in roles.items()
        ]

    def quote_view(self, place: Place) -> View:
        """Describe a clause and those below it for repetition elsewhere, word for word, without marks.

        A clause below that binds someone by itself is left out: it is repeated for whom it binds.
        """

        def quoted(clause: Clause) -> View:
            runs, _ = self.runs(clause, None)
            return {"runs": runs, "clauses": [quoted(below) for below in repeated(clause)]}

        return {**self.place_view(place), **(quoted(place.clause) if place.clause else {"runs": [], "clauses": []})}
