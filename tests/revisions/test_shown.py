"""Whoever holds an outdated sheet is told the changes that it bears."""

from __future__ import annotations

from planpress.model.identity import SheetRecord
from planpress.revisions.change import ONLY_PLACE, Change, State
from planpress.revisions.redline import Piece
from planpress.revisions.shown import shown_on


def change(operation: str, target: str, old: str, new: str, kind: str = "item", **more: object) -> Change:
    return Change(operation, kind, target, (State(target, text=old),), (State(target, text=new),), **more)  # type: ignore[arg-type]


def shown(changes: list[Change], old: dict, new: dict, unit: str | None = "u") -> tuple[int, ...]:
    pieces = [(one, (Piece("deleted", one.old_text), Piece("inserted", one.new_text))) for one in changes]
    sheet = SheetRecord("C", "F", "p.pdf", "T", "form", unit, "s")
    return shown_on(sheet, old, new, pieces)


def test_a_sheet_shows_the_changes_whose_words_it_bears() -> None:
    changes = [
        change("reworded", "s#a", "Old row one.", "New row one."),
        change("reworded", "s#b", "Old row two.", "New row two."),
        change("contact", "plan:contact", "555-0142", "555-0199", "plan"),
    ]
    old = {"rows": [{"label": "1", "text": "Old row one."}], "phone": "555-0142"}
    new = {"rows": [{"label": "1", "text": "New row one."}], "phone": "555-0142"}
    assert shown(changes, old, new) == (0,)
    assert shown(changes, old, {**new, "phone": "555-0199"}) == (0, 2)


def test_a_sheet_that_bears_no_words_shows_what_concerns_its_unit_and_sector() -> None:
    changes = [
        change("lead", "sector:s", "A", "B", "sector", sectors=("s",), units=("u",)),
        change("lead", "sector:t", "A", "B", "sector", sectors=("t",), units=("u",)),
        change("amended", "note:n", "A", "B", "note", units=("u",)),
    ]
    assert shown(changes, {"x": "1"}, {"x": "2"}) == (0,)
    assert shown(changes, {"x": "1"}, {"x": "2"}, unit="other") == ()


def test_a_renumbered_row_is_shown_where_it_stands() -> None:
    assert "renumbered" in ONLY_PLACE
    changes = [change("renumbered", "s#a", "Row one.", "Row one."), change("renumbered", "s#b", "Row two.", "Row two.")]
    assert shown(changes, {"l": "1", "t": "Row one."}, {"l": "2", "t": "Row one."}) == (0,)
