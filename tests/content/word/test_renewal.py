"""`build.py import FILE --onto DIR`: shown first, written when asked; nothing is written where a question is open."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.paths import SCHOOL
from kit.renewed import copied, files_at, said_at
from kit.word import box, docx, p, part, run

import build
from planpress.content.word.aligning.matching import Question, spots_of
from planpress.content.word.patching.answers import answers_of, template
from planpress.content.word.patching.drafting import Conflict
from planpress.errors import BuildError, ContentError

OUTLINE = said_at(SCHOOL)
TEXT = "".join(
    f"{line}\n"
    for line in ("".join(OUTLINE.plan.title.split()), *(spot.what.label + spot.said for spot in spots_of(OUTLINE)))
)


def imported(root: Path, text: str, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    """Run the command on a text; return its status and what it said."""
    file = root.parent / "new.txt"
    file.write_text(text, "utf-8")
    status = build.main(["import", str(file), "--onto", str(root), *options])
    said = capsys.readouterr()
    return status, said.out + said.err


def test_a_new_version_is_shown_and_then_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copied(SCHOOL, tmp_path / "campaign")
    before = files_at(root)
    text = TEXT.replace("保卫科每周检查一次", "保卫科每日检查一次")
    assert text != TEXT
    status, said = imported(root, text, capsys)
    assert status == 0
    assert "[每周]{每日}" in said
    assert files_at(root) == before
    page = (root / ".build" / "import-report.html").read_text("utf-8")
    assert "[每周]{每日}" in page
    status, _said = imported(root, text, capsys, "--write")
    assert status == 0
    after = files_at(root)
    assert [path for path in before if before[path] != after[path]] == ["content/plan.yml"]
    assert "保卫科每日检查一次" in after["content/plan.yml"].decode()
    assert (root / "content" / "source" / "new.txt").read_text("utf-8") == text


COMMENTS = {"comments": ("comments", part("comments", f'<w:comment w:id="7">{p("改为每日")}</w:comment>'))}
FOOTER = {"footer1": ("footer", part("ftr", p("第1页")))}
PICTURE = '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="b"/><a:blip/></wp:inline></w:drawing></w:r>'
BESIDE = [
    ('<w:r><w:commentReference w:id="7"/></w:r>', COMMENTS, "改为每日"),
    (box(p("框内的话")), {}, "框内的话"),
    (run("看不见", "<w:vanish/>"), {}, "看不见"),
    (PICTURE, {}, "此处有图片或对象"),
]


@pytest.mark.parametrize(("inside", "parts", "words"), BESIDE, ids=("comment", "box", "hidden", "picture"))
def test_what_stands_beside_the_text_is_told_at_once(
    inside: str, parts: dict[str, tuple[str, str]], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, file = copied(SCHOOL, tmp_path / "campaign"), tmp_path / "new.docx"
    docx(file, *map(p, TEXT.splitlines()[:-1]), p(TEXT.splitlines()[-1], inside), parts={**parts, **FOOTER})
    assert build.main(["import", str(file), "--onto", str(root)]) == 0
    said = capsys.readouterr().out
    number = len(TEXT.splitlines())
    assert [line for line in said.splitlines() if f"第 {number} 段" in line and words in line]
    assert "第1页" not in said
    assert "第1页" in (root / ".build" / "import-report.html").read_text("utf-8")


def test_an_open_question_stops_the_writing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copied(SCHOOL, tmp_path / "campaign")
    before = files_at(root)
    old = next(line for line in TEXT.splitlines() if line.startswith("5."))
    assert len(old) > 40
    text = TEXT.replace(old, f"{old[:12]}\n{old[12:]}")  # a heading, and what it was the title of
    status, said = imported(root, text, capsys, "--write")
    assert status == 1
    assert "--same" in said
    assert files_at(root) == before
    answer = next(line.strip(' -"') for line in said.splitlines() if line.strip().startswith("- "))
    status, said = imported(root, text, capsys, "--write", "--same", answer)
    assert status == 0, said
    assert files_at(root) != before


def test_answers_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    asked = [Question(57, "", "", "", True, "57", "gas#focus-2")]
    conflicts = [Conflict("gas#duties-4", "text", "a", "b", "c")] * 2
    file = tmp_path / "answers.yml"
    file.write_text("\n".join(template(asked, conflicts, str)), "utf-8")
    answers, decided = answers_of(["9=gas#focus-1"], ["8=gas#focus-3"], file, str)
    assert answers.same == (("57", "gas#focus-2"), ("9", "gas#focus-1"))
    assert answers.apart == (("8", "gas#focus-3"),)
    assert decided.keep == {"gas#duties-4"}
    assert not decided.take


@pytest.mark.parametrize("text", ["same: [a]\n", "same: x\n", "other: []\n", "take: [{a: b}]\n"])
def test_what_is_no_answer_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "answers.yml"
    file.write_text(text, "utf-8")
    with pytest.raises(BuildError, match="answer"):
        answers_of((), (), file, str)
    file.write_text("same: [\n", "utf-8")
    with pytest.raises(ContentError):
        answers_of((), (), file, str)


SAVED = "# 逐条核对\nsame:\n  - 57＝gas#focus-2\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_answers_may_be_saved_by_any_editor(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "answers.yml"
    file.write_bytes(SAVED.replace("\n", "\r\n").encode(encoding))
    assert answers_of((), (), file, str)[0].same == (("57", "gas#focus-2"),)


NOT_THERE = [("nothing.docx", "campaign", "没有这个文件"), ("new.txt", "nowhere", "此处不是行动资料文件夹")]


@pytest.mark.parametrize(("file", "onto", "said"), NOT_THERE)
def test_what_is_not_there_is_named(
    file: str, onto: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copied(SCHOOL, tmp_path / "campaign")
    (tmp_path / "new.txt").write_text(TEXT, "utf-8")
    assert build.main(["import", str(tmp_path / file), "--onto", str(tmp_path / onto)]) == 1
    assert said in capsys.readouterr().err
