"""What a file says of whole documents: heads of annexes, the letter, the period → values that change, and new files.

In: a `Matching`, and where things stand. Out: entries of a `Draft`. What a new annex must have besides its words, its
lead, its form and its short name, is proposed from what the campaign has.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from planpress.content.days import days_said
from planpress.content.source import Loc
from planpress.content.word.aligning.matching import Changed, Matching, PartPair
from planpress.content.word.outline import Checklist, Part
from planpress.content.word.patching.drafting import PLAN_FILE, Conflict, Decided, Draft, Ground
from planpress.content.word.patching.fresh_ids import Names
from planpress.content.word.patching.scalars import Said, scalar
from planpress.model.addresses import PLAN, sector_file
from planpress.model.records import sector_code

IMPRINT = ("copy_to", "printed_by", "printed_on")


@dataclass
class Heads:
    """Writes heads; `sectors` tells the document of each part of the file, `gone` the sectors that it no longer has."""

    ground: Ground
    matching: Matching
    names: Names
    decided: Decided
    draft: Draft
    sectors: dict[int, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    ends: tuple[str, str] = ("", "")

    def documents(self) -> Iterator[tuple[int, str]]:
        """Yield each part of the file with the path of its document, its head written."""
        for pair in self.matching.parts:
            if pair.new is None or pair.now is None:
                if pair.name in self.ground.paths:
                    self.gone.append(pair.name)
                    self.draft.removed.append(self.ground.paths[pair.name])
            elif pair.old and pair.name in self.ground.paths:
                self.sectors[pair.now] = pair.name
                self._changed(pair, pair.new, self.ground.paths[pair.name])
                yield pair.now, self.ground.paths[pair.name]
            elif pair.old is None:
                self.sectors[pair.now] = self.names.sector()
                yield pair.now, self._fresh(pair.now, pair.new)
        self._numbers()

    def _changed(self, pair: PartPair, new: Part, path: str) -> None:
        target = "plan:head" if pair.name == PLAN else f"sector:{pair.name}"
        has = self.ground.files[path].at(("checklist",)) is not None
        listed = new.checklist if new.checklist and new.checklist.rows else None
        for change in pair.changes:
            if not change.field.startswith("checklist.") or (has and listed):
                self._say(path, tuple(change.field.split(".")), change, target)
        if has and not listed and pair.old and pair.old.checklist:
            self.draft.said[path]["checklist",] = None
        if listed and not has:
            self.draft.checklists[path] = self._checklist(listed)

    def _say(self, path: str, way: Loc, change: Changed, target: str) -> None:
        """Let a value say what the file says, unless the YAML says something else than both did before."""
        now = self.ground.files[path].at(way) or ""
        now = now if isinstance(now, str) else "\n".join(map(str, now))
        if now == change.after or (now != change.before and target in self.decided.keep):
            return
        if now != change.before and target not in self.decided.take:
            self.draft.conflicts.append(Conflict(target, change.field, change.before, change.after, now))
            return
        self.draft.said[path][way] = change.after or None

    def _fresh(self, number: int, part: Part) -> str:
        """Write the head of a new annex; return the path of its file."""
        name, title = self.sectors[number], " ".join(part.title.split()) or part.label
        place = max((sector.number for sector in self.ground.campaign.sectors), default=0)
        place += sum(pair.old is None for pair in self.matching.parts if pair.now is not None and pair.now <= number)
        path = sector_file(place, name)
        schemas = [self.ground.files[one].text.split("\n")[0] for one in self.ground.paths.values() if "/0" in one]
        schema = next((line for line in schemas if line.startswith("# yaml-language-server")), "")
        said: dict[str, str] = {"id": name, "number": str(place), "label": part.label, "title": title, "short": title}
        lines = [f"{key}: {value if key == 'number' else scalar(value)}" for key, value in said.items() if value]
        self.draft.heads[path] = "\n".join([*filter(None, [schema]), *lines, f"lead: [{self.lead_of(part)}]", "", ""])
        if part.checklist and part.checklist.rows:
            self.draft.checklists[path] = self._checklist(part.checklist)
        return path

    def lead_of(self, part: Part) -> str:
        """Return who leads a new annex, as far as its first words tell: the unit that they name first."""
        names = [(unit.name, unit.id) for unit in self.ground.campaign.units]
        names += [(alias.text, unit.id) for unit in self.ground.campaign.units for alias in unit.aliases]
        for piece in part.walk():
            found = [(piece.words.find(name), -len(name), unit) for name, unit in names if name in piece.words]
            if found:
                return min(found)[2]
        return self.ground.campaign.plan.issuers[0]

    def _checklist(self, checklist: Checklist) -> str:
        """Return the head of a new checklist, which prints in the form that most others print in."""
        used = Counter(sector.checklist.form for sector in self.ground.campaign.sectors if sector.checklist)
        forms = [form for form, _count in used.most_common(1)]
        forms += [form.id for form in self.ground.campaign.forms if form.lists("items")]
        said = {"label": checklist.label, "title": checklist.title or checklist.label, "form": "".join(forms[:1])}
        lines = "".join(f"  {key}: {scalar(value)}\n" for key, value in said.items() if value)
        return f"\nchecklist:\n{lines}"

    def _numbers(self) -> None:
        """Number the annexes in the order of the file, where it has another; their codes stay."""
        order = [self.sectors[number] for number in sorted(self.sectors) if self.sectors[number] != PLAN]
        known = self.ground.campaign.sector_by_id
        numbers = [known[name].number if name in known else 99 for name in order]
        if numbers == sorted(numbers):
            return
        for number, name in enumerate(order, 1):
            if name not in known:  # it keeps the code of its place among files, since codes of others stay
                (path,) = (one for one in self.draft.heads if one.endswith(f"-{name}.yml"))
                place = sector_code(int(path.removeprefix("sectors/").partition("-")[0]))
                head = re.sub(
                    r"(?m)^number: .*$", f"number: {number}\ncode: {scalar(place)}", self.draft.heads[path], count=1
                )
                self.draft.heads[path] = head
            elif known[name].number != number:
                path = self.ground.paths[name]
                self.draft.said[path] |= {("number",): str(number), ("code",): known[name].code}

    def letter(self) -> None:
        """Write what the letter says otherwise."""
        notice = self.ground.files[PLAN_FILE].at(("notice",)) or {}
        for change in self.matching.letter:
            name, after = change.field, change.after.split("\n")
            if name == "imprint":
                self._lines(("notice", "imprint"), IMPRINT, change)
            elif name == "signed":
                keys = [(number, "by") for number in range(len(after))]
                if len(notice.get("signed", ())) == len(after):
                    for (number, key), line, before in zip(keys, after, change.before.split("\n"), strict=True):
                        self._say(PLAN_FILE, ("notice", name, number, key), Changed(name, before, line), "plan:notice")
                else:
                    here = "\n".join(one["by"] for one in notice.get("signed", ()))
                    self.draft.conflicts.append(Conflict("plan:notice", name, change.before, change.after, here))
            elif name == "attachments" or (name == "issuers" and ("issuers" in notice or len(after) > 1)):
                self.draft.said[PLAN_FILE]["notice", name] = list(filter(None, after)) or None
                if name == "issuers" and "issuer" in notice:
                    self.draft.said[PLAN_FILE]["notice", "issuer"] = None
            else:
                key = "issuer" if name == "issuers" else name
                self._say(PLAN_FILE, ("notice", key), change, "plan:notice")

    def _lines(self, way: Loc, keys: tuple[str, ...], change: Changed) -> None:
        for key, before, after in zip(keys, change.before.split("\n"), change.after.split("\n"), strict=False):
            if before != after and self.ground.files[PLAN_FILE].at(way) is not None:
                self._say(PLAN_FILE, (*way, key), Changed(change.field, before, after), "plan:notice")

    def period(self) -> None:
        """Move the end of the campaign with the words that said it, where they say one other day in its place."""
        plan = self.ground.campaign.plan
        end, found = plan.period.end, set[str]()
        for pair in self.matching.pairs:
            words = {change.field: change for change in pair.changes}
            if pair.old is None or "text" not in words:
                continue
            olds, _left = days_said(words["text"].before, plan.language)
            news, _left = days_said(words["text"].after, plan.language)
            other = [day for day in news if day not in olds]
            if any(day.is_on(end) for day in olds) and not any(day.is_on(end) for day in news) and len(other) == 1:
                found.add(str(other[0].in_year(end.year)))
        if len(found) == 1 and self.ground.files[PLAN_FILE].at(("period", "end")) == str(end):
            self.ends = str(end), found.pop()
            said: Said = self.ends[1]
            self.draft.said[PLAN_FILE]["period", "end"] = said
