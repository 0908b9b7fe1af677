"""One of two states that are compared → how its parts are told in words, and what of its lists was moved.

In: a `Campaign`. Out: a `Side`; pure.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planpress.content.when import reported, told
from planpress.i18n import translations
from planpress.model.bindings import Bindings
from planpress.model.campaign import Campaign
from planpress.model.lists import longest_rise
from planpress.model.records import Clause, Place, Sector, walk
from planpress.model.reporting import ReportRule
from planpress.model.vocabulary import role_names
from planpress.revisions.change import State
from planpress.templates import long_date


@dataclass(frozen=True)
class Side:
    """One of the two states."""

    campaign: Campaign

    @property
    def bindings(self) -> Bindings:
        """Whom its places and records concern."""
        return self.campaign.bindings

    @property
    def language(self) -> str:
        """Of its words."""
        return self.campaign.plan.language

    def say(self, message: str) -> str:
        """Return `message` in that language."""
        return translations(self.language).gettext(message)

    def day(self, day: datetime.date) -> str:
        """Return a day as running text writes it."""
        return long_date(day, self.language)

    def names(self, ids: Iterable[str]) -> str:
        """Return what units and groups are called."""
        known: dict[str, str] = {unit.id: unit.name for unit in self.campaign.units}
        known |= {group.id: group.name for group in self.campaign.groups}
        return self.say(", ").join(known[name] for name in ids)

    def state(self, place: Place, text: str | None = None) -> State:
        """Return a clause or row with its own words, or with `text`, which says what one part of it is."""
        record = place.clause or place.item
        label = record.label if record else ""
        own = place.clause.title + place.clause.text if place.clause else place.item.text if place.item else ""
        return State(place.ref, label, self.campaign.cite(place.ref), own if text is None else text)

    def held(self, sector: Sector) -> str:
        """Return the title of an annex, and on a line of its own how much it holds."""
        speak = translations(self.language).ngettext
        clauses = sum(1 for _clause in walk(sector.clauses))
        rows = len(sector.checklist.items) if sector.checklist else 0
        counts = [speak("%(num)s clause", "%(num)s clauses", clauses) % {"num": clauses}]
        counts += [speak("%(num)s checklist row", "%(num)s checklist rows", rows) % {"num": rows}] if rows else []
        words = self.say("It holds: %(counts)s") % {"counts": self.say(", ").join(counts)}
        return f"{sector.title}\n{words}"

    # ------------------------------------------------------------ the parts of a clause

    def duties(self, clause: Clause) -> str:
        """Return whom a clause binds, a line a duty."""
        lines = []
        for duty in clause.duties:
            shorts = self.say(", ").join(self.campaign.sector_by_id[sector].short for sector in duty.sectors)
            words = f"{role_names(self.language)[duty.role]} {self.names(duty.units)}"
            lines.append(f"{words} ({shorts})" if shorts else words)
        return "\n".join(lines)

    def due(self, clause: Clause) -> str:
        """Return the dates of a clause and what comes round, each on a line, with whom it names itself."""
        plan = self.campaign.plan
        return "\n".join(
            " ".join(filter(None, (f"{due.text} ({told(due, plan)})", self.names(due.units)))) for due in clause.due
        )

    def indicators(self, clause: Clause) -> str:
        """Return the figures that a clause asks for, a line a figure."""
        return "\n".join(f"{indicator.text} {indicator.target}" for indicator in clause.indicators)

    # ------------------------------------------------------------ the parts of the plan

    def period(self) -> str:
        """Return first and last day of the campaign, and of each phase on a line."""
        period = self.campaign.plan.period
        phases = (f"{one.name} {self._lasting(one.start, one.end)}" for one in period.phases)
        return "\n".join((self._lasting(period.start, period.end), *phases))

    def _lasting(self, start: datetime.date, end: datetime.date) -> str:
        return f"{self.day(start)}\u2013{self.day(end)}"

    def reporting(self, rule: ReportRule | None) -> str | None:
        """Return what is reported when, to whom and by whom; None where there is no such rule."""
        if rule is None:
            return None
        parts = (rule.name, reported(rule, self.campaign.plan), rule.time)
        return " ".join(filter(None, (*parts, self.names((rule.to,)), self.names(rule.from_units))))

    def contact(self) -> str | None:
        """Return how to reach the office that runs the campaign; None where the plan names none."""
        contact = self.campaign.plan.contact
        if contact is None:
            return None
        return " ".join(filter(None, (self.names((contact.unit,)), contact.phone, contact.email)))


# ---------------------------------------------------------------- order


def moved_in(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Return what of both lists is no longer in line with the rest: as few as can be."""
    rank = {name: number for number, name in enumerate(old)}
    both = [name for name in new if name in rank]
    kept = longest_rise([rank[name] for name in both])
    return {name for name in both if rank[name] not in kept}
