"""Campaign → the Markdown pages of the site and their navigation.

In: a validated `Campaign`, its sheets and the edition. Out: `Pages`: the text of every page by
its path, and the navigation. A pure function: nothing is read but the templates, nothing written.

Words of the plan reach a page through `plain`, which leaves neither HTML nor Markdown a
character to act on; templates cannot forget it, since it is applied to everything they print.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from planpress.i18n import translations
from planpress.model import (
    PLAN,
    ROLES,
    Bond,
    Campaign,
    Clause,
    Due,
    Duty,
    Form,
    Item,
    Note,
    Part,
    Place,
    Role,
    Sector,
    Term,
    Unit,
)
from planpress.sheets import Edition, Sheet
from planpress.templates import environment

View = dict[str, Any]

KINDS = ("township", "subdistrict", "department", "agency", "body")
"""Kinds of units, in the order in which readers look for them."""

DEEPEST_HEADING = 4
"""Headings below this level look like the text around them."""

EXCERPT = 12
"""Characters by which a place without a label is told apart from its neighbours."""

QUOTATION_MARKS = "\"'\u2018\u201c\u300a\u300c"

SPECIAL = re.compile(r"[!\"#$&'*+.:<=>@\\^_`|~{}\[\])-]")
"""Every ASCII mark that HTML, Markdown or one of its extensions may read as more than itself."""


@dataclass(frozen=True)
class Pages:
    """The site as Markdown.

    Attributes:
        files: Text of each page by its path, such as `units/market.md`, sorted by path.
        nav: The navigation in the form that MkDocs reads: `{title: path}` or `{title: [...]}`.
    """

    files: dict[str, str]
    nav: list[Any]


def plain(value: object) -> Markup:
    """Return `value` as text that neither HTML nor Markdown can read as markup.

    Why:
        A character reference means the same in a heading, a paragraph, a raw HTML block and an
        attribute. Escaping per place would be four rules, one of them forgotten sooner or later.
        A line break becomes a reference too, so that no line of the page begins with foreign text.
    """
    if isinstance(value, Markup):
        return value
    text = SPECIAL.sub(lambda found: f"&#{ord(found[0])};", str(value))
    text = re.sub(r"^[ \t]+", lambda found: "".join(f"&#{ord(blank)};" for blank in found[0]), text, flags=re.MULTILINE)
    return Markup(text.replace("\r", "").replace("\n", "&#10;"))


def lines(value: object) -> Markup:
    """Return `value` like `plain`, with its line breaks as `<br>`."""
    return Markup(str(plain(value)).replace("&#10;", "<br>"))


def pages_of(campaign: Campaign, sheets: Sequence[Sheet], edition: Edition) -> Pages:
    """Write every page of the site.

    Args:
        campaign: Validated.
        sheets: What `sheets_of` lists; each is linked from the pages it concerns.
        edition: Its language is the language of the words that are ours.
    """
    site = _Site(campaign, tuple(sheets), edition)
    files = {path: _write(site.templates, template, path, view) for path, template, view in site.every_page()}
    return Pages(dict(sorted(files.items())), site.navigation())


def edition_view(campaign: Campaign, edition: Edition) -> View:
    """Return what the head of every page says about the campaign, in words of its language."""
    say = translations(edition.language).gettext
    notice = campaign.plan.notice
    period = campaign.plan.period
    return {
        "name": campaign.plan.name,
        "number": notice.document_number if notice else "",
        "revision": say("Revision %(number)s") % {"number": edition.revision},
        "issued": say("issued %(date)s") % {"date": edition.issued.isoformat()},
        "period": say("campaign period %(start)s to %(end)s")
        % {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "draft": say("Draft: not in force") if edition.draft else "",
        "search_label": say("Search the site"),
        "permalink": say("Permanent link to this place"),
    }


def _templates(language: str) -> Environment:
    """Return the shared environment, with every printed value made `plain`."""
    made = environment(language).overlay(finalize=plain)
    made.filters = {**made.filters, "lines": lines, "plain": plain}
    return made


def _write(templates: Environment, template: str, path: str, view: View) -> str:
    """Render one page; its addresses are relative, so that the site works from any folder."""
    here = posixpath.dirname(path)

    def to(address: str) -> Markup:
        file, mark, anchor = address.partition("#")
        target = posixpath.relpath(file, here or ".") if file and file != path.replace(".md", ".html") else ""
        return Markup(target + mark + anchor)

    text = templates.get_template(f"pages/{template}").render(to=to, **view)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _page_of(sector: Sector | None) -> str:
    return "plan/index.html" if sector is None else f"sectors/{sector.id}.html"


def _address(place: Place) -> str:
    return f"{_page_of(place.sector)}#{place.ref.partition('#')[2]}"


@dataclass(frozen=True)
class _Site:
    """The campaign, with what several pages need looked up once."""

    campaign: Campaign
    sheets: tuple[Sheet, ...]
    edition: Edition

    # ------------------------------------------------------------ words and look-ups

    @cached_property
    def templates(self) -> Environment:
        return _templates(self.edition.language)

    def say(self, message: str) -> str:
        return translations(self.edition.language).gettext(message)

    @cached_property
    def role_names(self) -> dict[Role, str]:
        return {
            "lead": self.say("lead"),
            "support": self.say("support"),
            "enforce": self.say("enforce"),
            "territorial": self.say("territorial"),
            "supervise": self.say("supervise"),
        }

    @cached_property
    def kind_names(self) -> dict[str, str]:
        return {
            "township": self.say("Townships"),
            "subdistrict": self.say("Subdistrict offices"),
            "department": self.say("Departments"),
            "agency": self.say("Agencies"),
            "body": self.say("Other bodies"),
        }

    @cached_property
    def note_kinds(self) -> dict[str, str]:
        return {
            "typo": self.say("wording"),
            "numbering": self.say("numbering"),
            "missing": self.say("missing"),
            "mismatch": self.say("mismatch"),
            "ambiguous": self.say("ambiguous"),
            "outdated": self.say("of its time"),
        }

    @cached_property
    def relation_names(self) -> dict[str, str]:
        return {
            "same": self.say("as in the body"),
            "reworded": self.say("reworded"),
            "extended": self.say("extended"),
            "reduced": self.say("reduced"),
            "added": self.say("not in the body"),
        }

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
        terms = {word: term for term in self.campaign.terms for word in (*term.aliases, term.name)}
        ordered = sorted(terms, key=lambda word: (-len(word), word))
        return re.compile("|".join(map(re.escape, ordered)) or r"(?!)"), terms

    @cached_property
    def bonds_of(self) -> dict[str, list[Bond]]:
        """Bonds by unit, in printed order."""
        found: dict[str, list[Bond]] = defaultdict(list)
        for bond in self.campaign.bonds:
            found[bond.unit.id].append(bond)
        return found

    @cached_property
    def deadlines(self) -> tuple[tuple[Due, Place, tuple[Unit, ...]], ...]:
        """Every due date with its clause and the units it binds, earliest first.

        Why:
            Where a clause with a date names no one, whoever the clauses around it bind must keep
            it, and failing those the sector's leaders.
        """
        found = []
        for place in self.campaign.places.values():
            for due in place.clause.due if place.clause else ():
                found.append((due, place, self._answerable(place)))
        return tuple(sorted(found, key=lambda entry: entry[0].date))

    def _answerable(self, place: Place) -> tuple[Unit, ...]:
        chain = [clause for clause in (place.clause, *reversed(place.above)) if clause is not None]
        for clause in chain:
            named = clause.responsible or tuple(unit for duty in clause.duties for unit in duty.units)
            if named:
                return self.campaign.members(named)
        return self.campaign.members(place.sector.lead) if place.sector else ()

    # ------------------------------------------------------------ small views

    def unit_view(self, unit: Unit) -> View:
        return {
            "id": unit.id,
            "name": unit.name,
            "kind": unit.kind,
            "href": f"units/{unit.id}.html",
            "outside": unit.provenance == "outside",
        }

    def named_view(self, name: str) -> list[View]:
        """Return the unit called `name`, or the group with its members folded into one mark."""
        group = self.campaign.group_by_id.get(name)
        if group is None:
            return [self.unit_view(self.campaign.unit_by_id[name])]
        members = self.say(", ").join(unit.name for unit in self.campaign.members((name,)))
        return [{"id": group.id, "name": group.name, "href": f"index.html#_group-{group.id}", "members": members}]

    def role_view(self, role: Role) -> View:
        return {"id": role, "name": self.role_names[role]}

    def place_view(self, place: Place, here: Sector | None = None) -> View:
        """Say where a place is; one without a label of its own is told apart by how it begins.

        On the page of the sector `here`, the sector need not be named.
        """
        cite = self.campaign.cite(place.ref)
        if here is not None and place.sector == here:
            cite = cite.removeprefix(here.label or here.title).strip()
        if place.clause is not None and not place.clause.label:
            begins = place.text.split("\n")[0].lstrip(QUOTATION_MARKS)
            short = begins[:EXCERPT] + ("\u2026" if len(begins) > EXCERPT else "")
            cite = self.say("%(place)s “%(begins)s”") % {"place": cite, "begins": short}
        return {"cite": cite, "href": _address(place)}

    def due_view(self, due: Due) -> View:
        period = self.campaign.plan.period
        late = not period.start <= due.date <= period.end
        return {"text": due.text, "date": due.date.isoformat(), "outside_period": late}

    def deadline_view(self, due: Due, place: Place, units: tuple[Unit, ...]) -> View:
        return {
            **self.due_view(due),
            "place": self.place_view(place),
            "sector": place.sector.short if place.sector else self.campaign.plan.short,
            "units": [self.unit_view(unit) for unit in units],
        }

    def sheet_view(self, sheet: Sheet) -> View:
        form = self.campaign.form_by_id.get(sheet.form)
        return {
            "code": sheet.code,
            "href": sheet.path,
            "title": sheet.title,
            "form": form.title if form else sheet.title,
            "subtitle": form.subtitle if form else "",
            "editor": form.origin == "editor" if form else False,
            "sector": self.campaign.sector_by_id[sheet.sector].short if sheet.sector else "",
        }

    def sheet_table(self, sheets: Iterable[Sheet]) -> View:
        """Arrange sheets that cover a sector as a table of sectors × forms; the others as a list."""
        covering = [sheet for sheet in sheets if sheet.sector]
        used = {sheet.form for sheet in covering}
        forms: list[Form] = [form for form in self.campaign.forms if form.id in used]
        cells = {(sheet.sector, sheet.form): self.sheet_view(sheet) for sheet in covering}
        sectors = [sector for sector in self.campaign.sectors if any(sector.id == name for name, _ in cells)]
        return {
            "forms": [
                {"title": form.title, "subtitle": form.subtitle, "editor": form.origin == "editor"} for form in forms
            ],
            "rows": [
                {
                    "name": sector.short,
                    "href": _page_of(sector),
                    "cells": [cells.get((sector.id, form.id)) for form in forms],
                }
                for sector in sectors
            ],
            "count": len(covering),
        }

    def mark_view(self, number: int, note: Note) -> View:
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
            "due": [self.due_view(due) for due in clause.due],
            "duties": self.duty_views(clause.duties),
            "responsible": [view for name in clause.responsible for view in self.named_view(name)],
            "indicators": [indicator.model_dump() for indicator in clause.indicators],
            "sector": _page_of(self.campaign.sector_by_id[clause.sector]) if clause.sector else "",
            "clauses": [self.clause_view(below, page, level + is_heading) for below in clause.clauses],
        }

    def duty_views(self, duties: tuple[Duty, ...]) -> list[View]:
        """Return whom `duties` bind: each set of units once, with all its roles and the sectors they extend to."""
        roles: dict[tuple[tuple[str, ...], tuple[str, ...]], set[Role]] = defaultdict(set)
        for duty in duties:
            roles[duty.units, duty.sectors].add(duty.role)
        return [
            {
                "roles": [self.role_view(role) for role in ROLES if role in found],
                "units": [view for name in units for view in self.named_view(name)],
                "sectors": len(sectors),
            }
            for (units, sectors), found in roles.items()
        ]

    def quote_view(self, place: Place) -> View:
        """Describe a clause and those below it for repetition elsewhere, word for word, without marks.

        A clause below that binds someone by itself is left out: it is repeated for whom it binds.
        """

        def quoted(clause: Clause) -> View:
            runs, _ = self.runs(clause, None)
            return {"runs": runs, "clauses": [quoted(below) for below in clause.clauses if not below.duties]}

        return {**self.place_view(place), **(quoted(place.clause) if place.clause else {"runs": [], "clauses": []})}

    # ------------------------------------------------------------ pages

    def every_page(self) -> Iterator[tuple[str, str, View]]:
        """Yield path, template and view of every page."""
        yield "index.md", "index.md", self.home()
        yield "plan/index.md", "plan.md", self.plan()
        for sector in self.campaign.sectors:
            yield f"sectors/{sector.id}.md", "sector.md", self.sector(sector)
        for unit in self.campaign.units:
            yield f"units/{unit.id}.md", "unit.md", self.unit(unit)
        yield "print.md", "print.md", self.print_centre()
        yield "terms.md", "terms.md", self.terms()
        yield "notes.md", "notes.md", self.notes_page()

    def navigation(self) -> list[Any]:
        plan = self.campaign.plan
        by_kind = [
            {name: [{unit.name: f"units/{unit.id}.md"} for unit in self.campaign.units if unit.kind == kind]}
            for kind, name in self.kind_names.items()
        ]
        nav: list[Any] = [
            {self.say("Home"): "index.md"},
            {plan.short: "plan/index.md"},
            {self.say("Sectors"): [{sector.short: f"sectors/{sector.id}.md"} for sector in self.campaign.sectors]},
            {self.say("Units"): [group for group in by_kind if all(group.values())]},
            {self.say("Print centre"): "print.md"},
            {self.say("Reference"): [{self.say("Terms"): "terms.md"}, {self.say("Editor's notes"): "notes.md"}]},
        ]
        return [entry for entry in nav if all(entry.values())]

    def home(self) -> View:
        campaign = self.campaign
        return {
            "campaign": campaign.plan,
            "edition": edition_view(campaign, self.edition),
            "issuers": [self.unit_view(unit) for unit in campaign.members(campaign.plan.issuers)],
            "sectors": [self.sector_card(sector) for sector in campaign.sectors],
            "kinds": [
                {
                    "name": self.kind_names[kind],
                    "units": [self.unit_card(unit) for unit in campaign.units if unit.kind == kind],
                }
                for kind in KINDS
                if any(unit.kind == kind for unit in campaign.units)
            ],
            "groups": [
                {"id": Markup(f"_group-{group.id}"), "name": group.name, "units": self.units(group.members)}
                for group in campaign.groups
            ],
            "deadlines": [self.deadline_view(*entry) for entry in self.deadlines],
            "reporting": self.reporting(),
            "plan_sheet": self.first_sheet(PLAN),
            "sheet_count": len(self.sheets),
        }

    def units(self, names: tuple[str, ...]) -> list[View]:
        return [self.unit_view(unit) for unit in self.campaign.members(names)]

    def sector_card(self, sector: Sector) -> View:
        parts = [part for part in self.campaign.parts if part.sector.id == sector.id]
        return {
            "href": _page_of(sector),
            "label": sector.label,
            "title": sector.title,
            "short": sector.short,
            "leads": self.units(sector.lead),
            "rows": len(sector.checklist.items) if sector.checklist else 0,
            "units": len(parts),
        }

    def unit_card(self, unit: Unit) -> View:
        parts = [part for part in self.campaign.parts if part.unit.id == unit.id]
        return {
            **self.unit_view(unit),
            "parts": len(parts),
            "leads": [part.sector.short for part in parts if "lead" in part.roles],
            "sheets": sum(1 for sheet in self.sheets if sheet.unit == unit.id),
        }

    def reporting(self) -> View | None:
        reporting = self.campaign.plan.reporting
        if reporting is None:
            return None
        contact = self.campaign.plan.contact
        return {
            "time": reporting.time,
            "to": self.unit_view(self.campaign.unit_by_id[reporting.to]),
            "place": self.place_view(self.campaign.places[f"{PLAN}#{reporting.clause}"]),
            "days": [day.isoformat() for day in self.campaign.report_dates],
            "phone": contact.phone if contact else "",
            "email": contact.email if contact else "",
        }

    def first_sheet(self, form: str, sector: Sector | None = None) -> View | None:
        wanted = sector.id if sector else None
        for sheet in self.sheets:
            if sheet.form == form and sheet.sector == wanted and sheet.unit is None:
                return self.sheet_view(sheet)
        return None

    def plan(self) -> View:
        plan = self.campaign.plan
        notice = plan.notice
        return {
            "campaign": plan,
            "notice": notice,
            "notice_clauses": [self.clause_view(clause, PLAN, 3) for clause in notice.clauses] if notice else [],
            "clauses": [self.clause_view(clause, PLAN, 3) for clause in plan.clauses],
            "sheet": self.first_sheet(PLAN),
            "note_count": sum(len(found) for ref, found in self.notes.items() if ref.startswith(f"{PLAN}#")),
        }

    def sector(self, sector: Sector) -> View:
        campaign = self.campaign
        by_role: dict[Role, list[View]] = {}
        for part in campaign.parts:
            if part.sector.id == sector.id:
                by_role.setdefault(part.roles[0], []).append(self.unit_view(part.unit))
        blanks = [sheet for sheet in self.sheets if sheet.unit is None and sheet.sector == sector.id]
        return {
            "campaign": campaign.plan,
            "sector": sector,
            "roles": [{"role": self.role_view(role), "units": by_role[role]} for role in ROLES if role in by_role],
            "clauses": [self.clause_view(clause, sector.id, 2) for clause in sector.clauses],
            "checklist": self.checklist(sector),
            "deadlines": [self.deadline_view(*entry) for entry in self.deadlines if entry[1].sector == sector],
            "annex": self.first_sheet("annex", sector),
            "blanks": [self.sheet_view(sheet) for sheet in blanks if sheet.form in campaign.form_by_id],
            "note_count": sum(len(found) for ref, found in self.notes.items() if ref.startswith(f"{sector.id}#")),
        }

    def checklist(self, sector: Sector) -> View | None:
        checklist = sector.checklist
        if checklist is None:
            return None
        blocks = self.campaign.form_by_id[checklist.form].blocks
        table = next(block.table for block in blocks if block.table and block.table.rows == "items")
        labels = {column.value: column.label for column in table.columns}
        return {
            "heading": checklist.label + checklist.title,
            "label": labels.get("label") or labels.get("number") or self.say("No."),
            "text": labels.get("text") or self.say("Item"),
            "rows": [self.item_view(sector, item) for item in checklist.items],
        }

    def item_view(self, sector: Sector, item: Item) -> View:
        ref = f"{sector.id}#{item.id}"
        runs, marks = self.runs(Clause(id=item.id, text=item.text), ref)
        places = [self.campaign.places[f"{sector.id}#{name}"] for name in item.basis]
        return {
            "id": Markup(item.id),
            "label": item.label,
            "runs": runs,
            "marks": marks,
            "basis": [self.place_view(place, sector) for place in places],
            "relation": item.relation,
            "relation_name": self.relation_names[item.relation],
        }

    def unit(self, unit: Unit) -> View:
        campaign = self.campaign
        bonds = self.bonds_of[unit.id]
        parts = [part for part in campaign.parts if part.unit.id == unit.id]
        sheets = [sheet for sheet in self.sheets if sheet.unit == unit.id]
        return {
            "unit": unit,
            "kind": self.kind_names[unit.kind],
            "aliases": [
                {"text": alias.text, "where": [self.place_view(campaign.places[ref]) for ref in alias.where]}
                for alias in unit.aliases
            ],
            "groups": [group.name for group in campaign.groups if unit in campaign.members((group.id,))],
            "parts_view": [self.part_view(part, bonds) for part in parts],
            "general": self.duties_of([bond for bond in bonds if bond.place.sector is None]),
            "general_tasks": self.tasks_of(unit, None),
            "plan_short": campaign.plan.short,
            "deadlines": [self.deadline_view(*entry) for entry in self.deadlines if unit in entry[2]],
            "reporting": self.reporting() if self.reports(unit) else None,
            "table": self.sheet_table(sheets),
            "others": [self.sheet_view(sheet) for sheet in sheets if not sheet.sector],
            "sheet_count": len(sheets),
            "search": {"boost": 2} if unit.kind != "body" else {"boost": 1},
        }

    def part_view(self, part: Part, bonds: list[Bond]) -> View:
        """Describe what a unit does in one sector; `own` where the sector itself says so, not the main plan alone."""
        duties = self.duties_of([bond for bond in bonds if bond.place.sector == part.sector])
        tasks = self.tasks_of(part.unit, part.sector)
        own = bool(duties or tasks)
        anchor = f"_{part.sector.id}" if own else "_general"
        return {
            "short": part.sector.short,
            "title": part.sector.title,
            "label": part.sector.label,
            "id": Markup(anchor),
            "href": _page_of(part.sector),
            "roles": [self.role_view(role) for role in part.roles],
            "own": own,
            "duties": duties,
            "tasks": tasks,
        }

    def reports(self, unit: Unit) -> bool:
        reporting = self.campaign.plan.reporting
        if reporting is None or unit.kind == "body":
            return False
        return not reporting.from_units or unit in self.campaign.members(reporting.from_units)

    def duties_of(self, bonds: list[Bond]) -> list[View]:
        """Return the clauses of `bonds`, each once, with the roles and sectors they give."""
        by_clause: dict[str, list[Bond]] = {}
        for bond in bonds:
            by_clause.setdefault(bond.place.ref, []).append(bond)
        return [
            {
                **self.quote_view(found[0].place),
                "roles": [self.role_view(role) for role in ROLES if any(bond.role == role for bond in found)],
                "sectors": [
                    {"name": sector.short, "href": _page_of(sector)}
                    for sector in self.campaign.sectors
                    if any(bond.sector == sector for bond in found)
                ],
            }
            for found in by_clause.values()
        ]

    def tasks_of(self, unit: Unit, sector: Sector | None) -> list[View]:
        """Return the clauses of `sector` (of the main plan where None) that name `unit` responsible."""
        return [
            {**self.quote_view(place), "due": [self.due_view(due) for due in place.clause.due]}
            for place in self.campaign.places.values()
            if place.clause and place.sector == sector and unit in self.campaign.members(place.clause.responsible)
        ]

    def print_centre(self) -> View:
        campaign = self.campaign
        blanks = [sheet for sheet in self.sheets if sheet.unit is None and sheet.form in campaign.form_by_id]
        return {
            "plan_sheet": self.first_sheet(PLAN),
            "annexes": [self.sheet_view(sheet) for sheet in self.sheets if sheet.form == "annex"],
            "blanks": self.sheet_table(blanks),
            "other_blanks": [self.sheet_view(sheet) for sheet in blanks if not sheet.sector],
            "kinds": [
                {"name": self.kind_names[kind], "units": [self.unit_pack(unit) for unit in units]}
                for kind in KINDS
                if (units := [unit for unit in self.printing_units if unit.kind == kind])
            ],
            "sectors": [self.sector_sheets(sector) for sector in campaign.sectors],
            "count": len(self.sheets),
        }

    @cached_property
    def printing_units(self) -> tuple[Unit, ...]:
        having = {sheet.unit for sheet in self.sheets}
        return tuple(unit for unit in self.campaign.units if unit.id in having)

    def unit_pack(self, unit: Unit) -> View:
        sheets = [sheet for sheet in self.sheets if sheet.unit == unit.id]
        return {
            **self.unit_view(unit),
            "anchor": Markup(f"_unit-{unit.id}"),
            "table": self.sheet_table(sheets),
            "others": [self.sheet_view(sheet) for sheet in sheets if not sheet.sector],
            "count": len(sheets),
        }

    def sector_sheets(self, sector: Sector) -> View:
        """List a sector's sheets as a table of units × forms, the blank first."""
        sheets = [s for s in self.sheets if s.sector == sector.id and s.form in self.campaign.form_by_id]
        used = {sheet.form for sheet in sheets}
        forms = [form for form in self.campaign.forms if form.id in used]
        cells = {(sheet.unit, sheet.form): self.sheet_view(sheet) for sheet in sheets}
        units: list[Unit | None] = [None, *(unit for unit in self.printing_units)]
        return {
            "name": sector.short,
            "label": sector.label,
            "href": _page_of(sector),
            "anchor": Markup(f"_sector-{sector.id}"),
            "forms": [{"title": form.title, "subtitle": form.subtitle} for form in forms],
            "rows": [
                {
                    "name": unit.name if unit else "",
                    "href": f"units/{unit.id}.html" if unit else "",
                    "cells": [cells.get((unit.id if unit else None, form.id)) for form in forms],
                }
                for unit in units
                if any((unit.id if unit else None, form.id) in cells for form in forms)
            ],
            "count": len(sheets),
        }

    def terms(self) -> View:
        campaign = self.campaign
        return {
            "terms": [
                {
                    "id": Markup(term.id),
                    "name": term.name,
                    "aliases": term.aliases,
                    "definition": term.definition,
                    "note": term.note,
                    "where": [self.place_view(campaign.places[ref]) for ref in term.where],
                }
                for term in campaign.terms
            ],
            "defined": sum(1 for term in campaign.terms if term.definition),
        }

    def notes_page(self) -> View:
        campaign = self.campaign
        documents: list[tuple[str, str]] = [(PLAN, campaign.plan.short)]
        documents += [(sector.id, f"{sector.label} {sector.title}".strip()) for sector in campaign.sectors]
        groups = []
        for name, title in documents:
            found = [
                (ref, entry) for ref, notes in self.notes.items() if ref.partition("#")[0] == name for entry in notes
            ]
            if found:
                views = [self.note_view(ref, number, note) for ref, (number, note) in found]
                groups.append({"id": Markup(f"_{name}"), "title": title, "notes": views})
        return {"groups": groups, "count": len(campaign.notes)}

    def note_view(self, ref: str, number: int, note: Note) -> View:
        return {
            "id": Markup(note.id),
            "number": number,
            "kind": self.note_kinds[note.kind],
            "quote": note.quote,
            "remark": note.remark,
            "outside": note.knowledge == "outside",
            "reference": note.reference,
            "place": self.place_view(self.campaign.places[ref]),
        }
