"""What changed in a text is shown word by word, and never loses a letter."""

from __future__ import annotations

import itertools
import logging
import re
import tempfile
from pathlib import Path
from typing import Any

import jieba
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kit.paths import CASES, PROJECT

from planpress.content.validate import read
from planpress.model.campaign import Campaign
from planpress.redline import Piece, Words, _Tokenizer, marked, redline, shortened, words_of

EDITS: list[dict[str, str]] = yaml.safe_load((CASES / "redline.yml").read_text("utf-8"))
LEAST_EXACT = 36
NUMBER = re.compile(
    r"\d[\d.:]*(?:%|万?元|年|月|日|吨|平方米|米|小时|分钟|个|类|天)?|第?[一二两三四五六七八九十百千]+(?:万?元|条|款|次|季度)"
)


@pytest.fixture(scope="module")
def words(real: Campaign) -> Words:
    return words_of(real)


def _old(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces if piece.mark != "inserted")


def _new(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces if piece.mark != "deleted")


def test_there_are_forty_edits_and_all_differ() -> None:
    assert len({(edit["old"], edit["new"]) for edit in EDITS}) == 40


def test_realistic_edits_are_marked_as_an_editor_would(words: Words) -> None:
    made = {edit["marked"]: marked(redline(edit["old"], edit["new"], words)) for edit in EDITS}
    wrong = {expected: found for expected, found in made.items() if expected != found}

    assert len(EDITS) - len(wrong) >= LEAST_EXACT, wrong


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit["marked"])
def test_no_edit_splits_a_number(edit: dict[str, str], words: Words) -> None:
    pieces = redline(edit["old"], edit["new"], words)
    for text, dropped in ((edit["old"], "inserted"), (edit["new"], "deleted")):
        cuts = set(itertools.accumulate(len(piece.text) for piece in pieces if piece.mark != dropped))
        split = [hit[0] for hit in NUMBER.finditer(text) if cuts & set(range(hit.start() + 1, hit.end()))]

        assert split == []


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit["marked"])
def test_expected_marking_gives_both_texts(edit: dict[str, str]) -> None:
    assert re.sub(r"\{.*?\}", "", edit["marked"]).replace("[", "").replace("]", "") == edit["old"]
    assert re.sub(r"\[.*?\]", "", edit["marked"]).replace("{", "").replace("}", "") == edit["new"]


# ---------------------------------------------------------------- the law


def _texts() -> list[str]:
    places = read(PROJECT).campaign.places.values()
    return sorted({place.text for place in places if place.text})


TEXTS = _texts()
CUTS = st.tuples(st.integers(0, 400), st.integers(0, 12), st.integers(0, len(TEXTS) - 1), st.integers(0, 400))


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """A real clause, and the same with stretches cut out and stretches of other clauses put in."""
    old = new = draw(st.sampled_from(TEXTS))
    for at, length, source, start in draw(st.lists(CUTS, max_size=4)):
        place = at % (len(new) + 1)
        other = TEXTS[source]
        put = other[start % len(other) :][: length * (start % 3)]
        new = new[:place] + put + new[place + length :]
    return old, new


@settings(max_examples=4_000, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(texts=edited())
def test_dropping_insertions_gives_the_old_text_and_dropping_deletions_the_new(texts: tuple[str, str]) -> None:
    old, new = texts
    pieces = redline(old, new, LAW_WORDS)

    assert _old(pieces) == old
    assert _new(pieces) == new
    assert all(piece.text for piece in pieces)
    assert all(left.mark != right.mark for left, right in itertools.pairwise(pieces))


LAW_WORDS = words_of(read(PROJECT).campaign)


@settings(max_examples=500, deadline=None, database=None)
@given(old=st.text(), new=st.text())
def test_any_two_texts_come_back(old: str, new: str) -> None:
    pieces = redline(old, new, LAW_WORDS)

    assert (_old(pieces), _new(pieces)) == (old, new)


@pytest.mark.parametrize("text", ["", "每周五上午11:00前报送。"])
def test_equal_texts_have_no_mark(text: str, words: Words) -> None:
    assert redline(text, text, words) == ((Piece("same", text),) if text else ())


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("处一万元以上五万元以下罚款", "处/一万元/以上/五万元/以下/罚款"),
        ("2022年11月底前完成", "2022年11月底前/完成"),
        ("第三十条第二款", "第三十条/第二款"),
        ("11月18日报送", "11月18日/报/送"),
        ("完成率100%", "完成率/100%"),
        ("统一条件，进一步一律一次性", "统一/条件/，/进一步/一律/一次性"),
        ("由区城市管理局负责", "由/区城市管理局/负责"),
        ("第三方施工", "第三方/施工"),
    ],
)
def test_names_and_numbers_with_their_units_are_one_word(text: str, cut: str, words: Words) -> None:
    assert "/".join(words.cut(text)) == cut


def test_a_box_to_tick_is_one_word_with_what_stands_beside_it(words: Words) -> None:
    old, new = "是否上锁\n□ 是　□ 否▲", "是否上锁\n□ 是▲　□ 否　□ 不涉及"
    assert marked(redline(old, new, words)) == "是否上锁\n[□ 是]{□ 是▲}　[□ 否▲]{□ 否　□ 不涉及}"


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("a", "b", "[a]{b}"),
        ("1\n2\n3\n4\n5\n6\n7\n8\nx", "1\n2\n3\n4\n5\n6\n7\n8\ny", "…\n7\n8\n[x]{y}"),
        ("x\n1\n2\n3\n4\n5\nz", "y\n1\n2\n3\n4\n5\nw", "[x]{y}\n1\n2\n3\n4\n5\n[z]{w}"),
        ("x\n1\n2\n3\n4\n5\n6\nz", "y\n1\n2\n3\n4\n5\n6\nw", "[x]{y}\n1\n2\n…\n5\n6\n[z]{w}"),
        ("1\n2\n3\n4\n5", "1\n2\n3\n4\n5\nnew", "…\n3\n4\n5{\nnew}"),
    ],
)
def test_lines_far_from_any_mark_are_left_out(old: str, new: str, shown: str, words: Words) -> None:
    assert marked(shortened(redline(old, new, words))) == shown


def test_english_is_cut_at_its_blanks(harbour: Campaign) -> None:
    pieces = redline("Grit bins are filled by 31 October.", "Grit boxes are filled by 30 November.", words_of(harbour))

    assert marked(pieces) == "Grit [bins]{boxes} are filled by [31]{30} [October]{November}."


def test_the_shared_tokenizer_of_jieba_learns_nothing(real: Campaign) -> None:
    before: dict[str, Any] = dict(jieba.dt.FREQ)
    words_of(real).cut("区城市管理局")

    assert before == jieba.dt.FREQ
    assert jieba.dt.initialized is False or "区城市管理局" not in jieba.dt.FREQ


def test_cutting_writes_no_cache_and_no_log(
    real: Campaign, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    from planpress import redline as module

    there = set(Path(tempfile.gettempdir()).glob("jieba*"))
    module._dictionary.cache_clear()
    with caplog.at_level(logging.DEBUG):
        words_of(real).cut("区城市管理局")

    assert set(Path(tempfile.gettempdir()).glob("jieba*")) <= there
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


def test_a_part_of_the_dictionary_cuts_as_the_whole_does(real: Campaign) -> None:
    names = sorted({name for unit in real.units for name in (unit.name, unit.short) if len(name) > 1})
    part, whole = _Tokenizer(names), jieba.Tokenizer()
    with whole.get_dict_file() as file:
        whole.FREQ, whole.total = whole.gen_pfdict(file)
    whole.initialized = True
    for name in names:
        whole.add_word(name)
    assert part.total == whole.total
    for place in real.places.values():
        part.read(place.text)
        assert list(part.cut(place.text, HMM=False)) == list(whole.cut(place.text, HMM=False))
