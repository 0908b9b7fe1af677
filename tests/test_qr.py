"""QR symbols: what a reader finds on paper, and what they leave as it was."""

from __future__ import annotations

from dataclasses import replace

import outloud
import pymupdf
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from kit.paper import EDITION, base_for, document, faces, press, set_in_type, sheet, stamped
from PIL import Image, ImageDraw

from planpress.model.addresses import check_address
from planpress.paper import worker
from planpress.paper.press import Setup
from planpress.paper.readback import flaws_of_stamped
from planpress.paper.slots import slots_of, stand_in
from planpress.qr import MOST_MODULES, QUIET_ZONE, TooLongError, symbol_of
from planpress.sheets.listing import sheets_of
from planpress.sheets.sheet import Sheet

SITE = "https://plan.example/north-harbour/"
WITH = replace(EDITION, site_url=SITE)
DPI = 150
MM = 72 / 25.4
WORDS = "扫码核对是否有效"


def read(picture: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def symbols_on(pdf: bytes) -> list[list[str]]:
    """Return what a reader finds on each page, scanned at 150 dpi in grey."""
    found = []
    with pymupdf.open(stream=pdf) as opened:
        for page in opened:
            pixels = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY)
            found.append(read(Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)))
    return found


def text_of(pdf: bytes) -> list[str]:
    with pymupdf.open(stream=pdf) as opened:
        return ["".join(page.get_text().split()) for page in opened]


def dark_box(pdf: bytes) -> pymupdf.Rect:
    """Return what the symbol on the first page covers, without its quiet zone."""
    with pymupdf.open(stream=pdf) as opened:
        drawings = [d for d in opened[0].get_drawings() if d["type"] == "f" and len(d["items"]) > 100]
        assert len(drawings) == 1
        return drawings[0]["rect"]


@pytest.fixture(scope="module")
def one_of_each(real, harbour) -> list[tuple[Sheet, str, bytes, bytes]]:
    """Return, of every form, the sheet with the longest sector, its language, and its PDF with and without symbol."""
    found: dict[tuple[str, str], Sheet] = {}
    for campaign in (real, harbour):
        for page in sheets_of(campaign):
            if page.template == "sheet.html":
                key = campaign.plan.language, page.form
                known = found.setdefault(key, page)
                found[key] = max(known, page, key=lambda other: (len(str(other.view.sector)), other.code))
    made = []
    for (language, _form), page in found.items():
        pdfs = (stamped(page, replace(edition, language=language)) for edition in (WITH, EDITION))
        made.append((page, language, *pdfs))
    return made


def test_every_form_leads_to_its_check_and_stays_as_it_was(one_of_each):
    for page, language, made, plain in one_of_each:
        first, *others = symbols_on(made)
        assert first == [check_address(SITE, page.code, page.fingerprint)], page.code
        assert not any(others)
        assert not any(symbols_on(plain))
        words = "".join({"zh": WORDS, "en": "Scan: still valid?"}[language].split())
        assert [text.replace(words, "", 1) for text in text_of(made)][1:] == text_of(plain)[1:], page.code
        assert sorted(text_of(made)[0]) == sorted(text_of(plain)[0] + words), page.code


def test_symbol_is_18_mm_at_the_top_right_and_clear_of_text(one_of_each):
    for page, _language, made, _plain in one_of_each:
        symbol = symbol_of(check_address(SITE, page.code, page.fingerprint))
        quiet = 18 * MM / symbol.side * QUIET_ZONE
        dark = dark_box(made)
        whole = pymupdf.Rect(dark.x0 - quiet, dark.y0 - quiet, dark.x1 + quiet, dark.y1 + quiet)
        with pymupdf.open(stream=made) as opened:
            width = opened[0].rect.width
            near = [word for word in opened[0].get_text("words") if pymupdf.Rect(word[:4]).intersects(dark)]
        assert near == [], page.code
        assert whole.width == pytest.approx(18 * MM, abs=0.1)
        assert whole.x1 == pytest.approx(width - 15 * MM, abs=0.1)
        assert whole.y0 < 25 * MM


def test_screen_readers_hear_the_words_and_pass_over_the_symbol(tmp_path):
    for pdf in (stamped(sheet(), WITH), stamped(document(), WITH)):
        (tmp_path / "sheet.pdf").write_bytes(pdf)
        assert outloud.check(str(tmp_path / "sheet.pdf")).findings == []
        assert WORDS in "".join(text_of(pdf))


def test_documents_with_a_symbol_pass_the_checks_of_paper(harbour, tmp_path):
    edition = replace(WITH, language=harbour.plan.language)
    documents = [page for page in sheets_of(harbour) if page.template == "document.html"]
    pressed = press(documents, Setup(edition, tmp_path / "cache", faces(), 1), tmp_path / "out")
    assert [record.path for record in pressed] == [page.path for page in documents]
    assert all(any(symbols_on((tmp_path / "out" / record.path).read_bytes())) for record in pressed)


def test_plan_carries_one_symbol_beside_its_imprint():
    page = document()
    found = [text for texts in symbols_on(stamped(page, WITH)) for text in texts]
    assert found == [check_address(SITE, page.code, page.fingerprint)]
    assert symbols_on(set_in_type(page, EDITION).pdf) == [[]] * len(symbols_on(stamped(page, WITH)))


def test_sheets_of_one_layout_lead_to_different_checks_with_the_same_bytes_each_time():
    one, other = sheet(code="T-1"), sheet(code="T-2", unit="西港办事处")
    assert stand_in(one) == stand_in(other)
    assert symbols_on(stamped(one, WITH)) != symbols_on(stamped(other, WITH))
    assert stamped(one, WITH) == stamped(one, WITH)


def test_pressed_sheet_carries_the_symbol_also_from_a_kept_layout(tmp_path):
    setup = Setup(WITH, tmp_path / "cache", faces(), 1)
    for code in ("T-1", "T-2"):  # the second comes from the layout that the first left behind
        worker._layouts.clear()
        (pressed,) = press([sheet(code=code)], setup, tmp_path / "out")
        made = (tmp_path / "out" / pressed.path).read_bytes()
        assert symbols_on(made)[0] == [check_address(SITE, code, sheet(code=code).fingerprint)]


def test_address_too_long_for_a_symbol_is_a_flaw_that_names_it():
    site = f"https://plan.example/{'a' * 120}/"
    base, values = base_for(sheet(), replace(EDITION, site_url=site)), slots_of(sheet(), EDITION)
    (flaw,) = flaws_of_stamped(base.stamp(values, ""), base, values, str)
    assert flaw.page == 1
    assert flaw.message.startswith(f"No room for this text (QR): {site}")


@given(st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789-./?=&%"), min_size=1, max_size=110))
def test_symbol_reads_as_its_text(text):
    symbol = symbol_of(text)
    assert symbol.side <= MOST_MODULES
    size = 4
    picture = Image.new("L", (symbol.side * size,) * 2, 255)
    draw = ImageDraw.Draw(picture)
    for x, y, length in symbol.bars:
        draw.rectangle((x * size, y * size, (x + length) * size - 1, (y + 1) * size - 1), fill=0)
    assert read(picture) == [text]
    edges = {place for x, y, length in symbol.bars for place in (x, y, symbol.side - x - length, symbol.side - y - 1)}
    assert min(edges) == QUIET_ZONE


def test_text_beyond_every_symbol_is_refused():
    for length in (200, 10_000):
        with pytest.raises(TooLongError):
            symbol_of("a" * length)


def test_picture_of_the_plan_is_drawn_from_the_same_bars():
    symbol = symbol_of(check_address(SITE, "T", "ABCD1234"))
    assert symbol.path.count("M") == len(symbol.bars)
    assert symbol.path.startswith(f"M{QUIET_ZONE} {QUIET_ZONE}h7v1h-7z")
