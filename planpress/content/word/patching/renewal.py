"""A file of an office, and the campaign whose new version it is → what changes; or nothing, and why.

In: a command line. Out: a `Version`. The file is read as a first import reads it, and no character of it is lost.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from planpress.content.new import undisturbed
from planpress.content.together import finish
from planpress.content.word.aligning.matching import letter_fields, spots_of
from planpress.content.word.document import Document
from planpress.content.word.files.proof import characters_of, lost
from planpress.content.word.files.reading import read_document
from planpress.content.word.grammar.grammar import outline_of
from planpress.content.word.intake.cleaning import cleaned, signs_removed, signs_told
from planpress.content.word.intake.intake import refuse_others
from planpress.content.word.intake.report import (
    PAGE,
    Proof,
    Report,
    Section,
    beside_told,
    gathered,
    lines_in,
    page_of,
    remarks_told,
)
from planpress.content.word.outline import Checklist, Doubt, Outline
from planpress.content.word.patching.answers import answers_of, template
from planpress.content.word.patching.onto import Version, compared, with_received
from planpress.content.word.patching.version_lines import Line, lines_of, sections_of
from planpress.disk import replace_file
from planpress.i18n import Translate

PLACE = Path(".build", "import")
"""Where a new version is proved, below the campaign."""


@dataclass(frozen=True)
class Renewal:
    """A new version, and the page that tells of it; none where a character of the file was lost.

    `draft` is why the file is none to trust, empty where it is; `beside` is what paragraphs have besides words.
    """

    version: Version
    draft: str
    beside: Section
    page: str


def renewal_of(options: argparse.Namespace, _: Translate) -> Renewal:
    """Return what the file of a command line changes in the campaign; what a killed run left undone is done first.

    Raises:
        BuildError: If the file cannot be read or is another campaign's, or an answer makes no sense.
        ContentError: If the campaign is not sound as it is.
    """
    if options.onto.is_dir():  # what is none is told below
        with undisturbed(options.onto, _):
            finish(options.onto, _)
    refuse_others(options.file, _)
    answers = answers_of(options.is_same, options.is_not, options.answers, _)
    document = read_document(options.file, _, tracked=options.tracked)
    outline = outline_of(cleaned(document), _)
    gone = tuple(_lost(options.file, document, outline, _))
    outline = replace(outline, doubts=(*outline.doubts, *signs_told(document, _), *gone))
    version = compared(options.onto, outline, document.origin, answers, options.onto / PLACE, _)
    version = with_received(options.onto, version, options.file)
    page = "" if gone else _page(version, document, options.file, outline, _)
    near = tuple(one for one in document.beside if one.number and one.kind != "field")
    return Renewal(version, document.draft, _beside(replace(document, beside=near), _), page)


def _beside(document: Document, _: Translate) -> Section:
    """Return what stands beside the text, or was left out of it."""
    told = gathered((*remarks_told(document), *beside_told(document.beside, _)), _)
    return Section(_("Beside the text"), "", tuple(told))


def write_page(root: Path, made: Renewal) -> Path:
    """Write the page where nothing of the campaign lies; return where."""
    page = root / PLACE.parent / PAGE
    page.parent.mkdir(exist_ok=True)
    replace_file(page, made.page.encode())
    return page


def _page(version: Version, document: Document, file: Path, outline: Outline, _: Translate) -> str:
    """Return the page: all that the terminal tells, and the proof that no character was lost."""
    there = characters_of(file)
    proof = Proof(there.total(), (there & Counter("".join(_words(outline)))).total())
    counts, *others = sections_of(version, _)
    told = [Section(one.title, "", tuple(map(_as_told, one.lines))) for one in others]
    summed = " \u00b7 ".join(line.words for line in counts.lines)
    language = version.before.plan.language
    return page_of(Report(language, document.name, document.draft, summed, (), (*told, _beside(document, _)), proof))


def _as_told(line: Line) -> Doubt:
    done = " \u00b7 ".join(filter(None, (line.what, line.where, line.done)))
    return Doubt(line.number, line.words, done, line.to_do)


def told(made: Renewal, _: Translate) -> Iterator[str]:
    """Yield all that is to be told of a new version, and the questions that are open as a file of answers."""
    version = made.version
    yield from filter(None, [made.draft])
    yield from lines_of(version, _)
    yield from lines_in(made.beside, _)
    open_ones = list(template(version.questions, version.patch.conflicts, _))
    if open_ones:
        yield _("To answer, mend these lines, put them into a file, and name it with --answers FILE:")
        yield from open_ones


def left_undone(version: Version, _: Translate) -> str:
    """Return why nothing has been written."""
    if not version.may_be_written:
        return _("Nothing has been written: something must be answered or mended")
    if not version.patch.files:
        return _("Nothing has been written: the file says what the campaign says")
    return _("Nothing has been written; to write it, add --write")


def _lost(path: Path, document: Document, outline: Outline, _: Translate) -> Iterator[Doubt]:
    """Yield a doubt that stops where a character of the file stands in nothing that was read of it."""
    beside = [*(one.text for one in document.beside), *(one.found for one in outline.doubts if one.left)]
    made = [one.label for one in document.paragraphs()]
    gone = lost(path, _words(outline), [*signs_removed(document), *beside], made)
    if gone:
        signs = "".join(gone.elements())[:60]
        done = _("These characters of the file were read as nothing: nothing can be written")
        yield Doubt(0, signs, done, _("Look for what stands in no paragraph and no table, and take it out"), stops=True)


def _words(outline: Outline) -> Iterator[str]:
    """Yield every word of an outline."""
    for spot in spots_of(outline):
        yield from (spot.what.label, spot.said)
    for part in outline.parts:
        yield from (part.label, part.title)
        yield from _of_checklist(part.checklist) if part.checklist else ()
        for kept in part.tables:
            yield from (kept.title, *kept.above, *(cell.words for cell in kept.table.cells))
    if outline.letter:
        yield from letter_fields(outline.letter).values()


def _of_checklist(checklist: Checklist) -> Iterator[str]:
    """Yield the words of a table of rows but those of `spots_of`."""
    yield from (checklist.label, checklist.title, *checklist.columns)
    yield from (*checklist.above, *checklist.below, *checklist.told)
    yield from (text for row in checklist.rows for _heading, text in row.values)
