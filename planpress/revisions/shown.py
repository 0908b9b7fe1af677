"""Changes and the sheets of two revisions → which changes a sheet shows.

In: the changes of a revision, each cut into pieces, and what a sheet showed before and shows now. Out: the
numbers of the changes; pure. Whoever holds an outdated sheet is told what is different on it, and no more.
"""

from collections.abc import Iterable, Sequence

from planpress.model.identity import SheetRecord
from planpress.revisions.change import ONLY_PLACE, Change
from planpress.revisions.redline import Piece
from planpress.view import View, plain, texts_in

SHORTEST = 2
"""Characters: shorter pieces stand on any sheet by chance."""


def shown_on(
    sheet: SheetRecord, old: View, new: View, changes: Sequence[tuple[Change, Sequence[Piece]]]
) -> tuple[int, ...]:
    """Return the numbers of those `changes` that make `sheet` another one, in order.

    They are those whose words the sheet bears; where it bears none of them literally, those that concern its unit
    and its sector.

    Args:
        sheet: Which sheet it is.
        old: What it showed (`Sheet.view`).
        new: What it shows now.
        changes: With the pieces of their redlines.
    """
    # Parts of a clause follow each other as printed.
    before, after = ("".join(texts_in(plain(view))) for view in (old, new))
    found = tuple(number for number, (change, pieces) in enumerate(changes) if _shows(change, pieces, before, after))
    if found:
        return found
    return tuple(number for number, (change, _pieces) in enumerate(changes) if _concerns(change, sheet))


def _shows(change: Change, pieces: Iterable[Piece], before: str, after: str) -> bool:
    if change.kind in ("clause", "item"):
        was = any(len(line) >= SHORTEST and line in before for line in change.old_text.split("\n"))
        now = any(len(line) >= SHORTEST and line in after for line in change.new_text.split("\n"))
        return was and now if change.operation in ONLY_PLACE else was or now
    return any(
        len(piece.text) >= SHORTEST
        and (
            (piece.mark == "deleted" and before.count(piece.text) > after.count(piece.text))
            or (piece.mark == "inserted" and after.count(piece.text) > before.count(piece.text))
        )
        for piece in pieces
    )


def _concerns(change: Change, sheet: SheetRecord) -> bool:
    if change.kind == "note":
        return False
    of_sector = not change.sectors or sheet.sector is None or sheet.sector in change.sectors
    return of_sector and (sheet.unit is None or sheet.unit in change.units)
