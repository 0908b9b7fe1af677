"""Proof: what a broken stamp does to a sheet is found in the file, and stops the build."""

from __future__ import annotations

import datetime
import io
import re
from dataclasses import replace

import pikepdf
import pytest
from kit.paper import EDITION, base_for, faces, press, sheet

from planpress.content.rules.fits import CODE
from planpress.errors import BuildError
from planpress.model.version import Version
from planpress.paper import press as presses
from planpress.paper import stamp
from planpress.paper.faces import Faces, Glyph
from planpress.paper.readback import flaws_of_stamped
from planpress.paper.slots import slots_of, title_of
from planpress.qr import symbol_of
from planpress.signs import width_of

WITH = replace(EDITION, site_url="https://plan.example/")
NAME = "东港办事处"


@pytest.fixture(scope="module")
def base():
    return base_for(sheet(), WITH)


def found(base, values=None) -> set[tuple[int, str]]:
    """Stamp a sheet and return what is found in its file, in English."""
    values = values or slots_of(sheet(), EDITION)
    pdf = base.stamp(values, title_of(sheet()))
    return {(flaw.page, flaw.message) for flaw in flaws_of_stamped(pdf, base, values, str)}


def test_good_sheet_has_no_flaw(base):
    assert found(base) == set()
    assert found(base, {**slots_of(sheet(), EDITION), "unit": ""}) == set()
    assert found(base, {**slots_of(sheet(), EDITION), "unit": "\u5586\u5803 AV (7)\u00a0\u201c区\u201d 局"}) == set()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("variant", ["normal", "large"])
def test_foot_holds_the_longest_code_and_all_that_is_said_of_an_edition(language, variant):
    later = EDITION.issued + datetime.timedelta(100)
    edition = replace(WITH, revision=Version(88), effective=later, language=language, variant=variant)
    code = "8" * max(length for length in range(40) if width_of("8" * length) <= CODE.signs)
    base, values = base_for(sheet(), edition), slots_of(sheet(code=code), edition)
    assert flaws_of_stamped(base.stamp(values, "T"), base, values, str) == ()
    longer = {**values, "edition": f"{edition.line} {edition.line}"}
    assert flaws_of_stamped(base.stamp(longer, "T"), base, longer, str) != ()


DRAFT = slots_of(sheet(), replace(EDITION, draft=True))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda shown: shown, None),
        (lambda _shown: b"", "Text is lost on paper: 草案"),
        (lambda shown: shown + b"\n" + shown, "Text is lost on paper: 草案"),
        (lambda shown: re.sub(rb"(\S+) Tm", rb"1\1 Tm", shown), "Text stands outside its place: 草案"),
        (lambda shown: shown.replace(b"1 0 0 -1 ", b"1 0 0 -1 2"), "Text stands outside its place: 草案"),
    ],
)
def test_mark_of_a_draft_is_read_in_the_file(base, monkeypatch, change, message):
    good = stamp._across
    monkeypatch.setattr(stamp, "_across", lambda mark, shaped, height: change(good(mark, shaped, height)))
    assert found(base, DRAFT) == ({(1, message)} if message else set())


def broken_operators(change):
    """Return `stamp.operators` that shows the unit's name otherwise."""
    good = stamp.operators

    def operators(shaped, size, prefix):
        is_name = "".join(glyph.text for _family, run in shaped for glyph in run) == NAME
        return change(shaped, size, prefix, good) if is_name else good(shaped, size, prefix)

    return operators


def nothing(_shaped, _size, _prefix, _good):
    return ""


def without_the_last_glyph(shaped, size, prefix, good):
    ((family, run),) = shaped
    return good(((family, run[:-1]),), size, prefix)


def with_a_glyph_of_no_font(shaped, size, prefix, good):
    ((family, run),) = shaped
    return good(((family, (*run[:-1], Glyph(4999, "", 1.0, 0.0, 1.0))),), size, prefix)


def ten_times_as_large(shaped, size, prefix, good):
    return good(shaped, 10 * size, prefix)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (nothing, f"Text is lost on paper: {NAME}"),
        (without_the_last_glyph, f"Text is lost on paper: {NAME}"),
        (with_a_glyph_of_no_font, f"Text is lost on paper: {NAME}"),
        (ten_times_as_large, f"No room for this text (unit): {NAME}"),
    ],
)
def test_name_that_is_shown_otherwise_is_found(base, monkeypatch, change, message):
    monkeypatch.setattr(stamp, "operators", broken_operators(change))
    assert found(base) == {(1, message)}


@pytest.mark.parametrize(
    ("right", "down", "message"),
    [
        (-400, 0, "No room for this text (unit): "),
        (400, 0, "No room for this text (unit): "),
        (0, 3, "Text stands outside its place: "),
    ],
)
def test_text_that_is_moved_is_found(base, monkeypatch, right, down, message):
    good = stamp._shown

    def moved(hole, laid):
        line, place = hole
        piece = line.pieces[place]
        text = good(hole, laid).decode()
        if piece.slot != "unit":
            return text.encode()
        x, y = text.split()[4:6]
        return text.replace(f"{x} {y} Tm", f"{float(x) + right} {float(y) + down} Tm", 1).encode()

    monkeypatch.setattr(stamp, "_shown", moved)
    assert found(base) == {(1, message + NAME)}


def test_another_face_is_found(base, monkeypatch):
    good = Faces.font
    monkeypatch.setattr(Faces, "font", lambda faces, family, used: good(faces, "Title", used))
    assert (1, "A font is not one of ours: Title") in found(base)


def test_font_without_its_program_is_found(base):
    values = slots_of(sheet(), EDITION)
    with pikepdf.open(io.BytesIO(base.stamp(values, ""))) as document:
        for name, font in document.pages[0].Resources.Font.items():
            if name.startswith(stamp.PREFIX):
                del font.DescendantFonts[0].FontDescriptor.FontFile2
        spoilt = stamp.file_of(document)
    told = {flaw.message for flaw in flaws_of_stamped(spoilt, base, values, str)}
    assert told
    assert all(message.startswith("A font is not embedded: ") for message in told)


def test_symbol_of_another_sheet_is_found(base, monkeypatch):
    values = slots_of(sheet(), EDITION)
    monkeypatch.setattr(stamp, "symbol_of", lambda text: symbol_of(text.replace(values["code"], "T-2")))
    assert found(base) == {(1, f"Text is lost on paper: {base.slots.boxes[0].reads(values)}")}


def test_symbol_that_is_missing_or_elsewhere_is_found(base, monkeypatch):
    text, good = base.slots.boxes[0].reads(slots_of(sheet(), EDITION)), stamp._drawn
    monkeypatch.setattr(stamp, "_drawn", lambda box, shown: b"")
    assert found(base) == {(1, f"Text is lost on paper: {text}")}
    monkeypatch.setattr(stamp, "_drawn", lambda box, shown: good(replace(box, side=2 * box.side), shown))
    assert found(base) == {(1, f"Text stands outside its place: {text}")}


def test_finding_stops_the_build_and_names_the_sheet(tmp_path, monkeypatch):
    monkeypatch.setattr(stamp, "operators", broken_operators(nothing))
    sheets = [sheet(unit="西港办事处", code="T-GOOD"), sheet(code="T-BAD")]
    with pytest.raises(BuildError) as error:
        press(sheets, presses.Setup(EDITION, tmp_path / "cache", faces(), 1), tmp_path / "out")
    assert f"T-BAD (east, list) 第1页: 纸面上缺少文字：{NAME}" in str(error.value)
    assert "T-GOOD" not in str(error.value)
    assert not (tmp_path / "out").exists()
