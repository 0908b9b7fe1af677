"""Campaign → the Markdown pages of the site and their navigation.

In: a validated `Campaign`, its sheets and the edition. Out: `Pages`: the text of every page by
its path, and the navigation. A pure function: nothing is read but the templates, nothing written.

Words of the plan reach a page through `plain`, which leaves neither HTML nor Markdown a
character to act on; templates cannot forget it, since it is applied to everything they print.
"""

from __future__ import annotations

import datetime
import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from planpress.i18n import translations
from planpress.model.addresses import (
    ANNEX,
    CALENDAR_OF_ALL,
    CATALOGUE_FORM,
    MATRIX_CHART,
    OWN_FORMS,
    PACK_FORM,
    PACKS_ZIP,
    PLAN,
    TIMELINE_CHART,
    WITHDRAWN_FORM,
    page_of,
    unit_calendar,
)
from planpress.model.bindings import Bond, Involvement
from planpress.model.campaign import Campaign
from planpress.model.forms import Form
from planpress.model.records import Clause, Item, Note, Sector, Unit
from planpress.model.vocabulary import (
    ROLES,
    UNIT_KINDS,
    Role,
    note_kind_names,
    relation_names,
    role_headings,
    unit_kind_names,
)
from planpress.office.charts import Charts
from planpress.office.companions import MATRIX
from planpress.revisions.history import NONE_SEALED, History
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet
from planpress.status import files_of, status_of
from planpress.templates import environment, long_date
from planpress.web.changes import revised_of
from planpress.web.handbook import handbook_nav, handbook_pages
from planpress.web.markup import lines, plain
from planpress.web.period import ahead, period_view, wait_for
from planpress.web.revision_pages import RevisionPages
from planpress.web.views import View, Views

NEXT_DATES = 3
"""How many due dates the home page shows."""


NOT_REVISED: View = {"latest": None, "gone": (), "changes": None, "outdated": "", "differences": ""}
"""What pages say of revisions where there is nothing to say."""


@dataclass(frozen=True)
class Pages:
    """The site as Markdown.

    Attributes:
        files: Text of each page by its path, such as `units/market.md`, sorted by path.
        nav: The navigation in the form that MkDocs reads: `{title: path}` or `{title: [...]}`.
        data: Text of the files that pages read, by path.
    """

    files: dict[str, str]
    nav: list[Any]
    data: dict[str, str]


def pages_of(
    campaign: Campaign,
    sheets: Sequence[Sheet],
    edition: Edition,
    today: datetime.date | None = None,
    published: bool = False,
    history: History = NONE_SEALED,
) -> Pages:
    """Write every page of the site.

    Args:
        campaign: Validated.
        sheets: What `sheets_of` lists, with or without what stands for the packs; each is linked from
            the pages it concerns.
        edition: Its language is the language of the words that are ours.
        today: The day for which the period is drawn; None leaves that to the reader's device.
        published: Whether the site lies beside those of other revisions, each in a folder named by its number.
        history: The sealed revisions; what they say is read where a page shows it.
    """
    packs = tuple(sheet for sheet in sheets if sheet.form == PACK_FORM)
    single = tuple(sheet for sheet in sheets if sheet.form not in OWN_FORMS)
    about = tuple(sheet for sheet in sheets if sheet.form in OWN_FORMS and sheet.form != PACK_FORM)
    site = _Site(campaign, single, edition, packs, today, about, revised_of(history, edition.language))
    revisions = RevisionPages(site, history, published)
    beside = revisions.beside()
    written = (*site.every_page(), *revisions.every_page())
    files = {
        path: _write(site.templates, template, path, {**NOT_REVISED, **beside.get(path, {}), **view})
        for path, template, view in written
    }
    files.update(handbook_pages(edition.language))
    data = files_of(status_of(campaign, sheets, edition, history)) | revisions.data()
    nav = site.navigation()
    nav[-2:-2] = revisions.navigation()  # before the reference and the handbook
    return Pages(dict(sorted(files.items())), nav, data)


def edition_view(campaign: Campaign, edition: Edition) -> View:
    """Return what the head of every page says about the campaign, in words of its language."""
    say = translations(edition.language).gettext
    notice = campaign.plan.notice
    period = campaign.plan.period
    return {
        "name": campaign.plan.name,
        "number": notice.document_number if notice else "",
        "revision": say("Revision %(number)s") % {"number": edition.revision},
        "issued": _issued(edition.issued, say),
        "effective": _effective(edition, say),
        "period": say("campaign period %(start)s to %(end)s")
        % {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "draft": say("Draft: not in force") if edition.draft else "",
        "outdated": say("This revision is not the current one."),
        "current": say("To the current revision"),
        "search_label": say("Search the site"),
        "search_none": say(
            "Nothing found. Try a unit's short name, fewer words, or one word of a checklist row. "
            "The code of a sheet is looked up under “Check a sheet”."
        ),
        "permalink": say("Permanent link to this place"),
    }


def _issued(day: datetime.date | None, say: Callable[[str], str]) -> str:
    return say("issued %(date)s") % {"date": day.isoformat()} if day else say("not issued yet")


def _effective(edition: Edition, say: Callable[[str], str]) -> str:
    if edition.effective is None or edition.effective == edition.issued:
        return ""
    return say("in force from %(date)s") % {"date": edition.effective.isoformat()}


def _templates(language: str) -> Environment:
    """Return the shared environment, with every printed value made `plain`."""
    made = environment(language).overlay(finalize=plain)
    made.filters = {**made.filters, "lines": lines, "plain": plain}
    return made


def _dialled(phone: str) -> str:
    """Return what a telephone dials for `phone`; nothing where it holds words, or more than one number."""
    text = unicodedata.normalize("NFKC", phone).strip()
    return re.sub(r"[^0-9+]", "", text) if re.fullmatch(r"\+?[0-9 ()\u2010-\u2013-]+", text) else ""


def _write(templates: Environment, template: str, path: str, view: View) -> str:
    """Render one page; its addresses are relative, so that the site works from any folder."""
    here = posixpath.dirname(path)

    def to(address: str) -> Markup:
        file, mark, anchor = address.partition("#")
        target = posixpath.relpath(file, here or ".") if file and file != path.replace(".md", ".html") else ""
        return Markup(target + mark + anchor)

    text = templates.get_template(f"pages/{template}").render(to=to, **view)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


class _Site(Views):
    """What each page shows."""

    @cached_property
    def templates(self) -> Environment:
        return _templates(self.edition.language)

    def every_page(self) -> Iterator[tuple[str, str, View]]:
        """Yield path, template and view of every page."""
        yield "index.md", "index.md", self.home()
        yield "plan/index.md", "plan.md", self.plan()
        for sector in self.campaign.sectors:
            yield f"sectors/{sector.id}.md", "sector.md", self.sector(sector)
        for unit in self.campaign.units:
            yield f"units/{unit.id}.md", "unit.md", self.unit(unit)
        yield "matrix.md", "matrix.md", self.matrix()
        yield "timeline.md", "timeline.md", self.timeline()
        yield "print.md", "print.md", self.print_by_unit()
        yield "print-by-sector.md", "print-by-sector.md", self.print_by_sector()
        yield "print-by-form.md", "print-by-form.md", self.print_by_form()
        yield "check.md", "check.md", self.check()
        yield "terms.md", "terms.md", self.terms()
        yield "notes.md", "notes.md", self.notes_page()

    def navigation(self) -> list[Any]:
        plan = self.campaign.plan
        by_kind = [
            {name: [{unit.name: f"units/{unit.id}.md"} for unit in self.campaign.units if unit.kind == kind]}
            for kind, name in unit_kind_names(self.edition.language).items()
        ]
        nav: list[Any] = [
            {self.say("Home"): "index.md"},
            {plan.short: "plan/index.md"},
            {self.say("Sectors"): [{sector.short: f"sectors/{sector.id}.md"} for sector in self.campaign.sectors]},
            {self.say("Units"): [group for group in by_kind if all(group.values())]},
            {
                self.say("Overview"): [
                    {self.say("Units and sectors"): "matrix.md"},
                    {self.say("Timeline"): "timeline.md"},
                ]
            },
            {
                self.say("Print centre"): [
                    {self.say("By unit"): "print.md"},
                    {self.say("By sector"): "print-by-sector.md"},
                    {self.say("By form"): "print-by-form.md"},
                ]
            },
            {self.say("Check a sheet"): "check.md"},
            {self.say("Reference"): [{self.say("Terms"): "terms.md"}, {self.say("Editor's notes"): "notes.md"}]},
            handbook_nav(self.edition.language),
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
                    "name": unit_kind_names(self.edition.language)[kind],
                    "units": [self.unit_view(unit) for unit in campaign.units if unit.kind == kind],
                }
                for kind in UNIT_KINDS
                if any(unit.kind == kind for unit in campaign.units)
            ],
            "groups": [
                {"id": Markup(f"_group-{group.id}"), "name": group.name, "units": self.units(group.members)}
                for group in campaign.groups
            ],
            "period": self.period(),
            "next_dates": self.next_dates(),
            "deadlines": [self.deadline_view(*entry) for entry in self.campaign.bindings.deadlines],
            "reporting": self.reporting(),
            "calendar": CALENDAR_OF_ALL,
            "plan_sheet": self.first_sheet(PLAN),
            "sheet_count": len(self.sheets),
            "zip": self.zip,
        }

    def period(self) -> View:
        """Return the drawing of the period."""
        due = (entry.due.date for entry in self.campaign.bindings.deadlines)
        language = self.edition.language
        return period_view(self.campaign.plan.period, due, self.campaign.report_dates, self.today, language)

    def next_dates(self) -> list[View]:
        """List the next due dates, each with what is due; all of them where the day is not known."""
        by_day: dict[datetime.date, dict[Sector | None, list[View]]] = {}
        for due, place, _units in self.campaign.bindings.deadlines:
            of_sector = by_day.setdefault(due.date, {}).setdefault(place.sector, [])
            of_sector.append(self.place_view(place, place.sector))
        period, language = self.campaign.plan.period, self.edition.language
        return [
            {
                "date": day.isoformat(),
                "long": long_date(day, language),
                "wait": wait_for(day, self.today, language),
                "outside_period": not period.start <= day <= period.end,
                "sectors": [
                    {"name": sector.short if sector else "", "places": places} for sector, places in by_day[day].items()
                ],
            }
            for day in ahead(by_day, self.today, NEXT_DATES)
        ]

    @property
    def zip(self) -> str:
        """Address of the packs of all units in one file; empty where there are none."""
        return PACKS_ZIP if any(pack.unit for pack in self.packs) else ""

    def units(self, names: tuple[str, ...]) -> list[View]:
        return [self.unit_view(unit) for unit in self.campaign.members(names)]

    def sector_card(self, sector: Sector) -> View:
        parts = [part for part in self.campaign.bindings.involvements if part.sector.id == sector.id]
        return {
            "href": page_of(sector),
            "label": sector.label,
            "title": sector.title,
            "short": sector.short,
            "leads": self.units(sector.lead),
            "rows": len(sector.checklist.items) if sector.checklist else 0,
            "units": len(parts),
        }

    def reporting(self) -> View | None:
        reporting = self.campaign.plan.reporting
        if reporting is None:
            return None
        return {
            "time": reporting.time,
            "to": self.unit_view(self.campaign.unit_by_id[reporting.to]),
            "place": self.place_view(self.campaign.places[f"{PLAN}#{reporting.clause}"]),
            "days": [day.isoformat() for day in self.campaign.report_dates],
            **self.contact(),
        }

    def contact(self) -> View:
        """Return whom to ask, letter for letter; `tel` is what a telephone dials, if it is one number."""
        contact = self.campaign.plan.contact
        if contact is None:
            return {"office": None, "phone": "", "tel": "", "email": ""}
        return {
            "office": self.unit_view(self.campaign.unit_by_id[contact.unit]),
            "phone": contact.phone,
            "tel": _dialled(contact.phone),
            "email": contact.email,
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
        for part in campaign.bindings.involvements:
            if part.sector.id == sector.id:
                by_role.setdefault(part.roles[0], []).append(self.unit_view(part.unit))
        blanks = [sheet for sheet in self.sheets if sheet.unit is None and sheet.sector == sector.id]
        return {
            "campaign": campaign.plan,
            "sector": sector,
            "roles": [{"role": self.role_view(role), "units": by_role[role]} for role in ROLES if role in by_role],
            "contents": [
                {"id": Markup(clause.id), "title": clause.title}
                for clause in sector.clauses
                if clause.title and not clause.text
            ],
            "checklist_sheet": self.first_sheet(sector.checklist.form, sector) if sector.checklist else None,
            "clauses": [self.clause_view(clause, sector.id, 2) for clause in sector.clauses],
            "checklist": self.checklist(sector),
            "deadlines": [
                self.deadline_view(*deadline)
                for deadline in campaign.bindings.deadlines
                if deadline.place.sector == sector
            ],
            "annex": self.first_sheet(ANNEX, sector),
            "pack": self.pack(None, sector.id),
            "blanks": [
                self.sheet_view(sheet) for form in self.ranked_forms for sheet in blanks if sheet.form == form.id
            ],
            "note_count": sum(len(found) for ref, found in self.notes.items() if ref.startswith(f"{sector.id}#")),
        }

    def checklist(self, sector: Sector) -> View | None:
        checklist = sector.checklist
        if checklist is None:
            return None
        table = self.campaign.form_by_id[checklist.form].table("items")
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
        bound = self.campaign.bindings.bound(self.campaign.places[ref])
        return {
            "id": Markup(item.id),
            "named": self.filter_words(bound),
            "label": item.label,
            "runs": runs,
            "marks": marks,
            "revised": self.revised.get(ref),
            "basis": [self.place_view(place, sector) for place in places],
            "relation": item.relation,
            "relation_name": relation_names(self.edition.language)[item.relation],
        }

    def unit(self, unit: Unit) -> View:
        campaign = self.campaign
        bonds = self.campaign.bindings.bonds_of[unit.id]
        parts = [self.part_view(part, bonds) for part in campaign.bindings.involvements if part.unit.id == unit.id]
        sheets = [sheet for sheet in self.sheets if sheet.unit == unit.id]
        return {
            "unit": unit,
            "kind": unit_kind_names(self.edition.language)[unit.kind],
            "aliases": [
                {"text": alias.text, "where": [self.place_view(campaign.places[ref]) for ref in alias.where]}
                for alias in unit.aliases
            ],
            "groups": [group.name for group in campaign.groups if unit in campaign.members((group.id,))],
            "parts_view": parts,
            "roles": [
                *(
                    {"id": role, "heading": role_headings(self.edition.language)[role], "parts": found}
                    for role in ROLES
                    if (found := [part for part in parts if part["own"] and part["roles"][0]["id"] == role])
                ),
                *(
                    {"id": "task", "heading": self.say("Answering for tasks"), "parts": found}
                    for found in [self.tasks_alone(unit)]
                    if found
                ),
            ],
            "general": self.work_of(unit, None),
            "plan_short": campaign.plan.short,
            "deadlines": [self.deadline_view(*entry) for entry in self.campaign.bindings.deadlines_of(unit)],
            "reporting": self.reporting() if self.reports(unit) else None,
            "calendar": unit_calendar(unit.id),
            "chart": self.chart(unit),
            "contact": self.contact(),
            "table": self.sheet_table(sheets),
            "others": self.sheet_list(sheets),
            "sheet_count": len(sheets),
            "pack": self.pack(unit.id, None),
            "search": {"boost": 2} if unit.kind != "body" else {"boost": 1},
        }

    def tasks_alone(self, unit: Unit) -> list[View]:
        """Describe the sectors that give `unit` no role, yet name it responsible for a task."""
        having = {part.sector.id for part in self.campaign.bindings.involvements if part.unit.id == unit.id}
        named = {
            place.sector.id: place.sector
            for place in self.campaign.places.values()
            if place.sector and place.clause and unit in self.campaign.members(place.clause.responsible)
        }
        return [
            self.part_view(Involvement(unit, sector, ()), []) for name, sector in named.items() if name not in having
        ]

    def part_view(self, part: Involvement, bonds: list[Bond]) -> View:
        """Describe what a unit does in one sector.

        `own` where the sector itself says so; `general` where the main plan does. Neither need be: who leads a
        sector is said at its head.
        """
        work = self.work_of(part.unit, part.sector)
        return {
            "short": part.sector.short,
            "title": part.sector.title,
            "label": part.sector.label,
            "id": Markup(f"_sector-{part.sector.id}"),
            "general": any(bond.place.sector is None and bond.sector == part.sector for bond in bonds),
            "href": page_of(part.sector),
            "roles": [self.role_view(role) for role in part.roles],
            "leads": self.units(part.sector.lead),
            "own": bool(work),
            "work": work,
        }

    def reports(self, unit: Unit) -> bool:
        return self.campaign.bindings.reports(unit)

    def work_of(self, unit: Unit, sector: Sector | None) -> list[View]:
        """Return the clauses of `sector` (of the main plan where None) that bind `unit` or name it responsible."""
        return [
            {
                **self.quote_view(work.place),
                "roles": [self.role_view(role) for role in work.roles],
                "responsible": work.responsible,
                "due": [self.due_view(due) for due in work.due],
                "sectors": [{"name": one.short, "href": page_of(one)} for one in work.sectors],
            }
            for work in self.campaign.bindings.work(unit, sector)
        ]

    @cached_property
    def form_blanks(self) -> list[Sheet]:
        """Forms without a unit."""
        return [sheet for sheet in self.sheets if sheet.unit is None and sheet.form in self.campaign.form_by_id]

    @cached_property
    def charts(self) -> Charts:
        return Charts(self.campaign, self.edition, self.today)

    def chart(self, unit: Unit | None) -> View:
        """Draw the dates of `unit`, or of all, for wide and for narrow screens."""
        return {"wide": self.charts.timeline(unit), "narrow": self.charts.timeline(unit, narrow=True)}

    def matrix(self) -> View:
        """List which unit has which roles in which sector."""
        roles = {(part.unit.id, part.sector.id): part.roles for part in self.campaign.bindings.involvements}
        return {
            "sectors": [{"name": sector.short, "href": page_of(sector)} for sector in self.campaign.sectors],
            "rows": [
                {
                    "unit": self.unit_view(unit),
                    "cells": [
                        [self.role_view(role) for role in roles.get((unit.id, sector.id), ())]
                        for sector in self.campaign.sectors
                    ],
                }
                for unit in self.campaign.units
                if any(unit.id == name for name, _ in roles)
            ],
            "chart": {"wide": self.charts.matrix(), "narrow": self.charts.matrix(narrow=True)},
            "picture": MATRIX_CHART,
            "workbook": MATRIX,
        }

    def timeline(self) -> View:
        """List every date: what is due, and when progress is reported."""
        return {
            "deadlines": [self.deadline_view(*entry) for entry in self.campaign.bindings.deadlines],
            "reporting": self.reporting(),
            "period": self.campaign.plan.period,
            "chart": self.chart(None),
            "picture": TIMELINE_CHART,
            "calendar": CALENDAR_OF_ALL,
            "units": [
                {**self.unit_view(unit), "calendar": unit_calendar(unit.id)}
                for unit in self.campaign.units
                if self.reports(unit) or self.campaign.bindings.deadlines_of(unit)
            ],
        }

    def print_view(self, here: str) -> View:
        """Return what every page of the print centre shows; `here` is the address of one of them."""
        return {
            "ways": [
                {"href": href, "name": name, "here": href == here}
                for href, name in (
                    ("print.html", self.say("By unit")),
                    ("print-by-sector.html", self.say("By sector")),
                    ("print-by-form.html", self.say("By form")),
                )
            ],
            "count": len(self.sheets),
            "variant": self.edition.variant,
            "contact": self.contact(),
        }

    def catalogue(self) -> View | None:
        """Return the list of all current codes, for places without network."""
        return next((self.sheet_view(sheet) for sheet in self.about if sheet.form == CATALOGUE_FORM), None)

    def print_by_unit(self) -> View:
        return {
            **self.print_view("print.html"),
            "plan_sheet": self.first_sheet(PLAN),
            "catalogue": self.catalogue(),
            "annexes": [self.sheet_view(sheet) for sheet in self.sheets if sheet.form == ANNEX],
            "blanks": self.sheet_table(self.form_blanks),
            "other_blanks": self.sheet_list(self.form_blanks),
            "kinds": [
                {
                    "name": unit_kind_names(self.edition.language)[kind],
                    "units": [self.unit_pack(unit) for unit in units],
                }
                for kind in UNIT_KINDS
                if (units := [unit for unit in self.printing_units if unit.kind == kind])
            ],
            "zip": self.zip,
            "sector_packs": [
                self.sheet_view(pack)
                for sector in self.campaign.sectors
                for pack in self.packs
                if pack.sector == sector.id
            ],
        }

    def print_by_sector(self) -> View:
        return {
            **self.print_view("print-by-sector.html"),
            "sectors": [self.sector_sheets(sector) for sector in self.campaign.sectors],
        }

    def print_by_form(self) -> View:
        return {
            **self.print_view("print-by-form.html"),
            "forms": [view for form in self.ranked_forms if (view := self.form_sheets(form))["count"]],
        }

    def form_sheets(self, form: Form) -> View:
        """List the sheets of one form: a line a sector, or one line where it covers none; its blank first."""
        sheets = [sheet for sheet in self.sheets if sheet.form == form.id]
        sectors: tuple[Sector | None, ...] = (None, *self.campaign.sectors)
        rows = []
        for sector in sectors:
            of_unit: dict[str | None, list[Sheet]] = defaultdict(list)
            for sheet in sheets:
                if sheet.sector == (sector.id if sector else None):
                    of_unit[sheet.unit].append(sheet)
            if of_unit:
                rows.append(
                    {
                        "name": sector.short if sector else "",
                        "href": page_of(sector) if sector else "",
                        "blanks": [self.sheet_view(sheet) for sheet in of_unit[None]],
                        "units": [
                            {"name": unit.name, "sheets": [self.sheet_view(sheet) for sheet in of_unit[unit.id]]}
                            for unit in self.printing_units
                            if unit.id in of_unit
                        ],
                    }
                )
        return {
            "anchor": Markup(f"_form-{form.id}"),
            "title": form.title,
            "subtitle": form.subtitle,
            "editor": form.origin == "editor",
            "copies": form.copies,
            "rows": rows,
            "count": len(sheets),
        }

    @cached_property
    def printing_units(self) -> tuple[Unit, ...]:
        having = {sheet.unit for sheet in self.sheets}
        return tuple(unit for unit in self.campaign.units if unit.id in having)

    def check(self) -> View:
        """List every code with its fingerprint, by unit: what the page compares a sheet with."""
        of_unit: dict[str, list[Sheet]] = defaultdict(list)
        blanks, documents = [], []
        valid = [sheet for sheet in (*self.packs, *self.sheets, *self.about) if sheet.form != WITHDRAWN_FORM]
        for sheet in sorted(valid, key=lambda sheet: sheet.code):
            if sheet.unit is not None:
                of_unit[sheet.unit].append(sheet)
            elif sheet.form in self.campaign.form_by_id:
                blanks.append(sheet)
            else:
                documents.append(sheet)
        kinds = [
            (
                kind,
                unit_kind_names(self.edition.language)[kind],
                [(unit, unit.name, of_unit[unit.id]) for unit in units],
            )
            for kind in UNIT_KINDS
            if (units := [unit for unit in self.printing_units if unit.kind == kind])
        ]
        others = [
            (None, name, found)
            for name, found in (
                (self.say("Plan and annexes"), documents),
                (self.say("Blank forms"), blanks),
            )
            if found
        ]
        groups: list[tuple[str, str, Any]] = [*kinds, ("others", self.say("Without a unit"), others)]
        return {
            "edition": edition_view(self.campaign, self.edition),
            "kinds": [
                {
                    "id": f"kind-{kind}",
                    "name": name,
                    "groups": [
                        {
                            "name": group,
                            "unit": unit is not None,
                            "sheets": [{**self.sheet_view(sheet), "mark": sheet.mark} for sheet in found],
                        }
                        for unit, group, found in members
                    ],
                }
                for kind, name, members in groups
                if members
            ],
            "example": next(
                ({"code": sheet.code, "mark": sheet.mark} for sheet in self.sheets), {"code": "", "mark": ""}
            ),
            "catalogue": self.catalogue(),
            "count": len(valid),
        }

    def pack(self, unit: str | None, sector: str | None) -> View | None:
        """Return the pack of a unit, or of the enterprises of a sector."""
        found = (pack for pack in self.packs if (pack.unit, pack.sector) == (unit, sector))
        return next((self.sheet_view(pack) for pack in found), None)

    def unit_pack(self, unit: Unit) -> View:
        sheets = [sheet for sheet in self.sheets if sheet.unit == unit.id]
        return {
            **self.unit_view(unit),
            "anchor": Markup(f"_unit-{unit.id}"),
            "table": self.sheet_table(sheets),
            "others": self.sheet_list(sheets),
            "count": len(sheets),
            "pack": self.pack(unit.id, None),
        }

    def sector_sheets(self, sector: Sector) -> View:
        """List a sector's sheets as a table of units × forms, the blank first."""
        sheets = [s for s in self.sheets if s.sector == sector.id and s.form in self.campaign.form_by_id]
        used = {sheet.form for sheet in sheets}
        forms = [form for form in self.ranked_forms if form.id in used]
        cells = {(sheet.unit, sheet.form): self.sheet_view(sheet) for sheet in sheets}
        units: list[Unit | None] = [None, *(unit for unit in self.printing_units)]
        return {
            "name": sector.short,
            "label": sector.label,
            "href": page_of(sector),
            "anchor": Markup(f"_sector-{sector.id}"),
            "annex": self.first_sheet(ANNEX, sector),
            "pack": self.pack(None, sector.id),
            "forms": [{"title": form.title, "subtitle": form.subtitle} for form in forms],
            "rows": [
                {
                    "name": unit.name if unit else "",
                    "unit": unit.name if unit else "",
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
        documents = [(PLAN, "_plan", campaign.plan.short)]
        documents += [
            (sector.id, f"_sector-{sector.id}", f"{sector.label} {sector.title}".strip()) for sector in campaign.sectors
        ]
        groups = []
        for name, anchor, title in documents:
            found = [
                (ref, entry) for ref, notes in self.notes.items() if ref.partition("#")[0] == name for entry in notes
            ]
            if found:
                views = [self.note_view(ref, number, note) for ref, (number, note) in found]
                groups.append({"id": Markup(anchor), "title": title, "notes": views})
        return {"groups": groups, "count": len(campaign.notes)}

    def note_view(self, ref: str, number: int, note: Note) -> View:
        return {
            "id": Markup(note.id),
            "number": number,
            "kind": note_kind_names(self.edition.language)[note.kind],
            "quote": note.quote,
            "remark": note.remark,
            "outside": note.knowledge == "outside",
            "reference": note.reference,
            "place": self.place_view(self.campaign.places[ref]),
        }
