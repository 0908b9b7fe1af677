"""Codes keep their owner: in stories of an office, and in histories made by chance."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from kit.office import Office, listed, prove

from planpress.content.new import Skeletons
from planpress.content.rules import owners, registry
from planpress.content.validate import read
from planpress.errors import BuildError, ContentError
from planpress.model.addresses import WITHDRAWN_FORM
from planpress.model.version import Version


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The small campaign with three annexes and reports on each Friday, its first revision sealed."""
    made = Office(tmp_path / "campaign")
    made.seal()
    return made


def codes(office: Office) -> dict[str, str]:
    """Address → code of everything that is printed now, notices aside."""
    return {sheet.path: sheet.code for sheet in office.printed() if sheet.form != WITHDRAWN_FORM}


def test_sectors_that_swap_their_numbers_keep_their_codes(office: Office) -> None:
    before = codes(office)
    office.sectors["quays"]["number"], office.sectors["cranes"]["number"] = "2", "1"

    assert office.mend() == [
        "sectors/01-quays.yml:2: quays: number gives the code '02', which belongs to sector:cranes for ever, since "
        "paper of revision 1 bears it: write 'code: \"01\"': '2'",
        "sectors/02-cranes.yml:2: cranes: number gives the code '01', which belongs to sector:quays for ever, since "
        "paper of revision 1 bears it: write 'code: \"02\"': '1'",
    ]
    office.seal()
    after = codes(office)
    assert before.items() <= after.items()
    prove(office)


def test_code_that_changes_leads_to_its_sheets_for_ever(office: Office) -> None:
    office.units["east-basin"]["code"] = "EAST"
    office.form("inspection-list")["code"] = "LS"
    office.sectors["quays"]["code"] = "QY"
    office.seal()
    office.plan["code"] = "HW2"
    office.units["east-basin"]["name"] = "East Basin Watch"
    office.seal()
    prove(office)
    sheets = {sheet.code: sheet for sheet in office.history.sealed[Version(3)].sheets.values()}
    now = sheets["HW2-QY-LS-EAST"]
    past = office.history.ledger.sheets[now.identity]
    assert [span.code for span in past.spans] == ["HWR-01-IL-EB", "HWR-QY-LS-EAST", "HW2-QY-LS-EAST"]
    assert office.history.ledger.last_codes(past) == ("HW2-QY-LS-EAST",)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (
            lambda office: office.units["quay-office"].update(code="WB"),
            "code gives the code 'WB', which belongs to ",
        ),
        (
            lambda office: office.form("day-report").update(code="RN"),
            "code gives the code 'RN', which belongs to ",
        ),
        (
            lambda office: office.form("day-report").update(code="OLD"),
            "code gives the code 'OLD', which belongs to ",
        ),
        (lambda office: office.add("sluices", 3), "number gives the code '03', which belongs to sector:locks for ever"),
        (lambda office: office.form("day-report").update(slug="note"), "slug gives a sheet the address 'quays-note'"),
        (lambda office: office.form("day-report").update(slug="list"), "slug gives a sheet the address 'quays-list'"),
    ],
)
def test_code_or_address_is_not_given_to_another_also_when_its_owner_is_gone(office: Office, edit, told: str) -> None:
    office.sectors["cranes"]["code"] = "OLD"
    office.form("release-note")["slug"] = "note"
    office.seal()
    office.sectors["cranes"]["code"] = "CRANE"
    office.remove("locks")
    del office.files["content/forms/release-note.yml"]
    office.retire("form:release-note")
    units = office.files["content/units.yml"]
    units["units"] = [unit for unit in units["units"] if unit["id"] != "west-basin"]
    units["groups"][0]["members"] = ["east-basin"]
    office.retire("unit:west-basin")
    office.seal()
    prove(office)
    edit(office)
    if "slug" in told:
        office.form("day-report")["scope"] = "unit-sector"
    found = [line for line in office.problems() if told in line]
    assert len(found) == 1, office.problems()


def test_annexes_removed_inserted_and_lettered_anew_keep_their_codes(office: Office) -> None:
    before = codes(office)
    office.add("sluices", 1)
    assert [line.partition("write")[2] for line in office.mend()] == [
        " 'code: \"01\"': '2'",
        " 'code: \"02\"': '3'",
        " 'code: \"03\"': '4'",
        " 'code: \"05\"': '1'",
    ]
    office.seal()
    assert before.items() <= codes(office).items()
    office.remove("sluices")
    office.add("ferries", 2)
    assert office.mend()
    office.seal()
    assert office.sectors["ferries"]["code"] == "04"
    assert before.items() <= codes(office).items()
    prove(office)
    notices = [sheet for sheet in office.printed() if sheet.form == WITHDRAWN_FORM]
    assert {sheet.path for sheet in notices} >= {
        "print/sectors/sluices.pdf",
        "print/units/quay-office/sluices-list.pdf",
    }
    assert not any(sheet.view.moved for sheet in notices)


def test_reporting_days_keep_their_codes_when_the_period_moves(office: Office) -> None:
    def days() -> dict[str, tuple[str, str]]:
        reports = (sheet for sheet in office.printed() if sheet.day and sheet.unit == "quay-office")
        return {sheet.day: (sheet.code, sheet.path) for sheet in reports}

    before = days()
    assert before["2031-10-03"] == ("HWR-DR-QO-01", "print/units/quay-office/day-report-01.pdf")
    office.plan["period"]["start"] = "2031-09-20"
    office.seal()
    earlier = days()
    assert before.items() <= earlier.items()
    assert earlier["2031-09-26"] == ("HWR-DR-QO-14", "print/units/quay-office/day-report-14.pdf")
    office.plan["period"]["start"] = "2031-10-20"
    office.plan["reporting"]["weekday"] = "monday"
    office.seal()
    later = days()
    assert not {code for code, _path in earlier.values()} & {code for code, _path in later.values()}
    office.plan["reporting"]["weekday"] = "friday"
    office.plan["period"]["end"] = "2032-01-31"
    office.seal()
    assert all(days()[day] == known for day, known in before.items() if day >= "2031-10-20")
    prove(office)


def test_address_that_only_the_listed_sheets_show_to_belong_to_another_is_not_sealed(office: Office) -> None:
    office.add("ice-pack", 4)
    office.seal()
    office.remove("ice-pack")
    office.seal()
    office.add("ice", 4)
    office.sectors["ice"]["code"] = "ICE"
    assert office.problems() == []
    with pytest.raises(ContentError, match=r"would get 'print/sectors/ice-pack\.pdf', which belongs"):
        office.seal()


def test_new_sector_takes_a_code_that_nobody_ever_had(office: Office) -> None:
    office.remove("locks")
    office.seal()
    skeletons = Skeletons(office.root, read(office.root).campaign)
    assert 'number: 3\ncode: "04"\n' in skeletons.sector("sluices").text
    with pytest.raises(BuildError, match="03"):
        skeletons.form("watch", code="03")


def test_paper_of_sheets_that_an_earlier_version_let_swap_codes_is_answered_each_for_its_own(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.sectors["quays"]["number"], office.sectors["cranes"]["number"] = "2", "1"
    with monkeypatch.context() as earlier:
        kept = [rule for rule in registry.RULES if rule is not owners.codes_keep_their_owner]
        earlier.setattr(registry, "RULES", kept)
        earlier.setattr("planpress.revisions.request.sheet_problems", lambda *_arguments: iter(()))
        office.seal()
    assert office.problems() == []
    history = office.history
    known = history.ledger.sheets
    for _number, sheet in listed(history):
        bore = (sheet.code, sheet.fingerprint)
        told = [one for one, past in known.items() if bore in {(span.code, span.fingerprint) for span in past.spans}]
        assert told == [sheet.identity]
    office.sectors["quays"]["number"], office.sectors["cranes"]["number"] = "1", "2"
    assert len(office.mend()) == 2
    assert [office.sectors[name]["code"] for name in ("quays", "cranes")] == ["02", "01"]


# ---------------------------------------------------------------- histories made by chance


def _shuffle(office: Office, dice: random.Random) -> None:
    numbers = [sector["number"] for sector in office.sectors.values()]
    dice.shuffle(numbers)
    for sector, number in zip(list(office.sectors.values()), numbers, strict=True):
        sector["number"] = number


def _annex(office: Office, dice: random.Random) -> None:
    made = [name for name in office.sectors if name not in ("quays", "cranes")]
    if made and dice.random() < 0.5:
        office.remove(dice.choice(made))
    else:
        office.add(
            f"annex-{len(office.files['content/changes.yml']['retired'])}-{dice.randrange(10**6)}", dice.randint(1, 3)
        )


def _code(office: Office, dice: random.Random) -> None:
    """Give anything any code, also one that another has or had."""
    records = [*office.units.values(), *office.sectors.values(), office.form("day-report"), office.plan]
    dice.choice(records)["code"] = dice.choice(
        ("EB", "WB", "QO", "01", "02", "03", "DR", "IL", f"N{dice.randrange(99)}")
    )


def _words(office: Office, dice: random.Random) -> None:
    sector = dice.choice(list(office.sectors.values()))
    sector["checklist"]["items"][0]["text"] += f" Look {dice.randrange(99)} times."
    dice.choice(list(office.units.values()))["name"] += " Again"


def _period(office: Office, dice: random.Random) -> None:
    office.plan["period"]["start"] = f"2031-{dice.choice(('09', '10'))}-{dice.randint(10, 28)}"
    office.plan["reporting"]["weekday"] = dice.choice(("monday", "friday"))


def _slug(office: Office, dice: random.Random) -> None:
    form = dice.choice(("day-report", "inspection-list", "release-note"))
    office.form(form)["slug"] = dice.choice(("list", "note", "report", "checks"))


EDITS = (_shuffle, _annex, _code, _words, _period, _slug)


@pytest.mark.parametrize("seed", range(8))
def test_no_history_gives_paper_of_one_sheet_the_answer_of_another(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    office = Office(tmp_path / "campaign")
    office.seal()
    for _step in range(5):
        before = office.copied()
        for edit in dice.sample(EDITS, dice.randint(1, 3)):
            edit(office, dice)
        try:
            office.mend()
            office.seal()
        except (AssertionError, ContentError):  # refused without a word that a program could follow
            office.files = before
            office.write()
    assert len(office.history.sealed) > 2
    prove(office)
