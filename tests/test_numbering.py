"""A pattern makes numbers of years and serials, and knows its own again."""

from __future__ import annotations

import pytest

from planpress.model.numbering import Pattern
from planpress.model.records import Unit

OFFICE = Unit(id="office", name="清源县应急管理局", short="清", code="YJ", kind="department")
PLAIN = Unit(id="street", name="城关街道办事处", code="CG", kind="subdistrict")


@pytest.mark.parametrize(
    ("pattern", "unit", "number", "blank"),
    [
        ("（{unit}）检记〔{year}〕{serial:3}号", OFFICE, "（清）检记〔2031〕007号", "（清）检记〔_______〕_______号"),
        ("（{unit}）检记{serial}号", PLAIN, "（城关街道办事处）检记7号", "（城关街道办事处）检记_______号"),
        ("{code}-{year}-{serial:6}", OFFICE, "YJ-2031-000007", "YJ-_______-_______"),
        ("{code}-{serial:1}", None, "{code}-7", "_______-_______"),
    ],
)
def test_number_and_its_blanks(pattern: str, unit: Unit | None, number: str, blank: str) -> None:
    of_unit = Pattern(pattern).of(unit)
    assert of_unit.number(2031, 7) == number
    assert of_unit.blank == blank


@pytest.mark.parametrize(
    ("pattern", "number", "year", "serial"),
    [
        ("〔{year}〕{serial:3}号", "〔2031〕042号", None, 42),
        ("〔{year}〕{serial:3}号", "〔2031〕042号", 2032, 0),
        ("〔{year}〕{serial:3}号", "〔2031〕42号", None, 0),
        ("〔{year}〕{serial}号", "〔2031〕042号", None, 0),
        ("〔{year}〕{serial}号", "〔2031〕42号", 2031, 42),
        ("（{unit}）A.{serial}", "（清）A.1", None, 1),
        ("（{unit}）A.{serial}", "（清）Ax1", None, 0),
        ("{serial:3}", "042\n", None, 0),
        ("{serial:3}", "٠٤٢", None, 0),
    ],
)
def test_number_is_known_again(pattern: str, number: str, year: int | None, serial: int) -> None:
    assert Pattern(pattern).serial_of(number, year) == serial


def test_digits_bound_the_serial() -> None:
    assert [Pattern(text).most for text in ("{serial:1}", "{serial:3}", "{serial}")] == [9, 999, 999_999]
