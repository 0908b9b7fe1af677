"""The difference of two states as tracked changes: all taken in is what is, all turned down is what was."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from kit import lettered, revision, tracked
from kit.paths import ENTERPRISE, LETTERED, SCHOOL, STREET, TESTS

from planpress.content.validate import read
from planpress.content.word.aligning.aligning import align
from planpress.content.word.aligning.known import outline_of_campaign
from planpress.content.word.aligning.matching import Answers
from planpress.content.word.files.reading import read_document
from planpress.content.word.grammar.grammar import outline_of
from planpress.content.word.marks import mark_of
from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.model.records import Clause
from planpress.office.word_file import word_file
from planpress.revisions.history import history_of
from planpress.sheets.edition import edition_of

JOINT = TESTS / "campaigns" / "joint"


def _written(now: Campaign, since: Campaign | None = None) -> bytes:
    return word_file(now, edition_of(now), since=since)


def _proved(old: Campaign, new: Campaign) -> bytes:
    """Return the file with the difference, of which both states came back."""
    made = _written(new, old)
    assert tracked.lines_of(tracked.settled(made, lambda _number: True)) == tracked.lines_of(_written(new))
    assert tracked.lines_of(tracked.settled(made, lambda _number: False)) == tracked.lines_of(_written(old))
    return made


def _read_back(data: bytes, folder: Path, how: Literal["", "accept", "reject"]) -> list[str]:
    """Return what an import reads of a file: the words of each paragraph, those in cells too."""
    path = folder / "file.docx"
    path.write_bytes(data)
    document = read_document(path, str, tracked=how)
    return [paragraph.words for paragraph in document.paragraphs() if paragraph.words]


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Campaign]:
    """Each sealed state of the small campaign, and the last as it lies there."""
    history = history_of(revision.constructed(tmp_path_factory.mktemp("sealed")))
    return {str(version): sealed.campaign for version, sealed in history.sealed.items()}


@pytest.mark.parametrize(("old", "new"), [("1", "2"), ("2", "3"), ("1", "3"), ("3", "1"), ("2", "2")])
def test_both_states_come_back(states, old, new) -> None:
    made = _proved(states[old], states[new])
    assert bool(tracked.words_of(made)) == (old != new)


def test_a_change_names_the_office_and_the_day_of_the_revision(states) -> None:
    """No clock and no person; a draft has no day."""
    old, new = states["1"], states["2"]
    made, issued = _written(new, old), edition_of(new).issued
    assert tracked.tellers_of(made) == {("Harbour Board", f"{issued}T00:00:00Z")}
    draft = replace(edition_of(new), issued=None)
    assert tracked.tellers_of(word_file(new, draft, since=old)) == {("Harbour Board", None)}


def test_annexes_come_and_go(tmp_path: Path) -> None:
    root = lettered.first(tmp_path / "campaign")
    lettered.amend(root)
    old, new = read(LETTERED).campaign, read(root).campaign
    _proved(old, new)
    _proved(new, old)


@pytest.mark.parametrize(
    "root", [STREET, ENTERPRISE, SCHOOL, TESTS / "campaigns" / "joint"], ids=lambda root: root.name
)
def test_another_plan_altogether(root, harbour) -> None:
    """Tables with other columns, tall cells, a letter: all of it goes, all of it comes."""
    other = read(root).campaign
    _proved(harbour, other)
    _proved(other, harbour)


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.whole) for seed in (1, 2))])
def test_any_revision(real, seed) -> None:
    """Clauses and rows are reworded, taken out, put in, moved, and made headings, in every annex."""
    _proved(real, _edited(real, random.Random(seed)))


def test_an_import_reads_both_states(states, tmp_path: Path) -> None:
    for old, new in ((states["1"], states["3"]), (states["2"], states["1"])):
        made = _written(new, old)
        assert _read_back(made, tmp_path, "accept") == _read_back(_written(new), tmp_path, "")
        assert _read_back(made, tmp_path, "reject") == _read_back(_written(old), tmp_path, "")


def test_each_change_can_be_decided(states) -> None:
    """A row that was reworded is taken in, one that was put in is turned down."""
    old, new = states["1"], states["2"]
    made = _written(new, old)
    words = tracked.words_of(made)
    took = tracked.settled(made, lambda number: words[number] == " tightly")
    rows = [text for _style, runs in tracked.lines_of(took) for _name, text in runs]
    assert "Grit bin is full, lid shuts tightly." in rows
    assert "Lamp is lit." not in rows


def test_what_is_decided_comes_back_and_nothing_else(real, tmp_path: Path) -> None:
    """Half the changes are taken in: each clause and row says what it did, or what it does, as was decided of it."""
    dice = random.Random(4)
    new = _reworded(real, dice)
    made = _written(new, real)
    differ = [ref for ref in real.places if _said(new, ref) != _said(real, ref)]
    taken = {ref for ref in differ if dice.random() < 0.5}
    numbers = set().union(*(tracked.changes_at(made)[mark_of(ref)] for ref in taken))
    path = tmp_path / "decided.docx"
    path.write_bytes(tracked.settled(made, lambda number: number in numbers))
    say = translations("zh").gettext
    matching = align(outline_of_campaign(real), outline_of(read_document(path, say), say), say, Answers())
    assert 0 < len(taken) < len(differ)
    assert {pair.ref for pair in matching.pairs if pair.did != ("kept",)} == taken
    said = {pair.ref: pair.new.said for pair in matching.pairs if pair.new}
    assert {ref: said[ref] for ref in taken} == {ref: _said(new, ref) for ref in taken}


def _said(campaign: Campaign, ref: str) -> str:
    place = campaign.places[ref]
    return place.clause.title + place.clause.text if place.clause else place.text


def test_a_name_stands_once(real) -> None:
    """What moved has its bookmark where it is now, what is gone where it was: no name stands twice."""
    made = _written(_edited(real, random.Random(1)), real)
    names = tracked.marks_in(made)
    assert len(names) == len(set(names))
    assert {mark_of(ref) for ref in real.places} <= {*names}


# ---------------------------------------------------------------- an editor at random


def _reworded(campaign: Campaign, dice: random.Random) -> Campaign:
    """Return the campaign with other words in the middle of some texts."""

    def other(record: Any) -> Any:
        at = len(record.text) // 2
        words = record.text[:at] + "\u2014\u2014" + record.text[at + 3 :]
        return record.model_copy(update={"text": words} if at > 8 and dice.random() < 0.15 else {})

    def all_of(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        return tuple(other(one).model_copy(update={"clauses": all_of(one.clauses)}) for one in clauses)

    sectors = []
    for sector in campaign.sectors:
        assert sector.checklist
        checklist = sector.checklist.model_copy(update={"items": tuple(map(other, sector.checklist.items))})
        sectors.append(sector.model_copy(update={"clauses": all_of(sector.clauses), "checklist": checklist}))
    plan = campaign.plan.model_copy(update={"clauses": all_of(campaign.plan.clauses)})
    return replace(campaign, plan=plan, sectors=tuple(sectors))


def _edited(campaign: Campaign, dice: random.Random) -> Campaign:
    plan = campaign.plan.model_copy(update={"clauses": _clauses(campaign.plan.clauses, dice)})
    sectors = []
    for sector in campaign.sectors:
        found: dict[str, Any] = {"clauses": _clauses(sector.clauses, dice)}
        if sector.checklist:
            items = _some(sector.checklist.items, dice)
            found["checklist"] = sector.checklist.model_copy(update={"items": items})
        sectors.append(sector.model_copy(update=found))
    return replace(campaign, plan=plan, sectors=tuple(sectors))


def _clauses(clauses: tuple[Clause, ...], dice: random.Random) -> tuple[Clause, ...]:
    below = tuple(clause.model_copy(update={"clauses": _clauses(clause.clauses, dice)}) for clause in clauses)
    return _some(below, dice)


def _some(records: tuple[Any, ...], dice: random.Random) -> tuple[Any, ...]:
    """Return records of which some are reworded, gone, new or elsewhere."""
    found: list[Any] = []
    for record in records:
        fate = dice.random()
        if fate < 0.05:
            continue
        if fate < 0.10:
            record = record.model_copy(update={"text": record.text[len(record.text) // 2 :] + "\u201c<&>\u201d"})
        elif fate < 0.15:
            found.append(record.model_copy(update={"id": f"{record.id}-before"}))
        elif fate < 0.18 and isinstance(record, Clause):
            record = record.model_copy(update={"title": record.title + record.text, "text": ""})
        elif fate < 0.21 and isinstance(record, Clause):
            record = record.model_copy(update={"title": record.text[:4], "text": record.text[4:]})
        found.insert(dice.randrange(len(found) + 1) if fate > 0.95 else len(found), record)
    return tuple(found or records)
