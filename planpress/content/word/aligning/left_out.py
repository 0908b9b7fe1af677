"""What a file has and the YAML of its campaign has no place for → doubts, so that nothing is left out in silence.

In: what became of each part. Out: doubts that stop nothing: a letter, a column, other tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planpress.content.rules.names import folded
from planpress.content.word.aligning.known_tables import right_above
from planpress.content.word.aligning.matching import PartPair
from planpress.content.word.outline import Checklist, Doubt, Outline
from planpress.i18n import Translate

_WORDS = re.compile(r"[^\W\d_]{2,}")
"""Words of a line, without what is filled in."""


def left_out(old: Outline, new: Outline, parts: tuple[PartPair, ...], _: Translate) -> Iterator[Doubt]:
    """Yield what is not compared, nor taken over."""
    if new.letter and not old.letter:
        done = _("The file has a letter, which the campaign does not have: it is left out")
        yield Doubt(0, new.letter.title, done, _("To take it in, write 'notice:' into content/plan.yml first"))
    tables = [kept.table.number for part in new.parts for kept in part.tables]
    if tables:
        done = _("Tables that are no checklist are not compared with the forms of the campaign: paragraphs %(numbers)s")
        to_do = _("Look whether they are others now, and mend the forms")
        yield Doubt(tables[0], "", done % {"numbers": ", ".join(map(str, tables))}, to_do)
    for pair in parts:
        if pair.old and pair.new and pair.old.checklist and pair.new.checklist:
            to_do = _("To take it in, mend the form, and import the file again")
            for words, done in _around_rows(pair.old.checklist, pair.new.checklist, _):
                yield Doubt(pair.new.checklist.number, words, done, to_do)


def _around_rows(old: Checklist, new: Checklist, _: Translate) -> Iterator[tuple[str, str]]:
    """Yield what a file says otherwise around the rows than the form does, and what becomes of it."""
    known, there = ({right_above(one): one for one in checklist.columns} for checklist in (old, new))
    if known and there:
        fresh, gone = (name for name in there if name not in known), (name for name in known if name not in there)
        done = _("The form of the checklist has no such column: what stands in it is left out")
        yield from ((there[name], done) for name in fresh)
        done = _("The file no longer has this column of the checklist: the form keeps it")
        yield from ((known[name], done) for name in gone)
    done = _("Filled in where readers write: it is left out")
    yield from ((f"{name}: {text}", done) for name, text in _filled(old, new).items() if right_above(name) in known)
    form, done = (
        folded("".join(old.told)),
        _("This stands around the rows, and the form does not print it: it is left out"),
    )
    lines = (*new.above, *new.below)
    yield from ((line, done) for line in lines if any(folded(word) not in form for word in _WORDS.findall(line)))


def _filled(old: Checklist, new: Checklist) -> dict[str, str]:
    """Return what the first row that says anything in a column has there, where the rows of the form print nothing."""
    own = {right_above(name) for row in old.rows for name, _text in row.values}
    own |= {right_above(old.columns[at]) for at in (old.text_at, old.label_at) if at is not None and old.columns}
    said = ((name, text) for row in reversed(new.rows) for name, text in row.values)
    return {name: text for name, text in said if text and right_above(name) not in own}
