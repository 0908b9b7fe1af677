"""Whom a clause or row names, binds and concerns: every output says the same as `campaign.bindings`.

Each place of a campaign is marked with a token in front of its words. What is made of that campaign tells, by the
tokens, whose paper and whose page shows which place; comparing it with the campaign itself tells what a change of one
word concerns.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import pytest
from icalendar import Calendar

from planpress.model.addresses import place_address, unit_calendar, unit_chart
from planpress.model.campaign import Campaign
from planpress.model.checklist import Item
from planpress.model.records import Clause, Duty, Place, Unit
from planpress.office.calendars import calendars_of
from planpress.office.charts import charts_of
from planpress.revisions.change import Change
from planpress.revisions.changes import changes_between
from planpress.sheets.edition import edition_of
from planpress.sheets.printed import Printed, printed_of
from planpress.view import plain
from planpress.web.pages import pages_of

TOKEN = re.compile(r"Q(\d{4})Z")


def marked(campaign: Campaign) -> Campaign:
    """Put a token in front of the words of each clause and row."""
    tokens = {ref: f"Q{number:04}Z" for number, ref in enumerate(campaign.places)}

    def clauses(document: str, tree: tuple[Clause, ...]) -> tuple[Clause, ...]:
        return tuple(clause.model_copy(update=changed(document, clause)) for clause in tree)

    def changed(document: str, clause: Clause) -> dict[str, object]:
        field = "text" if clause.text else "title"
        words = tokens[f"{document}#{clause.id}"] + getattr(clause, field)
        return {field: words, "clauses": clauses(document, clause.clauses)}

    plan, notice = campaign.plan, campaign.plan.notice
    more = {"notice": notice.model_copy(update={"clauses": clauses("plan", notice.clauses)}) if notice else None}
    sectors = []
    for sector in campaign.sectors:
        update = {"clauses": clauses(sector.id, sector.clauses)}
        if sector.checklist:
            items = tuple(
                item.model_copy(update={"text": tokens[f"{sector.id}#{item.id}"] + item.text})
                for item in sector.checklist.items
            )
            update["checklist"] = sector.checklist.model_copy(update={"items": items})
        sectors.append(sector.model_copy(update=update))
    return replace(
        campaign,
        plan=plan.model_copy(update={**more, "clauses": clauses("plan", plan.clauses)}),
        sectors=tuple(sectors),
        notes=(),
        standing=None,
    )


@dataclass(frozen=True)
class Outputs:
    """What is made of a campaign whose places are marked, looked up by place."""

    before: Campaign
    campaign: Campaign

    @cached_property
    def places(self) -> dict[str, Place]:
        return self.campaign.places

    def tokens(self, text: str) -> frozenset[str]:
        """The places whose words stand in a text."""
        refs = list(self.places)
        return frozenset(refs[int(number)] for number in TOKEN.findall(text))

    @cached_property
    def printed(self) -> Printed:
        return printed_of(self.campaign)

    @cached_property
    def pages(self) -> dict[str, str]:
        return pages_of(self.campaign, self.printed.all, edition_of(self.campaign)).files

    @cached_property
    def changes(self) -> dict[str, Change]:
        found = changes_between(self.before, self.campaign)
        return {change.target: change for change in found if change.operation == "reworded"}

    @cached_property
    def titles(self) -> dict[str, str]:
        """Address → title of what the search finds there."""
        pages = pages_of(self.before, printed_of(self.before).all, edition_of(self.before))
        return {entry.location: entry.title for entry in pages.entries}

    @cached_property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """Place → the units by which its sector's page is filtered."""
        found = {}
        for sector in self.campaign.sectors:
            for name, units in re.findall(
                r'id="([^"_][^"]*)"[^>]* data-units="([^"]*)"', self.page("sectors", sector.id)
            ):
                found[f"{sector.id}#{name}"] = tuple(units.split())
        return found

    def page(self, folder: str, name: str) -> str:
        return self.pages[f"{folder}/{name}.md"]

    @cached_property
    def duties(self) -> dict[str, set[str]]:
        """Place → the units whose page lists it among their duties."""
        found: dict[str, set[str]] = defaultdict(set)
        addresses = {place_address(place): ref for ref, place in self.places.items()}
        for unit in self.campaign.units:
            for head in re.findall(r'<p class="duty__head">.*?</p>', self.page("units", unit.id), re.DOTALL):
                (address,) = re.findall(r'class="place" href="\.\./([^"]+)"', head)
                found[addresses[address]].add(unit.id)
        return found

    @cached_property
    def quoted(self) -> dict[str, set[str]]:
        """Place → the units whose pack quotes it as a duty of its own: the first clause that an entry quotes."""
        found: dict[str, set[str]] = defaultdict(set)
        for pack in self.printed.packs:
            for chapter in pack.sheet.view.duties if pack.sheet.unit else ():
                for entry in chapter.entries:
                    first = entry.lines[0]
                    (ref,) = self.tokens(first.title + first.text)
                    found[ref].add(pack.sheet.unit)
        return found

    @cached_property
    def on_paper(self) -> dict[str, set[str]]:
        """Place → the units whose sheets and packs show it."""
        return self._shown((sheet.unit, json.dumps(plain(sheet.view))) for sheet in self.printed.all if sheet.unit)

    @cached_property
    def on_page(self) -> dict[str, set[str]]:
        """Place → the units whose page shows it."""
        return self._shown((unit.id, self.page("units", unit.id)) for unit in self.campaign.units)

    @cached_property
    def on_lists(self) -> dict[str, set[str]]:
        """Place → the units that print a sheet of a form with its words in a table."""
        forms = self.campaign.form_by_id
        sheets = (sheet for sheet in self.printed.sheets if sheet.unit and forms[sheet.form].lists("items"))
        return self._shown((sheet.unit, json.dumps(plain(sheet.view))) for sheet in sheets)

    def _shown(self, texts: Iterator[tuple[str, str]]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for unit, text in texts:
            for ref in self.tokens(text):
                found[ref].add(unit)
        return found

    @cached_property
    def dated(self) -> dict[str, set[str]]:
        """Place → the units whose calendar has a date of it."""
        found: dict[str, set[str]] = defaultdict(set)
        files = calendars_of(self.campaign, edition_of(self.campaign))
        for unit in self.campaign.units:
            for event in Calendar.from_ical(files[unit_calendar(unit.id)]).walk("VEVENT"):
                name = str(event["uid"]).removeprefix(f"{self.campaign.plan.id}/")
                if "/due-" in name:
                    found["#".join(name.split("/")[:2])].add(unit.id)
        return found


def ids(units: tuple[Unit, ...]) -> set[str]:
    return {unit.id for unit in units}


@pytest.fixture(scope="module")
def elsewhere(harbour: Campaign) -> Campaign:
    """The small campaign, in which an office answers for a task of a sector that it has no part in."""
    quays, *others = harbour.sectors
    task = quays.clauses[-1].model_copy(update={"responsible": ("crane-office",), "duties": ()})
    quays = quays.model_copy(update={"clauses": (*quays.clauses[:-1], task)})
    assert "crane-office" not in ids(harbour.bindings.in_sector(harbour.sectors[0]))
    return replace(harbour, sectors=(quays, *others))


@pytest.fixture(scope="module", params=["real", "harbour", "elsewhere"])
def outputs(request: pytest.FixtureRequest) -> Outputs:
    campaign = request.getfixturevalue(request.param)
    return Outputs(campaign, marked(campaign))


Asked = Callable[[Outputs, Place], tuple[object, object]]


def _filter(made: Outputs, place: Place) -> tuple[object, object]:
    """A sector's page is filtered by whom a passage binds; headings are always shown."""
    clause = place.clause
    if place.sector is None or (clause and clause.title and not clause.text):
        return made.filters.get(place.ref), None
    return made.filters.get(place.ref), tuple(unit.id for unit in made.campaign.bindings.bound(place))


def _change(made: Outputs, place: Place) -> tuple[object, object]:
    """A change of one word concerns whom the place concerns."""
    return set(made.changes[place.ref].units), set(made.campaign.bindings.concerned(place))


def _duty(made: Outputs, place: Place) -> tuple[object, object]:
    """A unit's page lists the clauses that name it."""
    return made.duties[place.ref], ids(made.campaign.bindings.named(place))


def _quoted(made: Outputs, place: Place) -> tuple[object, object]:
    """A unit's pack quotes the clauses that name it."""
    packs = {pack.sheet.unit for pack in made.printed.packs}
    named = ids(made.campaign.bindings.named(place)) & packs
    return made.quoted[place.ref] if named else set(), named


def _paper(made: Outputs, place: Place) -> tuple[object, object]:
    """Paper that shows a place belongs to whom it concerns: a change of it is told to whoever prints again."""
    return made.on_paper[place.ref] - made.campaign.bindings.concerned(place), set()


def _page(made: Outputs, place: Place) -> tuple[object, object]:
    """A unit's page shows only what concerns it."""
    return made.on_page[place.ref] - made.campaign.bindings.concerned(place), set()


def _list(made: Outputs, place: Place) -> tuple[object, object]:
    """A row stands on the checklist of every unit of its sector that has sheets of its own: it concerns them all."""
    if place.item is None or place.sector is None:
        return made.on_lists[place.ref], set()
    bindings = made.campaign.bindings
    printing = {unit.id for unit in bindings.in_sector(place.sector) if made.campaign.prints_sheets(unit)}
    return made.on_lists[place.ref], printing & bindings.concerned(place)


def _date(made: Outputs, place: Place) -> tuple[object, object]:
    """A date, or what comes round, stands in the calendar of whoever must keep it."""
    due = place.clause.due if place.clause else ()
    keepers = (made.campaign.bindings.keepers(place, one) for one in due)
    return made.dated[place.ref], {unit.id for units in keepers for unit in units}


def _title(made: Outputs, place: Place) -> tuple[object, object]:
    """The search tells a clause with whom it names, a row with whom it binds: by name, or how many there are."""
    bindings, title = made.before.bindings, made.titles[place_address(place)]
    asked = made.before.places[place.ref]
    units = bindings.bound(asked) if asked.item else bindings.named(asked)
    groups = [group for group in made.before.groups if {*group.members} <= ids(units)]
    grouped = {member for group in groups if group.name in title for member in group.members}
    missing = [unit.id for unit in units if unit.id not in grouped and (unit.short or unit.name) not in title]
    number = re.search(r"(\d+)\s?(?:个单位|units)", title)
    return int(number[1]) if number else missing, len(units) if number else []


ASKED: tuple[Asked, ...] = (_filter, _change, _duty, _quoted, _paper, _page, _list, _date, _title)


@pytest.mark.parametrize("ask", ASKED, ids=[ask.__name__[1:] for ask in ASKED])
def test_output_says_of_every_place_what_the_bindings_say(outputs: Outputs, ask: Asked) -> None:
    wrong = {}
    for ref, place in outputs.places.items():
        found, expected = ask(outputs, place)
        if found != expected:
            wrong[ref] = (found, expected)
    assert wrong == {}


def test_every_place_was_marked_and_asked_about(outputs: Outputs) -> None:
    assert outputs.changes.keys() == outputs.places.keys()
    assert outputs.tokens(json.dumps(plain(outputs.printed.sheets[0].view))) is not None
    assert sum(place.item is not None for place in outputs.places.values()) > 3


def test_units_and_sectors_meet_where_the_bindings_say(outputs: Outputs) -> None:
    campaign = outputs.campaign
    held = {(one.unit.id, one.sector.id) for one in campaign.bindings.involvements}
    cells = re.findall(
        r'<tr><th scope="row"><a href="units/([^"]+)\.html">.*?</th>(.*?)</tr>', outputs.pages["matrix.md"]
    )
    shown = {
        (unit, sector.id)
        for unit, line in cells
        for sector in campaign.sectors
        if f'href="sectors/{sector.id}.html"' in line
    }
    assert cells
    assert shown == held
    packed = {
        (pack.sheet.unit, sector.id)
        for pack in outputs.printed.packs
        if pack.sheet.unit
        for sector in campaign.sectors
        if sector.short in {part.short for part in pack.sheet.view.parts}
    }
    assert packed == {one for one in held if campaign.prints_sheets(campaign.unit_by_id[one[0]])}


def test_drawings_show_the_dates_of_their_unit(outputs: Outputs) -> None:
    campaign = outputs.campaign
    drawings = charts_of(campaign, edition_of(campaign))
    for unit in campaign.units:
        days = {deadline.due.date for deadline in campaign.bindings.deadlines_of(unit)}
        assert len(re.findall('class="chart__due[ "]', drawings.get(unit_chart(unit.id), ""))) == len(days), unit.id


def test_a_row_binds_all_whom_one_of_its_clauses_binds(harbour: Campaign) -> None:
    """A clause that names one unit takes nothing away from a clause beside it that binds the whole sector."""
    sector = harbour.sectors[0]
    clauses = (Clause(id="open", text="Look."), Clause(id="own", text="You.", duties=(duty("west-basin"),)))
    rows = (["own"], {"west-basin"}), (["open"], None), (["own", "open"], None)
    checklist = sector.checklist.model_copy(
        update={
            "items": tuple(Item(id=f"r{at}", label="1", text="x", basis=basis) for at, (basis, _who) in enumerate(rows))
        }
    )
    changed = sector.model_copy(update={"clauses": (*sector.clauses, *clauses), "checklist": checklist})
    campaign = replace(harbour, sectors=(changed, *harbour.sectors[1:]))
    everybody = ids(campaign.bindings.in_sector(changed))
    for at, (_basis, who) in enumerate(rows):
        assert ids(campaign.bindings.bound(campaign.places[f"{sector.id}#r{at}"])) == (who or everybody)


def duty(unit: str) -> Duty:
    return Duty(units=(unit,), role="support")
