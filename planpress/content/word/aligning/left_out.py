"""What a file has and the YAML of its campaign has no place for → doubts, so that nothing is left out in silence.

In: what became of each part. Out: doubts that stop nothing: a letter, a column, other tables.
"""

from __future__ import annotations

from collections.abc import Iterator

from planpress.content.word.aligning.likeness import folded
from planpress.content.word.aligning.matching import PartPair
from planpress.content.word.outline import Doubt, Outline
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
    for was, now in ((pair.old.checklist, pair.new.checklist) for pair in parts if pair.old and pair.new):
        known = {_name(column) for column in was.columns} if was and was.columns else set()
        told = {name: None for row in now.rows for name, text in row.values if text} if now and known else {}
        for column in (name for name in told if _name(name) not in known):
            done = _("The form of the checklist has no such column: what stands in it is left out")
            number = now.number if now else 0
            yield Doubt(number, column, done, _("To take it in, add a column to the form, and import the file again"))


def _name(column: str) -> str:
    return folded(column.rpartition("\n")[2])
