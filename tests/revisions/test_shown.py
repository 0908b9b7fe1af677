"""Whoever holds an outdated sheet is told the changes that it bears."""

from __future__ import annotations

from dataclasses import dataclass

from planpress.blocks.table import TableView
from planpress.redline import Piece
from planpress.revisions.change import ONLY_PLACE, Change, State
from planpress.revisions.shown import borne_by, shown_on
from planpress.view import View


@dataclass(frozen=True)
class Paper(View):
    """What a sheet shows: texts, and a table."""

    texts: tuple[str, ...] = ()
    table: TableView | None = None


def change(operation: str, target: str, old: str, new: str, kind: str = "item", **more: object) -> Change:
    states = [(State(target, text=text),) if text else () for text in (old, new)]
    return Change(operation, kind, target, *states, units=("u",), **more)  # type: ignore[arg-type]


def shown(changes: list[Change], old: Paper, new: Paper, unit: str | None = "u") -> tuple[int, ...]:
    pieces = [(one, (Piece("deleted", one.old_text), Piece("inserted", one.new_text))) for one in changes]
    return shown_on(unit, borne_by(old), borne_by(new), pieces)


def checklist(*rows: tuple[str, str, str]) -> Paper:
    return Paper(("Gas",), TableView(12, (), tuple(row[1:] for row in rows), tuple(row[0] for row in rows)))


def test_a_sheet_shows_the_changes_whose_words_it_bears() -> None:
    changes = [
        change("reworded", "s#a", "Old row one.", "New row one."),
        change("reworded", "s#b", "Old row two.", "New row two."),
        change("contact", "plan:contact", "555-0142", "555-0199", "plan"),
    ]
    old = Paper(("1", "Old row one.", "555-0142"))
    assert shown(changes, old, Paper(("1", "New row one.", "555-0142"))) == (0,)
    assert shown(changes, old, Paper(("1", "New row one.", "555-0199"))) == (0, 2)
    assert shown(changes, old, Paper(("1", "New row one.", "555-0199")), unit="other") == ()


def test_a_checklist_shows_its_own_rows_and_not_the_clauses_that_they_repeat() -> None:
    changes = [
        change("reworded", "gas#focus-2", "Hose of 2 m.", "Hose of 3 m.", "clause"),
        change("reworded", "gas#item-8", "Cook safely. Hose of 2 m.", "Cook safely. Hose of 3 m."),
        change("reworded", "fire#item-8", "Cook safely. Hose of 2 m.", "Cook safely. Hose of 3 m."),
        change("reworded", "gas#focus-3", "Hose of 2 m.", "Hose of 3 m.", "clause"),
    ]
    old, new = (checklist(("gas#item-8", "8", f"Cook safely. Hose of {length} m.")) for length in (2, 3))
    assert shown(changes, old, new) == (1,)
    # A row that says the same as a clause is still the row.
    old, new = (checklist(("gas#item-8", "8", f"Hose of {length} m.")) for length in (2, 3))
    assert shown(changes, old, new) == (1,)
    # An annex prints both.
    old, new = (Paper(("2.", f"Hose of {length} m.", "8", f"Cook safely. Hose of {length} m.")) for length in (2, 3))
    assert shown(changes, old, new) == (0, 1, 2, 3)


def test_words_count_where_they_stand_whole() -> None:
    changes = [change("deleted", "s#a", "Lamp is lit.", "", "clause"), change("added", "s#b", "", "Lamp", "clause")]
    assert shown(changes, Paper(("The Lamp is lit. Well.",)), Paper(("The Lamp is.",))) == ()
    assert shown(changes, Paper(("Lamp", " is lit.")), Paper(("Rope",))) == (0, 1)


def test_a_detail_is_shown_by_a_unit_that_it_concerns() -> None:
    changes = [
        change("lead", "sector:s", "Quay Office, Crane Office", "Quay Office", "sector"),
        change("amended", "note:n", "The Crane Office", "The Quay Office", "note"),
        change("renumbered", "sector:s", "Annex 2", "Annex 3", "sector"),
    ]
    old, new = Paper(("Annex 2", "Quay Office", "Crane Office")), Paper(("Annex 2", "Quay Office"))
    assert shown(changes, old, new) == (0,)
    assert shown(changes, Paper(("Annex 2", "A")), Paper(("Annex 3", "B"))) == (2,)


def test_a_note_is_shown_by_the_sheet_of_a_unit_that_prints_it_whole() -> None:
    changes = [change("amended", "note:n", "The Crane Office\nled.", "The Crane Office\nleads.", "note")]
    old, new = Paper(("The Crane Office\nled.",)), Paper(("The Crane Office\nleads.",))
    assert shown(changes, old, new) == (0,)
    assert shown(changes, old, new, unit=None) == ()
    assert shown(changes, Paper(("led",)), Paper(("leads",))) == ()


def test_a_renumbered_place_is_shown_where_it_stands_and_where_it_is_cited() -> None:
    assert "renumbered" in ONLY_PLACE
    cited = [(State("s#c", cite=f"Annex {number} II.", text="A duty."),) for number in (1, 2)]
    changes = [
        change("renumbered", "s#a", "Row one.", "Row one."),
        change("renumbered", "s#b", "Row two.", "Row two."),
        Change("renumbered", "clause", "s#c", *cited, units=("u",)),
    ]
    assert shown(changes, Paper(("1", "Row one.")), Paper(("2", "Row one."))) == (0,)
    assert shown(changes, Paper(("after Annex 1 II.",)), Paper(("after Annex 2 II.",))) == (2,)
    rows = [[("s#a", "1", "Row one."), ("s#b", "2", "Row two.")], [("s#a", "1", "Row one."), ("s#b", "3", "Row two.")]]
    assert shown(changes, *(checklist(*one) for one in rows)) == (1,)
