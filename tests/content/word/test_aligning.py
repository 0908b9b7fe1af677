"""Every id is found again in a new version of the file, or it is asked: none is given to something else in silence."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from kit.outline_maker import Revision
from kit.paths import HARBOUR, PROJECT, TESTS

from planpress.content.validate import read
from planpress.content.word.aligning.aligning import align, refuse_another
from planpress.content.word.aligning.known import fingerprint_of, outline_of_campaign
from planpress.content.word.aligning.matching import Answers, Matching, Question, spots_of
from planpress.content.word.aligning.result import divided
from planpress.content.word.document import Cell, Origin, Paragraph, Table
from planpress.content.word.marks import mark_of
from planpress.content.word.outline import Checklist, Kept, Outline, Part, Piece, Row
from planpress.errors import BuildError
from planpress.i18n import translations

EN = translations("en").gettext
CAMPAIGNS = [PROJECT, *(one for one in sorted((TESTS / "campaigns").iterdir()) if (one / "content/plan.yml").exists())]
MARKED = pytest.mark.parametrize("marked", [False, True], ids=["plain", "marked"])


@pytest.fixture(scope="module")
def old(real) -> Outline:
    return outline_of_campaign(real)


@dataclass
class Figures:
    """How many were what they truly were, were something else, or were found as nothing; and what was asked."""

    there: int = 0
    kept: int = 0
    wrong: int = 0
    silent: int = 0
    asked: int = 0
    shown: int = 0

    def add(self, matching: Matching, truth: dict[str, str]) -> None:
        asked = {doubt.new for doubt in matching.stops if isinstance(doubt, Question)}
        self.asked += len(matching.stops)
        self.shown += len(matching.doubts) - len(matching.stops)
        for pair in matching.pairs:
            if pair.new is None:
                continue
            name = str(pair.new.what.number)
            self.there += bool(truth[name])
            self.kept += bool(truth[name]) and pair.ref == truth[name]
            self.wrong += bool(pair.ref) and pair.ref != truth[name]
            self.silent += bool(pair.ref) and pair.ref != truth[name] and name not in asked

    def __str__(self) -> str:
        hundred = self.there / 100 or 1
        return (
            f"ids kept {self.kept} of {self.there}, wrong {self.wrong}, of these in silence {self.silent}; "
            f"of 100 pieces {self.asked / hundred:.2f} asked, {self.shown / hundred:.2f} shown"
        )


def by_chance(old: Outline, seeds: Iterable[int], operations: int, marked: bool = False, anew: bool = False) -> Figures:
    """Return the figures of random revisions."""
    figures = Figures()
    for seed in seeds:
        made = Revision(old, seed).chance(operations)
        new, truth = (made.number_anew() if anew else made).made(marked)
        figures.add(align(old, new, EN), truth)
    return figures


# ---------------------------------------------------------------- nothing changed


@pytest.mark.parametrize("root", CAMPAIGNS, ids=lambda root: root.name)
def test_unchanged_file_changes_nothing(root: Path) -> None:
    outline = outline_of_campaign(read(root).campaign)
    for marked in (False, True):
        matching = align(outline, Revision(outline).made(marked)[0], EN)
        assert {pair.did for pair in matching.pairs} == {("kept",)}
        assert [pair for pair in matching.parts if pair.changes or pair.moved or pair.name == ""] == []
        assert (matching.letter, matching.doubts, matching.share) == ((), (), 1)


def test_campaign_is_an_outline_in_printed_order(real, old: Outline) -> None:
    assert [spot.what.ref for spot in spots_of(old)] == list(real.places)
    assert [part.name for part in old.parts] == ["plan", *(sector.id for sector in real.sectors)]
    assert old.letter is not None
    assert old.letter.title == real.plan.notice.title


def test_every_word_is_in_the_fingerprint(old: Outline) -> None:
    assert old.letter
    others = [replace(old, annexes=old.annexes[1:]), edited(old, "gas#item-3", "翻新", "改装")]
    others += [replace(old, letter=replace(old.letter, date="2023年1月5日"))]
    others += [checked(old, lambda known: replace(known, title="x"))]
    others += [checked(old, lambda known: replace(known, rows=(replace(known.rows[0], values=(("a", "b"),)),)))]
    for other in others:
        assert fingerprint_of(other) != fingerprint_of(old) == fingerprint_of(replace(old))


def edited(old: Outline, ref: str, before: str, after: str) -> Outline:
    made = Revision(old)
    made.reword(ref, before, after)
    return made.made()[0]


# ---------------------------------------------------------------- what an office does in a year


def yearly(old: Outline) -> Revision:
    made = Revision(old)
    made.reword("plan#schedule-1", "2023年1月31日", "2023年3月31日")
    made.rename("区应急管理局", "区应急和减灾局")
    rows, at = made.at("gas#item-4")
    made.add(rows, at + 1, "地下综合管廊燃气舱室未设置可燃气体探测器，报警后不能联动切断气源。")
    made.drop("transport#item-12")
    made.split("construction#item-3", made.node("construction#item-3").said.index("施工升降机附着间距"))
    made.swap("transport#item-2", "transport#item-5")
    made.move("gas#duties-8", made.at("childcare#duties-1")[0], 2)
    made.merge("hazardous-chemicals#item-9")
    clauses, _at = made.at("plan#principles-1")
    made.add(clauses, 3, "各单位每月末汇总本行业清单销号情况，由区安委会办公室统一通报。")
    text = made.node("transport#focus-4").what.text
    made.reword("transport#focus-4", text[20:60], "重点查处超员超载、疲劳驾驶和非法营运，")
    return made


@MARKED
@pytest.mark.parametrize("anew", [False, True], ids=["same-numbers", "other-numbers"])
def test_yearly_amendment_keeps_every_id(old: Outline, anew: bool, marked: bool) -> None:
    made = yearly(old)
    new, truth = (made.number_anew() if anew else made).made(marked)
    matching, figures = align(old, new, EN), Figures()
    for pair in matching.pairs:
        if pair.old and pair.new and {"label"} == {change.field for change in pair.changes}:
            assert pair.changes[0].after == pair.new.what.label
    figures.add(matching, truth)
    sys.stdout.write(f"{figures}\n")
    assert (figures.kept, figures.wrong) == (figures.there, 0)
    assert figures.asked + figures.shown <= 2
    did = {ref: set(pair.did) - {"renumbered"} for ref, pair in matching.by_ref.items()}
    assert did["plan#schedule-1"] == {"changed"}
    assert did["transport#item-12"] == did["hazardous-chemicals#item-10"] == {"gone"}
    assert did["construction#item-3"] == {"split", "changed"}
    assert did["hazardous-chemicals#item-9"] == {"merged", "changed"}
    assert did["gas#duties-8"] == {"moved"}
    assert {"moved"} in (did["transport#item-2"], did["transport#item-5"])
    assert did["transport#focus-4"] == {"changed"}
    merged, split = matching.by_ref["hazardous-chemicals#item-9"], matching.by_ref["construction#item-3"]
    assert merged.origins == ("hazardous-chemicals#item-10",)
    assert [matching.by_key[key].origins for key in split.split] == [("construction#item-3",)]
    assert sum(pair.did == ("new",) for pair in matching.pairs) == 3
    assert any("renumbered" in pair.did for pair in matching.pairs) == anew
    assert sum("changed" in pair.did for pair in matching.pairs) < 40


# ---------------------------------------------------------------- what chance does


WHOLE = pytest.mark.whole


@pytest.mark.parametrize(
    ("root", "seeds", "operations", "marked", "anew"),
    [
        (PROJECT, 8, 30, False, False),
        pytest.param(PROJECT, 100, 30, False, False, marks=WHOLE),
        pytest.param(PROJECT, 100, 30, True, False, marks=WHOLE),
        pytest.param(PROJECT, 100, 30, False, True, marks=WHOLE),
        (HARBOUR, 30, 3, False, False),
        (HARBOUR, 30, 3, True, True),
    ],
    ids=["real", "hundred", "hundred-marked", "hundred-other-numbers", "harbour", "harbour-marked-other-numbers"],
)
def test_random_revisions(root: Path, seeds: int, operations: int, marked: bool, anew: bool) -> None:
    figures = by_chance(outline_of_campaign(read(root).campaign), range(seeds), operations, marked, anew)
    sys.stdout.write(f"{figures}\n")
    assert figures.kept >= 0.995 * figures.there
    assert figures.silent == 0
    assert figures.asked <= 0.08 * figures.there


def test_random_revisions_with_bookmarks(old: Outline) -> None:
    figures = by_chance(old, range(4), 30, marked=True)
    sys.stdout.write(f"{figures}\n")
    assert (figures.kept, figures.wrong) == (figures.there, 0)


@pytest.mark.parametrize("worsen", [Revision.lose_marks, Revision.slip_marks])
def test_bookmarks_that_are_lost_or_slip_take_no_id(
    old: Outline, worsen: Callable[[Revision, float], Revision]
) -> None:
    figures = Figures()
    for seed in range(100, 104):
        new, truth = worsen(Revision(old, seed).chance(30), 0.1).made(marked=True)
        figures.add(align(old, new, EN), truth)
    sys.stdout.write(f"{figures}\n")
    assert figures.kept >= 0.995 * figures.there
    assert figures.silent == 0


def test_same_file_is_matched_the_same(old: Outline) -> None:
    new, _truth = Revision(old, 7).chance(60).made()
    assert align(old, new, EN) == align(old, new, EN)


# ---------------------------------------------------------------- bookmarks


def test_clauses_written_anew_keep_their_ids_by_bookmarks(old: Outline) -> None:
    made = Revision(old, 1)
    leaves = [node for node in made.nodes() if not node.below and len(node.what.text) > 15]
    for node in made.random.sample(leaves, 30):
        node.say(made.invent())
    for marked, silent in ((True, 0), (False, 0)):
        figures = Figures()
        new, truth = made.made(marked)
        figures.add(align(old, new, EN), truth)
        sys.stdout.write(f"{figures}\n")
        assert figures.silent == silent
        assert (figures.kept == figures.there) == marked


def test_slipped_bookmark_gives_way_to_equal_words(old: Outline) -> None:
    made = Revision(old)
    one, other = made.node("gas#item-3"), made.node("gas#item-4")
    one.marks, other.marks = other.marks, one.marks
    assert {pair.did for pair in align(old, made.made(marked=True)[0], EN).pairs} == {("kept",)}


def test_two_bookmarks_are_a_merge_and_one_on_two_paragraphs_a_split(old: Outline) -> None:
    made = Revision(old)
    made.merge("gas#item-11")
    rows, at = made.at("gas#item-13")
    made.split("gas#item-13", 20)
    rows[at + 1].marks = list(rows[at].marks)
    matching = align(old, made.made(marked=True)[0], EN)
    assert matching.by_ref["gas#item-11"].origins == ("gas#item-12",)
    assert matching.by_ref["gas#item-12"].into is not None
    assert len(matching.by_ref["gas#item-13"].split) == 1


def test_copy_is_new_and_told(old: Outline) -> None:
    made = Revision(old)
    rows, at = made.at("gas#item-13")
    made.add(rows, at + 1, rows[at].what.text.replace("第三方施工", "自建房装修"))
    rows[at + 1].marks = [f"{mark_of('gas#item-13')}_Copy_1"]
    matching = align(old, made.made(marked=True)[0], EN)
    assert [(doubt.old, doubt.stops) for doubt in matching.doubts] == [("gas#item-13", False)]
    assert matching.by_ref["gas#item-13"].did == ("kept",)


# ---------------------------------------------------------------- annexes


def test_annexes_come_go_and_change_places(old: Outline) -> None:
    made = Revision(old)
    gas, childcare = made.parts.pop(2), made.parts.pop(-1)
    made.parts.insert(1, childcare)
    childcare.part = replace(childcare.part, title="婴幼儿照护安全行动方案")
    new, _truth = made.made()
    extra = Part("附件9", "电动自行车安全行动方案", (Piece("", "", "电动自行车安全行动由区公安分局负责牵头推进。"),))
    matching = align(old, replace(new, annexes=(*new.annexes, extra)), EN, Answers(same=(("0", "gas"),)))
    assert matching.doubts == ()
    found = {pair.name: pair for pair in matching.parts if pair.old}
    assert found["gas"].new is None
    assert found["gas"].old is gas.part
    assert (found["childcare"].moved, found["childcare"].changes[0].field) == (True, "title")
    assert [pair.new.title for pair in matching.parts if pair.old is None and pair.new] == [extra.title]
    assert not any(pair.moved for pair in matching.pairs)


def test_part_that_is_gone_is_asked_about(old: Outline) -> None:
    no_rows = replace(old.annexes[0], checklist=None)
    for annexes, ref in ((old.annexes[1:], old.annexes[0].name), ((no_rows, *old.annexes[1:]), f"{no_rows.name}#")):
        doubts = align(old, replace(old, annexes=annexes), EN).stops
        assert [doubt.old for doubt in doubts if isinstance(doubt, Question)] == [ref]
        assert align(old, replace(old, annexes=annexes), EN, Answers(same=(("0", ref),))).stops == ()


def test_file_without_the_letter_takes_none_away(old: Outline) -> None:
    matching = align(old, replace(old, letter=None), EN)
    assert {pair.did for pair in matching.pairs} == {("kept",)}
    assert (matching.letter, matching.doubts) == ((), ())


def test_file_of_one_annex_says_nothing_of_the_others(old: Outline) -> None:
    made = Revision(old)
    made.reword("gas#item-3", "翻新", "改装")
    made.drop("gas#item-12")
    new = replace(made.made()[0], plan=Part(), letter=None)
    matching = align(old, replace(new, annexes=new.annexes[1:2]), EN)
    refuse_another(matching, Origin(), "any", EN)
    assert matching.stops == ()
    assert [pair.name for pair in matching.parts if pair.changes or pair.new is None or pair.old is None] == []
    assert {pair.ref: pair.did for pair in matching.pairs if set(pair.did) - {"kept"}} == {
        "gas#item-3": ("changed",),
        "gas#item-12": ("gone",),
    }


def test_field_of_the_letter_is_a_change(old: Outline) -> None:
    assert old.letter is not None
    letter = replace(old.letter, date="2023年1月5日", issuers=("甲局", "乙局"))
    changes = {one.field: one.after for one in align(old, replace(old, letter=letter), EN).letter}
    assert changes == {"date": "2023年1月5日", "issuers": "甲局\n乙局"}


# ---------------------------------------------------------------- doubts and answers


def plan_of(*pieces: Piece) -> Outline:
    return Outline(Part("", "Plan", pieces, name="plan"))


LEFT = "The office looks at every crane on the north quay once a week."
RIGHT = "The office looks at every crane on the south quay once a week."
DOUBTFUL: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "two-alike-and-one-left": ((LEFT, RIGHT), (LEFT.replace("north", "east"),)),
    "little-alike": (
        ("Boats that are not in use are drained, chocked and covered.", "x" * 30),
        ("Boats of visitors are told to leave, or chocked and covered.", "y" * 30),
    ),
    "twins": ((LEFT, RIGHT), (LEFT, LEFT, RIGHT)),
}


@pytest.mark.parametrize("name", DOUBTFUL)
def test_doubt_ends_with_its_answer(name: str) -> None:
    before, after = DOUBTFUL[name]
    old = plan_of(*(Piece("", "", text, ref=f"plan#{at}") for at, text in enumerate(before)))
    new = plan_of(*(Piece("", "", text, number=at + 1) for at, text in enumerate(after)))
    doubts = [doubt for doubt in align(old, new, EN).stops if isinstance(doubt, Question)]
    assert len(doubts) == 1
    first, ref = doubts[0], doubts[0].old
    said = (first.new, ref)
    assert f"--same {first.new}={ref}" in first.to_do
    same = align(old, new, EN, Answers(same=(said,)))
    apart = align(old, new, EN, Answers(apart=(said,)))
    assert (same.by_ref[ref].new.what.number if same.by_ref[ref].new else 0) == int(first.new)
    assert same.stops == ()
    assert not apart.by_ref[ref].new or apart.by_ref[ref].new.what.number != int(first.new)
    assert all((doubt.new, doubt.old) != said for doubt in apart.doubts if isinstance(doubt, Question))


@MARKED
def test_piece_that_is_said_to_be_another_is_new(old: Outline, marked: bool) -> None:
    made = Revision(old)
    rows, at = made.at("gas#item-13")
    made.split("gas#item-13", 20)
    rows[at + 1].marks = list(rows[at].marks)
    new, _truth = made.made(marked)
    split = align(old, new, EN).by_ref["gas#item-13"].split
    assert len(split) == 1
    piece = str(spots_of(new)[split[0]].what.number)
    matching = align(old, new, EN, Answers(apart=((piece, "gas#item-13"),)))
    assert matching.by_ref["gas#item-13"].split == ()
    assert matching.by_key[split[0]].did == ("new",)
    assert matching.by_key[split[0]].origins == ()


def test_paragraph_is_called_by_its_labels_too(old: Outline) -> None:
    new = Revision(old).made()[0]
    labels = next(part.label for part in old.annexes if part.name == "gas")
    matching = align(old, new, EN, Answers(apart=((f"{labels} 一、（二）", "gas#duties-2"),)))
    assert matching.by_ref["gas#duties-2"].did == ("gone",)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (Answers(same=(("57", "gas#nothing"),)), "gas#nothing, which the campaign"),
        (Answers(same=(("57", "nothing"),)), "nothing, which the campaign"),
        (Answers(apart=(("9999", "gas#item-3"),)), "'9999': the file has 0"),
        (Answers(same=(("57", "gas#item-3"), ("58", "gas#item-3"))), "58=gas#item-3 contradicts"),
        (Answers(same=(("57", "gas#item-3"), ("0", "gas#item-3"))), "0=gas#item-3 contradicts"),
        (Answers(same=(("57", "gas#item-3"),), apart=(("57", "gas#item-3"),)), "57=gas#item-3 contradicts"),
        (Answers(same=(("0", "nothing"),)), "nothing, which the campaign"),
        (Answers(same=(("0", "plan"),)), "0=plan contradicts"),
        (Answers(same=(("附件1（2）", "fire"), ("附件1（2）", "gas"))), "gas contradicts"),
    ],
)
def test_answer_that_makes_no_sense_is_refused(old: Outline, answers: Answers, told: str) -> None:
    with pytest.raises(BuildError, match=told):
        align(old, Revision(old).made()[0], EN, answers)


# ---------------------------------------------------------------- another campaign


def test_file_of_another_campaign_is_refused(real, harbour, old: Outline) -> None:
    matching = align(old, Revision(outline_of_campaign(harbour)).made()[0], EN)
    assert (matching.share, [pair for pair in matching.pairs if pair.old and pair.new]) == (0, [])
    with pytest.raises(BuildError, match="not of this campaign"):
        refuse_another(matching, Origin(), real.plan.id, EN)


def test_file_that_says_it_is_anothers_is_refused(real, old: Outline) -> None:
    matching = align(old, Revision(old).made()[0], EN)
    refuse_another(matching, Origin(plan=real.plan.id), real.plan.id, EN)
    with pytest.raises(BuildError, match="written from another campaign"):
        refuse_another(matching, Origin(plan="elsewhere"), real.plan.id, EN)


def test_unrelated_clauses_are_not_matched(old: Outline) -> None:
    """The same numbers and headings, and other words below them, are another plan."""
    made = Revision(old, 3)
    for node in made.nodes():
        if len(node.said) > 3:
            node.say("".join(made.random.sample(node.said, len(node.said))))
    matching = align(old, made.made()[0], EN)
    assert sum(bool(pair.old and pair.new) for pair in matching.pairs) <= 0.05 * len(matching.pairs)
    with pytest.raises(BuildError, match="not of this campaign"):
        refuse_another(matching, Origin(), "any", EN)


# ---------------------------------------------------------------- fields


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (("（三）", "职责。", "甲负责。"), ("（三）", "", "职责。甲负责。"), ("（三）", "职责。", "甲负责。")),
        (("（三）", "职责。", "甲负责。"), ("（四）", "职责。", "乙负责。"), ("（四）", "职责。", "乙负责。")),
        (("（三）", "职责。", "甲负责。"), ("（三）", "", "职责分工。甲负责。"), ("（三）", "职责分工。", "甲负责。")),
        (("", "", "甲负责。"), ("", "甲负责。", "乙配合。"), ("", "", "甲负责。乙配合。")),
        (("（三）（1）", "", "甲负责。"), ("（三）", "", "（1）乙负责。"), ("（三）（1）", "", "乙负责。")),
        (("", "", "一、甲负责。"), ("一、", "", "乙负责。"), ("", "", "一、乙负责。")),
        (("（三）", "", "（1）甲负责。"), ("（三）（1）", "", "乙负责。"), ("（三）", "", "（1）乙负责。")),
        (("1", "", "甲负责。"), ("10", "", "甲负责。"), ("10", "", "甲负责。")),
        (("1", "", "1天内甲负责。"), ("11", "", "天内甲负责。"), ("1", "", "1天内甲负责。")),
        (("1", "", "甲负责。"), ("101.", "", "甲负责。"), ("101.", "", "甲负责。")),
        (("1", "", "甲负责。"), ("", "", "10天内甲负责。"), ("", "", "10天内甲负责。")),
        (("1 ", "", "甲负责。"), ("", "", "1 乙负责。"), ("1 ", "", "乙负责。")),
        (("一、", "职责", ""), ("二、", "", "职责分工"), ("二、", "", "职责分工")),
        (("一、", "职责", ""), ("二、", "职责分工", ""), ("二、", "职责分工", "")),
        (("1.", "Scope. ", "All."), ("1.", "", "Scope of it. All of us."), ("1.", "Scope of it. ", "All of us.")),
    ],
)
def test_division_into_title_and_text_stays(old: tuple, new: tuple, expected: tuple) -> None:
    assert divided(Piece(*old), *new) == expected


def test_table_is_read_by_the_head_that_the_campaign_has() -> None:
    """A reader that does not know the campaign may take a table for a form, or its numbers for a value."""
    columns = ("No.", "What to look at", "Sound")
    old = with_rows(Row("A", "Exits are free of goods.", ref="a#1"), Row("B", "Doors open outwards.", ref="a#2"))
    old = checked(old, lambda known: replace(known, columns=columns, text_at=1, label_at=0))
    lines = (columns, ("A", "Exits are free of goods.", ""), ("B", "Doors open inwards.", ""), ("", "", ""))
    cells = tuple(
        Cell((Paragraph(1 + row * 3 + at, text),), row, at)
        for row, line in enumerate(lines)
        for at, text in enumerate(line)
    )
    kept = Kept("List", Table(1, cells, len(lines), len(columns), heads=1))
    as_form = replace(old, annexes=(replace(old.annexes[0], checklist=None, tables=(kept,)),))
    rows = [Row("", line[1], values=(("No.", line[0]),), number=at) for at, line in enumerate(lines[1:3], 1)]
    as_value = checked(
        old, lambda known: replace(known, columns=("No.", "What to look at", "Finding\nSound"), rows=rows)
    )
    as_value = checked(as_value, lambda known: replace(known, label_at=None))
    for new in (as_form, as_value):
        matching = align(old, new, EN)
        assert [pair.did for pair in matching.pairs] == [("kept",), ("kept",), ("changed",)]
        assert matching.doubts == ()
    assert [pair.new.what.number for pair in align(old, as_form, EN).pairs if pair.new][1:] == [5, 8]


def checked(outline: Outline, change: Callable[[Checklist], Checklist]) -> Outline:
    annex = outline.annexes[0]
    assert annex.checklist
    return replace(outline, annexes=(replace(annex, checklist=change(annex.checklist)),))


@pytest.mark.parametrize(("label", "text"), [("", "一、场所基本情况"), ("一、", "场所基本情况")])
def test_label_of_a_row_ends_where_it_did(label: str, text: str) -> None:
    old = with_rows(Row("", "一、场所基本情况", heading=True, ref="a#1"))
    assert align(old, with_rows(Row(label, text, heading=True)), EN).by_ref["a#1"].did == ("kept",)


def test_heads_say_nothing_else_where_their_lines_break(old: Outline) -> None:
    assert old.letter is not None
    plan = replace(old.plan, title=old.plan.title.replace("\n", ""))
    letter = replace(old.letter, title=old.letter.title[:9] + "\n" + old.letter.title[9:])
    annex = replace(old.annexes[0], label="", title=old.annexes[0].label + old.annexes[0].title)
    matching = align(old, replace(old, plan=plan, annexes=(annex, *old.annexes[1:]), letter=letter), EN)
    assert (matching.letter, [pair.changes for pair in matching.parts if pair.changes]) == ((), [])


def test_values_of_a_row_are_compared_by_their_columns() -> None:
    def outline(law: str, ref: str = "", **more: str) -> Outline:
        return with_rows(Row("1", "Exits are free of goods.", values=(("Law", law), *more.items()), ref=ref))

    matching = align(outline("Art. 28", "a#1"), outline("Art. 29", Result="yes / no"), EN)
    assert [(one.field, one.after) for one in matching.by_ref["a#1"].changes] == [("values:Law", "Art. 29")]


def with_rows(*rows: Row) -> Outline:
    annex = Part("A", "Exits", (Piece("", "", "Exits are looked at."),), Checklist("", "List", rows), name="a")
    return Outline(Part("", "Plan", (), name="plan"), (annex,))
