"""What became of a file → lines for the terminal, and a page to read beside the campaign.

In: a `Report`. Out: lines, or the text of `import-report.html`: each doubt with its paragraph, its words, what was done
and what to do; what stands beside the text; and the proof that no character was lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from planpress.content.word.document import Apart, Beside, Document
from planpress.content.word.outline import Doubt
from planpress.errors import Problem
from planpress.i18n import Translate, translations
from planpress.templates import environment

PAGE = "import-report.html"

MOST_TOLD = 20
"""Entries of a section that the terminal shows; the page has them all."""

MOST_WORDS = 60
"""Signs of a paragraph that the terminal quotes."""


@dataclass(frozen=True)
class PartTold:
    """What the plan or an annex became: how it is called, how much it holds, and the file with it."""

    name: str
    clauses: int
    rows: int
    path: str


@dataclass(frozen=True)
class Section:
    """What is told under one heading; `intro` says what it is about."""

    title: str
    intro: str
    told: tuple[Doubt, ...]


@dataclass(frozen=True)
class Proof:
    """How many characters the file has, blanks apart, how many stand in the YAML, and how many are told of."""

    whole: int
    kept: int

    @property
    def told(self) -> int:
        """The rest."""
        return self.whole - self.kept

    def line(self, _: Translate) -> str:
        """Return it as a sentence."""
        words = _("%(whole)s characters in the file = %(kept)s in the YAML + %(told)s told in the report; lost: 0")
        return words % {"whole": f"{self.whole:,}", "kept": f"{self.kept:,}", "told": f"{self.told:,}"}


@dataclass(frozen=True)
class Report:
    """What became of a file.

    Attributes:
        file: Its name.
        draft: Why it is none to trust; empty where it is.
        counts: How much of what there is.
        asks: What `check` still asks for.
    """

    language: str
    file: str
    draft: str
    counts: str
    parts: tuple[PartTold, ...]
    sections: tuple[Section, ...]
    proof: Proof
    asks: tuple[Problem, ...] = ()

    @property
    def say(self) -> Translate:
        """Translates into the language of the campaign."""
        return translations(self.language).gettext


def lines_of(report: Report) -> Iterator[str]:
    """Yield what the terminal shows."""
    _ = report.say
    if report.draft:
        yield report.draft
    yield report.counts
    for section in report.sections:
        yield from lines_in(section, _)
    yield report.proof.line(_)


def lines_in(section: Section, _: Translate) -> Iterator[str]:
    """Yield what the terminal shows of a section: nothing where it is empty."""
    if section.told:
        yield f"{section.title}: {len(section.told)}"
    yield from (f"  {line_of(doubt, _)}" for doubt in section.told[:MOST_TOLD])
    if len(section.told) > MOST_TOLD:
        more = _("and %(number)s more, see %(page)s")
        yield f"  {more % {'number': len(section.told) - MOST_TOLD, 'page': PAGE}}"


def page_of(report: Report) -> str:
    """Return the page."""
    template = environment(report.language).get_template(f"new/{PAGE}")
    return template.render(report=report, proof=report.proof.line(report.say))


def remarks_told(document: Document) -> Iterator[Doubt]:
    """Yield what the reader of a file did that one should look at, with the words of the paragraph where it is one."""
    words, often = (
        {one.number: one.words for one in document.paragraphs()},
        Counter(said for _at, said in document.remarks),
    )
    for number, message in document.remarks:
        yield Doubt(number, words.get(number, "") if often[message] == 1 else "", message, "")


def gathered(told: Iterable[Doubt], _: Translate) -> Iterator[Doubt]:
    """Yield what is told, what is the same of several paragraphs once, with their numbers."""
    alike: dict[tuple[str, ...], list[Doubt]] = {}
    for one in told:
        alike.setdefault((one.found, one.done, one.to_do), []).append(one)
    for first, *more in alike.values():
        numbers = ", ".join(str(one.number) for one in more if one.number)
        words = _("%(done)s; so in paragraphs %(numbers)s") if numbers else _("%(done)s (%(count)s times)")
        said = {"done": first.done, "numbers": numbers, "count": len(more) + 1}
        yield replace(first, done=words % said) if more else first


def beside_told(beside: tuple[Beside, ...], _: Translate) -> Iterator[Doubt]:
    """Yield what stands beside the text of a file, and is in no clause."""
    called = _called(_)
    to_do = _("Write it into a clause, or into a note, if readers need it")
    for one in beside:
        yield Doubt(one.number, one.text, _("Left out: %(kind)s") % {"kind": called[one.kind]}, to_do)


def _called(_: Translate) -> dict[Apart, str]:
    return {
        "header": _("at the head of the pages"),
        "footer": _("at the foot of the pages"),
        "footnote": _("a footnote"),
        "endnote": _("an endnote"),
        "comment": _("a comment"),
        "box": _("a text box"),
        "deleted": _("deleted by a tracked change"),
        "inserted": _("inserted by a tracked change"),
        "hidden": _("hidden text"),
        "field": _("what a field is made of"),
        "repeated": _("the head of a table, typed again"),
    }


def line_of(doubt: Doubt, _: Translate) -> str:
    """Return a doubt in one line."""
    at = _("paragraph %(number)s: ") % {"number": doubt.number} if doubt.number else ""
    words = " ".join(doubt.found.split())
    quoted = _("\u201c%(words)s\u201d: ") % {"words": words[:MOST_WORDS] + "\u2026" * (len(words) > MOST_WORDS)}
    return f"{at}{quoted if words else ''}{doubt.done}" + (f" \u2192 {doubt.to_do}" if doubt.to_do else "")
