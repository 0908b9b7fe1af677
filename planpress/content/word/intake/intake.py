"""A file of an office → a new campaign, with a report of what became of it; or nothing, and why.

In: a `Wish`. Out: the folder, in one step. It is written in any case where the text is sound: what `check` still asks
for stands in the report. Nothing is written where a character would be lost, or where a doubt has to be answered first.
"""

from __future__ import annotations

import argparse
import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from planpress.content.rules.wording import MOST_YEARS
from planpress.content.start import USUAL_DAYS, in_new_folder, refuse_filled
from planpress.content.unit_list import TAKEN_IDS, named, read_list
from planpress.content.validate import read
from planpress.content.word.document import Document, one_line
from planpress.content.word.facts.facts import facts_of
from planpress.content.word.facts.found import Called, Facts, spots
from planpress.content.word.facts.units import of_list, of_records
from planpress.content.word.files.reading import PLAIN, read_document
from planpress.content.word.grammar.grammar import outline_of
from planpress.content.word.intake.campaign import Draft, files_of
from planpress.content.word.intake.cleaning import clean, cleaned, signs_removed, signs_told
from planpress.content.word.intake.given_units import ENDINGS, Given, fitted, freed, read_given
from planpress.content.word.intake.ids import names_of
from planpress.content.word.intake.proving import proved, words_kept
from planpress.content.word.intake.report import PAGE, Report, line_of, page_of
from planpress.content.word.intake.roster import added, roster_of, with_issuers
from planpress.content.word.intake.telling import counts_of, parts_of, sections_of, told_words
from planpress.content.word.outline import Doubt, Outline
from planpress.errors import BuildError, ContentError, Problem
from planpress.i18n import Translate, catalogues, known, translations
from planpress.model import addresses
from planpress.model.period import Period

OFFICE = (".docx", ".docm", ".doc", ".wps", ".odt", ".rtf", ".txt", ".md", ".markdown", ".pdf")
"""How files end that may be read; what each is, its first bytes tell."""


@dataclass(frozen=True)
class Wish:
    """What whoever imports a file says.

    Attributes:
        folder: Of the new campaign.
        today: The first day where no words say one.
        language: Of the campaign; empty for that of the words.
        units: A list of the units, or a `units.yml`.
        name: Of the campaign; empty for its title.
        code: Begins the codes of sheets; empty for letters of the name.
        tracked: What becomes of tracked changes.
    """

    file: Path
    folder: Path
    today: datetime.date
    language: str = ""
    units: Path | None = None
    name: str = ""
    code: str = ""
    tracked: Literal["", "accept", "reject"] = ""


def wish_of(options: argparse.Namespace, today: datetime.date) -> Wish:
    """Return what a command line wishes."""
    return Wish(
        options.file,
        options.into,
        today,
        options.language or "",
        options.units,
        options.name,
        options.code or "",
        options.tracked,
    )


def import_into(wish: Wish) -> Report:
    """Write a campaign into a new or empty folder; return what became of the file.

    Raises:
        ContentError: If the file or the list of units has faults.
        BuildError: If the folder holds anything, a character would be lost, or a doubt must be answered first.
        OSError: If the file cannot be read.
    """
    _ = translations(known(wish.language)).gettext
    refuse_filled(wish.folder, _)
    refuse_others(wish.file, _)
    document = read_document(wish.file, _, tracked=wish.tracked)
    language = wish.language or spoken(document)
    _ = translations(language).gettext
    if document.remarks or document.draft:  # of which the reader did not know the language
        document = read_document(wish.file, _, tracked=wish.tracked)
    given = read_given(wish.units, _) if wish.units and wish.units.suffix.lower() in ENDINGS else None
    outline = outline_of(cleaned(document), _)
    _refuse_doubts(outline.doubts, _)
    units = _units(wish, given, _)
    facts = with_issuers(outline, facts_of(outline, language, units, _))
    draft, doubts = _draft(wish, language, outline, facts, given)
    made = files_of(draft)
    told = (*told_words(document, draft), *signs_removed(document))
    proof = proved(wish.file, document, tuple(words_kept(made, draft.ours, _)), told, _)
    sections = sections_of(document, draft, (*facts.doubts, *signs_told(document, _), *doubts))
    name = wish.file.name if wish.file.name.isprintable() else f"original{wish.file.suffix}"
    if wish.file.suffix.lower() not in PLAIN:
        made[f"content/source/{Path(name).stem}.txt"] = "".join(f"{one.words}\n" for one in document.paragraphs())
    report = Report(language, wish.file.name, document.draft, counts_of(draft, made), parts_of(draft), sections, proof)
    with in_new_folder(wish.folder, made, language) as half:
        source = half / "content" / "source" / name
        source.parent.mkdir(exist_ok=True)
        source.write_bytes(wish.file.read_bytes())
        report = replace(report, asks=_asked(half, language))
        (half / PAGE).write_text(page_of(report), encoding="utf-8", newline="\n")
    return report


def refuse_others(path: Path, _: Translate) -> None:
    """Refuse what is no file, or by its name holds no text of an office."""
    if not path.exists():
        raise BuildError(_("There is no such file: %(path)s") % {"path": path})
    if not path.is_file():
        raise BuildError(_("Only a file can be imported, no folder, pipe or device: %(path)s") % {"path": path})
    if not path.name.lower().endswith(OFFICE):
        words = _("A file that can be imported ends in one of %(endings)s, not: %(path)s")
        raise BuildError(words % {"endings": ", ".join(OFFICE), "path": path})


def spoken(document: Document) -> str:
    """Return the language whose words have all letters of a document, or most of them; of several that with the fewest.

    Why:
        Words of ours in Chinese have letters of ASCII, too; so of an English text both languages have all.
    """
    letters = Counter(sign for one in document.paragraphs() for sign in one.text if sign.isalpha())
    known_letters = {name: set(path.read_text("utf-8")) for name, path in catalogues().items()}
    whole = letters.total() or 1

    def unknown(language: str) -> tuple[float, int]:
        missing = sum(count for sign, count in letters.items() if sign not in known_letters[language])
        return round(missing / whole, 1), len(known_letters[language])

    return min(known_letters, key=unknown)


def _units(wish: Wish, given: Given | None, _: Translate) -> tuple[Called, ...]:
    """Return the units and groups that a list or a `units.yml` names."""
    if given:
        return of_records(given.records)
    return of_list(named(read_list(wish.units, _), TAKEN_IDS, {addresses.NO_UNIT})) if wish.units else ()


def _draft(
    wish: Wish, language: str, outline: Outline, facts: Facts, given: Given | None
) -> tuple[Draft, tuple[Doubt, ...]]:
    """Return all that the campaign is written of, and what was taken out of the units that were given."""
    _ = translations(language).gettext
    titles = (wish.name, outline.plan.title, outline.letter.title if outline.letter else "", wish.file.stem)
    name = " ".join(one_line(clean(next(filter(None, titles)))).split())
    period = facts.period or _some_period(facts, wish.today)
    roster = roster_of(outline, facts, _)
    draft = Draft(outline, facts, names_of(outline), roster, language, name, period, wish.code)
    if given is None:
        return draft, ()
    printed = "\n".join(piece.words for _spot, piece in spots(outline))
    given = freed(given, draft.places, language, printed, _)
    units, doubts = fitted(given, draft.places, added(roster), _)
    return replace(draft, units=units), doubts


def _some_period(facts: Facts, today: datetime.date) -> Period:
    """Return days where no words say them: from that on which it holds, or of the letter, to what is due last."""
    dues = (found.due for found in facts.dues if not found.assumed)
    days = sorted(day for due in dues for day in ((due.date,) if due.date else due.month or ()))
    start = facts.begins or facts.issued or min(days, default=today)
    latest = start + datetime.timedelta(MOST_YEARS * 365)
    return Period(
        start=start, end=max(start + datetime.timedelta(USUAL_DAYS), *(day for day in days if day < latest), start)
    )


def _refuse_doubts(doubts: Iterable[Doubt], _: Translate) -> None:
    """Refuse a file of which nobody knows what it says before somebody has looked at it."""
    lines = [line_of(doubt, _) for doubt in doubts if doubt.stops]
    if lines:
        raise BuildError("\n".join([*lines, _("Nothing has been written: mend the file, and import it again")]))


def _asked(folder: Path, language: str) -> tuple[Problem, ...]:
    """Return what `check` asks for in a campaign before it is sound."""
    try:
        read(folder, language)
    except ContentError as error:
        return tuple(problem for problem in error.problems if not problem.warning)
    return ()
