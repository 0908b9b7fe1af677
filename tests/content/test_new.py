"""`build.py new`: a skeleton at its place, with a fresh id; what stood there stays letter for letter."""

from __future__ import annotations

import difflib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from planpress.content.new import Addition, Skeletons
from planpress.content.validate import read
from planpress.errors import BuildError, ContentError
from planpress.model.campaign import Campaign


@pytest.fixture
def root(project: Path, tmp_path: Path) -> Path:
    for folder in ("content", "sectors"):
        shutil.copytree(project / folder, tmp_path / folder)
    return tmp_path


@pytest.fixture
def skeletons(root: Path, real: Campaign) -> Skeletons:
    return Skeletons(root, real)


def only_added(root: Path, made: Addition) -> list[str]:
    """Write `made`; return the lines it adds, having proved that it takes none away."""
    old = (root / made.path).read_text("utf-8").splitlines()
    made.write(root)
    new = (root / made.path).read_text("utf-8").splitlines()
    marks = [line for line in difflib.ndiff(old, new) if line[:2] in ("- ", "+ ")]
    assert not [line for line in marks if line[0] == "-"]
    assert new[made.line - 1].lstrip().startswith("- id: ")
    return [line[2:] for line in marks]


def test_a_row_follows_the_last_one(root: Path, skeletons: Skeletons) -> None:
    added = only_added(root, skeletons.item("gas", words="使用“三无”燃气具：一律查处。"))
    row = [
        "    - id: item-15",
        '      label: "15"',
        "      text: 使用“三无”燃气具：一律查处。",
    ]
    assert sorted(added) == sorted(["", *row])
    assert read(root).campaign.places["gas#item-15"].text == "使用“三无”燃气具：一律查处。"


WORDINGS = (
    "一: 二",
    "甲 #乙",
    '他说"好"',
    "- 丙",
    "no",
    "12:30",
    "'",
    "{丁}",
    "a\\b",
    "戊：“己”",
    "*",
    "~",
    "2022-11-30",
)


def test_any_wording_is_read_back_letter_for_letter(root: Path, skeletons: Skeletons) -> None:
    for number, text in enumerate(WORDINGS):
        skeletons.clause("plan", name=f"wording-{number}", words=text).write(root)
    places = read(root).campaign.places
    assert tuple(places[f"plan#wording-{number}"].text for number in range(len(WORDINGS))) == WORDINGS


def test_a_clause_stands_below_the_one_it_belongs_to(root: Path, skeletons: Skeletons) -> None:
    only_added(root, skeletons.clause("gas", "focus-6", label="22.", words="第二项"))
    made = read(root).campaign.places["gas#focus-6-2"]
    assert [clause.id for clause in made.above] == ["focus", "focus-6"]


def test_a_clause_without_clauses_gets_the_list(root: Path, skeletons: Skeletons) -> None:
    only_added(root, skeletons.clause("gas", "focus-6-1", words="下级"))
    assert [clause.id for clause in read(root).campaign.places["gas#focus-6-1-1"].above][-1] == "focus-6-1"


def test_a_unit_stands_before_the_groups(root: Path, skeletons: Skeletons) -> None:
    only_added(root, skeletons.unit("water", "区水利局", "SL"))
    campaign = read(root).campaign
    assert campaign.units[-1].name == "区水利局"
    assert campaign.groups == skeletons.campaign.groups


def test_windows_line_ends_and_byte_order_mark_stay(root: Path) -> None:
    path = root / "sectors" / "02-gas.yml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    Skeletons(root, read(root).campaign).item("gas", words="一行").write(root)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf# yaml")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert read(root).campaign.places["gas#item-15"].text == "一行"


def test_a_form_is_complete(root: Path, skeletons: Skeletons) -> None:
    made = skeletons.form("night-watch", "夜间值守记录", "ZS", "plan#reporting")
    assert made.path == "content/forms/night-watch.yml"
    made.write(root)
    assert read(root).campaign.form_by_id["night-watch"].title == "夜间值守记录"


def test_of_a_sector_check_asks_for_what_is_left_to_write(root: Path, skeletons: Skeletons) -> None:
    made = skeletons.sector("water-safety", "水域安全集中攻坚行动方案", "水域", ["emergency"])
    assert made.path == "sectors/09-water-safety.yml"
    made.write(root)
    with pytest.raises(ContentError) as caught:
        read(root)
    lines = made.text.splitlines()
    assert len(caught.value.problems) == 4
    for problem in caught.value.problems:
        assert problem.path == made.path
        assert '""' in lines[problem.line - 1] or lines[problem.line - 1].lstrip().startswith("- id:")
    filled = made.text.replace('text: ""', "text: 正文")
    (root / made.path).write_text(filled, "utf-8")
    assert read(root).campaign.sector_by_id["water-safety"].checklist.form == "rectification-checklist"


def test_an_english_campaign_gets_english_words(project: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(project / "tests" / "campaigns" / "harbour", tmp_path / "harbour"))
    made = Skeletons(root, read(root).campaign).sector("ice", "Ice", "Ice", ["quay-office"])
    assert "title: Duties" in made.text
    assert "../../../../schemas/sector.json" in made.text
    assert made.text.isascii()


CHANGES = """retired:
  - {target: "gas#item-15", remark: 已并入第9行}
  - {target: "unit:water"}
  - {target: "sector:mines"}
"""


def test_a_retired_id_is_passed_over_and_refused(root: Path) -> None:
    (root / "content" / "changes.yml").write_text(CHANGES, "utf-8")
    skeletons = Skeletons(root, read(root).campaign)
    assert "id: item-16" in skeletons.item("gas").text
    for make in (
        lambda: skeletons.item("gas", "item-15"),
        lambda: skeletons.unit("water"),
        lambda: skeletons.sector("mines"),
    ):
        with pytest.raises(BuildError, match="停用"):
            make()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda skeletons: skeletons.sector("gas"), "'gas' 已被使用"),
        (lambda skeletons: skeletons.sector("plan"), "'plan' 已被使用"),
        (lambda skeletons: skeletons.sector("Gas_2"), "编号只用"),
        (lambda skeletons: skeletons.sector("water", lead=["burau"]), "没有编号为 'burau' 的单位或单位组"),
        (lambda skeletons: skeletons.unit("territorial"), "'territorial' 已被使用"),
        (lambda skeletons: skeletons.unit("water", code="YM"), "代码 'YM' 已被使用"),
        (lambda skeletons: skeletons.form("weekly-report"), "'weekly-report' 已被使用"),
        (lambda skeletons: skeletons.form("annex"), "'annex' 已被使用"),
        (lambda skeletons: skeletons.form("night", code="PK"), "代码 'PK' 已被使用"),
        (lambda skeletons: skeletons.unit("all"), "'all' 已被使用"),
        (lambda skeletons: skeletons.unit("water", code="00"), "代码 '00' 已被使用"),
        (lambda skeletons: skeletons.form("night", basis="plan#nothing"), "没有条款或清单行 'plan#nothing'"),
        (lambda skeletons: skeletons.clause("gas", name="focus-1"), "'focus-1' 已被使用"),
        (lambda skeletons: skeletons.clause("gas", "nothing"), "没有条款或清单行 'gas#nothing'"),
        (lambda skeletons: skeletons.clause("mines"), "没有领域 'mines'"),
        (lambda skeletons: skeletons.item("plan"), "'plan' 没有清单"),
    ],
)
def test_what_cannot_be_made_is_refused_in_the_language_of_the_plan(skeletons: Skeletons, make, words: str) -> None:
    with pytest.raises(BuildError, match=words):
        make(skeletons)


@pytest.fixture
def cranes(project: Path, tmp_path: Path) -> Path:
    """A small sector whose file may be rewritten."""
    shutil.copytree(project / "tests" / "campaigns" / "harbour", tmp_path / "harbour")
    return tmp_path / "harbour" / "sectors" / "02-cranes.yml"


def made_for(sector: Path, text: str) -> Skeletons:
    sector.write_text(text, "utf-8")
    return Skeletons(sector.parents[1], read(sector.parents[1]).campaign)


def test_a_list_in_one_line_is_refused_with_its_place(cranes: Path) -> None:
    text = cranes.read_text("utf-8")
    head, rest = text.split("    clauses:\n      - id: do-1", 1)
    flow = "    clauses: [{id: do-1, text: Brakes.}, {id: do-2, text: The crane people keep watch.}]\n"
    skeletons = made_for(cranes, head + flow + rest[rest.index("checklist:") :])
    with pytest.raises(BuildError, match=r"sectors/02-cranes\.yml:\d+"):
        skeletons.clause("cranes", "do")


def test_comments_stay_with_what_they_precede_and_text_is_no_comment(cranes: Path) -> None:
    text = cranes.read_text("utf-8").replace(
        "        text: The crane people keep one crane manned at night.\n",
        "        text: |\n          The crane people keep watch.\n          # 4 is spare.\n\n# What is looked at.\n",
    )
    skeletons = made_for(cranes, text)
    skeletons.clause("cranes", "do", words="Ropes.").write(cranes.parents[1])
    assert (
        "          # 4 is spare.\n      - id: do-3\n        text: Ropes.\n\n# What is looked at.\nchecklist:"
        in cranes.read_text("utf-8")
    )


def test_the_command_prints_the_place_and_what_is_left_to_fill_in(project: Path, root: Path) -> None:
    command = [sys.executable, str(project / "build.py"), "--campaign", str(root), "new", "item", "gas"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    place = done.stdout.strip()
    path, _, line = place.rpartition(":")
    assert path == "sectors/02-gas.yml"
    assert (root / path).read_text("utf-8").splitlines()[int(line) - 1] == "    - id: item-15"
    assert f"{path}:{int(line) + 2}: item-15: text" in done.stderr
    assert done.returncode == 1


def test_the_command_refuses_without_a_trace(project: Path, root: Path) -> None:
    before = (root / "content" / "units.yml").read_bytes()
    command = [sys.executable, str(project / "build.py"), "--campaign", str(root), "new", "unit", "yaomeng"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr.strip() == "编号 'yaomeng' 已被使用"
    assert done.returncode == 1
    assert (root / "content" / "units.yml").read_bytes() == before


def test_a_file_that_bears_another_name_than_its_record_is_not_written_over(root: Path, skeletons: Skeletons) -> None:
    forms = root / "content" / "forms"
    (forms / "grid-ledger.yml").rename(forms / "night.yml")
    with pytest.raises(BuildError, match=r"content/forms/night\.yml"):
        skeletons.form("night", code="NN")
    (root / "sectors" / "09-water.yml").write_text("", "utf-8")
    with pytest.raises(BuildError, match=r"sectors/09-water\.yml"):
        skeletons.sector("water")
