"""The first page of a rule of an enterprise → its title, and the text behind it.

In: blocks. Out: the blocks with the title at their head; what else stands on the page (numbers, versions, who wrote and
cleared it) is told. Such a page is a table with the title in a row of its own, or lines of which the title is largest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from planpress.content.word.document import Block, Paragraph, Table
from planpress.content.word.grammar.annexes import bare, ends_title
from planpress.content.word.grammar.headlines import is_headline
from planpress.content.word.grammar.labels import labels_of
from planpress.content.word.outline import Doubt
from planpress.i18n import Translate

LARGER = 1.3
"""How much larger the title is than the text."""

LEAST_REPEATED = 6
"""Signs of a line that says the title again above the text."""

_SENTENCE = re.compile("[\u3002\uff1b;.]$")


def without_cover(blocks: Sequence[Block], _: Translate) -> tuple[tuple[Block, ...], list[Doubt]]:
    """Return the blocks with the title of their cover first, and a doubt with all else that stood there, if any."""
    end = next((at for at, block in enumerate(blocks) if isinstance(block, Paragraph) and _begins(block)), 0)
    front = blocks[: 1 if end and isinstance(blocks[0], Table) else end]
    title = _title_of(front)
    lines = [line for block in front for line in _lines_of(block) if line.words.strip() and line is not title]
    kept = [line for line in lines if line in front and _SENTENCE.search(line.words)]
    left = [line for line in lines if line not in kept]
    if title is None or not left:
        return tuple(blocks), []
    done = _("Left out: it is the cover of the paper, and what is told of its versions; the title was taken from it")
    told = "\n".join(line.words for line in left)
    doubt = Doubt(left[0].number, told, done, _("Where it is none, write it into the YAML"), left=True)
    return (replace(title, centred=True), *kept, *blocks[len(front) :]), [doubt]


def _lines_of(block: Block) -> Sequence[Paragraph]:
    return [block] if isinstance(block, Paragraph) else [line for cell in block.cells for line in cell.paragraphs]


def _begins(line: Paragraph) -> bool:
    """Tell whether a line bears a number with which a text may begin."""
    return any((one.sure or one.text[-1:].isspace()) and one.number <= 1 for one in labels_of(line))


def _title_of(front: Sequence[Block]) -> Paragraph | None:
    """Return the title on a cover; None where the blocks are none."""
    lines = [one for one in front if isinstance(one, Paragraph) and is_headline(one.words)]
    if front and isinstance(front[0], Table):
        return _title_in(front[0])
    title = max(lines, key=lambda line: line.size_pt, default=None)
    if title is None or not (title.centred and ends_title(title)):
        return None
    again = any(_says_again(line, title) for line in lines if line.number > title.number)
    tabled = any(isinstance(one, Table) for one in front)
    return title if again or (tabled and title is not lines[0]) else None


def _says_again(line: Paragraph, title: Paragraph) -> bool:
    return len(bare(line.words)) >= LEAST_REPEATED and bare(line.words) in bare(title.words)


def _title_in(table: Table) -> Paragraph | None:
    """Return the title in a table that is a cover: alone in a row below the first, and larger, or called a plan."""
    lines = [line for line in _lines_of(table) if line.words.strip()]
    if any(_SENTENCE.search(line.words) and not is_headline(line.words) for line in lines):
        return None
    usual = sorted(line.size_pt for line in lines)[len(lines) // 2] if lines else 0
    titles = [one for one in _alone(table) if ends_title(one) or (usual and one.size_pt >= LARGER * usual)]
    return max(titles, key=lambda line: line.size_pt, default=None)


def _alone(table: Table) -> list[Paragraph]:
    """Return the lines that may be a title, and stand alone in a row below the first."""
    wide = [cell for cell in table.cells if cell.row and cell.columns == table.columns]
    lines = [cell.paragraphs[0] for cell in wide if len(cell.words.splitlines()) == 1]
    return [line for line in lines if is_headline(line.words) and not labels_of(line) and ":" not in line.words]
