"""Places are cited as an office writes them, by the same words wherever they stand."""

from __future__ import annotations

import pytest

from planpress.model.citing import Cite, cited, clauses, joined, listed, serving
from planpress.paper.worker import html_of
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of

PLAN, ANNEX = "实施方案", "附件1（4）"
LISTS = [
    ("zh", [Cite(PLAN, "三、2")], "实施方案“三、2”"),
    ("zh", [Cite(PLAN, "三、2"), Cite(PLAN, "四、（三）")], "实施方案“三、2”和“四、（三）”"),
    ("zh", [Cite(PLAN, "三、2"), Cite(PLAN, "三、3"), Cite(PLAN, "四")], "实施方案“三、2”“三、3”和“四”"),
    ("zh", [Cite(PLAN, "四"), Cite(ANNEX, "一", paragraph=2)], "实施方案“四”和附件1（4）“一”第2段"),
    ("zh", [Cite(PLAN, "三"), Cite(PLAN, "四"), Cite(ANNEX, "一")], "实施方案“三”和“四”；附件1（4）“一”"),
    ("zh", [Cite(PLAN, "四", paragraph=1, after=True), Cite(PLAN, "五")], "实施方案“四”后第1段和“五”"),
    ("zh", [Cite(PLAN, "", paragraph=1)], "实施方案第1段"),
    ("zh", [Cite(ANNEX, "", "职责"), Cite(ANNEX, "", "职责", 3)], "附件1（4）“职责”和“职责”第3段"),
    ("zh", [Cite("", "四、7"), Cite("", "四、7")], "“四、7”"),
    ("en", [Cite("Programme", "§ 2.1"), Cite("Programme", "§ 3")], "Programme § 2.1 and § 3"),
    ("en", [Cite("Cranes", "", "Things to do"), Cite("Quays", "a)")], "Cranes “Things to do” and Quays a)"),
    ("en", [Cite("Quays", "a)", paragraph=2)], "Quays a), paragraph 2"),
]
LABELS = [
    (("三、", "2."), "三、2"),
    (("四、", "（三）"), "四、（三）"),
    (("一、",), "一"),
    (("四、", "", "7"), "四、7"),
    (("§ 2 ", "2.1 "), "§ 2.1"),
    (("2.", "2.1.", "2.1.3"), "2.1.3"),
    (("1.", "12."), "1.12"),
    (("A:",), "A"),
]


@pytest.mark.parametrize(("language", "cites", "words"), LISTS)
def test_places_are_listed_by_document(language: str, cites: list[Cite], words: str) -> None:
    assert listed(cites, language) == words


@pytest.mark.parametrize(("labels", "whole"), LABELS)
def test_labels_become_one_without_the_stop_of_the_last(labels: tuple[str, ...], whole: str) -> None:
    assert joined(labels) == whole


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("plan#principles-2", "实施方案“三、2”"),
        ("plan#reporting", "实施方案“四”后第1段"),
        ("plan#schedule-1", "实施方案“一”"),
        ("fire#duties-2-1", "附件1（5）“一、（二）”第2段"),
        ("gas#item-9", "附件1（2）“四、9”"),
    ],
)
def test_a_place_is_found_by_its_label_or_its_paragraph(real, ref: str, words: str) -> None:
    assert cited(real, real.places[ref]) == words


def test_a_sector_is_not_named_on_its_own_page(harbour) -> None:
    place = next(place for place in harbour.places.values() if place.item is not None)
    assert cited(harbour, place) == "Quays and workboats A"
    assert cited(harbour, place, place.sector) == "A"


def test_every_place_without_a_paragraph_says_where_it_stands(real, harbour) -> None:
    for campaign in (real, harbour):
        for place in campaign.places.values():
            assert cited(campaign, place).endswith(tuple("”段")) or campaign is harbour
            assert "、”" not in cited(campaign, place)


def test_a_sheet_of_a_sector_rests_on_the_plan_and_that_sector_where_it_can() -> None:
    refs = ("plan#a", "gas#b", "fire#c")
    assert serving(refs, "") == list(refs)
    assert serving(refs, "gas") == ["plan#a", "gas#b"]
    assert serving(("fire#c",), "gas") == ("fire#c",)


def test_what_a_form_rests_on_is_printed_once(real) -> None:
    tried = set()
    for sheet in sheets_of(real):
        form = real.form_by_id.get(sheet.form)
        if form is not None and form.basis and form.id not in tried and sheet.unit is None:
            tried.add(form.id)
            page = html_of(sheet, edition_of(real))
            assert sheet.view.clauses
            assert page.count(sheet.view.clauses) == 1, form.id
            assert sheet.view.basis[0] not in page
    report = real.form_by_id["weekly-report"]
    assert clauses(real, report.basis) == "实施方案“四”后第1段和“四、（三）”"
