"""A sound campaign and what is wanted → the skeleton of a new record, at its place in a file.

In: the campaign folder, what is to be made, its id. Out: an `Addition`. Existing text stays as it is, with its
comments and layout: lines are added, none is changed. What an editor must still fill in is left empty, so that
`check` names the line.
"""

import argparse
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from planpress.content.files import FOLDERS, load
from planpress.content.sealed import owners_at
from planpress.content.shipped import shipped
from planpress.content.skeleton import skeleton
from planpress.content.source import Loc, SourceFile
from planpress.disk import alone, half_made, read_bytes, replace_file
from planpress.errors import BuildError
from planpress.i18n import Translate, translations
from planpress.model import addresses
from planpress.model.campaign import Campaign
from planpress.model.owners import Owners
from planpress.model.records import sector_code

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,47}")
_SCHEMA = re.compile(r"# yaml-language-server: \$schema=(\S+)")


@dataclass(frozen=True)
class Addition:
    """A file as it will be: its path below the campaign folder, its first new line from 1, and its whole text."""

    path: str
    line: int
    text: str

    def write(self, root: Path) -> Path:
        """Put the file in its place in one step; return its path."""
        target = root / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, self.text.encode())
        return target


@contextmanager
def undisturbed(root: Path, _: Translate) -> Iterator[None]:
    """Keep others that add to the campaign at `root` out meanwhile, and remove what killed ones left there.

    Raises:
        BuildError: If another run is at work.
    """
    try:
        with alone(root) as sure:
            for folder in FOLDERS if sure else ():
                for left in (root / folder).glob(half_made(Path("*.yml")).name):
                    left.unlink()
            yield
    except BlockingIOError:
        raise BuildError(_("Another run is adding to this campaign: %(path)s") % {"path": root}) from None


@dataclass(frozen=True)
class Skeletons:
    """Makes new records for a sound campaign: at `root`, as the editor has it.

    Each method raises `BuildError` if the id or the code is wrong, in use or retired, if what is named is not
    known, or if a file stands where one must be made.
    """

    root: Path
    campaign: Campaign

    def asked(self, words: argparse.Namespace) -> Addition:
        """Make what a command line asks for."""
        if words.kind == "sector":
            return self.sector(words.id, words.title, words.short, words.lead)
        if words.kind == "unit":
            return self.unit(words.id, words.title, words.code, words.unit_kind)
        if words.kind == "form":
            return self.form(words.id, words.title, words.code, words.basis, words.copied)
        if words.kind == "clause":
            return self.clause(words.document, words.under, words.id, words.label, words.text)
        return self.item(words.document, words.id, words.label, words.text)

    def sector(self, name: str, title: str = "", short: str = "", lead: Iterable[str] = ()) -> Addition:
        """Make a sector file, numbered after the last."""
        self._unused(name, {*addresses.RESERVED_SECTORS, *self.campaign.sector_by_id}, "sector")
        lead = tuple(lead)
        for unit in lead:
            if unit not in self.campaign.unit_by_id and unit not in self.campaign.group_by_id:
                raise BuildError(self.say("There is no unit or group '%(id)s' in content/units.yml") % {"id": unit})
        number = max((sector.number for sector in self.campaign.sectors), default=0) + 1
        # Checklists are printed on the form in use, failing that on any whose rows are a list's.
        forms = [sector.checklist.form for sector in self.campaign.sectors if sector.checklist]
        forms += [form.id for form in self.campaign.forms if form.lists("items")]
        code = self._owners.unused(f"sector:{name}", sector_code(number), self._codes)
        words = {"title": title, "short": short, "number": number, "code": code, "lead": list(lead)}
        words |= {"form": next(iter(forms), ""), "end": self.campaign.plan.period.end}
        return self._file_of(addresses.sector_file(number, name), "sector", {"id": name, **words})

    def unit(self, name: str, title: str = "", code: str = "", kind: str = "department") -> Addition:
        """Add a unit behind the last."""
        used = {*addresses.RESERVED_UNITS, *self.campaign.unit_by_id, *self.campaign.group_by_id}
        self._unused(name, used, "unit", "group")
        if kind not in self.campaign.kind_by_id:
            message = self.say("There is no kind '%(id)s', only: %(choices)s")
            raise BuildError(message % {"id": kind, "choices": " | ".join(self.campaign.kind_by_id)})
        used = {addresses.NO_UNIT, *(unit.code for unit in self.campaign.units)}
        self._unused_code(f"unit:{name}", code, used)
        text = self._skeleton("unit", {"id": name, "name": title, "code": code, "kind": kind})
        return self._behind_last(self._file("content/units.yml"), ("units",), text)

    def form(self, name: str, title: str = "", code: str = "", basis: str = "", copied: str = "") -> Addition:
        """Make a form of the editor's own: blank rows and a line to sign on, or what the form that is `copied` says.

        That gives its id and its code, too, where none are given.
        """
        kind, known = "form", shipped(self.campaign.plan.language)
        if copied:
            if copied not in known:
                message = self.say("The library has no form '%(id)s', only: %(choices)s")
                raise BuildError(message % {"id": copied, "choices": ", ".join(known)})
            kind, name, code = f"forms/{copied}", name or copied, code or known[copied].code
        self._unused(name, {*addresses.RESERVED_FORMS, *self.campaign.form_by_id}, "form")
        self._unused_code(f"form:{name}", code, {*addresses.OWN_FORMS.values(), *self._codes})
        if basis and basis not in self.campaign.places:
            raise BuildError(self.say("There is no clause or row '%(id)s'") % {"id": basis})
        words = {"id": name, "title": title, "code": code, "basis": [basis], "origin": "editor"}
        return self._file_of(f"content/forms/{name}.yml", kind, words)

    def clause(self, document: str, under: str = "", name: str = "", label: str = "", words: str = "") -> Addition:
        """Add a clause behind the last of the document, or behind the last below the clause `under`."""
        file = self._document(document)
        ways = ways_of_clauses(file.value or {})
        way = next((loc for loc in ways if file.at((*loc, "id")) == under), None) if under else ()
        if way is None:
            raise BuildError(self.say("There is no clause or row '%(id)s'") % {"id": f"{document}#{under}"})
        name = self._place(document, name, f"{under}-" if under else "clause-")
        text = self._skeleton("clause", {"id": name, "label": label, "text": words})
        return self._behind_last(file, (*way, "clauses"), text)

    def item(self, sector: str, name: str = "", label: str = "", words: str = "") -> Addition:
        """Add a row behind the last of a sector's checklist; its number follows the last number."""
        file = self._document(sector)
        known = self.campaign.sector_by_id.get(sector)
        if known is None or known.checklist is None:
            raise BuildError(self.say("'%(id)s' has no checklist") % {"id": sector})
        name = self._place(sector, name, "item-")
        last = known.checklist.items[-1].label
        label = label or (str(int(last) + 1) if last.isdecimal() else "")
        text = self._skeleton("item", {"id": name, "label": label, "text": words})
        return self._behind_last(file, ("checklist", "items"), text)

    def _unused(self, name: str, used: set[str], *kinds: str) -> None:
        """Refuse an id that is not one, that is in use, or that an earlier revision has buried."""
        if not ID.fullmatch(name):
            message = self.say("An id is made of a-z, 0-9 and '-', such as fire-rescue: '%(id)s'")
            raise BuildError(message % {"id": name})
        if name in used:
            raise BuildError(self.say("The id '%(id)s' is in use") % {"id": name})
        targets = {stone.target for stone in self.campaign.retired}
        if any(f"{kind}:{name}" in targets or f"{kind}#{name}" in targets for kind in kinds):
            raise BuildError(self.say("The id '%(id)s' is retired and never used again") % {"id": name})

    def _file_of(self, path: str, kind: str, words: Mapping[str, Any]) -> Addition:
        """Make a file; refuse a path at which one stands, since a file may bear another name than its record."""
        if (self.root / path).exists():
            raise BuildError(self.say("'%(path)s' is there already: give the file another name first") % {"path": path})
        return Addition(path, 1, self._skeleton(kind, words))

    def _unused_code(self, target: str, code: str, used: set[str]) -> None:
        """Refuse a code that is in use, or that was sealed for another record."""
        if code in used or self._owners.other(target, code):
            raise BuildError(self.say("The code '%(code)s' is in use") % {"code": code})

    @property
    def _codes(self) -> set[str]:
        """The codes of forms and sectors, of which no two are the same."""
        return {form.code for form in self.campaign.forms} | {sector.code for sector in self.campaign.sectors}

    @cached_property
    def _owners(self) -> Owners:
        return owners_at(self.root)

    def _place(self, document: str, name: str, stem: str) -> str:
        """Return `name`; where it is empty the first id `stem` + number behind all that are or were in use."""
        if not name:
            pattern = re.compile(re.escape(f"{document}#{stem}") + r"(\d{1,6})")
            refs = (*self.campaign.places, *(stone.target for stone in self.campaign.retired))
            name = f"{stem}{max((int(hit[1]) for hit in map(pattern.fullmatch, refs) if hit), default=0) + 1}"
        used = {ref.partition("#")[2] for ref in self.campaign.places if ref.startswith(f"{document}#")}
        self._unused(name, used, document)
        return name

    def say(self, message: str) -> str:
        """Return `message` in the language of the plan."""
        return translations(self.campaign.plan.language).gettext(message)

    def _skeleton(self, kind: str, words: Mapping[str, Any]) -> str:
        # The way to the schema, as the campaign's other files of the kind give it.
        folder = {"sector": "sectors", "form": "content/forms", "forms": "content/forms"}.get(
            kind.partition("/")[0], ""
        )
        heads = (_SCHEMA.match(file.text) for file in self._files if file.folder == folder)
        schema = next((head[1] for head in heads if head), "")
        return skeleton(f"{kind}.yml", self.campaign.plan.language, {"schema": schema, **words})

    @property
    def _files(self) -> tuple[SourceFile, ...]:
        return load(self.root, self.say).files

    def _file(self, path: str) -> SourceFile:
        return next(file for file in self._files if file.path == path)

    def _document(self, name: str) -> SourceFile:
        if name == addresses.PLAN:
            return self._file("content/plan.yml")
        for file in self._files:
            if file.folder == "sectors" and file.at(("id",)) == name:
                return file
        raise BuildError(self.say("There is no sector '%(id)s'; the main plan is called 'plan'") % {"id": name})

    def _behind_last(self, file: SourceFile, way: Loc, text: str) -> Addition:
        """Add `text` behind the last element of the list at `way`, as deep as the others stand."""
        rows = file.text.split("\n")
        elements = file.at(way)
        holder = _dash(rows, file.lines.get(way[:-1], 1)) if len(way) > 1 else -2
        last = file.lines[*way, len(elements) - 1] if elements else 0
        depth = _dash(rows, last) if elements else holder + 4
        if depth < 0 or elements == []:
            message = self.say("Nothing can be added here, since the list is written in one line: %(place)s")
            raise BuildError(message % {"place": f"{file.path}:{file.line(way)}"})
        head = [] if elements else [f"{' ' * (holder + 2)}{way[-1]}:"]
        at = _end(file, way if elements else way[:-1], rows, depth)
        gap = [""] if elements and len(elements) > 1 and last > 1 and not rows[last - 2].strip() else []
        new = [*gap, *head, *(f"{' ' * depth}{row}" if row else "" for row in text.rstrip("\n").split("\n"))]
        behind = rows[at:] if any(rows[at:]) else [""]
        body = "\n".join([*rows[:at], *new, *behind])
        raw = read_bytes(self.root, file.path)
        if b"\r\n" in raw:
            body = body.replace("\r\n", "\n").replace("\n", "\r\n")
        mark = "\ufeff" if raw.startswith(b"\xef\xbb\xbf") and not body.startswith("\ufeff") else ""
        return Addition(file.path, at + len(gap) + len(head) + 1, mark + body)


def ways_of_clauses(value: Mapping[str, Any], way: Loc = ()) -> Iterator[Loc]:
    """Yield the way to every clause below `value`, which stands at `way`."""
    for number, clause in enumerate(value.get("clauses", [])):
        yield (*way, "clauses", number)
        yield from ways_of_clauses(clause, (*way, "clauses", number))


def _dash(rows: list[str], line: int) -> int:
    """Return the column of the dash that opens the list element on `line`; -9 where it is not written in lines."""
    hit = re.match(r"( *)- +[^{\[\s]", rows[line - 1])
    return len(hit[1]) if hit else -9


def _end(file: SourceFile, way: Loc, rows: list[str], depth: int) -> int:
    """Return how many rows stand up to the end of the value at `way`, without blank lines and comments behind it.

    What starts with # further right than `depth` is text.
    """
    foreign = re.compile(rf" {{0,{depth}}}#|\s*$")
    inside = [line for loc, line in file.lines.items() if loc[: len(way)] == way]
    last = max(inside, default=1)
    after = [line for loc, line in file.lines.items() if loc[: len(way)] != way and line > last]
    at = min(after, default=len(rows) + 1) - 1
    while at > last and foreign.match(rows[at - 1]):
        at -= 1
    return at
