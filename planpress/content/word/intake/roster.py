"""Units and groups that words name → those that a campaign begins with, and those that are proposed to its editor.

In: the facts; the text of a `units.yml` where one is given. Out: the text of `content/units.yml`. A list that is given
holds all that there is. Of what is only proposed, a campaign has those that it cannot do without; where nobody is named
for what somebody must do, that is a unit whose name says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from planpress.content.unit_list import TAKEN_IDS, Listed, named, unused
from planpress.content.word.facts.found import Called, Facts
from planpress.content.word.outline import Outline
from planpress.content.word.yaml_text import BLANK, Apart, Comment, InLine, Record, proposal, text_of
from planpress.i18n import Translate
from planpress.model import addresses
from planpress.model.kinds import OWN_KINDS

NO_CODES = {addresses.NO_UNIT}

SCHEMA = "yaml-language-server: $schema=../schemas/units.json"


@dataclass(frozen=True)
class Roster:
    """Who is in a campaign; `nobody` is the id of the unit that is to be named yet, empty where all are known."""

    units: tuple[Called, ...]
    proposed: tuple[Called, ...]
    nobody: str

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all that the campaign has."""
        return frozenset(unit.id for unit in self.units)

    def known(self, units: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of `units` that the campaign has."""
        return tuple(unit for unit in units if unit in self.ids)

    def somebody(self, units: tuple[str, ...]) -> tuple[str, ...]:
        """Return those of `units` that the campaign has; where it has none, the unit that is to be named."""
        return self.known(units) or (self.nobody,)

    def called(self, units: tuple[str, ...]) -> str:
        """Return what units are called."""
        names = {unit.id: unit.name for unit in self.units}
        return ", ".join(names.get(unit, unit) for unit in units)


def roster_of(outline: Outline, facts: Facts, _: Translate) -> Roster:
    """Return who is in a campaign."""
    by_id = {unit.id: unit for unit in facts.units}
    needed = list(_needed(outline, facts))
    wanted = {unit for units in needed for unit in units}
    wanted |= {unit for found in facts.reporting for unit in found.rule.from_units}
    wanted |= {facts.contact.unit} if facts.contact else set()
    wanted |= {member for unit in wanted & by_id.keys() for member in by_id[unit].members}
    units = tuple(unit for unit in facts.units if unit.given or unit.id in wanted)
    proposed, ids = tuple(unit for unit in facts.units if unit not in units), {unit.id for unit in units}
    if units and all(ids & set(one) for one in needed):
        return Roster(units, proposed, "")
    nobody = unused("to-be-named", ids, "-")
    code = unused("XX", {unit.code for unit in units}, "")
    return Roster((*units, Called(nobody, _("Unit to be named"), code=code, kind="department")), proposed, nobody)


def _needed(outline: Outline, facts: Facts) -> Iterator[tuple[str, ...]]:
    """Yield each choice of units of which a campaign must have one."""
    leads = {lead.part: lead.units for lead in facts.leads if lead.plainly}
    yield facts.issuers
    yield from (leads.get(part, ()) for part in range(1, len(outline.parts)))
    yield from ((found.rule.to,) for found in facts.reporting)


def with_issuers(outline: Outline, facts: Facts) -> Facts:
    """Return the facts with who issues the plan: where no words that are known say it, whoever signs the letter."""
    letter = outline.letter
    lines = (letter.signed or letter.issuers) if letter and not facts.issuers else ()
    names = [name for line in lines for name in line.split("\u3001")]
    there = {name: unit.id for unit in facts.units for name in (unit.name, unit.short, *unit.aliases) if name}
    ids, codes = {unit.id for unit in facts.units}, {unit.code for unit in facts.units}
    listed = named(tuple(Listed(0, name) for name in names if name not in there), ids | TAKEN_IDS, codes | NO_CODES)
    new = tuple(Called(unit.id, unit.name, code=unit.code, kind="body") for unit in listed)
    there |= {unit.name: unit.id for unit in new}
    issuers = facts.issuers or tuple(dict.fromkeys(there[name] for name in names))
    return replace(facts, units=(*new, *facts.units), issuers=issuers)


def units_text(roster: Roster, _: Translate) -> str:
    """Return the text of `content/units.yml`."""
    made = Record(
        [
            Comment(SCHEMA),
            Comment(
                _(
                    "The units, in the order in which they are listed. code is part of the codes of sheets; "
                    "id and code stay once a revision is sealed."
                )
            ),
            Comment(_("kind is one of: %(kinds)s") % {"kinds": " | ".join(OWN_KINDS)}),
            ("units", Apart(_record(unit) for unit in roster.units if not unit.members)),
        ]
    )
    proposed = [unit for unit in roster.proposed if not unit.members]
    if proposed:
        made += [BLANK, Comment(_("Also named by the words: delete the # before those that are units, or the lines."))]
    for unit in proposed:
        told = _("%(name)s: named %(count)s times") % {"name": unit.name, "count": unit.times}
        made += [Comment(""), Comment(told), *proposal(Record([("units", [_record(unit)])]))[1:]]
    groups = [unit for unit in roster.units if unit.members]
    if groups:
        made += [BLANK, ("groups", Apart(map(_record, groups)))]
    return text_of(made)


def added(roster: Roster) -> dict[str, list[dict[str, str | tuple[str, ...]]]]:
    """Return what the units and the groups say, below the keys of their lists, that no list names which was given."""
    found: dict[str, list[dict[str, str | tuple[str, ...]]]] = {}
    for unit in roster.units:
        if not unit.given:
            said = {key: value for key, value in _said(unit).items() if value}
            found.setdefault("groups" if unit.members else "units", []).append(said)
    return found


def _record(unit: Called) -> Record:
    """Return a unit or a group as it is written; what else it is called is proposed."""
    aliases = Record([("aliases", [InLine(text=alias) for alias in unit.aliases])])
    return Record([*_said(unit).items(), *(proposal(aliases) if unit.aliases else ())])


def _said(unit: Called) -> dict[str, str | tuple[str, ...]]:
    if unit.members:
        return {"id": unit.id, "name": unit.name, "members": unit.members}
    kind = unit.kind or "department"
    return {"id": unit.id, "name": unit.name, "short": unit.short, "code": unit.code, "kind": kind}
