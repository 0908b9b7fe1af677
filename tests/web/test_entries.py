"""What the search can find: rows and clauses at their anchors, pages by hidden words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from planpress.model.campaign import Campaign, spoken
from planpress.sheets.edition import edition_of
from planpress.web.entries import Entry, shortens, spellings
from planpress.web.pages import pages_of
from planpress.web.search import searched


def entries_of(campaign: Campaign) -> tuple[Entry, ...]:
    return pages_of(campaign, (), edition_of(campaign)).entries


def by_location(campaign: Campaign) -> dict[str, Entry]:
    return {entry.location: entry for entry in entries_of(campaign)}


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("姚孟办事处", "yaomengbanshichu", "ymbsc"),
        ("荆山办事处", "jingshanbanshichu", "jsbsc"),
        ("湛河区", "zhanhequ", "zhq"),
        ("消防救援大队", "xiaofangjiuyuandadui", "xfjydd"),
        ("曹镇乡", "caozhenxiang", "czx"),
        ("区委督察局", "quweiduchaju", "qwdcj"),
        ("区卫生健康委员会", "quweishengjiankangweiyuanhui", "qwsjkwyh"),
        ("自然资源和规划部门", "ziranziyuanheguihuabumen", "zrzyhghbm"),
        ("行政审批", "xingzhengshenpi", "xzsp"),
        ("重大危险源", "zhongdaweixianyuan", "zdwxy"),
    ],
)
def test_pinyin_reads_a_character_by_the_word_it_stands_in(name: str, full: str, initials: str) -> None:
    assert spellings(name) == (full, initials)


def test_a_name_without_chinese_has_no_pinyin() -> None:
    assert spellings("Harbour Board") == ()


def test_every_row_and_clause_has_an_entry_at_its_anchor(real: Campaign) -> None:
    found = by_location(real)
    for ref in real.places:
        document, _, name = ref.partition("#")
        page = "plan/index.html" if document == "plan" else f"sectors/{document}.html"
        assert found[f"{page}#{name}"].title


def test_a_row_names_sector_section_row_and_unit(real: Campaign) -> None:
    row = by_location(real)["sectors/gas.html#item-9"]
    assert row.title == "燃气 › 安全生产专项整治清单 › 第9行 · 城市管理等24个单位"
    assert row.text.startswith("餐饮等场所未安装燃气泄漏报警器")


def test_a_clause_names_whom_it_binds_as_it_does_itself(real: Campaign) -> None:
    found = by_location(real)
    assert found["plan/index.html#principles-1"].title.endswith(" · 各牵头部门、区政府其他部门")
    assert found["sectors/gas.html#duties-3"].title == "燃气 › 工作职责及分工 › （三） · 商务"


def test_a_unit_is_found_by_what_people_call_it(real: Campaign) -> None:
    names = by_location(real)["units/urban-management.html"].names
    assert {"城管", "城管局", "城市管理局", "csglj", "qcsglj", "chengguan"} <= set(names)


def test_an_alias_that_describes_is_no_name(real: Campaign) -> None:
    # Whoever types 燃气 wants the sector, not the office that the plan also calls 燃气主管部门.
    entry = by_location(real)["units/urban-management.html"]
    assert "燃气主管部门" not in entry.names
    assert "燃气主管部门" in entry.words


def test_an_alias_of_several_units_means_none_of_them(real: Campaign) -> None:
    assert all("相关办事处" not in (*entry.names, *entry.words) for entry in entries_of(real))


def test_words_of_the_editor_are_hidden(real: Campaign) -> None:
    row = by_location(real)["sectors/gas.html#item-1"]
    assert "液化气" in row.words
    assert "液化气" not in row.title + row.text


def test_dates_are_found_as_written_and_as_typed(real: Campaign) -> None:
    words = by_location(real)["sectors/gas.html#tasks-2-1"].words
    assert {"督促使用燃气的非居民用户2022年11月底前", "2022年11月30日", "11月30日"} <= set(words)


def test_a_second_language_needs_nothing_of_its_own(harbour: Campaign) -> None:
    found = by_location(harbour)
    row = found[f"sectors/quays.html#{harbour.sectors[0].checklist.items[0].id}"]
    assert row.title.startswith("Quays › ")
    assert f"row {harbour.sectors[0].checklist.items[0].label}" in row.names


def test_shortening_keeps_the_order() -> None:
    assert shortens("城管", "区城市管理局")
    assert not shortens("管城", "区城市管理局")


def test_entries_take_the_place_of_a_page_cut_at_its_headings() -> None:
    docs = [
        {"location": "a.html", "title": "A", "text": "whole"},
        {"location": "a.html#list", "title": "List", "text": "long"},
        {"location": "b.html", "title": "B &amp; C", "text": "", "boost": 0.2},
    ]
    entries = (Entry("a.html", "A"), Entry("a.html#row", "A › row", "short"), Entry("b.html", names=("bee",)))
    assert list(searched(docs, entries)) == [
        {"location": "b.html", "title": "B & C", "names": ("bee",), "boost": 0.2},
        {"location": "a.html", "title": "A", "boost": 1},
        {"location": "a.html#row", "title": "A › row", "text": "short", "boost": 1},
    ]


def test_every_everyday_word_finds_something(real: Campaign) -> None:
    known = {word for entry in entries_of(real) for word in (*entry.names, *entry.words)}
    assert [synonym.word for synonym in real.synonyms if synonym.word not in known] == []


def test_no_page_prints_an_everyday_word_that_the_plan_does_not_have(real: Campaign, built_site: Path) -> None:
    printed = "".join(path.read_text("utf-8") for path in (built_site / "sectors").glob("*.html"))
    source = "".join(place.text for place in real.places.values())
    ours = [synonym.word for synonym in real.synonyms if synonym.word not in source]
    assert {"卫健委", "电动车", "应急局"} <= set(ours)
    assert [word for word in ours if word in printed] == []


def test_words_for_the_search_make_no_draft(real: Campaign) -> None:
    assert real.synonyms
    assert spoken(replace(real, synonyms=())) == spoken(real)
