"""Campaign, form, unit and a count → numbered documents of the form, and the docket of them.

In: a validated `Campaign`, what is wanted, and the folder of what was issued. Out: a folder in it with one PDF a
document; it appears in one step. They have one layout, on which the numbers are stamped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path

from planpress.disk import place_beside, staging
from planpress.errors import BuildError
from planpress.i18n import Translate, translations
from planpress.model.campaign import Campaign
from planpress.model.forms import Form, Printing
from planpress.model.numbering import Pattern
from planpress.paper.docket import DOCKET, Entry, entries_in, write_docket
from planpress.paper.press import Setup, press
from planpress.paper.run import Progress
from planpress.sheets.forms import Given, form_sheet
from planpress.sheets.sheet import Sheet


@dataclass(frozen=True)
class Wanted:
    """What is to be issued.

    Attributes:
        form: Its id; `unit` and `sector` likewise, which is empty where the form has one sheet a unit.
        count: How many documents.
        day: The day of issue, as YYYY-MM-DD.
        year: Of their numbers; None for that of `day`.
        first: The first serial; None for the next.
        citing: Numbers of the documents that they cite, each of another form.
    """

    form: str
    unit: str
    count: int
    day: str
    sector: str = ""
    year: int | None = None
    first: int | None = None
    citing: Sequence[str] = ()


@dataclass(frozen=True)
class Issue:
    """What was issued: the folder, its files by number, and what is cited without being in the docket."""

    folder: Path
    files: Mapping[str, Path]
    unknown: tuple[str, ...]


def issue_documents(
    campaign: Campaign,
    wanted: Wanted,
    setup: Setup,
    target: Path,
    progress: Progress = lambda done, total: None,
) -> Issue:
    """Make the documents that are `wanted`, numbered behind those in the docket of `target`, and enter them there.

    Raises:
        BuildError: If the form has no number, the unit does not print it, a number was given already or has more
            digits than the pattern, a number is cited that the form does not cite, the docket is none of ours, or a
            sheet has a flaw.
    """
    _ = translations(campaign.plan.language).gettext
    printing = _printing(campaign, wanted, _)
    cited = _cited(campaign, printing.form, wanted.citing, _)
    with staging(place_beside(target), language=campaign.plan.language) as folder:
        before = entries_in(target, _)
        known = {entry.number for entry in before}
        numbers = _numbers(Pattern(printing.form.number).of(printing.unit), wanted, known, _)
        sheets = [form_sheet(campaign, printing, given=Given(number, cited)) for number in numbers.values()]
        marks = [f"{'' if year is None else f'{year}-'}{serial:03}" for year, serial in numbers]
        name = f"{sheets[0].code}-{marks[0]}-{marks[-1].rpartition('-')[2]}"
        others = (f"{name}-{more}" for more in count(2))  # of an earlier pattern, whose serials were the same
        name = next(free for free in chain([name], others) if not (target / free).exists())
        sheets = [replace(one, path=f"{one.code}-{mark}.pdf") for one, mark in zip(sheets, marks, strict=True)]
        made = folder / "made"
        press(sheets, setup, made, progress)
        pairs = zip(numbers.values(), sheets, strict=True)
        entries = [_entry(printing, wanted, number, sheet, name) for number, sheet in pairs]
        write_docket(made, entries, _)
        write_docket(folder, (*before, *entries), _)
        target.mkdir(parents=True, exist_ok=True)
        made.rename(target / name)
        (folder / DOCKET).replace(target / DOCKET)
    files = {number: target / name / sheet.path for number, sheet in zip(numbers.values(), sheets, strict=True)}
    return Issue(target / name, files, tuple(number for number in cited.values() if number not in known))


def _printing(campaign: Campaign, wanted: Wanted, _: Translate) -> Printing:
    """Return the sheet that is issued."""
    numbered = [form.id for form in campaign.forms if form.number]
    if wanted.form not in numbered:
        words = _("There is no form '%(form)s' with a number; there are: %(forms)s")
        raise BuildError(words % {"form": wanted.form, "forms": _listed(numbered, _)})
    sheets = [one for one in campaign.bindings.printings if one.form.id == wanted.form]
    units = {one.unit.id: one.unit for one in sheets if one.unit}
    if wanted.unit not in units:
        words = _("The unit '%(unit)s' does not print the form '%(form)s'; it is printed by: %(units)s")
        raise BuildError(words % {"unit": wanted.unit, "form": wanted.form, "units": _listed(units, _)})
    own = [one for one in sheets if one.unit == units[wanted.unit]]
    sectors = {one.sector.id if one.sector else "": one for one in own}
    chosen = wanted.sector or (next(iter(sectors)) if len(sectors) == 1 else "")
    if chosen not in sectors:
        words = _("The form '%(form)s' has a sheet a sector: say which with --sector: %(sectors)s")
        raise BuildError(words % {"form": wanted.form, "sectors": _listed(filter(None, sectors), _)})
    return sectors[chosen]


def _listed(names: Iterable[str], _: Translate) -> str:
    return ", ".join(names) or _("none")


def _cited(campaign: Campaign, form: Form, numbers: Sequence[str], _: Translate) -> dict[str, str]:
    """Return the form of each number that is cited, as its pattern tells."""
    found: dict[str, str] = {}
    for number in numbers:
        patterns_of = {name: Pattern(campaign.form_by_id[name].number) for name in form.cites}
        ours = [name for name, one in patterns_of.items() if any(one.of(by).serial_of(number) for by in campaign.units)]
        fitting = ours or [name for name, one in patterns_of.items() if one.serial_of(number)]
        if len(fitting) > 1:
            words = _("'%(number)s' may be a number of more forms than one: %(forms)s")
            raise BuildError(words % {"number": number, "forms": _listed(fitting, _)})
        if not fitting:
            patterns = [f"{name} {campaign.form_by_id[name].number}" for name in form.cites]
            words = _("The form '%(form)s' cites no document with such a number: '%(number)s'; it cites: %(forms)s")
            named = {"form": form.id, "number": number, "forms": _listed(patterns, _)}
            raise BuildError(words % named)
        if found.setdefault(fitting[0], number) != number:
            words = _("A document cites one number of the form '%(form)s', not two: %(numbers)s")
            raise BuildError(words % {"form": fitting[0], "numbers": f"{found[fitting[0]]}, {number}"})
    return found


def _numbers(pattern: Pattern, wanted: Wanted, known: set[str], _: Translate) -> dict[tuple[int | None, int], str]:
    """Return the numbers to give, by year, where they have one, and serial."""
    year = wanted.year or int(wanted.day[:4])
    if wanted.year and not pattern.yearly:
        raise BuildError(_("The numbers of this form name no year: %(number)s") % {"number": pattern.text})
    last = max((pattern.serial_of(number, year) for number in known), default=0)
    first = last + 1 if wanted.first is None else wanted.first
    if first <= last:
        words = _("%(number)s was given already: the next serial is %(next)s")
        raise BuildError(words % {"number": pattern.number(year, first), "next": last + 1})
    if first + wanted.count - 1 > pattern.most:
        words = _(
            "The number has digits up to %(most)s; from %(first)s on that leaves %(left)s documents, not %(count)s"
        )
        left = max(0, pattern.most - first + 1)
        raise BuildError(words % {"most": pattern.most, "first": first, "left": left, "count": wanted.count})
    serials = range(first, first + wanted.count)
    return {(year if pattern.yearly else None, serial): pattern.number(year, serial) for serial in serials}


def _entry(printing: Printing, wanted: Wanted, number: str, sheet: Sheet, folder: str) -> Entry:
    unit = printing.unit.name if printing.unit else ""
    cites = " ".join(wanted.citing)
    return Entry(number, printing.form.title, unit, wanted.day, cites, sheet.code, sheet.mark, f"{folder}/{sheet.path}")
