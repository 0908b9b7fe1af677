"""The story of a yearly amendment, from the file to the difference that units read."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from kit.outline_maker import Annex, Node, Revision
from kit.paths import PROJECT
from kit.renewed import copied, renew, said_at, says, version_of

from planpress.content.validate import read
from planpress.content.word.aligning.aligning import align
from planpress.content.word.aligning.matching import Question
from planpress.content.word.outline import Checklist, Part, Piece, Row
from planpress.content.word.patching.answers import answers_of, template
from planpress.content.word.patching.version_lines import lines_of
from planpress.difference import difference
from planpress.i18n import translations
from planpress.release import prepare
from planpress.revisions.request import ReleaseRequest

pytestmark = pytest.mark.whole

UNIT, CALLED = "区城市管理局", "区综合行政执法局"
ALARM = "使用燃煤取暖的场所未安装一氧化碳报警器。"
HEATING = Annex(
    Part("附件1（9）", "冬季取暖安全集中攻坚行动方案", checklist=Checklist("三、", "安全生产专项整治清单", ())),
    [
        Node(Piece(text="冬季取暖安全集中攻坚行动由区应急管理局负责牵头推进。", kind="lead"), "", []),
        Node(
            Piece("一、", "整治重点"),
            "",
            [],
            [Node(Piece("（一）", "", ALARM), "", [])],
        ),
    ],
    [Node(Row("1", ALARM), "", [])],
)


@pytest.fixture(scope="module")
def amended(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Revision, list[str]]:
    """The campaign of this repository, amended by a new version of its file; and what was told of it."""
    root = copied(PROJECT, tmp_path_factory.mktemp("amended"))
    made = Revision(said_at(root))
    made.reword("plan#schedule-1", "2023年1月31日", "2023年3月31日")
    made.rename(UNIT, CALLED)
    rows, at = made.at("gas#item-5")
    made.add(rows, at, "瓶装液化石油气供应站未落实专人值守。")
    made.drop("gas#item-12")
    made.split("gas#item-9", made.node("gas#item-9").what.text.index("在餐饮等人员密集场所"))
    made.swap("gas#item-1", "gas#item-3")
    made.move("fire#duties-2-4", made.at("gas#duties-8")[0], 8)
    made.parts.append(HEATING)
    made.number_anew()
    new = made.made()[0]
    say, answers = translations("en").gettext, root / "answers.yml"
    asked = [one for one in align(said_at(root), new, say).stops if isinstance(one, Question)]
    assert asked
    answers.write_text("\n".join(template(asked, (), say)), "utf-8")
    version = version_of(root, new, answers=answers_of((), (), answers, say))
    told = list(lines_of(version, say))
    assert version.may_be_written, "\n".join(told)
    assert not version.problems
    renew(root, version)
    assert says(said_at(root)) == says(new)
    return root, made, told


def test_every_id_is_kept(amended: tuple[Path, Revision, list[str]]) -> None:
    root, made, _told = amended
    campaign = read(root).campaign
    kept = [node for node in made.nodes() if node.was and node.was != "fire#duties-2-4"]
    text = {ref: place.text for ref, place in campaign.places.items()}
    assert [node.was for node in kept if not text.get(node.was, "").endswith(node.said)] == []
    assert {stone.target for stone in campaign.retired} == {"gas#item-12"}


def test_the_yaml_is_as_a_clerk_would_write_it(amended: tuple[Path, Revision, list[str]]) -> None:
    campaign = read(amended[0]).campaign
    assert campaign.plan.period.end == datetime.date(2023, 3, 31)
    unit = campaign.unit_by_id["urban-management"]
    assert unit.name == CALLED
    places = campaign.places
    assert places["gas#item-16"].item.predecessors == ("item-9",)
    assert places["gas#duties-10"].clause.predecessors == ("fire#duties-2-4",)
    sector = campaign.sectors[-1]
    assert (sector.id, sector.number, sector.lead, sector.label) == ("dong-ji-qu-nuan", 9, ("emergency",), "附录九")
    assert [item.id for item in sector.checklist.items] == ["item-1"]


def test_what_is_told_says_what_an_expert_would(amended: tuple[Path, Revision, list[str]]) -> None:
    told = "\n".join(amended[2])
    for words in (
        "plan#schedule-1 · 从即日起开始到[2023年1月31日]{2023年3月31日}结束。",
        "campaign period changed · content/plan.yml · [2023-01-31]{2023-03-31}",
        f"renamed · unit:urban-management · [{UNIT}]{{{CALLED}}}",
        "fire#duties-2-4 → gas#duties-10",
        "gas#item-9 → gas#item-16",
        "gone · gas#item-12",
        "numbers changed, such as",
    ):
        assert words in told


def test_the_draft_can_be_compared_and_sealed(amended: tuple[Path, Revision, list[str]]) -> None:
    root = amended[0]
    found = {(change.operation, change.target) for change in difference(root).changes}
    assert {
        ("reworded", "plan#schedule-1"),
        ("renamed", "unit:urban-management"),
        ("deleted", "gas#item-12"),
        ("added", "gas#item-15"),
        ("added", "sector:dong-ji-qu-nuan"),
    } <= found
    assert {target for operation, target in found if operation == "split"} & {"gas#item-9", "gas#item-16"}
    request = ReleaseRequest("revision", "年度修订", datetime.date(2023, 1, 20), approved_by="safety-committee")
    ready = prepare(root, request)
    assert ready.meta.number == 2
