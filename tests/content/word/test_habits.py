"""How offices type a file: each case is one habit, as lines of a file and the outline that an expert reads in them.

A line of a case is `STYLE:words`: c centred, b bold, f bold to its colon, 1 or 2 in the style of such a heading, * a
bullet, and its size in points behind `/`; `|` parts cells of a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count, groupby

import pytest

from planpress.content.word.document import Block, Cell, Document, Paragraph, Table
from planpress.content.word.grammar.grammar import outline_of
from planpress.content.word.intake.cleaning import clean
from planpress.content.word.outline import Outline, Piece
from planpress.i18n import translations

EN = translations("en").gettext
TEXT = "各单位要把责任落实到岗位，把隐患消除在事故之前。"

CASES = {
    "a report to one by name is a letter": (
        [
            "c:供热保障工作汇报",
            "市城管局：",
            "现将有关情况汇报如下：",
            "一、主要做法",
            TEXT,
            "特此汇报",
            "热力公司",
            "2031年3月1日",
        ],
        [
            "letter 供热保障工作汇报",
            "to 市城管局：",
            "现将有关情况汇报如下：",
            "一、|主要做法",
            ">" + TEXT,
            ">特此汇报",
            "by 热力公司 2031年3月1日",
        ],
    ),
    "a report to no one closes with name and day": (
        ["c:供热保障情况", "c:——热力公司", "一、做法", TEXT, "二、问题", TEXT, "热力公司", "2031.3.1."],
        ["letter 供热保障情况/——热力公司", "一、|做法", ">" + TEXT, "二、|问题", ">" + TEXT, "by 热力公司 2031.3.1."],
    ),
    "a plan that is signed is no letter": (
        ["c:供热保障方案", "一、做法", TEXT, "热力公司", "2031年3月1日"],
        ["plan 供热保障方案", "一、|做法", ">" + TEXT, "热力公司", "2031年3月1日"],
    ),
    "an order has a number alone": (
        [
            "c:某市人民政府令",
            "c:第7号",
            "现公布《河道管理办法》，自2031年5月1日起施行。",
            "市长　王某",
            "2031年3月1日",
            "c:河道管理办法",
            "第一章　总则",
            f"第一条　{TEXT}",
        ],
        [
            "letter 某市人民政府令",
            "现公布《河道管理办法》，自2031年5月1日起施行。",
            "by 市长　王某 2031年3月1日",
            "plan 河道管理办法",
            "第一章　|总则",
            f">第一条　|{TEXT}",
        ],
    ),
    "an order has its number in brackets": (
        [
            "某市人民政府令",
            "（第7号）",
            "现公布《河道管理办法》。",
            "市长　王某",
            "2031年3月1日",
            "河道管理办法",
            f"第一条　{TEXT}",
        ],
        [
            "letter 某市人民政府令",
            "现公布《河道管理办法》。",
            "by 市长　王某 2031年3月1日",
            "plan 河道管理办法",
            f"第一条　|{TEXT}",
        ],
    ),
    "contents without pages end where their first line stands again": (
        [
            "c:防汛预案",
            "目　录",
            "1　总则",
            "1.1　目的（Ⅰ级）",
            "2　响应",
            "1　总则",
            f"1.1　目的(I级)。{TEXT}",
            "2　响应",
            TEXT,
        ],
        ["plan 防汛预案", "1　|总则", f">1.1　|目的(I级)。|{TEXT}", "2　|响应", ">" + TEXT, "? 目　录"],
    ),
    "a cover is a table": (
        ["/15:某公司| |企业标准", " | | ", "c/26:动火管理规定", "版次|编制|审核", "1  目的", TEXT, "2  范围", TEXT],
        ["plan 动火管理规定", "1 |目的", ">" + TEXT, "2 |范围", ">" + TEXT, "? 某公司"],
    ),
    "a cover is lines, and the title stands again above the text": (
        [
            "c/22:某公司标准",
            "Q/X 7-2031",
            "c/26:基坑作业管理规定",
            "c/22:修改页",
            "——新增了作业票。",
            "c/16:基坑作业管理规定",
            "1 范围",
            TEXT,
            "c/16:作业票",
            "编号|姓名",
        ],
        ["plan 基坑作业管理规定", "——新增了作业票。", "1 |范围", ">" + TEXT, "? 某公司标准"],
    ),
    "headings are those of the word processor": (
        [
            "c:Response Plan",
            "1:Phases",
            "2:Phase 1: Prepare",
            "*:Keep a list",
            "2:Phase 2: Find",
            "*:Look at logs",
            "All offices report what they have found.",
        ],
        [
            "plan Response Plan",
            "Phases",
            ">Phase 1: Prepare",
            ">>•|Keep a list",
            ">Phase 2: Find",
            ">>•|Look at logs",
            ">>All offices report what they have found.",
        ],
    ),
    "a first line with a number is no title": (
        ["1:4  辨识", f"4.1  {TEXT}", "4.2  方法", f"4.2.1  {TEXT}", f"3.2.2  {TEXT}"],
        ["plan ", "4 |辨识", f">4.1 |{TEXT}", ">4.2 |方法", f">>4.2.1 |{TEXT}", f">>3.2.2 |{TEXT}", "? 3.2.2"],
    ),
    "numbers behind a blank go on though they head a sentence": (
        ["c:培训方案", "1 通用情况", TEXT, "2 针对验收，是否具备了条件", TEXT],
        ["plan 培训方案", "1 |通用情况", ">" + TEXT, "2 |针对验收，是否具备了条件", ">" + TEXT],
    ),
    "letters are closed by an enumeration comma": (
        ["c:评价规定", "1、凡符合以下条件的判定为重大：", "a、不符合要求的；", "b、有抱怨的。"],
        ["plan 评价规定", "1、|凡符合以下条件的判定为重大：", ">a、|不符合要求的；", ">b、|有抱怨的。"],
    ),
    "a part of another law is no number": (
        [
            "c:Guide",
            "A. Scope",
            "It holds for all.",
            "Part 24 of the Act holds for records.",
            "B. Terms",
            "They are those of the Act.",
        ],
        [
            "plan Guide",
            "A. |Scope",
            ">It holds for all.",
            ">Part 24 of the Act holds for records.",
            "B. |Terms",
            ">They are those of the Act.",
        ],
    ),
    "what is bold behind all numbers closes the whole": (
        [
            "c:费用规定",
            "b:1  职责",
            f"（1）{TEXT}",
            "b:2  记录",
            "（1）登记表",
            "b:附加说明：",
            "本规定由安全部负责解释。",
        ],
        [
            "plan 费用规定",
            "1 |职责",
            f">（1）|{TEXT}",
            "2 |记录",
            ">（1）|登记表",
            "附加说明：",
            ">本规定由安全部负责解释。",
        ],
    ),
    "the last item has a text below it as the others have": (
        [
            "c:改革方案",
            "一、任务",
            "（一）加强对这项改革工作的全面领导和统筹协调。",
            TEXT,
            "（二）完善这项改革工作的部门之间联席会议制度。",
            TEXT,
        ],
        [
            "plan 改革方案",
            "一、|任务",
            ">（一）|加强对这项改革工作的全面领导和统筹协调。",
            ">>" + TEXT,
            ">（二）|完善这项改革工作的部门之间联席会议制度。",
            ">>" + TEXT,
        ],
    ),
    "numbers that begin again deep down do not stop": (
        ["c:优化方案", "1.首页", f"（1）{TEXT}", f"（2）{TEXT}", f"（1）{TEXT}", "2.工具", TEXT],
        [
            "plan 优化方案",
            "1.|首页",
            f">（1）|{TEXT}",
            f">（2）|{TEXT}",
            f">（1）|{TEXT}",
            "2.|工具",
            ">" + TEXT,
            "? （1）",
        ],
    ),
    "annexes are numbered with a letter, and the rest of their line is written in": (
        [
            "c:管理协议",
            "一、总则",
            TEXT,
            "附表A1        项目",
            "c:事故报告表",
            TEXT,
            "附表A2        项目",
            "c:环境报告表",
            TEXT,
        ],
        [
            "plan 管理协议",
            "一、|总则",
            ">" + TEXT,
            "annex 附表A1 事故报告表",
            "项目",
            ">" + TEXT,
            "annex 附表A2 环境报告表",
            "项目",
            ">" + TEXT,
        ],
    ),
    "an annex that is a picture is no annex": (
        ["c:考核办法", "一、考核", TEXT, "附件1", "c:评分表", TEXT, "附件2", "c:考核表"],
        ["plan 考核办法", "一、|考核", ">" + TEXT, "附件2|考核表", "annex 附件1 评分表", TEXT, "? 附件2"],
    ),
    "minutes are one table": (
        ["c:会议纪要", "议题：|供热协调会", "主持人：|王某|地点：|二楼会议室", "一、进展情况", f"1、{TEXT}"],
        [
            "plan 会议纪要",
            "议题：|供热协调会",
            "主持人：|王某",
            "地点：|二楼会议室",
            "一、|进展情况",
            f">1、|{TEXT}",
            "? 议题：",
        ],
    ),
    "two sign on one line, and head the letter": (
        [
            "c:市安监局、市消防支队",
            "c:关于夜间检查的通知",
            "安监〔2031〕7号",
            "各区：",
            TEXT,
            "市安监局　市消防支队",
            "2031年3月1日",
        ],
        [
            "letter 关于夜间检查的通知",
            "to 各区：",
            TEXT,
            "by 市安监局 市消防支队 2031年3月1日",
            "from 市安监局、市消防支队",
        ],
    ),
    "a title begins with who passes the paper on": (
        [
            "c:市府办转发市安监局",
            "c:关于夜间检查意见的通知",
            "府办〔2031〕7号",
            "各区：",
            TEXT,
            "市府办",
            "2031年3月1日",
        ],
        ["letter 市府办转发市安监局/关于夜间检查意见的通知", "to 各区：", TEXT, "by 市府办 2031年3月1日"],
    ),
    "a list of annexes has numbers without a colon": (
        [
            "c:关于河岸范围的批复",
            "府函〔2031〕7号",
            "河东区：",
            TEXT,
            "附件1.河岸坐标",
            "2.桥面坐标",
            "市政府",
            "2031年3月1日",
            "附件1.",
            "c:河岸坐标",
            TEXT,
            "附件2：",
            "c:桥面坐标",
            TEXT,
        ],
        [
            "letter 关于河岸范围的批复",
            "to 河东区：",
            TEXT,
            "by 市政府 2031年3月1日",
            "annex 附件1. 河岸坐标",
            TEXT,
            "annex 附件2： 桥面坐标",
            TEXT,
        ],
    ),
    "a number stands before a day": (
        ["c:开发计划", "一、进度", f"1、10月30日前，{TEXT}", f"2、11月5日前，{TEXT}"],
        ["plan 开发计划", "一、|进度", f">1、|10月30日前，{TEXT}", f">2、|11月5日前，{TEXT}"],
    ),
    "a numeral and a blank are a number": (
        ["c:考试功能简述", "一 功能简介", TEXT, "二 特点", f"1、{TEXT}", "三 概述", TEXT],
        ["plan 考试功能简述", "一 |功能简介", ">" + TEXT, "二 |特点", f">1、|{TEXT}", "三 |概述", ">" + TEXT],
    ),
    "the name of a table begins no annex, and a picture's holds nothing": (
        [
            "c/22:系统方案",
            "/15:1.数据",
            "c/22:表1：管线数据",
            "c/15:图1  接口",
            f"/15:2.{TEXT}",
            "c/15:图2  接口",
            f"/15:3.{TEXT}",
        ],
        ["plan 系统方案", "1.|数据", ">表1：管线数据", ">图1  接口", f"2.|{TEXT}", ">图2  接口", f"3.|{TEXT}"],
    ),
    "numbers at the top stand below no heading without one": (
        ["c:系统方案", "背景", TEXT + TEXT, "1、现状", f"1.1 {TEXT}", "2、设想", f"2.1 {TEXT}"],
        ["plan 系统方案", "背景", ">" + TEXT + TEXT, "1、|现状", f">1.1 |{TEXT}", "2、|设想", f">2.1 |{TEXT}"],
    ),
    "a line of minutes closes at its like": (
        ["c:会议纪要", "b:参加人员：", "城管局：王某", "f:会议时间：3月1日", "一、进展", f"1、{TEXT}"],
        ["plan 会议纪要", "参加人员：", ">城管局：王某", "会议时间：|3月1日", "一、|进展", f">1、|{TEXT}"],
    ),
    "sections end with a nought": (
        [
            "c:Fire Plan",
            "1.0 Purpose",
            "It says who does what.",
            "2.0 Scope",
            "2.1 Schools",
            "All of them.",
            "2.2 Firms",
        ],
        [
            "plan Fire Plan",
            "1.0 |Purpose",
            ">It says who does what.",
            "2.0 |Scope",
            ">2.1 |Schools",
            ">>All of them.",
            ">2.2 |Firms",
        ],
    ),
    "capitals are closed by an enumeration comma, and one in a text is none": (
        ["c:禁烧方案", "1.宣传", "A、张贴通告；", "B、出动宣传车。", "2.费用", "A、B类费用不审核。"],
        ["plan 禁烧方案", "1.|宣传", ">A、|张贴通告；", ">B、|出动宣传车。", "2.|费用", ">A、B类费用不审核。"],
    ),
    "a heading behind a bare number ends with a colon": (
        ["c:考核模块", "一 流程", TEXT, "二 功能", "1 文件柜：", TEXT, "2 考核单", TEXT],
        ["plan 考核模块", "一 |流程", ">" + TEXT, "二 |功能", ">1 |文件柜：", ">>" + TEXT, ">2 |考核单", ">>" + TEXT],
    ),
    "who is responsible for a list stands beside it": (
        [
            "c:整治方案",
            "（一）高层建筑",
            "1.通道是否畅通。",
            "2.设施是否完好。",
            "牵头单位：县住建局",
            "责任单位：各乡镇",
            "（二）场所",
            TEXT,
        ],
        [
            "plan 整治方案",
            "（一）|高层建筑",
            ">1.|通道是否畅通。",
            ">2.|设施是否完好。",
            ">牵头单位：县住建局",
            ">责任单位：各乡镇",
            "（二）|场所",
            ">" + TEXT,
            "? 牵头单位",
        ],
    ),
    "a text below the last of a list is in doubt": (
        ["c:整治方案", "一、任务", "1.镇级巡查", "2.村级巡查", TEXT],
        ["plan 整治方案", "一、|任务", ">1.|镇级巡查", ">2.|村级巡查", ">>" + TEXT, "? " + TEXT],
    ),
    "the last of several names is no heading": (
        ["c:成员名单", "组　长：李四　副县长", "孙七　公安局副局长", "周八　住建局局长", TEXT + TEXT],
        ["plan 成员名单", "组　长：李四　副县长", "孙七　公安局副局长", "周八　住建局局长", TEXT + TEXT],
    ),
    "a heading by its looks alone is in doubt": (
        ["c:系统方案", TEXT, "建设背景", TEXT + TEXT],
        ["plan 系统方案", TEXT, "建设背景", ">" + TEXT + TEXT, "? 建设背景"],
    ),
    "a box between two numbers that go on holds none of them": (
        ["c:行动计划", "（一）平台行动", f"1﹒{TEXT}", "专栏1  平台工程", TEXT + TEXT, f"2﹒{TEXT}"],
        [
            "plan 行动计划",
            "（一）|平台行动",
            f">1﹒|{TEXT}",
            ">>专栏1  平台工程",
            ">>>" + TEXT + TEXT,
            f">2﹒|{TEXT}",
            "? 专栏1",
        ],
    ),
    "a letter forwards two plans, of which one has an annex": (
        [
            "c:关于印发《防汛方案》《抗旱方案》的通知",
            "各单位：",
            "现印发给你们。",
            "水务局",
            "2031年3月1日",
            "防汛方案",
            "一、任务",
            TEXT,
            "抗旱方案",
            "一、任务",
            TEXT,
            "附件",
            "抗旱名单",
            TEXT,
        ],
        [
            "letter 关于印发《防汛方案》《抗旱方案》的通知",
            "to 各单位：",
            "现印发给你们。",
            "by 水务局 2031年3月1日",
            "annex  防汛方案",
            "一、|任务",
            ">" + TEXT,
            "annex  抗旱方案",
            "一、|任务",
            ">" + TEXT,
            "annex 附件 抗旱名单",
            TEXT,
        ],
    ),
    "what stands below the items of an article is the article's": (
        ["c:管理条例", "第一条　各单位要做到：", f"（一）{TEXT}", f"（二）{TEXT}", TEXT, f"第二条　{TEXT}"],
        [
            "plan 管理条例",
            "第一条　|各单位要做到：",
            f">（一）|{TEXT}",
            f">（二）|{TEXT}",
            ">" + TEXT,
            f"第二条　|{TEXT}",
        ],
    ),
}


def blocks_of(lines: list[str]) -> Iterator[Block]:
    """Yield the blocks of a case; in minutes, all lines but the first are rows."""
    numbers = count(1)
    whole = any("|" in line for line in lines) and "：|" in "".join(lines)

    def line_of(line: str) -> Paragraph:
        hit = re.match(r"([cbf12*]?)(?:/(\d+))?:", line)
        look, size = (hit[1], float(hit[2] or 0)) if hit else ("", 0.0)
        words = line[hit.end() :] if hit else line
        return Paragraph(
            next(numbers),
            words.strip(" "),
            label="\u2022" if look == "*" else "",
            level=int(look) - 1 if look in ("1", "2") else 0 if look == "*" else None,
            style=f"Heading {look}" if look in ("1", "2") else "",
            centred=look == "c",
            bold=len(words) if look == "b" else words.find("：") + 1 if look == "f" else 0,
            size_pt=size,
        )

    is_row = {at: "|" in line or (whole and at > 0) for at, line in enumerate(lines)}
    cover = "|" in lines[0]
    for in_table, group in groupby(enumerate(lines), lambda one: is_row[one[0]] or (cover and one[0] < 4)):
        held = [line for _at, line in group]
        if not in_table:
            yield from map(line_of, held)
            continue
        rows = [line.split("|") for line in held]
        columns = max(map(len, rows))
        cells = tuple(
            Cell((line_of(words),), at, column, columns=columns if len(row) == 1 else 1)
            for at, row in enumerate(rows)
            for column, words in enumerate(row)
        )
        yield Table(cells[0].paragraphs[0].number, cells, len(rows), columns)


def shown(outline: Outline) -> Iterator[str]:
    """Yield what an outline says as lines: what stands below another piece behind as many `>`."""
    letter = outline.letter
    if letter:
        yield "letter " + letter.title.replace("\n", "/")
        yield from [f"to {letter.addressees}"] if letter.addressees else []
        yield from _pieces(letter.pieces)
        yield f"by {' '.join((*letter.signed, letter.date))}"
        yield from [f"from {', '.join(letter.issuers)}"] if letter.issuers else []
    if not letter or outline.plan.title or outline.plan.pieces:
        yield "plan " + outline.plan.title
        yield from _pieces(outline.plan.pieces)
    for annex in outline.annexes:
        yield f"annex {annex.label} {annex.title}"
        yield from _pieces(annex.pieces)


def _pieces(pieces: tuple[Piece, ...], depth: int = 0) -> Iterator[str]:
    for piece in pieces:
        yield ">" * depth + "|".join(filter(None, (piece.label, piece.title, piece.text)))
        yield from _pieces(piece.pieces, depth + 1)


@pytest.mark.parametrize(("lines", "expected"), CASES.values(), ids=CASES)
def test_habit(lines: list[str], expected: list[str]) -> None:
    outline = outline_of(Document("x", tuple(blocks_of(lines))), EN)
    assert list(shown(outline)) == [line for line in expected if not line.startswith("? ")]
    told = [doubt.found for doubt in outline.doubts]
    assert all(any(found.startswith(line[2:]) for found in told) for line in expected if line.startswith("? "))
    assert not any(doubt.stops for doubt in outline.doubts)


def test_sign_of_a_face_without_letters_is_read_as_it_shows() -> None:
    assert clean("登录\uf0e0首页") == "登录\u2192首页"
