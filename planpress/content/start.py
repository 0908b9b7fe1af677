"""What a campaign is called, and who is in it → a folder with a small, sound campaign to go on from.

In: a `Wish`. Out: the files, which `check` finds sound before they are put in their place in one step. Every word in
them is an example of ours, in the language of the campaign.
"""

import argparse
import datetime
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from planpress.content.rules.names import folded
from planpress.content.shipped import form_text
from planpress.content.skeleton import skeleton
from planpress.content.unit_list import TAKEN_IDS, Listed, code_of, id_of, kind_called, named, read_list
from planpress.content.validate import read
from planpress.disk import place_beside, staging
from planpress.errors import BuildError, ContentError, Problem
from planpress.i18n import Translate, catalogues, known, translations
from planpress.model import addresses
from planpress.model.kinds import OWN_KINDS, UnitKind, kinds_by_id

SECTORS = {"fire": "FI", "electricity": "EL"}
"""The sectors that a campaign starts with, and their codes."""

FORMS = {
    "checklist": "work-2",
    "sign-off": "work-2",
    "responsibility-list": "work-1",
    "hazard-list": "work-2",
    "inspection-record": "work-2",
    "weekly-report": "reporting",
}
"""The forms that it starts with, and the clause that each serves."""

OF_THE_PLAN = "checklist"
"""The form in which annexes print their rows; the others are ours, and say so until the plan itself attaches them."""

BESIDE = {
    "Makefile": "Makefile",
    "README.md": "README.md",
    ".gitignore": "gitignore",
    ".gitattributes": "gitattributes",
}
"""Files beside the content, and their templates."""


USUAL_DAYS = 90
"""How long a campaign lasts whose last day nobody says."""


@dataclass(frozen=True)
class Wish:
    """What a campaign starts from; without a list it has units of ours, without an issuer the first of them issues it.

    Attributes:
        name: What it is called.
        code: Begins the codes of its sheets; otherwise letters of the name.
        issuer: Name of the unit that issues the plan.
        units: File with a list of the units.
        start: First day.
        end: Last day.
    """

    language: str
    name: str
    start: datetime.date
    end: datetime.date
    code: str = ""
    issuer: str = ""
    units: Path | None = None

    def say(self, message: str) -> str:
        """Return `message` in the language of the campaign."""
        return translations(self.language).gettext(message)

    @cached_property
    def listed(self) -> tuple[Listed, ...]:
        """The units, with the issuer first where the list lacks it."""
        given = read_list(self.units, self.say) if self.units else tuple(self._examples())
        if self.issuer and folded(self.issuer) not in {folded(unit.name) for unit in given}:
            given = (Listed(0, self.issuer, kind="body"), *given)
        return named(given, TAKEN_IDS, {addresses.NO_UNIT})

    def _examples(self) -> Iterator[Listed]:
        yield Listed(0, self.say("Safety Office"), kind="department")
        yield Listed(0, self.say("Fire Brigade"), kind="department")
        yield Listed(0, self.say("North Subdistrict Office"), kind="subdistrict")
        yield Listed(0, self.say("South Subdistrict Office"), kind="subdistrict")


def wish_of(options: argparse.Namespace, answer: Callable[[str], str]) -> Wish:
    """Return what a command line wishes; `answer` returns what is answered to a question about what it leaves out."""
    language = known(options.language or answer(f"Language ({' '.join(catalogues())}): "))
    _ = translations(language).gettext
    listed = options.units or answer(_("File with a list of the units, .csv or .xlsx (empty: units of ours): "))
    return Wish(
        language,
        options.name or answer(_("Name of the campaign: ")),
        options.start,
        options.end or options.start + datetime.timedelta(days=USUAL_DAYS),
        options.code or "",
        options.issuer or answer(_("Who issues the plan (empty: the first unit): ")),
        Path(listed) if listed else None,
    )


def start(folder: Path, wish: Wish) -> int:
    """Write the campaign into a new or empty folder; return how many units it has.

    Raises:
        ContentError: If the list of units has faults.
        BuildError: If the folder holds anything, or the days or the name are none to start from.
    """
    refuse_filled(folder, wish.say)
    if not wish.name.strip() or "\n" in wish.name:
        raise BuildError(wish.say("A campaign needs a name of one line: add --name"))
    if wish.end < wish.start:
        raise BuildError(wish.say("The last day must not come before the first"))
    with in_new_folder(folder, files_of(wish), wish.language) as half:
        try:
            read(half, wish.language)
        except ContentError as error:
            raise ContentError(_in_the_list(wish, error)) from None
    return len(wish.listed)


def refuse_filled(folder: Path, _: Translate) -> None:
    """Refuse a folder that is there and holds anything, or lies in one of those that hold another campaign."""
    above = [
        one.parent / "content" / "plan.yml"
        for one in folder.absolute().parents
        if one.name in ("content", "sectors", "revisions")
    ]
    if any(map(Path.is_file, above)):
        raise BuildError(_("A new campaign cannot lie among the files of another: %(path)s") % {"path": folder})
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        if place_beside(folder).is_dir():  # left by a run that was killed once its folder had got into its place
            with suppress(BuildError, OSError), staging(place_beside(folder)):
                pass
        raise BuildError(_("The folder of a new campaign must be new or empty: %(path)s") % {"path": folder})
    if folder.exists() and folder.samefile(Path()):
        words = _("A new campaign takes the place of its folder: go out of this one first, and name it: %(path)s")
        raise BuildError(words % {"path": folder.absolute()})


@contextmanager
def in_new_folder(folder: Path, made: Mapping[str, str], language: str) -> Iterator[Path]:
    """Give a folder with the files that were made, by path; it gets into its place in one step, unless one raises."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with staging(place_beside(folder), language=language) as half:
        for path, text in made.items():
            (half / path).parent.mkdir(parents=True, exist_ok=True)
            (half / path).write_text(text, encoding="utf-8", newline="\n")
        yield half
        half.replace(folder.absolute())


def files_of(wish: Wish) -> dict[str, str]:
    """Return the text of every file by its path."""
    words = _words(wish)
    made = {
        "content/plan.yml": skeleton("start/plan.yml", wish.language, words),
        "content/units.yml": skeleton("start/units.yml", wish.language, words),
    }
    for number, (name, code) in enumerate(SECTORS.items(), 1):
        at = {**words, "id": name, "code": code, "number": number}
        made[addresses.sector_file(number, name)] = skeleton(f"start/sectors/{name}.yml", wish.language, at)
    for name, clause in FORMS.items():
        own = {"origin": "source" if name == OF_THE_PLAN else "editor", "basis": [f"plan#{clause}"]}
        made[f"content/forms/{name}.yml"] = form_text(name, wish.language, own)
    return made | {path: skeleton(f"start/{name}", wish.language, words) for path, name in BESIDE.items()}


def _words(wish: Wish) -> dict[str, Any]:
    kinds = tuple(_kinds(wish))
    by_id = kinds_by_id(kinds, wish.language)
    by_name = {folded(kind.name): kind.id for kind in kinds}
    units = [replace(unit, kind=_kind(unit, by_name)) for unit in wish.listed]
    issuer = next((unit for unit in units if folded(unit.name) == folded(wish.issuer)), units[0])
    acting = [unit for unit in units if by_id[unit.kind].prints_sheets]
    if not acting:
        raise BuildError(wish.say("One unit at least must be of a kind that fills in forms, such as department"))
    working = [unit for unit in acting if unit is not issuer] or acting
    lead = next((unit for unit in working if by_id[unit.kind].audience == "department"), working[0])
    return {
        "id": id_of(wish.name, "plan"),
        "code": wish.code or code_of(wish.name) or "PLAN",
        "language": wish.language,
        "imported": False,
        "name": wish.name,
        "start": wish.start,
        "end": wish.end,
        "units": units,
        "kinds": kinds,
        "known": " | ".join((*OWN_KINDS, *(kind.id for kind in kinds))),
        "issuer": issuer,
        "lead": lead,
        "members": [unit.id for unit in working],
        "territorial": [unit.id for unit in working if by_id[unit.kind].audience == "territorial"],
    }


def _kinds(wish: Wish) -> Iterator[UnitKind]:
    """Yield the kinds that the list names and that are none of ours."""
    called = {folded(unit.kind): unit.kind for unit in wish.listed if unit.kind and not kind_called(unit.kind)}
    found = named(tuple(Listed(0, name) for name in called.values()), {*OWN_KINDS, "others"}, set())
    yield from (UnitKind(id=kind.id, name=kind.name, audience="department") for kind in found)


def _kind(unit: Listed, by_name: dict[str, str]) -> str:
    return by_name.get(folded(unit.kind)) or (kind_called(unit.kind) if unit.kind else "department")


def _in_the_list(wish: Wish, error: ContentError) -> Iterator[Problem]:
    """Yield the problems, those of units at the rows of the list that they come from."""
    rows = {unit.id: unit.row for unit in wish.listed}
    for problem in error.problems:
        row = rows.get(problem.where, 0) if problem.path == "content/units.yml" else 0
        if not problem.warning:
            yield replace(problem, path=wish.units.name, line=row, where="") if row and wish.units else problem
