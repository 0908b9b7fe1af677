"""A campaign → what the handbook for its editors shows: names, ids, codes and days of their own.

In: the campaign. Out: `Examples`; where it has nothing of a kind, something that it could have. Pure.
"""

import datetime
import json
from dataclasses import dataclass
from functools import cached_property

from babel.dates import format_skeleton

from planpress.i18n import translations
from planpress.model.addresses import PLAN, sector_file
from planpress.model.campaign import Campaign
from planpress.model.checklist import Item
from planpress.model.records import Clause, Due, Note, Place, Sector, Unit, walk
from planpress.templates import long_date

LINE = 42
"""Where a line of an example stands: any will do."""


@dataclass(frozen=True)
class Examples:
    """What stands in the campaign at hand."""

    campaign: Campaign

    def say(self, message: str) -> str:
        """Return `message` in the language of the campaign."""
        return translations(self.campaign.plan.language).gettext(message)

    @cached_property
    def sector(self) -> Sector:
        """The first with a row that says how it differs from the body, failing that the first; else one of ours."""
        found = (one for one in self.campaign.sectors if one.checklist and any(self._tells(one)))
        return next(found, next(iter(self.campaign.sectors), self._ours))

    @property
    def _ours(self) -> Sector:
        name, text = self.say("Sector"), self.say("Lifebuoy hangs in its place.")
        lead, clauses = (self.campaign.units[0].id,), (Clause(id="focus-1", text=text),)
        return Sector(id="sector-1", number=1, code="01", title=name, short=name, lead=lead, clauses=clauses)

    @staticmethod
    def _tells(sector: Sector) -> list[Item]:
        items = sector.checklist.items if sector.checklist else ()
        return [item for item in items if item.basis and item.relation]

    @property
    def file(self) -> str:
        """The file of that sector, as such files are called."""
        return sector_file(self.sector.number, self.sector.id)

    @cached_property
    def item(self) -> Item:
        """A row of its checklist: the shortest."""
        found = min(self._tells(self.sector), key=lambda item: len(item.text), default=None)
        text = self.say("Lifebuoy hangs in its place.")
        return found or Item(id="item-1", label="1", text=text, basis=("focus-1",), values={})

    @property
    def row(self) -> str:
        """That row as its file says it."""
        item = self.item
        lines = [f"id: {item.id}", f"label: {_scalar(item.label)}", f"text: {_scalar(item.text)}"]
        lines += [f"basis: [{', '.join(item.basis)}]", *([f"relation: {item.relation}"] if item.relation else ())]
        return "    - " + "\n      ".join(lines)

    @property
    def next_item(self) -> str:
        """An id that no row has had."""
        items = self.sector.checklist.items if self.sector.checklist else ()
        return f"item-{len(items) + len(self.campaign.retired) + 1}"

    @property
    def above(self) -> str:
        """Id of a clause with others below it."""
        return next((one.id for one in self.sector.clauses if one.clauses), "tasks")

    @cached_property
    def due(self) -> Due:
        """What is due on a day."""
        found = (line.due for line in self.campaign.bindings.deadlines)
        end = self.campaign.plan.period.end
        return next(found, Due(text=self.say("by %(day)s") % {"day": self.day(end)}, date=end))

    @property
    def due_place(self) -> tuple[str, str]:
        """File and id of the clause that says so."""
        place = next((line.place for line in self.campaign.bindings.deadlines), None)
        return (self.file_of(place), place.anchor) if place else (self.file, "tasks-1")

    def file_of(self, place: Place) -> str:
        """Return the file in which a place stands."""
        sector = place.sector
        return sector_file(sector.number, sector.id) if sector else "content/plan.yml"

    @cached_property
    def unit(self) -> Unit:
        """One that has sheets."""
        return next(filter(self.campaign.prints_sheets, self.campaign.units), self.campaign.units[0])

    @property
    def issuer(self) -> Unit:
        """Who issued the plan."""
        return self.campaign.members(self.campaign.plan.issuers)[0]

    @property
    def misspelt(self) -> str:
        """The id of the unit with a slip."""
        return self.unit.id[:-2] + self.unit.id[-1:]

    @property
    def form(self) -> str:
        """Id of a form."""
        return self.campaign.forms[0].id if self.campaign.forms else "checklist"

    @property
    def basis(self) -> str:
        """A clause of the plan that a form may serve."""
        clauses = [one for one, _above in walk(self.campaign.plan.clauses)]
        named = [one.id for one in clauses if one.kind == "reporting"] + [one.id for one in clauses]
        return f"{PLAN}#{next(iter(named), 'reporting')}"

    @cached_property
    def note(self) -> Note:
        """A note on words."""
        quoted = [note for note in self.campaign.notes if note.quote and not note.units and note.knowledge != "outside"]
        found = next(iter(sorted(quoted, key=lambda note: (note.kind != "typo", len(note.remark)))), None)
        ref, words = f"{self.sector.id}#{self.item.id}", self.item.text[:4]
        return found or Note(id="slip", target=ref, kind="typo", quote=words, remark=self.say("Printed so."))

    def day(self, day: datetime.date) -> str:
        """Return a day in words."""
        return long_date(day, self.campaign.plan.language)

    def month(self, day: datetime.date) -> str:
        """Return the month of a day in words."""
        return format_skeleton("MMMM", day, locale=self.campaign.plan.language)

    def after(self, days: int) -> datetime.date:
        """Return the day that many days after the first day of the campaign."""
        return self.campaign.plan.period.start + datetime.timedelta(days=days)

    @property
    def longer(self) -> datetime.date:
        """A last day later than that of the plan."""
        return self.campaign.plan.period.end + datetime.timedelta(days=59)

    @property
    def new_year(self) -> datetime.date:
        """The first new year's day after its beginning."""
        return datetime.date(self.campaign.plan.period.start.year + 1, 1, 1)


def _scalar(text: str) -> str:
    """Return `text` as one writes it in the YAML."""
    plain = text[:1].isalpha() and not any(sign in text for sign in (": ", " #", "\n", '"', "'"))
    return text if plain else json.dumps(text, ensure_ascii=False)
