"""What a file says as a plan: trees, letters, annexes; what is in doubt is told, and nothing is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kit.drawn import drawn
from kit.paths import PROJECT, TESTS
from kit.plans import Typed, kinds, read, sectors, shapes, shapes_of, typed
from kit.shapes import cases, found_pieces, read_case

from planpress.content.word.document import Block, Cell, Document, Paragraph, Table
from planpress.content.word.files.reading import read_document
from planpress.content.word.grammar.grammar import outline_of
from planpress.content.word.marks import clause_style
from planpress.content.word.outline import Checklist, Kept, Outline
from planpress.i18n import translations

EN = translations("en").gettext
CAMPAIGNS = [
    PROJECT,
    *sorted(path.parents[1] for path in (TESTS / "campaigns").glob("*/content/plan.yml")),
]

NO_TITLES = {"enforcement", "enterprise", "longnames", "street"}
"""Their numbers have titles which nothing parts from the text, so that bold type alone shows them."""

NO_LABELS = {"harbour"}
"""Its annexes have no label, so that only where their titles stand shows them."""

OWN_KINDS = {"lettered", "school"}
"""Their editors gave or left out kinds of which the words tell nothing."""


def read_lines(*lines: str) -> Outline:
    """Return the outline of a file of these paragraphs."""
    return outline_of(Document("x", tuple(Paragraph(at, line) for at, line in enumerate(lines, 1))), EN)


def told(outline: Outline) -> list[tuple[int, bool]]:
    return [(doubt.number, doubt.stops) for doubt in outline.doubts]


# ---------------------------------------------------------------- campaigns that are there


def test_source_of_the_first_campaign_gives_its_yaml() -> None:
    outline = outline_of(read_document(PROJECT / "content" / "source" / "original.txt", EN), EN)
    _is_campaign(outline, PROJECT)
    for path, annex in zip(sectors(PROJECT), outline.annexes, strict=True):
        items = read(path)["checklist"]["items"]
        assert annex.checklist
        assert [(row.label, row.text) for row in annex.checklist.rows] == [(one["label"], one["text"]) for one in items]
    assert sum(1 for part in outline.parts for _piece in part.walk()) == 246
    assert len(outline.doubts) <= 8
    assert not any(doubt.stops for doubt in outline.doubts)


@pytest.mark.parametrize("styled", [False, True], ids=["plain", "styled"])
@pytest.mark.parametrize("campaign", CAMPAIGNS, ids=lambda path: path.name)
def test_campaigns_come_back(campaign: Path, styled: bool) -> None:
    outline = outline_of(typed(campaign, styled=styled), EN)
    if not styled and campaign.name in NO_TITLES | NO_LABELS:
        assert outline.doubts
    else:
        _is_campaign(outline, campaign)


def _is_campaign(outline: Outline, campaign: Path) -> None:
    """Tell what of a campaign is otherwise."""
    plan = read(campaign / "content" / "plan.yml")
    assert outline.plan.title == plan.get("title", "")
    assert list(shapes_of(outline.plan.pieces)) == list(shapes(plan.get("clauses", ())))
    if campaign.name not in OWN_KINDS:
        assert [piece.kind for piece in outline.plan.walk()] == kinds(plan.get("clauses", ()))
    _is_notice(outline, plan.get("notice"))
    for path, annex in zip(sectors(campaign), outline.annexes, strict=True):
        sector = read(path)
        assert (annex.label, annex.title) == (sector.get("label", ""), sector["title"])
        assert list(shapes_of(annex.pieces)) == list(shapes(sector["clauses"])), annex.label
        if campaign.name not in OWN_KINDS:
            assert [piece.kind for piece in annex.walk()] == kinds(sector["clauses"])
        if annex.checklist:
            checklist = sector["checklist"]
            assert (annex.checklist.label, annex.checklist.title) == (checklist.get("label", ""), checklist["title"])


def _is_notice(outline: Outline, notice: dict | None) -> None:  # type: ignore[type-arg]
    letter = outline.letter
    assert (letter is None) == (notice is None)
    if letter is None or notice is None:
        return
    assert list(shapes_of(letter.pieces)) == list(shapes(notice["clauses"]))
    assert letter.issuers == tuple(notice.get("issuers", [notice.get("issuer", "")]))
    assert letter.signed == tuple(one["by"] for one in notice.get("signed", ()))
    assert letter.attachments == tuple(notice.get("attachments", ()))
    imprint = notice.get("imprint", {})
    assert letter.imprint == tuple(imprint.get(key, "") for key in ("copy_to", "printed_by", "printed_on"))
    for name in ("copy_number", "urgency", "issuers_end", "title", "document_number", "addressees", "date", "remark"):
        assert getattr(letter, name) == notice.get(name, ""), name


# ---------------------------------------------------------------- plans of other shapes


@pytest.mark.parametrize("path", cases(), ids=lambda path: path.stem)
def test_plans_of_other_shapes(path: Path) -> None:
    case = read_case(path)
    outline = outline_of(case.document, EN)
    found = {piece.number: (piece, above) for piece, above in found_pieces(outline)}
    assert {number: (piece.label.strip(), above) for number, (piece, above) in found.items()} == case.places
    split = {number: (piece.title.strip(), piece.text) for number, (piece, _above) in found.items()}
    others = [number for number, (title, text) in case.split.items() if split[number] != (title.strip(), text)]
    assert len(others) <= 1, others
    assert [(annex.label, annex.title) for annex in outline.annexes] == case.annexes
    assert outline.plan.title == "\n".join(case.titles)
    assert len(outline.doubts) <= max(1, len(case.places) * 8 // 100)
    assert not any(doubt.stops for doubt in outline.doubts)
    letter = "\n".join(_words(outline)) if outline.letter else ""
    assert all(word in letter for _name, line in case.letter for word in line.split())


# ---------------------------------------------------------------- hard cases

TEXT = "各单位要结合实际认真抓好落实，确保各项措施落到实处，坚决防范各类事故发生。"


def test_missed_number_stops_with_the_outline() -> None:
    outline = read_lines(
        "某县方案", "一、目标", f"（一）{TEXT}", f"（二）{TEXT}", f"（一）{TEXT}", f"（二）{TEXT}", "三、要求", TEXT
    )
    assert told(outline) == [(5, True), (7, False)]
    assert "一、目标\n（一）各单位" in outline.doubts[0].done


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        (("（一）", "（二）", "（二）"), "the one before it is '（二）', so that '（三）' was expected"),
        (("1.", "2.", "9."), "the one before it is '2.', so that '3.' was expected"),
        (("（三）", "（四）"), "there is none before it"),
    ],
)
def test_number_that_does_not_follow_is_told_with_the_one_that_would(numbers: tuple[str, ...], words: str) -> None:
    outline = read_lines("某县方案", "一、目标", *(number + TEXT for number in numbers), "二、要求", TEXT)
    assert [doubt.done for doubt in outline.doubts] == [f"The number was kept; {words}"]


def test_heading_that_lost_its_number_takes_what_stands_below() -> None:
    outline = read_lines(
        "某县方案", "一、目标", f"（一）{TEXT}", "工作重点", f"（一）{TEXT}", f"（二）{TEXT}", "三、要求", TEXT
    )
    assert [(piece.label, piece.title, len(piece.pieces)) for piece in outline.plan.pieces] == [
        ("一、", "目标", 1),
        ("", "工作重点", 2),
        ("三、", "要求", 1),
    ]
    assert told(outline) == [(4, False)]


def test_two_guesses_of_levels_stop() -> None:
    first, second = "1.", "（1）"
    lines = [first, second, "（2）", "2.", second, first, "2.", "（2）"]
    outline = read_lines("某县方案", *(label + TEXT for label in lines))
    assert any(doubt.stops and "1.各单位" in doubt.done for doubt in outline.doubts)


def test_levels_are_learnt_where_the_usual_order_is_another() -> None:
    outline = read_lines(
        "某县方案", "1.总则", f"（一）{TEXT}", f"（二）{TEXT}", "2.任务", f"（一）{TEXT}", "3.要求", TEXT
    )
    assert [len(piece.pieces) for piece in outline.plan.pieces] == [2, 1, 1]


@pytest.mark.parametrize(
    "line",
    [
        "2031年底前完成。",
        "1.5米以上的护栏全部更换。",
        "3.5%的指标必须完成。",
        "10月1日前完成排查。",
        "5 名专家组成检查组，赴各乡镇检查。",
        "（2031年版）执行标准另行印发。",
        "一、二级重大危险源逐一建档。",
        "第五条规定的检查结果应当备案。",
        "附件1所列各项逐条对照。",
    ],
)
def test_what_looks_like_a_number_is_none(line: str) -> None:
    outline = read_lines("某县方案", "一、目标", TEXT, line, "二、要求", TEXT)
    assert [(piece.label, piece.text) for piece in outline.plan.pieces[0].pieces] == [("", TEXT), ("", line)]
    assert not outline.annexes


def test_automatic_and_typed_numbers_stand_in_one_tree() -> None:
    blocks = (
        Paragraph(1, "某县方案", centred=True),
        Paragraph(2, "总体要求", label="一、", level=0),
        Paragraph(3, f"指导思想。{TEXT}", label="（一）", level=1),
        Paragraph(4, f"目标任务。{TEXT}", label="（二）", level=1),
        Paragraph(5, f"1.{TEXT}"),
        Paragraph(6, "保障措施", label="二、", level=0, marks=("_pp0123456789abcdef",)),
        Paragraph(7, f"(1) {TEXT}", label="（一）"),
    )
    outline = outline_of(Document("x", blocks), EN)
    first, second = outline.plan.pieces
    assert [(piece.label, piece.title) for piece in first.pieces] == [
        ("（一）", "指导思想。"),
        ("（二）", "目标任务。"),
    ]
    assert first.pieces[1].pieces[0].label == "1."
    assert (second.marks, second.pieces[0].label, second.pieces[0].text) == (
        ("_pp0123456789abcdef",),
        "（一）(1) ",
        TEXT,
    )


def test_english_automatic_number_is_parted_by_a_blank() -> None:
    blocks = (Paragraph(1, "Flood Plan"), Paragraph(2, "Aim", label="1."), Paragraph(3, "It says how.", label="1.1"))
    piece = outline_of(Document("x", blocks), EN).plan.pieces[0]
    assert (piece.label, piece.title, piece.pieces[0].words) == ("1. ", "Aim", "1.1 It says how.")


def test_soft_break_parts_paragraphs_and_no_sentence() -> None:
    outline = read_lines(
        "某县方案", f"一、目标\n坚持安全第一，\n预防为主。\n（一）加强领导。{TEXT}\n（二）强化督查。{TEXT}"
    )
    (piece,) = outline.plan.pieces
    assert [one.words for one in piece.pieces] == [
        "坚持安全第一，预防为主。",
        f"（一）加强领导。{TEXT}",
        f"（二）强化督查。{TEXT}",
    ]


def test_contents_are_told_and_are_no_annex() -> None:
    lines = ("目　录", "一、目标……………1", "二、要求……………3", "附件1 检查表……5")
    outline = read_lines("某县方案", *lines, "一、目标", TEXT, "二、要求", TEXT, "附件1", "检查表", TEXT)
    assert [piece.label for piece in outline.plan.pieces] == ["一、", "二、"]
    assert [(annex.label, annex.title) for annex in outline.annexes] == [("附件1", "检查表")]
    assert outline.doubts[0].found == "\n".join(lines)


def test_red_head_and_foot_in_tables() -> None:
    made = Typed()
    made.table(
        [("000123", ""), ("机密★1年", "特急"), ("某市应急管理局文件", ""), ("某应急〔2031〕5号", "签发人：张三")]
    )
    for line in ("关于开展检查的通知", "各县应急管理局：", "现将方案印发给你们。", "某市应急管理局", "2031年3月1日"):
        made.line(line)
    made.table([("抄送：市政府办公室。", ""), ("某市应急管理局办公室", "2031年3月2日印发")])
    for line in ("检查方案", "一、目的", TEXT):
        made.line(line)
    outline = outline_of(made.document, EN)
    letter = outline.letter
    assert letter
    assert (letter.copy_number, letter.classification, letter.urgency) == ("000123", "机密★1年", "特急")
    assert (letter.issuers, letter.document_number) == (("某市应急管理局文件",), "某应急〔2031〕5号")
    assert (letter.signatory, letter.title) == ("签发人：张三", "关于开展检查的通知")
    assert (letter.signed, letter.date) == (("某市应急管理局",), "2031年3月1日")
    assert letter.imprint == ("抄送：市政府办公室。", "某市应急管理局办公室", "2031年3月2日印发")
    assert outline.plan.title == "检查方案"


def test_name_and_date_close_a_text_below_no_number() -> None:
    outline = read_lines("某县方案", "一、目标", TEXT, "二、要求", TEXT, "某县安委办", "2031年5月1日")
    assert [(piece.label, piece.text) for piece in outline.plan.pieces[2:]] == [
        ("", "某县安委办"),
        ("", "2031年5月1日"),
    ]
    outline = read_lines("某镇关于检查的通知", "各村：", TEXT, "某镇人民政府    2031年4月20日")
    assert outline.letter
    assert (outline.letter.signed, outline.letter.date) == (("某镇人民政府",), "2031年4月20日")


def test_file_of_ours_says_how_deep_a_clause_without_a_number_stands() -> None:
    lines = (("某县方案", ""), ("一、目标", "heading 2"), (f"（一）{TEXT}", clause_style(1)), (TEXT, clause_style(2)))
    lines += ((TEXT, clause_style(1)), (TEXT, clause_style(0)))
    blocks = tuple(Paragraph(at, text, style=style) for at, (text, style) in enumerate(lines, 1))
    outline = outline_of(Document("x", blocks), EN)
    assert [depth for depth, *_words in shapes_of(outline.plan.pieces)] == [0, 1, 2, 1, 0]
    assert not outline.doubts


def test_letter_that_names_several_plans_has_annexes_without_labels() -> None:
    names = ("责任方案", "培训方案")
    plans = [line for name in names for line in (f"某县{name}", "一、目标", TEXT, "二、任务", TEXT)]
    title = f"关于印发《某县{names[0]}》《某县{names[1]}》的通知"
    outline = read_lines("某县政府", "某府发〔2031〕3号", title, "各乡镇：", "现印发给你们。", "2031年4月26日", *plans)
    assert [(annex.label, annex.title) for annex in outline.annexes] == [("", "某县责任方案"), ("", "某县培训方案")]
    assert not outline.plan.title


def test_table_takes_its_heading_and_its_form_lines() -> None:
    made = Typed()
    for line in (
        "某县方案",
        "一、目标",
        TEXT,
        "附件1",
        "检查",
        "一、要求",
        TEXT,
        "二、检查清单",
        "被检查单位：      日期：",
    ):
        made.line(line)
    made.table([("序号", "检查内容", "结果"), *((str(at), f"是否落实第{at}项措施", "") for at in range(1, 5))])
    made.line("检查人签字：")
    (annex,) = outline_of(made.document, EN).annexes
    assert annex.checklist
    assert (annex.checklist.label, annex.checklist.title, len(annex.checklist.rows)) == ("二、", "检查清单", 4)
    assert annex.checklist.above == ("被检查单位：      日期：",)
    assert annex.checklist.below == ("检查人签字：",)
    assert [piece.title for piece in annex.pieces] == ["要求"]


def test_clause_behind_a_checklist_is_told() -> None:
    made = Typed()
    for line in ("某县方案", "一、目标", TEXT, "附件1", "检查", "一、检查清单"):
        made.line(line)
    made.table([("序号", "检查内容", "结果"), *((str(at), f"是否落实第{at}项措施", "") for at in range(1, 5))])
    made.line(f"二、{TEXT}")
    outline = outline_of(made.document, EN)
    assert [piece.label for piece in outline.annexes[0].pieces] == ["二、"]
    assert any("behind the checklist" in doubt.done for doubt in outline.doubts)


def test_english_letter() -> None:
    outline = read_lines(
        "Alder County Council",
        "Circular No. 12",
        "Notice about the Cold Weather Plan",
        "To all parishes and departments:",
        "The plan below takes effect on 1 November 2032.",
        "Alder County Council",
        "20 October 2032",
        "Cold Weather Plan",
        "1. Aim",
        "1.1 The plan keeps roads open.",
        "Appendix 1",
        "List of roads",
        "(a) Mill road is gritted first.",
        "(b) Bridge road is second.",
        "Copy to: the county library",
    )
    letter = outline.letter
    assert letter
    assert (letter.document_number, letter.signed) == ("Circular No. 12", ("Alder County Council",))
    assert (letter.addressees, letter.date) == ("To all parishes and departments:", "20 October 2032")
    assert letter.imprint == ("Copy to: the county library", "", "")
    assert [(annex.label, annex.title, len(annex.pieces)) for annex in outline.annexes] == [
        ("Appendix 1 ", "List of roads", 2)
    ]


# ---------------------------------------------------------------- nothing is lost

LINES = st.one_of(
    st.sampled_from(
        (
            "附件：1.检查表",
            "附件1",
            "附件2：台账",
            "目录",
            "一、目标……3",
            "某局文件",
            "某发〔2031〕5号    签发人：张三",
            "关于印发《某县方案》的通知",
            "各单位：",
            "2031年5月1日",
            "二〇三一年五月一日",
            "（联系人：李四）",
            "抄送：某局。",
            "某局办公室  2031年5月2日印发",
            "某县方案",
            "Annex A Roads",
            "Copy to: all",
            "-",
            "检查人签字：",
        )
    ),
    st.builds(
        "".join,
        st.tuples(
            st.sampled_from(
                (
                    "",
                    "一、",
                    "二、",
                    "（一）",
                    "（二）",
                    "1.",
                    "2. ",
                    "1.1 ",
                    "（1）",
                    "①",
                    "(a) ",
                    "(i) ",
                    "第一条　",
                    "A. ",
                    "- ",
                )
            ),
            st.sampled_from(
                ("目标", "加强领导。", "检查情况：", TEXT, "Aim", "The board meets. It reports.", "a\nb", "　")
            ),
            st.sampled_from(("", TEXT, "x")),
        ),
    ),
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Make a file of lines in any order, some in tables, some numbered by the word processor, bold or centred."""
    blocks: list[Block] = []
    for at, line in enumerate(draw(st.lists(LINES, max_size=16)), 1):
        if draw(st.integers(0, 9)) == 0:
            cells = tuple(Cell((Paragraph(at, words),), 0, column) for column, words in enumerate((line, "抄送：某局")))
            blocks.append(Table(at, cells, 1, 2))
        else:
            label = draw(st.sampled_from(("", "", "", "一、", "（二）", "3.")))
            bold, centred = draw(st.sampled_from((0, 0, 3, 99))), draw(st.booleans())
            blocks.append(Paragraph(at, line, label=label, bold=bold, centred=centred))
    return Document("x", tuple(blocks))


@settings(max_examples=120, deadline=None, derandomize=True, database=None)
@given(documents())
def test_every_sign_is_in_the_outline_or_told(document: Document) -> None:
    outline = outline_of(document, EN)
    held = Counter("".join("".join(paragraph.words for paragraph in document.paragraphs()).split()))
    kept = Counter("".join("".join(_words(outline)).split()))
    left_out = Counter("".join("".join(one.found for one in outline.doubts if one.left).split()))
    assert not kept - held, "a sign that the file does not hold"
    assert not held - kept - left_out


def _words(outline: Outline) -> Iterator[str]:
    """Yield all that an outline holds of a file."""
    if letter := outline.letter:
        yield from (letter.copy_number, letter.classification, letter.urgency, *letter.issuers, letter.issuers_end)
        yield from (letter.title, letter.document_number, letter.signatory, letter.addressees, *letter.attachments)
        yield from (*letter.signed, letter.date, letter.remark, *letter.imprint)
        yield from (one.words for piece in letter.pieces for one in piece.walk())
    for part in outline.parts:
        yield from (part.label, part.title, *(piece.words for piece in part.walk()))
        for table in (*part.tables, *filter(None, [part.checklist])):
            yield from _words_of(table)


def _words_of(table: Checklist | Kept) -> Iterator[str]:
    if isinstance(table, Kept):
        yield from (table.title, *table.above, *(cell.words for cell in table.table.cells))
    else:
        yield from (table.label, table.title, *table.above, *table.columns, *table.below, *table.told)
        yield from (word for row in table.rows for word in (row.label, row.text, *(value for _n, value in row.values)))


def test_annex_of_a_form_alone_has_the_clause_that_the_form_serves() -> None:
    ledger = drawn("No. | Day | Fault\n | |\n | |")
    rows = "No. | What to check | Yes\n1 | Exits are free |\n2 | Doors open |"
    permits = [drawn(f"Permit {name}: | | <\n{rows}") for name in "AB"]
    lines = ["Fire plan", "1. Offices check their exits.", "Annex 1", "Ledger of faults", "Annex 2", "Permits"]
    said = [Paragraph(number, line) for number, line in enumerate(lines, 1)]
    found = outline_of(Document("f.docx", (*said[:4], ledger, *said[4:], *permits)), translations("en").gettext)
    first, second, own = found.annexes
    assert [piece.text for piece in first.pieces] == ["No."]
    assert [table.reason for table in first.tables] == [""]
    assert [one.checklist and one.checklist.above for one in (second, own)] == [("Permit A:",), ("Permit B:",)]
    assert (own.label, own.title) == ("", "Permits (2)")
