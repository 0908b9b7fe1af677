"""What programs and the page that checks paper are told of every sheet."""

from __future__ import annotations

import html
import json
import random
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from kit.searching import text_of

import build
from planpress.model.addresses import STATUS_JS, STATUS_JSON
from planpress.model.campaign import Campaign
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of
from planpress.status import CODES, MOST_CODES, NAME, files_of, parted, signs, status_of
from planpress.web.pages import check, pages_of
from planpress.web.parting import MOST


class Rows(HTMLParser):
    """Code, cells and links of the rows of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, list[str]] = {}
        self._row: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("th", "td"):
            self._row.append("")
        elif tag == "a" and self._row:
            self._row.append(dict(attrs)["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr" and self._row:
            code, *_ = self._row
            self.rows[code], self._row = self._row, []
        elif tag == "thead":
            self.rows.popitem()  # the names of the columns

    def handle_data(self, data: str) -> None:
        if self._row:
            self._row[-1] += data.strip()


@pytest.fixture(params=["real", "harbour"])
def campaign(request: pytest.FixtureRequest):
    return request.getfixturevalue(request.param)


def status(campaign, sheets=None):
    return status_of(campaign, sheets_of(campaign) if sheets is None else sheets, edition_of(campaign))


def test_every_sheet_has_its_record_by_code(campaign):
    found = status(campaign)
    number = found["revision"]
    assert found["campaign"] == campaign.plan.id
    assert found["revision"] == edition_of(campaign).revision.json
    issued = edition_of(campaign).issued
    assert found["issued"] == (issued.isoformat() if issued else "")
    assert list(found["codes"]) == sorted(found["codes"])
    assert found["codes"] == {
        sheet.code: {
            "code": sheet.code,
            "fingerprint": sheet.fingerprint,
            "title": sheet.title,
            "form": sheet.form,
            "sector": sheet.sector,
            "unit": sheet.unit,
            "day": sheet.day,
            "path": sheet.path,
            "spans": [{"fingerprint": sheet.fingerprint, "first": number, "last": number}],
        }
        for sheet in sheets_of(campaign)
    }
    assert [entry["number"] for entry in found["revisions"]] == [number]


def value_of(script: str, name: str):
    return json.loads(script.removeprefix(f"var {name} = ").removesuffix(";\n"))


def test_files_hold_the_same_whatever_the_order_of_the_sheets(campaign):
    sheets, owners = list(sheets_of(campaign)), {unit.id: unit.name for unit in campaign.units}
    files = files_of(status(campaign, sheets), owners)
    random.Random(7).shuffle(sheets)
    assert files_of(status(campaign, sheets), owners) == files
    whole = status(campaign)
    assert json.loads(files[STATUS_JSON]) == whole
    head = value_of(files[STATUS_JS], NAME)
    told = {name: value_of(files[name], CODES) for _first, name in head.pop("parts")}
    assert files.keys() == {STATUS_JSON, STATUS_JS, *told}
    codes = {code: record for part in told.values() for code, record in part.items()}
    assert {**head, "codes": codes} == {
        **whole,
        "codes": {
            code: record | ({"owner": owners[record["unit"]]} if record["unit"] else {})
            for code, record in whole["codes"].items()
        },
    }


def test_a_code_stands_in_the_part_that_is_asked_for_it():
    chance = random.Random(7)
    codes = ["-".join(chance.choices(["1", "I", "L", "O", "0", "A", "B7", "U0001"], k=5)) for _ in range(2_000)]
    parts, files = parted(dict.fromkeys(codes, "{}"), "part-{}.js".format)
    assert [first for first, _name in parts] == sorted({first for first, _name in parts})
    held = {name: value_of(text, CODES) for name, text in files.items()}
    for code in codes:
        name = [name for first, name in parts if first <= signs(code.lower())][-1]
        alike = {other for other in codes if signs(other) == signs(code)}
        assert alike <= held[name].keys()
    assert MOST_CODES <= len(held[parts[0][1]]) < 2 * MOST_CODES
    assert parted({}, str) == ([], {})
    again = dict.fromkeys(codes, "{}") | {codes[0]: "[]"}
    assert len(files.keys() - parted(again, "part-{}.js".format)[1].keys()) == 1  # a name is of what a part says


def test_a_code_is_a_line(harbour):
    lines = files_of(status(harbour), {})[STATUS_JSON].splitlines()
    assert len(lines) == len(sheets_of(harbour)) + 2
    assert json.loads(files_of(status(harbour, ()), {})[STATUS_JSON])["codes"] == {}


def test_site_holds_both_files(harbour, harbour_site: Path):
    found = json.loads((harbour_site / STATUS_JSON).read_text("utf-8"))
    assert found["codes"].items() >= status(harbour)["codes"].items()
    for name, text in files_of(found, {unit.id: unit.name for unit in harbour.units}).items():
        assert (harbour_site / name).read_text("utf-8") == text


def test_page_lists_every_code_without_a_script(harbour, harbour_site: Path):
    page = Rows()
    page.feed((harbour_site / "check.html").read_text("utf-8"))
    codes = json.loads((harbour_site / STATUS_JSON).read_text("utf-8"))["codes"]
    assert page.rows == {
        code: [code, f"{sheet['fingerprint'][:4]} {sheet['fingerprint'][4:]}", "", sheet["path"] + sheet["title"]]
        for code, sheet in codes.items()
    }


def test_many_codes_are_listed_in_parts(harbour, monkeypatch):
    sheets, edition = sheets_of(harbour), edition_of(harbour)
    monkeypatch.setattr(check, "ROW", MOST // 5)
    files = pages_of(harbour, sheets, edition).files
    home, parts = files["check.md"], {path: text for path, text in files.items() if path.startswith("check/")}
    assert len(parts) > 5
    assert "<details" not in home
    listed = []
    for path, text in parts.items():
        assert f'href="{path.replace(".md", ".html")}"' in home
        assert 'href="../check.html"' in text
        found = Rows()
        found.feed(text)
        listed += [(html.unescape(code), mark.replace(" ", "")) for code, (_head, mark, *_rest) in found.rows.items()]
    assert sorted(listed) == sorted((sheet.code, sheet.fingerprint) for sheet in sheets)


def test_page_obeys_a_strict_content_policy(harbour_site: Path):
    text = (harbour_site / "check.html").read_text("utf-8")
    article = text[text.index("<article") : text.index("</article>")]
    assert not re.search(r"<script|\son\w+=|javascript:|style=", article)
    assert (
        '<script src="status.js"></script><script src="js/verdict.js"></script><script src="js/check.js"></script>'
        in text
    )


def test_page_is_found_by_what_it_does_and_not_by_each_code(harbour_site: Path):
    (entry,) = (entry for entry in text_of(harbour_site) if entry["location"].startswith("check.html"))
    assert "code" in entry["names"]
    assert entry["codes"] == "HWR"
    for name in ("index.html", "print.html", "terms.html"):
        assert 'href="check.html"' in (harbour_site / name).read_text("utf-8"), name


def test_page_of_a_draft_calls_no_sheet_valid(harbour):
    edition = edition_of(harbour)
    sheets = sheets_of(harbour)
    final, draft = (pages_of(harbour, sheets, replace(edition, draft=flag)).files["check.md"] for flag in (False, True))
    valid = "a sheet is valid if its code and its fingerprint stand here"
    assert valid in final
    assert valid not in draft
    assert "the sheets listed here are not in force" in draft
    found = status_of(harbour, sheets, replace(edition, draft=True))
    assert found["draft"]
    assert found["revisions"] == []
    assert not any(record["spans"] for record in found["codes"].values())


def test_address_given_to_a_build_stands_before_the_one_in_the_plan(harbour):
    plan = harbour.plan.model_copy(update={"site_url": "https://plan.example/"})
    named = Campaign(plan, harbour.sectors, harbour.units, harbour.groups, harbour.terms, harbour.notes, harbour.forms)
    assert edition_of(harbour).site_url == ""
    assert edition_of(named).site_url == "https://plan.example/"
    assert edition_of(named, "https://other.example/x/").site_url == "https://other.example/x/"
    assert status(named) == status(harbour)


@pytest.mark.parametrize("address", ["plan.example/", "https://plan.example", "https://plan.example/?x=/", "ftp://a/"])
def test_build_refuses_what_no_sheet_can_lead_to(address, capsys):
    with pytest.raises(SystemExit) as caught:
        build.main(["build", "--site-url", address])
    assert caught.value.code == 2
    assert address in capsys.readouterr().err
