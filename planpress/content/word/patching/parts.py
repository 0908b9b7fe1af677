"""What a file says of whole documents: heads of annexes, their order, the period → values that change, and new files.

In: a `Matching`, and where things stand. Out: entries of a `Draft`. What a new annex must have besides its words, its
lead, its form and its short name, is proposed from what the campaign has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from planpress.content.days import days_said
from planpress.content.word.aligning.matching import Matching, PartPair
from planpress.content.word.intake.ids import shorts_of
from planpress.content.word.outline import Checklist, Part
from planpress.content.word.patching.drafting import PLAN_FILE, Draft, Ground
from planpress.content.word.patching.fresh_ids import Names
from planpress.content.word.patching.scalars import scalar
from planpress.model.addresses import PLAN, sector_file
from planpress.model.records import sector_code


@dataclass
class Parts:
    """Writes heads; `sectors` tells the document of each part of the file, `gone` the sectors that it no longer has."""

    ground: Ground
    matching: Matching
    names: Names
    draft: Draft
    sectors: dict[int, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)

    def documents(self) -> Iterator[tuple[int, str]]:
        """Yield each part of the file with the path of its document, its head written."""
        there = [pair for pair in self.matching.parts if not pair.old or pair.name in self.ground.paths]
        for pair in there:
            if pair.now is None or pair.new is None:
                self.gone.append(pair.name)
                self.draft.removed.append(self.ground.paths[pair.name])
            else:
                self.sectors[pair.now] = pair.name if pair.old else self.names.sector(self._short(pair.new))
        numbers = self._numbers()
        for pair in there:
            if pair.new and pair.now is not None:
                name = self.sectors[pair.now]
                yield pair.now, self._changed(pair, pair.new) if pair.old else self._fresh(name, numbers, pair.new)

    def _numbers(self) -> dict[str, int]:
        """Return the numbers of new annexes; in another order all are numbered anew, and keep their codes."""
        order = [self.sectors[number] for number in sorted(self.sectors) if self.sectors[number] != PLAN]
        sectors, known = self.ground.campaign.sectors, self.ground.campaign.sector_by_id
        numbers = [known[name].number for name in order if name in known]
        fresh = [name for name in order if name not in known]
        if numbers == sorted(numbers) and order[len(numbers) :] == fresh:
            return dict(zip(fresh, count(max((sector.number for sector in sectors), default=0) + 1), strict=False))
        others = {sector.number for sector in sectors if sector.id not in order and sector.id not in self.gone}
        found = dict(zip(order, (number for number in count(1) if number not in others), strict=False))
        for name, number in found.items():
            if name in known and known[name].number != number:
                said = self.draft.said[self.ground.paths[name]]
                said["number",], said["code",] = str(number), known[name].code
        return found

    def _changed(self, pair: PartPair, new: Part) -> str:
        """Write what the head of a part says otherwise; return the path of its file."""
        path = self.ground.paths[pair.name]
        target, file = "plan:head" if pair.name == PLAN else f"sector:{pair.name}", self.ground.files[path]
        has = file.at(("checklist",)) is not None
        listed = new.checklist if new.checklist and new.checklist.rows else None
        for change in pair.changes:
            way = tuple(change.field.split("."))
            if (len(way) == 1 or (has and listed)) and self.draft.takes(target, change, file.at(way) or ""):
                self.draft.said[path][way] = change.after or None
        if has and not listed and pair.old and pair.old.checklist:
            self.draft.said[path]["checklist",] = None
        if listed and not has:
            self.draft.checklists[path] = self._checklist(listed)
        return path

    def _fresh(self, name: str, numbers: dict[str, int], part: Part) -> str:
        """Write the head of a new annex; return the path of its file."""
        title, number = " ".join(part.title.split()) or part.label, numbers[name]
        path, codes = sector_file(number, name), {sector.code for sector in self.ground.campaign.sectors}
        code = next(code for code in map(sector_code, count(number)) if code not in codes)
        firsts = [
            self.ground.files[one].text.splitlines()[0]
            for document, one in self.ground.paths.items()
            if document != PLAN
        ]
        schema = next((line for line in firsts if line.startswith("# yaml-language-server")), "")
        said = {
            "label": part.label,
            "title": title,
            "short": self._short(part),
            "code": code if code != sector_code(number) else "",
        }
        lines = [f"{key}: {scalar(value)}" for key, value in said.items() if value]
        lines = [*filter(None, [schema]), f"id: {name}", f"number: {number}", *lines, f"lead: [{self._lead_of(part)}]"]
        self.draft.heads[path] = "\n".join([*lines, "", ""])
        if part.checklist and part.checklist.rows:
            self.draft.checklists[path] = self._checklist(part.checklist)
        return path

    def _short(self, part: Part) -> str:
        """Return what a new annex is called in lists."""
        heads = [(sector.label, sector.title) for sector in self.ground.campaign.sectors]
        return shorts_of([*heads, (part.label, " ".join(part.title.split()) or part.label)])[-1]

    def _lead_of(self, part: Part) -> str:
        """Return who leads a new annex, as far as its first words tell: the unit that they name first."""
        campaign = self.ground.campaign
        names = [
            (name, unit.id) for unit in campaign.units for name in (unit.name, *(one.text for one in unit.aliases))
        ]
        for piece in part.walk():
            found = [(piece.words.find(name), -len(name), unit) for name, unit in names if name in piece.words]
            if found:
                return min(found)[2]
        return campaign.plan.issuers[0]

    def _checklist(self, checklist: Checklist) -> str:
        """Return the head of a new checklist, which prints in the form that most others print in."""
        used = Counter(sector.checklist.form for sector in self.ground.campaign.sectors if sector.checklist)
        forms = [form for form, _count in used.most_common(1)]
        forms += [form.id for form in self.ground.campaign.forms if form.lists("items")]
        said = {"label": checklist.label, "title": checklist.title or checklist.label, "form": "".join(forms[:1])}
        lines = "".join(f"  {key}: {scalar(value)}\n" for key, value in said.items() if value)
        return f"\nchecklist:\n{lines}"


def moved_end(ground: Ground, matching: Matching, draft: Draft) -> tuple[str, str]:
    """Move the end of the campaign with the words that said it; return both, if they say one other day in its place."""
    plan = ground.campaign.plan
    end, found = plan.period.end, set[str]()
    for change in (change for pair in matching.pairs for change in pair.changes if change.field == "text"):
        olds, news = (days_said(text, plan.language)[0] for text in (change.before, change.after))
        other = [day for day in news if day not in olds]
        if any(day.is_on(end) for day in olds) and not any(day.is_on(end) for day in news) and len(other) == 1:
            found.add(str(other[0].in_year(end.year)))
    if len(found) != 1 or ground.files[PLAN_FILE].at(("period", "end")) != str(end):
        return "", ""
    draft.said[PLAN_FILE]["period", "end"] = later = found.pop()
    return str(end), later
