"""Head fields leave most room for what is written, and for as many hands as write there."""

from __future__ import annotations

import pytest

from planpress.fit import PAGE, SIGN_MM, field_place
from planpress.heads import Asked, Head, asked_of, printed_of, set_heads
from planpress.i18n import translations

SAY = translations("zh").gettext
UNIT = Head("填表单位", "unit", 33)
CHECKLIST = [UNIT, Head("被检查单位", "", 31), Head("检查日期", "", 18), Head("检查人", "", 18)]
LEDGER = [Head("填表单位", "unit", 40), Head("填表人", "", 30), Head("填表日期", "", 30)]
SLIP = [Head("检查人、日期", "", 50), Head("电话", "", 50)]
TWO = [Head("填表单位", "unit", 50), Head("登记编号", "", 50), Head("地址", "", 50), Head("检查日期", "", 50)]


@pytest.mark.parametrize(
    ("label", "language", "hands", "date"),
    [
        ("检查人", "zh", 2, False),
        ("检查人员（签字）", "zh", 2, False),
        ("检查人数", "zh", 0, False),
        ("检查日期", "zh", 0, True),
        ("Inspector badge no.", "en", 0, False),
        ("Candidate", "en", 0, False),
        ("Inspected on date", "en", 0, True),
    ],
)
def test_only_whole_words_ask_for_hands_and_dates(label: str, language: str, hands: int, date: bool) -> None:
    say = translations(language).gettext
    assert asked_of(Head(label, "", 100), field_place("landscape", 100), say) == Asked(hands, date)


def test_inspectors_have_a_line_each_and_the_inspected_the_widest_field() -> None:
    (unit, _), (inspected, line), (day, date), (inspectors, hands) = set_heads(CHECKLIST, "landscape", SAY)
    assert inspected > max(unit, day)
    assert unit + inspected + day <= 100 < unit + inspected + day + inspectors
    assert (line, date, hands) == (Asked(0, False), Asked(0, True), Asked(2, False))


def test_what_a_unit_prints_is_no_wider_than_what_is_written() -> None:
    (unit, _), (person, _), (_day, date) = set_heads(LEDGER, "landscape", SAY)
    assert person > unit
    assert date.date


def test_who_inspects_and_when_have_room_beside_each_other() -> None:
    (_, both), (_, phone) = set_heads(SLIP, "portrait", SAY)
    assert both == Asked(2, True)
    assert phone == Asked(0, False)


def test_a_form_of_two_columns_keeps_them() -> None:
    assert [share for share, _ in set_heads(TWO, "portrait", SAY)] == [50, 50, 50, 50]
    assert [asked.date for _, asked in set_heads(TWO, "portrait", SAY)] == [False, False, False, True]


@pytest.mark.parametrize("orientation", list(PAGE))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_line_never_takes_more_than_the_page(orientation: str, language: str) -> None:
    say = translations(language).gettext
    for heads in (CHECKLIST, LEDGER, SLIP, TWO, [Head("Inspectors", "", 10)] * 9, [Head("检查人" * 20, "", 100)]):
        used = 0.0
        for head, (share, asked) in zip(heads, set_heads(heads, orientation, say), strict=True):
            used = used + share if used + share <= 100 else share
            assert used <= 100
            assert not asked.hands or field_place(orientation, share).mm > asked.hands * SIGN_MM, head


def test_what_is_printed_is_told_by_its_value() -> None:
    assert [printed_of(value) for value in ("", "unit", "week")] == ["", "unit", "other"]
