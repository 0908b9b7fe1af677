"""The search of a built site: what is shipped, and what its worker answers to what people type."""

from __future__ import annotations

import gzip
import json
import random
import re
import shutil
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pytest
from kit.folder import write
from kit.searching import Answer, answers, cases, text_of, wrong

from planpress.web import search
from planpress.web.search import HEAD, INDEX, TEXT, WORKERS, plain, scripts

ENGINE = "vendor/minisearch/minisearch.min.js"
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
PEOPLE, ASIDE, QUERIES = (cases(name) for name in ("people", "aside", "queries"))


def asked_of(site: Path, queries: Iterable[str]) -> dict[str, Answer]:
    return dict(zip(queries, answers(site, queries), strict=True))


@pytest.fixture(scope="module")
def asked(built_site: Path) -> dict[str, Answer]:
    """The answer to each query of the cases."""
    return asked_of(built_site, [case["query"] for case in (*PEOPLE, *ASIDE, *QUERIES)])


def squeezed(text: str) -> str:
    """Text without width, case, punctuation and blanks."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).lower() if sign.isalnum())


# ---------------------------------------------------------------- what is shipped


def worker_of(site: Path) -> Path:
    (worker,) = (site / WORKERS).iterdir()
    return worker


def test_text_and_worker_stay_small(built_site: Path) -> None:
    assert len(gzip.compress((built_site / TEXT).read_bytes())) <= 60_000
    assert sum(len(gzip.compress(path.read_bytes())) for path in (worker_of(built_site), built_site / ENGINE)) <= 15_000


def test_our_worker_stands_in_the_place_of_materials(built_site: Path, project: Path) -> None:
    assert worker_of(built_site).read_bytes() == (project / "site_templates/assets/js/search.js").read_bytes()
    assert f"workers/{worker_of(built_site).name}" in (built_site / "index.html").read_text("utf-8")
    assert [path for path in built_site.rglob("*lunr*")] == []


def test_a_page_fetches_no_text_before_someone_searches(built_site: Path) -> None:
    assert json.loads((built_site / INDEX).read_text("utf-8")) == HEAD
    assert (built_site / INDEX.with_suffix(".js")).read_text("utf-8") == f"var __index = {HEAD_TEXT}"


HEAD_TEXT = json.dumps(HEAD, separators=(",", ":"))


def test_every_place_stands_there_once(built_site: Path) -> None:
    places = [entry["location"] for entry in text_of(built_site)]
    assert len(places) == len(set(places)) > 500


def test_marks_of_the_editor_are_not_searched(built_site: Path) -> None:
    sectors = [entry for entry in text_of(built_site) if entry["location"].startswith("sectors/")]
    assert all("\u00b6" not in entry.get("text", "") and "<sup>" not in entry.get("text", "") for entry in sectors)


def test_text_of_a_page_is_plain() -> None:
    assert plain("<p>ice &amp;\n storm</p> <ul><li>&lt;log&gt;</li></ul>") == "ice & storm <log>"


# ---------------------------------------------------------------- what people type


@pytest.mark.parametrize(
    ("queries", "least"), [(PEOPLE, 118), (ASIDE, 38), (QUERIES, 57)], ids=["people", "aside", "old"]
)
def test_what_people_type_opens_the_right_place(asked: dict[str, Answer], queries: list[dict], least: int) -> None:
    missed = wrong(queries, [asked[case["query"]].first for case in queries])
    assert len(queries) - len(missed) >= least, missed


def written_in(site: Path) -> dict[str, list[str]]:
    """All that each place is found by."""
    return {
        entry["location"]: [
            squeezed(text)
            for text in (entry["title"], entry.get("text", ""), *entry.get("names", ()), *entry.get("words", ()))
        ]
        for entry in text_of(site)
    }


def test_what_contains_the_query_stands_before_what_has_parts_of_it(built_site: Path, asked: dict[str, Answer]) -> None:
    written = written_in(built_site)
    for query, answer in asked.items():
        ranks = [int(one["score"]) // 1000 for one in answer.found]
        assert ranks == sorted(ranks, reverse=True), query
        if HAN.fullmatch(query):
            wanted = {place for place, texts in written.items() if any(query in text for text in texts)}
            assert {one["location"] for one in answer.found if one["score"] >= 3000} == wanted, query


def test_one_wrong_character_of_three_or_more_still_finds(built_site: Path) -> None:
    runs = [run for entry in text_of(built_site) for run in HAN.findall(entry.get("text", "")) if len(run) > 2]
    draw = random.Random(12)
    typed = {}
    for run in draw.sample(runs, 60):
        length = draw.randint(3, min(8, len(run)))
        start = draw.randint(0, len(run) - length)
        wrong_at = start + draw.randint(0, length - 1)
        typed[f"{run[start:wrong_at]}龘{run[wrong_at + 1 : start + length]}"] = run[start : start + length]
    written = written_in(built_site)
    for (query, meant), answer in zip(typed.items(), answers(built_site, typed), strict=True):
        pattern = re.compile(query.replace("龘", "."))
        assert any(map(pattern.search, written.get(answer.first, ()))), (query, meant, answer.first)


def wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def test_width_case_and_marks_make_no_difference(built_site: Path) -> None:
    queries = ["zhqawh@163.com", "PZA29-02-QD-00", "3C认证", "附件1(2)", "ymbsc", "2201101"]
    plainly, widely, largely = (
        answers(built_site, map(form, queries)) for form in (str, wide, lambda text: wide(text.upper()))
    )
    for one, *others in zip(plainly, widely, largely, strict=True):
        assert one.first
        assert all(one.groups == other.groups for other in others if "?c=" not in one.groups[0][0]["location"])
        assert all(one.first == other.first for other in others)


def test_a_code_of_a_sheet_is_looked_up(built_site: Path) -> None:
    full, bare = answers(built_site, ["PZA29－02－qd－00", "PZA29"])
    assert full.groups[0][0]["location"] == "check.html?c=PZA29-02-qd-00"
    assert bare.first == "check.html"


def test_what_was_found_is_marked_and_lit_up_on_its_page(built_site: Path) -> None:
    (answer,) = answers(built_site, ["超过100千克"])
    best = answer.found[0]
    assert "<mark>超过100千克</mark>" in best["text"]
    assert best["terms"] == {"超过100千克": True}
    (by_parts,) = answers(built_site, ["超过２米软管"])
    assert "<mark>超过2米</mark>" in by_parts.found[0]["text"]


def test_what_is_marked_is_what_is_written(harbour_site: Path, tmp_path: Path) -> None:
    for folder in (WORKERS, "vendor", "search"):
        shutil.copytree(harbour_site / folder, tmp_path / folder)
    written = {"ab": "Ａ・Ｂ，ａ b", "co2": "ＣＯ₂", "m2": "30㎡", "𠮷田": "𠮷田 <b>", "火": "火"}
    entries = [{"location": f"{number}.html", "title": title} for number, title in enumerate(written.values())]
    write(tmp_path, scripts(entries))
    found = {query: [one["title"] for one in answer.found] for query, answer in asked_of(tmp_path, written).items()}
    assert found == {
        "ab": [],
        "co2": ["<mark>ＣＯ₂</mark>"],
        "m2": [],
        "𠮷田": ["<mark>𠮷田</mark> &lt;b&gt;"],
        "火": ["<mark>火</mark>"],
    }


def test_text_in_parts_is_found_as_text_in_one(harbour_site: Path, tmp_path: Path, monkeypatch) -> None:
    shutil.copytree(harbour_site, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(search, "MOST", 5_000)
    entries = text_of(harbour_site)
    parts = scripts(entries)
    assert len(parts) > 3
    assert max(len(text.encode()) for text in parts.values()) < 8_000
    assert scripts([]) == {TEXT: "var planpressParts = 1;\nvar planpressText = [];\n"}
    write(tmp_path, parts)
    assert text_of(tmp_path) == entries
    queries = ["inspection", "quay", "storm log", "crnae", "HWR-01"]
    found = asked_of(harbour_site, queries)
    assert all(found[query].found for query in queries[:-1])
    assert {query: answer.groups for query, answer in asked_of(tmp_path, queries).items()} == {
        query: answer.groups for query, answer in found.items()
    }


def test_hidden_words_are_found_but_not_shown(built_site: Path) -> None:
    for answer in answers(built_site, ["csglj", "文旅局"]):
        assert answer.found
        assert not re.search("csglj|文旅局", json.dumps(answer.groups, ensure_ascii=False))


def test_nothing_is_found_for_nothing(built_site: Path) -> None:
    assert [answer.groups for answer in answers(built_site, ["", "  ", "（）", "qqqqzzzz"])] == [[]] * 4


def test_words_of_the_plan_bring_no_markup_into_a_result(harbour_site: Path) -> None:
    # Material shows title and text of a result as HTML.
    storm, log = answers(harbour_site, ["ice & storm", "<log> book"])
    assert "<mark>ice &amp; storm</mark>" in storm.found[0]["text"]
    assert "&lt;<mark>log&gt; book</mark>_*" in log.found[0]["title"]
