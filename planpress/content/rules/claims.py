"""Values that repeat what words say: a warning where the two part ways.

Nothing is said where the words leave it open, and nothing stops a build: the words may be what is wrong.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from planpress.content.days import Said, days_said
from planpress.content.reader import read_text
from planpress.content.rules.records import Document, Finding, RecordAt, Records
from planpress.content.rules.wording import day_of, period_of
from planpress.content.source import Source
from planpress.i18n import Translate
from planpress.model.owners import Owners
from planpress.view import texts_in


def due_dates_are_as_said(records: Records, _: Translate) -> Iterator[Finding]:
    """A due date is the day that its words say, or the day before it; unless a note is about the clause."""
    message = _("date is not the day that the words say, %(said)s: mend one of the two, or write a note")
    for document in records.documents:
        for clause in document.clauses:
            noted = f"{document.name}#{clause.text('id')}" in records.noted
            for due in () if noted else clause.records("due"):
                said, left = days_said(due.text("text"), records.language)
                for record in (due, *due.records("on")):
                    day = day_of(record.text("date"))
                    if day is None or any(char.isdigit() for char in left):
                        continue
                    if said and not any(one.is_on(day) or one.is_after(day) for one in said):
                        found = record.finding("date", message % {"said": said[0].in_year(day.year)})
                        yield found._replace(warning=True)


def period_ends_as_said(records: Records, _: Translate) -> Iterator[Finding]:
    """The last day of the period stands in a clause, where clauses of the plan itself say days at all."""
    period = period_of(records) if records.whole("content/plan.yml") and records.whole("sectors") else None
    said = [_days_of(document, records.language) for document in records.documents]
    if period and records.plan and said[0] and not any(one.is_on(period[1]) for days in said for one in days):
        message = _("No clause says that the campaign ends on this day: mend the day, or look what is missing")
        for found in (found for plan in records.plan for found in plan.records("period")):
            yield found.finding("end", message)._replace(warning=True)


def _days_of(document: Document, language: str) -> list[Said]:
    return [said for clause in document.clauses for said in days_said(clause.full_text, language)[0]]


def relations_are_as_said(records: Records, _: Translate) -> Iterator[Finding]:
    """A row that is the same as its basis is made of its words; one that differs does not say just the same."""
    for document in (one for one in records.documents if one.record.file.whole):
        clauses = {clause.text("id"): clause for clause in document.clauses}
        for item in document.items:
            basis = [clauses[name] for name in item.words("basis") if name in clauses]
            relation, letters = item.text("relation"), _letters(item.text("text"))
            words = "".join(map(_all_letters, basis))
            if relation == "same" and not all(part in words for part in _parts(item.text("text"))):
                message = _("The row is not made of words of its basis alone: relation must be another, or basis")
            elif relation in ("reworded", "extended", "reduced") and letters and letters in _said_by(basis):
                message = _("The row says just what its basis says: relation must be 'same'")
            else:
                continue
            yield item.finding("relation", message)._replace(warning=True)


def names_are_as_printed(records: Records, _: Translate) -> Iterator[Finding]:
    """A unit that has another name than in the revision sealed last is called so by the clauses too."""
    path = "content/units.yml"
    before = next(iter(records.before), {}).get(path, "")
    if not records.units or not records.whole("sectors") or before in ("", records.units[0].file.text):
        return
    names = {unit.text("id"): unit.text("name") for unit in _units(before, path, _)}
    printed = "\n".join(records.places.values())
    message = _("The clauses still print '%(name)s', as the unit was called: name it in aliases, or mend the clauses")
    for unit in records.units:
        old, new = names.get(unit.text("id"), ""), unit.text("name")
        also = [alias.text("text") for alias in unit.records("aliases")]
        if old and old not in (new, *also) and old in printed and new not in printed:
            yield unit.finding("name", message % {"name": old})._replace(warning=True)


def aliases_are_printed(records: Records, _: Translate) -> Iterator[Finding]:
    """Another name of a unit that states no clause is printed somewhere: those that do are looked for there."""
    if records.misnames("sectors", "") or not all(map(records.whole, ("content/plan.yml", "sectors"))):
        return
    printed = "\n".join(text for one in (*records.plan, *records.sectors) for text in texts_in(one.value))
    message = _("The plan prints this name nowhere: mend it or delete it; what people only search for is a synonym")
    for alias in records.aliases:
        if not alias.missed and not alias.words("where") and alias.text("text") not in printed:
            yield alias.finding("text", message)._replace(warning=True)


def _units(text: str, path: str, _: Translate) -> list[RecordAt]:
    return Records(Source((read_text(text, path, [], _)[0],), ()), Owners()).units


def _said_by(basis: list[RecordAt]) -> set[str]:
    """Return the letters of the clauses, with their titles and without."""
    return {
        "".join(_letters(one.text("text")) for one in basis),
        "".join(_letters(one.text("title") + one.text("text")) for one in basis),
    }


def _all_letters(clause: RecordAt) -> str:
    """Return the letters of a clause and of all below it."""
    return _letters(clause.full_text) + "".join(map(_all_letters, clause.records("clauses")))


def _parts(text: str) -> list[str]:
    """Return the letters of `text` between its punctuation."""
    marked = "".join(
        "\n" if unicodedata.category(char)[0] == "P" else char for char in unicodedata.normalize("NFKC", text)
    )
    return [_letters(part) for part in marked.split("\n") if _letters(part)]


@lru_cache(1 << 14)  # rows and their basis say the same, and a server reads it again and again
def _letters(text: str) -> str:
    """Return `text` without blanks, punctuation, capitals and the width of its letters."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())
