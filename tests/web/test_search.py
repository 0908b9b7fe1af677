"""The search of a built site: Material's index with Chinese cut into words, its worker mended."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from planpress.errors import BuildError
from planpress.web.search import LAST_WORD, WORKERS, complete, keep_last_word

WORKER = "a;" + ";".join(old for old, _ in LAST_WORD) + ";z"


def test_the_worker_keeps_the_last_word() -> None:
    assert keep_last_word(WORKER) == "a;" + ";".join(new for _, new in LAST_WORD) + ";z"


@pytest.mark.parametrize("index", range(len(LAST_WORD)))
def test_a_changed_worker_stops_the_build(index: int) -> None:
    with pytest.raises(BuildError, match="found 0 times"):
        keep_last_word(WORKER.replace(LAST_WORD[index][0], "something else"))


def test_an_ambiguous_worker_stops_the_build() -> None:
    with pytest.raises(BuildError, match="found 2 times"):
        keep_last_word(WORKER + WORKER)


def test_a_site_without_a_worker_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="found 0"):
        complete(tmp_path)


def test_the_built_worker_is_mended(real_site: Path) -> None:
    (worker,) = (real_site / WORKERS).glob("search.*.min.js")
    text = worker.read_text("utf-8")
    for old, new in LAST_WORD:
        assert old not in text
        assert text.count(new) == 1


def test_chinese_is_cut_into_words(real_site: Path) -> None:
    # jieba is an optional import of Material: without it search gets much worse and nothing says so.
    index = json.loads((real_site / "search" / "search_index.json").read_text("utf-8"))
    assert sum("\u200b" in doc["text"] for doc in index["docs"]) > 50
    assert "\\u200b" in index["config"]["separator"]


def test_the_index_is_also_a_script_for_pages_opened_from_a_disk(real_site: Path) -> None:
    script = (real_site / "search" / "search_index.js").read_text("utf-8")
    assert script == "var __index = " + (real_site / "search" / "search_index.json").read_text("utf-8")


def test_the_index_stays_small(real_site: Path) -> None:
    assert len(gzip.compress((real_site / "search" / "search_index.json").read_bytes())) <= 80_000


def test_marks_of_the_editor_are_not_searched(real_site: Path) -> None:
    index = json.loads((real_site / "search" / "search_index.json").read_text("utf-8"))
    sectors = [doc for doc in index["docs"] if doc["location"].startswith("sectors/")]
    assert all("\u00b6" not in doc["text"] and "<sup>" not in doc["text"] for doc in sectors)


def test_words_of_the_plan_bring_no_markup_into_a_result(harbour_site: Path) -> None:
    # Material shows title and text of a result as HTML.
    index = json.loads((harbour_site / "search" / "search_index.json").read_text("utf-8"))
    text = {doc["location"]: doc["text"] for doc in index["docs"]}
    assert "ice &amp; storm" in text["plan/index.html#purpose-1"]
    assert "&lt;log&gt; book_*" in text["plan/index.html#parts-2"]
