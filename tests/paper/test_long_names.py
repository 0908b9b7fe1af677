"""Names as long as offices have them, signs of the trade, lines that could begin badly: they print well."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from kit.paper import faces, print_all
from kit.paths import TESTS

from planpress.content.validate import read
from planpress.paper.fonts import TAIL
from planpress.paper.press import Setup
from planpress.paper.recipe import PRINT
from planpress.revisions.history import history_of
from planpress.sheets.edition import edition_of
from planpress.sheets.printed import printed_now

ROOT = TESTS / "campaigns" / "longnames"
UNIT, FORM = (
    "滨海新区社会治安综合治理和安全生产网格化服务管理指挥中心筹",
    "液氨制冷和危险化学品使用场所安全生产隐患排查整改情况登记清单表",
)
SIGNS = "₂₃⁻⁶☑☐✔⚠①②㎡℃"
NEVER_FIRST = "·㎡℃%，。、；：）”》"


@pytest.fixture(scope="module", params=["normal", "large"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Press everything; whatever does not fit stops that."""
    out, campaign = tmp_path_factory.mktemp("long"), read(ROOT).campaign
    printed = printed_now(campaign, history_of(ROOT))
    setup = Setup(edition_of(campaign, "", request.param), out / "cache", faces(), 2)
    print_all(printed.sheets, printed.packs, setup, out)
    return out


def files(made: Path) -> list[Path]:
    return sorted((made / "print").rglob("*.pdf"))


def spans(path: Path) -> list[dict]:
    with pymupdf.open(path) as pdf:
        blocks = [block for page in pdf for block in page.get_text("dict")["blocks"]]
        return [span for block in blocks for line in block.get("lines", ()) for span in line["spans"]]


def solid(text: str) -> str:
    return "".join(text.split())


def text_of(path: Path) -> str:
    return solid("".join(span["text"] for span in spans(path)))


def test_names_are_long_enough_to_try() -> None:
    campaign = read(ROOT).campaign
    assert len(UNIT) >= 29
    assert len(FORM) >= 31
    assert len(campaign.plan.name) >= 48
    assert UNIT in {unit.name for unit in campaign.units}
    assert FORM in {form.title for form in campaign.forms}


def test_long_names_stand_whole_on_each_sheet(made: Path) -> None:
    for path in (made / "print" / "units" / "centre").rglob("*.pdf"):
        assert solid(UNIT) in text_of(path), path.name
        assert read(ROOT).campaign.plan.name in text_of(path), path.name
    assert FORM in text_of(made / "print" / "units" / "centre" / "gas-check.pdf")


def test_long_names_are_not_set_too_small(made: Path) -> None:
    (pack,) = (made / "print" / "units" / "centre").glob("*pack*.pdf")
    sizes = [span["size"] for span in spans(pack)[:40] if len(span["text"]) > 9 and span["text"] in UNIT]
    assert sizes[0] >= 0.8 * 24
    field = [span["size"] for path in files(made) for span in spans(path) if span["font"].endswith("Kai")]
    assert min(field) >= 9


def test_signs_of_the_trade_have_faces(made: Path) -> None:
    found = text_of(made / "print" / "units" / "centre" / "gas-check.pdf")
    assert [sign for sign in SIGNS if sign not in found] == []


def test_rare_characters_of_titles_are_heavy(made: Path) -> None:
    shown = {
        span["font"] for path in files(made) for span in spans(path) if "喆堃" in span["text"] and span["size"] > 11
    }
    assert {font.partition("+")[2] or font for font in shown} >= {"Heavy", "Gothic"}
    assert not any(font.endswith("Rare") for font in shown if font != "Rare")


def test_no_line_begins_as_it_must_not(made: Path) -> None:
    for path in files(made):
        with pymupdf.open(path) as pdf:
            blocks = [block for page in pdf for block in page.get_text("dict")["blocks"]]
        for block in blocks:
            lines = ["".join(span["text"] for span in line["spans"]).strip() for line in block.get("lines", ())]
            assert [line for line in lines if line[:1] and line[0] in NEVER_FIRST] == [], path.name
            assert not re.search(r"\d\n[千克分小米人日]", "\n".join(lines)), path.name


def test_marks_of_lines_are_not_copied(made: Path) -> None:
    for path in files(made):
        shown = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True).stdout
        with pymupdf.open(path) as pdf:
            shown += "".join(page.get_text() for page in pdf) + str(pdf.get_toc())
        assert not set(shown) & {"\u2060", "\u200b", "\ufe0f"}, path.name


def test_lines_of_the_plan_end_flush(made: Path) -> None:
    with pymupdf.open(made / "print" / "plan.pdf") as pdf:
        words = [line for page in pdf for block in page.get_text("dict")["blocks"] for line in block.get("lines", ())]
    body = [line["bbox"] for line in words if abs(line["spans"][0]["size"] - 15.75) < 0.1]
    # of those that are not the last of a paragraph
    ends = [right for _left, _top, right, _bottom in body if right > 495]
    assert len(ends) > 8
    assert max(ends) - min(ends) < 1.5


def test_no_page_of_a_table_holds_one_row(made: Path) -> None:
    with pymupdf.open(made / "print" / "plan.pdf") as pdf:
        rows = [len(re.findall(r"第\d项", page.get_text())) for page in pdf]
    assert sorted(set(rows))[1] >= 2


def test_printers_are_told_not_to_scale_and_packs_to_use_both_sides(made: Path) -> None:
    for path in files(made):
        with pikepdf.open(path) as pdf:
            assert pdf.Root.ViewerPreferences.PrintScaling == "/None", path.name
            assert ("/Duplex" in pdf.Root.ViewerPreferences) == ("pack" in path.name), path.name


@pytest.mark.parametrize("style", sorted(PRINT.glob("*.css")), ids=lambda path: path.name)
def test_every_list_of_faces_has_signs_and_rare_characters(style: Path) -> None:
    lists = re.findall(r"font-family: ([^;}]+)", style.read_text("utf-8"))
    for families in ([name.strip() for name in one.split(",")] for one in lists):
        assert [name for name in families if name in TAIL] == list(TAIL), families
        heavy = {"Title": "Heavy", "Hei": "Gothic"}
        assert [name for name in families if name in heavy.values()] == [heavy[n] for n in families if n in heavy]
