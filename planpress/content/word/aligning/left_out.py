"""What a file has and the YAML of its campaign has no place for → doubts, so that nothing is left out in silence.

In: what became of each part. Out: doubts that stop nothing: a letter, a column, other tables.
"""

from __future__ import annotations

from collections.abc import Iterator

from planpress.content.word.aligning.known_tables import right_above
from planpress.content.word.aligning.matching import PartPair
from planpress.content.word.outline import Checklist, Doubt, Outline
from planpress.i18n import Translate


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
            for column in _fresh_columns(pair.old.checklist, pair.new.checklist):
                done = _("The form of the checklist has no such column: what stands in it is left out")
                to_do = _("To take it in, add a column to the form, and import the file again")
                yield Doubt(pair.new.checklist.number, column, done, to_do)


def _fresh_columns(old: Checklist, new: Checklist) -> Iterator[str]:
    """Yield the columns of a file in which something stands, and that the form does not have."""
    known = {*map(right_above, old.columns)}
    told = dict.fromkeys(name for row in new.rows for name, text in row.values if text)
    return (name for name in told if known and right_above(name) not in known)
