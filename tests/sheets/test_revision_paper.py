"""What a revision adds on paper. The revisions here are constructed; nobody ever issued them."""

from __future__ import annotations

import datetime
import shutil
from dataclasses import replace
from pathlib import Path

import outloud
import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.folder import edit
from kit.paper import faces, press, print_all
from kit.paths import HARBOUR
from kit.revision import constructed

from planpress.content.validate import read
from planpress.model.addresses import CARRY_OVER_FORM, CATALOGUE_FORM, COMPARISON_FORM, WITHDRAWN_FORM
from planpress.model.revision import Standing
from planpress.model.version import Version
from planpress.paper.press import Setup, layout_of
from planpress.paper.recipe import PRINT, key_of
from planpress.redline import Piece
from planpress.release import prepare, seal
from planpress.revisions.changes import changes_between
from planpress.revisions.history import Step, history_of
from planpress.revisions.request import ReleaseRequest
from planpress.sheets import catalogue as catalogues
from planpress.sheets.carry_over import row_pairs
from planpress.sheets.catalogue import catalogue_of, catalogues_of, shortened
from planpress.sheets.comparison import CELL, cells_of, comparison_of, runs_of
from planpress.sheets.edition import Edition, edition_of
from planpress.sheets.printed import Printed, printed_now, records_of
from planpress.sheets.sheet import Sheet, fingerprint_of

LONG = " ".join(f"Shed {number} is cleared of ice and marked with a lamp." for number in range(1, 41))


def _seal(root: Path, kind: str, reason: str, issued: datetime.date, effective: datetime.date | None = None) -> None:
    seal(root, prepare(root, ReleaseRequest(kind, reason, issued, effective)))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three constructed revisions: the first; rows of one checklist changed; a form withdrawn."""
    root = Path(shutil.copytree(HARBOUR, tmp_path_factory.mktemp("revised") / "campaign"))
    edit(root, "content/plan.yml", "revision: {number: 3, issued: 2031-09-15}\n", "")
    _seal(root, "original", "First issue", datetime.date(2031, 9, 15))
    row = "    - id: item-d\n      label: B\n      text: Heater of the cab works.\n      relation: added\n"
    cranes = "sectors/02-cranes.yml"
    edit(root, cranes, "    - id: item-b\n      label: B\n", row + "    - id: item-b\n      label: C\n")
    edit(
        root,
        cranes,
        "      label: C\n      text: Anemometer turns.",
        "      label: D\n      text: Anemometer turns freely.",
    )
    edit(root, cranes, "Brake holds at −10 °C.", "Brake holds at −15 °C.")
    edit(root, "content/plan.yml", "ice & storm before", f"ice & storm. {LONG} All is done before")
    marks = '  - {revision: 2, target: "cranes#item-c", material: false, remark: The check is the same.}\n'
    (root / "content" / "changes.yml").write_text("marks:\n" + marks, "utf-8")
    _seal(root, "revision", "Frost came early", datetime.date(2031, 10, 1), datetime.date(2031, 10, 8))
    (root / "content" / "forms" / "release-note.yml").unlink()
    text = (root / "content" / "changes.yml").read_text("utf-8")
    stone = 'retired:\n  - {target: "form:release-note", remark: Releases are signed on the list.}\n'
    (root / "content" / "changes.yml").write_text(stone + text, "utf-8")
    _seal(root, "revision", "One form less", datetime.date(2031, 11, 3))
    return root


@pytest.fixture(scope="module")
def printed(root: Path) -> Printed:
    return printed_now(read(root).campaign, history_of(root))


@pytest.fixture(scope="module")
def own(printed: Printed) -> dict[str, Sheet]:
    """The sheets about revisions, by code."""
    forms = (CARRY_OVER_FORM, CATALOGUE_FORM, COMPARISON_FORM, WITHDRAWN_FORM)
    return {sheet.code: sheet for sheet in printed.sheets if sheet.form in forms}


@pytest.fixture(scope="module")
def paper(root: Path, own: dict[str, Sheet], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("paper")
    press(own.values(), Setup(edition_of(read(root).campaign), folder / "cache", faces(), 2), folder / "out")
    return folder / "out"


def words(path: Path) -> str:
    with pymupdf.open(path) as pdf:
        return " ".join(" ".join(page.get_text() for page in pdf).split())


# ---------------------------------------------------------------- comparison


def test_each_revision_from_the_second_on_has_a_comparison(own) -> None:
    found = [sheet.path for sheet in own.values() if sheet.form == COMPARISON_FORM]
    assert found == ["print/revisions/2-comparison.pdf", "print/revisions/3-comparison.pdf"]


def test_comparison_goes_document_by_document_old_before_new_with_the_reason(paper: Path) -> None:
    text = words(paper / "print/revisions/2-comparison.pdf")
    wanted = [
        "Frost came early",
        "Programme",
        "ice & storm",
        "Shed 1 is cleared",
        "Shed 40 is cleared",
        "Cranes",
        "−10",
        "−15",
        "Frost came early",
        "(none)",
        "Heater of the cab works.",
        "Anemometer turns.",
        "Anemometer turns freely.",
        "The check is the same.",
    ]
    at = 0
    for part in wanted:
        at = text.find(part, at)
        assert at >= 0, part


def test_comparison_repeats_its_head_and_divides_what_is_longer_than_half_a_page(own, paper: Path) -> None:
    rows = own["HWR-CP-02"].view.groups[0].rows
    shown = "".join(piece.text for row in rows for piece in row.new)
    assert LONG in shown
    assert len(rows) > len(LONG) // CELL
    assert [row.number for row in rows] == ["1", *[""] * (len(rows) - 1)]
    with pymupdf.open(paper / "print/revisions/2-comparison.pdf") as pdf:
        assert len(pdf) > 2
        assert all(page.rect.width > page.rect.height for page in pdf)
        for page in list(pdf)[1:]:
            assert page.get_text().index("Before (revision 1)") < 200


def test_comparison_marks_words_without_colour(paper: Path) -> None:
    with pymupdf.open(paper / "print/revisions/2-comparison.pdf") as pdf:
        page = next(page for page in pdf if page.search_for("freely"))
        (inserted,) = page.search_for("freely")
        bars = [item["rect"] for item in page.get_drawings() if item["rect"].height < 1.5]
        over = [bar for bar in bars if bar.x0 <= inserted.x0 + 1 and bar.x1 >= inserted.x1 - 3 and bar.width < 200]
        assert any(inserted.y0 + inserted.height / 2 < bar.y0 < inserted.y1 + 2 for bar in over)
        page = next(page for page in pdf if page.search_for("−10"))
        struck = page.search_for("−10")[0]
        bars = [item["rect"] for item in page.get_drawings() if item["rect"].height < 1.5]
        assert any(struck.y0 + 2 < bar.y0 < struck.y1 - 2 and struck.x0 <= bar.x0 < struck.x1 for bar in bars)
        assert all(max(item["color"] or (0,)) == 0 and max(item["fill"] or (0,)) == 0 for item in page.get_drawings())


def test_comparison_keeps_number_and_dates_of_its_revision_for_good(root: Path, own, paper: Path, tmp_path) -> None:
    sheet = own["HWR-CP-02"]
    assert "Revision 2 (2031-10-01, from 2031-10-08)" in words(paper / sheet.path)
    assert "Revision 3 (2031-11-03)" in words(paper / own["HWR-CT"].path)
    earlier = replace(edition_of(read(root).campaign), revision=Version(2), issued=datetime.date(2031, 10, 1))
    press([sheet], Setup(earlier, tmp_path / "cache", faces(), 1), tmp_path / "out")
    assert (tmp_path / "out" / sheet.path).read_bytes() == (paper / sheet.path).read_bytes()


pieces = st.lists(
    st.builds(Piece, st.sampled_from(["same", "deleted", "inserted"]), st.text("ab. 。；", min_size=1, max_size=90)),
    max_size=12,
)


@given(pieces, st.integers(5, 60))
def test_parts_hold_every_character_in_order_and_none_is_too_long(found, most) -> None:
    parts = cells_of(found, most)
    for unwanted in ("inserted", "deleted"):
        whole = "".join(piece.text for piece in found if piece.mark != unwanted)
        sides = ["".join(piece.text for piece in part if piece.mark != unwanted) for part in parts]
        assert "".join(sides) == whole
        assert all(len(side) <= most for side in sides)


def test_numbers_run_on_only_where_both_count_by_one() -> None:
    pairs = [("1", "1"), ("2", "3"), ("3", "4"), ("5", "5"), ("A", "B")]
    assert runs_of(pairs) == (("1", "1"), ("2\u20133", "3\u20134"), ("5", "5"), ("A", "B"))


# ---------------------------------------------------------------- carry-over


def test_only_units_whose_checklists_changed_carry_over(own) -> None:
    units = [(sheet.unit, sheet.path) for sheet in own.values() if sheet.form == CARRY_OVER_FORM]
    wanted = ("crane-office", "east-basin", "west-basin")
    assert sorted(units) == [(unit, f"print/units/{unit}/carry-over-2.pdf") for unit in wanted]


def test_carry_over_tells_what_holds_by_whether_the_change_is_material(own, paper: Path) -> None:
    sheet = own["HWR-CO-EB-02"]
    (group,) = sheet.view.groups
    found = [(row.old, row.new, row.answer) for row in group.rows]
    assert found == [("A", "A", "again"), ("", "B", "again"), ("B", "C", "valid"), ("C", "D", "valid")]
    text = words(paper / sheet.path)
    assert "East Basin Wardens" in text
    assert text.count("ask again") == 2
    assert text.count("still valid") == 2


def _compared(root: Path) -> Step:
    """The small campaign beside the draft at `root`."""
    old, new = read(HARBOUR).campaign, read(root).campaign
    return Step(Version(3), old, new, changes_between(old, new), Standing(Version(4), None, None, True), None)


def test_row_from_another_checklist_is_asked_again_whatever_row_has_that_id_here(tmp_path) -> None:
    root = Path(shutil.copytree(HARBOUR, tmp_path / "campaign"))
    row = "      relation: reworded\n    - id: item-x\n      label: C\n      text: Night crew is named on the board.\n"
    edit(root, "sectors/01-quays.yml", "      relation: reworded\n", f"{row}      from: [cranes#item-b]\n")
    text = (root / "sectors" / "02-cranes.yml").read_text("utf-8")
    at = text.index("    - id: item-b\n")
    (root / "sectors" / "02-cranes.yml").write_text(text[:at] + text[text.index("    - id: item-c\n") :], "utf-8")
    (root / "content" / "changes.yml").write_text('retired: [{target: "cranes#item-b"}]\n', "utf-8")
    step = _compared(root)
    rows = row_pairs(step.old.sector_by_id["quays"], step.new.sector_by_id["quays"], step)
    assert [(row.old, row.new, row.answer) for row in rows] == [
        (("A",), "A", "valid"),
        (("B",), "B", "valid"),
        ((), "C", "again"),
    ]


def test_deleted_row_is_told_where_it_stood(tmp_path) -> None:
    root = Path(shutil.copytree(HARBOUR, tmp_path / "campaign"))
    path = root / "sectors" / "02-cranes.yml"
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("    - id: item-b\n")] + text[text.index("    - id: item-c\n") :], "utf-8")
    step = _compared(root)
    rows = row_pairs(step.old.sector_by_id["cranes"], step.new.sector_by_id["cranes"], step)
    assert [(row.old, row.answer) for row in rows[:3]] == [(("A",), "valid"), (("B",), "ended"), (("C",), "valid")]


def test_what_only_moved_shows_its_number_once(tmp_path) -> None:
    root = Path(shutil.copytree(HARBOUR, tmp_path / "campaign"))
    path = root / "content" / "plan.yml"
    text = path.read_text("utf-8")
    at, then = text.index("      - id: parts-1\n"), text.index("      - id: parts-2\n")
    end = text.index("\n  - id:", then) + 1
    path.write_text(text[:at] + text[then:end] + text[at:then] + text[end:], "utf-8")
    step = _compared(root)
    assert {change.operation for change in step.changes} == {"moved"}
    sheet = comparison_of(step)
    assert sheet is not None
    (row,) = sheet.view.groups[0].rows
    assert {piece.mark for piece in (*row.old, *row.new)} == {"same"}
    assert row.old[0].text.startswith("2.")


def test_carry_over_names_the_fingerprints_of_both_checklists(root: Path, own, paper: Path) -> None:
    sealed = history_of(root).sealed
    text = words(paper / own["HWR-CO-WB-02"].path)
    for number in (1, 2):
        mark = sealed[Version(number)].sheets["HWR-02-IL-WB"].fingerprint
        assert f"{mark[:4]} {mark[4:]}" in text


def test_pack_keeps_the_last_carry_over_sheet_of_its_unit(printed: Printed) -> None:
    first = {pack.sheet.unit: pack.parts[0].form for pack in printed.packs if pack.sheet.unit}
    assert first["east-basin"] == CARRY_OVER_FORM
    assert first["quay-office"] != CARRY_OVER_FORM


def test_revision_leaves_the_pack_of_a_unit_alone_that_it_does_not_concern(root: Path) -> None:
    sealed = history_of(root).sealed
    codes = ("HWR-PK-QO", "HWR-PK-EB")
    same = [
        sealed[Version(1)].sheets[code].fingerprint == sealed[Version(2)].sheets[code].fingerprint for code in codes
    ]
    assert same == [True, False]


# ---------------------------------------------------------------- catalogue


def test_catalogue_lists_every_code_with_its_fingerprint_by_sector(printed: Printed, own, paper: Path) -> None:
    sheet = own["HWR-CT"]
    listed = [entry.fingerprint for group in sheet.view.groups for entry in group.entries]
    past = (CATALOGUE_FORM, WITHDRAWN_FORM)
    assert sorted(listed) == sorted(one.fingerprint for one in printed.all if one.form not in past)
    parted = [entry for part in sheet.view.parts for group in part.groups for entry in group.entries]
    assert sorted(entry.fingerprint for entry in parted) == sorted(listed)
    assert [part.title for part in sheet.view.parts] == ["Of no sector", "Quays", "Cranes"]
    with pymupdf.open(paper / sheet.path) as pdf:
        assert len(pdf) == 1
        text = pdf[0].get_text()
        assert [one for one in listed if one not in text] == []
        sizes = {
            round(span["size"], 1)
            for block in pdf[0].get_text("dict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
        }
        assert min(sizes) >= 8


def test_catalogue_of_the_real_campaign_takes_a_few_pages(real, tmp_path) -> None:
    printed = printed_now(real, history_of(HARBOUR))
    sheet = next(sheet for sheet in printed.sheets if sheet.form == CATALOGUE_FORM)
    (done,) = press([sheet], Setup(edition_of(real), tmp_path / "cache", faces(), 1), tmp_path / "out")
    assert sheet.view.count == len(printed.all) - 1
    assert done.pages <= 8


def test_how_the_catalogue_is_arranged_is_in_the_key_of_its_file_but_not_in_its_fingerprint(harbour) -> None:
    sheet = catalogue_of(harbour, printed_now(harbour, history_of(HARBOUR)).sheets)
    other = replace(sheet, view=replace(sheet.view, parts=sheet.view.parts[::-1]))
    assert fingerprint_of(other.view) == sheet.fingerprint
    assert key_of(other, edition_of(harbour), faces()) != key_of(sheet, edition_of(harbour), faces())


def test_catalogue_is_laid_out_anew_only_when_codes_change_and_holds_the_broadest_fingerprint(
    harbour, tmp_path: Path
) -> None:
    sheets = printed_now(harbour, history_of(HARBOUR)).sheets
    setup = Setup(edition_of(harbour), tmp_path / "cache", faces(), 1)
    listed = [catalogue_of(harbour, [replace(one, fingerprint=mark) for one in sheets]) for mark in ("W" * 8, "J" * 8)]
    fewer = catalogue_of(harbour, sheets[1:])
    assert [layout_of(one, setup) == layout_of(listed[0], setup) for one in (listed[1], fewer)] == [True, False]
    (done,) = press(listed[:1], setup, tmp_path / "out")
    assert words(tmp_path / "out" / done.path).count("WWWW") >= len(sheets)


def test_layouts_of_all_templates_know_no_revision_no_date_and_no_draft(printed: Printed) -> None:
    issued = Edition(Version(4), datetime.date(2031, 12, 1), False, "https://plan.example/", "en")
    later = replace(issued, effective=datetime.date(2031, 12, 9))
    editions = [issued, later, replace(issued, revision=Version(5), issued=None, draft=True)]
    setups = [Setup(edition, Path(), faces()) for edition in editions]
    for sheet in printed.all:
        assert len({layout_of(sheet, setup) for setup in setups}) == 1, sheet.code
        alike = 1 if sheet.standing else 3  # what tells of a revision keeps its number and dates
        assert len({key_of(sheet, edition, faces()) for edition in editions}) == alike, sheet.code
    assert {sheet.template for sheet in printed.all} == {path.name for path in PRINT.glob("*.html")} - {"page.html"}


def test_layouts_are_told_when_a_revision_holds_where_they_say_so(printed: Printed) -> None:
    held = Edition(Version(4), datetime.date(2031, 12, 1), False, "", "en", effective=datetime.date(2031, 12, 9))
    setups = [Setup(edition, Path(), faces()) for edition in (held, replace(held, until_then=Version(3)))]
    told = {sheet.template for sheet in printed.all if len({layout_of(sheet, setup) for setup in setups}) == 2}
    assert told == {"cover.html", "catalogue.html"}


def test_catalogue_of_many_codes_is_parted_by_sector(harbour, tmp_path: Path, monkeypatch) -> None:
    sheets = printed_now(harbour, history_of(HARBOUR)).sheets
    (whole,) = catalogues_of(harbour, sheets)
    monkeypatch.setattr(catalogues, "MOST", 10)
    assert catalogues_of(harbour, sheets, whole=True) == (whole,)
    rest, *own = catalogues_of(harbour, sheets)
    assert (rest.code, rest.path) == (whole.code, whole.path)
    assert [(one.sector, one.code) for one in own] == [("quays", "HWR-01-CT-00"), ("cranes", "HWR-02-CT-00")]
    listed = [entry for one in (rest, *own) for group in one.view.groups for entry in group.entries]
    assert len(listed) == whole.view.count == sum(one.view.count for one in (rest, *own))
    (done, *_others) = press([*own, rest], Setup(edition_of(harbour), tmp_path / "cache", faces(), 1), tmp_path / "out")
    assert "in a catalogue of its own" in words(tmp_path / "out" / done.path)


def test_catalogue_changes_with_any_sheet(harbour) -> None:
    sheets = printed_now(harbour, history_of(HARBOUR)).sheets
    changed = [replace(sheets[0], fingerprint="00000000"), *sheets[1:]]
    assert catalogue_of(harbour, sheets).fingerprint != catalogue_of(harbour, changed).fingerprint


@pytest.mark.parametrize(
    ("code", "unit", "short"),
    [
        ("P-02-QD-CZ", "CZ", "02-QD"),
        ("P-ZB-CZ-01", "CZ", "ZB*01"),
        ("P", "00", "P"),
        ("P-02", "00", "02"),
        ("P-CZ-CZ-02", "CZ", "CZ*02"),
        # About an earlier revision, when unit or plan had another code.
        ("P-CO-OLD-02", "CZ", "=P-CO-OLD-02"),
        ("OLD-CO-CZ-02", "CZ", "=OLD-CO-CZ-02"),
        ("OLD-CP-02", "00", "=OLD-CP-02"),
    ],
)
def test_codes_are_shortened_so_that_they_can_be_put_together_again(code, unit, short) -> None:
    assert shortened(code, "P", unit) == short


# ---------------------------------------------------------------- what is no longer used


def test_every_address_of_an_earlier_revision_still_answers(root: Path, printed: Printed) -> None:
    now = {sheet.path for sheet in printed.all}
    for sealed in history_of(root).sealed.values():
        assert {record.path for record in sealed.sheets.values()} <= now


def test_notice_says_since_when_and_why(root: Path, own, paper: Path) -> None:
    notices = [sheet for sheet in own.values() if sheet.form == WITHDRAWN_FORM]
    gone = {code for code in history_of(root).sealed[Version(1)].sheets if "-RN-" in code}
    assert {sheet.code for sheet in notices} == {f"{code}-WD" for code in gone}
    text = words(paper / "print/units/east-basin/cranes-release-note.pdf")
    for part in ("HWR-02-RN-EB", "East Basin Wardens", "revision 3", "Releases are signed on the list."):
        assert part in text
    for sheet in notices:
        with pymupdf.open(paper / sheet.path) as pdf:
            assert len(pdf) == 1


def test_sheet_that_moved_leaves_word_where_it_is_now(root: Path, tmp_path) -> None:
    moved = Path(shutil.copytree(root, tmp_path / "campaign"))
    edit(moved, "content/forms/inspection-list.yml", "slug: list", "slug: check")
    printed = printed_now(read(moved).campaign, history_of(moved))
    notice = next(sheet for sheet in printed.sheets if sheet.path == "print/units/east-basin/cranes-list.pdf")
    assert notice.view.moved == "print/units/east-basin/cranes-check.pdf"
    assert {sheet.path for sheet in printed.sheets if sheet.code == "HWR-02-IL-EB"} == {
        "print/units/east-basin/cranes-check.pdf"
    }


def test_draft_after_the_first_revision_says_what_it_withdraws(tmp_path) -> None:
    draft = Path(shutil.copytree(HARBOUR, tmp_path / "campaign"))
    edit(draft, "content/plan.yml", "revision: {number: 3, issued: 2031-09-15}\n", "")
    _seal(draft, "original", "First issue", datetime.date(2031, 9, 15))
    (draft / "content" / "forms" / "release-note.yml").unlink()
    stone = 'retired:\n  - {target: "form:release-note", remark: Releases are signed on the list.}\n'
    (draft / "content" / "changes.yml").write_text(stone, "utf-8")
    printed = printed_now(read(draft).campaign, history_of(draft))
    assert {record.path for record in history_of(draft).sealed[Version(1)].sheets.values()} <= {
        s.path for s in printed.all
    }
    notices = [sheet for sheet in printed.sheets if sheet.form == WITHDRAWN_FORM]
    assert notices
    assert {sheet.view.ended for sheet in notices} == {None}


def test_repealed_plan_prints_notices_and_what_its_revisions_changed(root: Path, tmp_path) -> None:
    ended = Path(shutil.copytree(root, tmp_path / "campaign"))
    _seal(ended, "repeal", "Winter is over", datetime.date(2032, 3, 1))
    printed = printed_now(read(ended).campaign, history_of(ended))
    assert printed.packs == ()
    assert {sheet.form for sheet in printed.sheets} == {COMPARISON_FORM, WITHDRAWN_FORM}
    assert {r.path for r in history_of(ended).sealed[Version(3)].sheets.values()} <= {s.path for s in printed.sheets}
    assert all(sheet.view.repealed for sheet in printed.sheets if "-IL-" in sheet.code)


# ---------------------------------------------------------------- the whole


def test_what_is_printed_is_what_was_sealed(root: Path, printed: Printed) -> None:
    kept = [sheet for sheet in printed.all if sheet.form != WITHDRAWN_FORM]
    assert records_of(kept) == history_of(root).sealed[Version(3)].sheets


def test_codes_and_addresses_are_used_once(printed: Printed) -> None:
    assert len({sheet.code for sheet in printed.all}) == len({sheet.path for sheet in printed.all}) == len(printed.all)


def test_draft_of_the_next_revision_is_compared_too(root: Path, tmp_path) -> None:
    draft = Path(shutil.copytree(root, tmp_path / "campaign"))
    edit(draft, "sectors/01-quays.yml", "Ladders are painted.", "Ladders are painted white.")
    printed = printed_now(read(draft).campaign, history_of(draft))
    sheet = next(sheet for sheet in printed.sheets if sheet.path == "print/revisions/4-comparison.pdf")
    assert Edition(Version(1), None, False, "", "en").of(sheet).draft


@pytest.mark.parametrize("variant", ["normal", "large", "low-ink"])
def test_sheets_about_revisions_are_fit_for_screen_readers(root: Path, own, tmp_path, variant) -> None:
    chosen = list({sheet.form: sheet for sheet in own.values()}.values())
    edition = replace(edition_of(read(root).campaign, "https://plan.example/"), variant=variant)
    press(chosen, Setup(edition, tmp_path / "cache", faces(), 2), tmp_path / "out")
    for sheet in chosen:
        findings = outloud.check(str(tmp_path / "out" / sheet.path)).findings
        assert [one for one in findings if str(one.severity).lower().endswith("error")] == [], sheet.code


def test_foot_names_the_first_day_in_force_only_where_it_differs_and_has_room() -> None:
    day, later = datetime.date(2031, 10, 1), datetime.date(2031, 10, 8)
    lines = [
        Edition(Version(2), day, False, "", "en", variant, effective).line
        for variant, effective in (("normal", None), ("normal", day), ("normal", later), ("large", later))
    ]
    plain = "Revision 2 (2031-10-01)"
    assert lines == [plain, plain, "Revision 2 (2031-10-01, from 2031-10-08)", plain]
    corrected = [
        Edition(Version(2, 10), day, False, "", language, variant, later).line
        for language in ("en", "zh")
        for variant in ("normal", "large")
    ]
    plain = "Revision 2 · editorial 10"
    assert corrected == [f"{plain} (2031-10-01)", plain, "第2版·校订10（2031-10-01）", "第2版·校订10"]


@pytest.mark.parametrize("variant", ["normal", "large"])
def test_pack_and_catalogue_say_from_when_they_hold_and_what_holds_until_then(tmp_path: Path, variant: str) -> None:
    root = constructed(tmp_path, 2)
    history, campaign = history_of(root), read(root).campaign
    edition = replace(edition_of(campaign, "https://plan.example/latest/"), variant=variant).within(history)
    printed = printed_now(campaign, history)
    pack = next(pack for pack in printed.packs if pack.sheet.unit == "quay-office")
    catalogue = next(sheet for sheet in printed.sheets if sheet.form == CATALOGUE_FORM)
    setup = Setup(edition, tmp_path / "cache", faces(), 2)
    print_all([*pack.parts, catalogue], [pack], setup, tmp_path / "out")

    line = "Revision 2 holds from October 8, 2031; until then revision 1 holds."
    bound = tmp_path / "out" / pack.sheet.path
    assert line in words(tmp_path / "out" / catalogue.path)
    with pymupdf.open(bound) as pdf:
        assert line in " ".join(pdf[0].get_text().split())
        links = [link["uri"] for page in pdf for link in page.get_links() if link["kind"] == pymupdf.LINK_URI]
        assert set(links) == {"https://plan.example/latest/revisions/1.html"}  # it may need two lines
    findings = outloud.check(str(bound)).findings
    assert [one for one in findings if str(one.severity).lower().endswith("error")] == []
    assert history.sealed[Version(2)].sheets[pack.sheet.code].fingerprint == pack.sheet.fingerprint


def test_edition_names_what_holds_until_then_only_where_something_does(root: Path, tmp_path: Path) -> None:
    history, campaign = history_of(root), read(root).campaign
    # The third revision holds from the day it was issued.
    assert edition_of(campaign).within(history).pending == ""
    second = edition_of(history.sealed[Version(2)].campaign)
    assert second.within(history).until_then == Version(1)
    assert second.within(replace(history, taken_back=frozenset({Version(1)}))).pending == ""
    assert replace(second, draft=True).within(history).pending == ""
    third = constructed(tmp_path)
    last, pending = history_of(third), edition_of(read(third).campaign)
    assert pending.within(last).until_then == Version(2)
    assert pending.within(replace(last, taken_back=frozenset({Version(2)}))).until_then == Version(1)
