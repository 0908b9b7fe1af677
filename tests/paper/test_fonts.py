"""Fonts: every face has its characters, its own name and the common metrics."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from kit.paper import SOURCE, faces
from kit.paths import PROJECT

from planpress.errors import BuildError
from planpress.paper.cutting import cut
from planpress.paper.fonts import ASCII, SOURCES, common_characters, found, prepare


def files() -> dict[str, Path]:
    return {path.stem: path for path in faces().folder.glob("*.ttf")}


def test_every_family_is_one_file_with_that_name():
    names = {
        family: {str(name) for name in TTFont(path)["name"].names if name.nameID in (1, 4, 6, 16)}
        for family, path in files().items()
    }
    assert names == {family: {family} for family in SOURCES}


def test_all_faces_share_one_line_height():
    metrics = set()
    for path in files().values():
        font = TTFont(path)
        em, line, system = font["head"].unitsPerEm, font["hhea"], font["OS/2"]
        metrics.add(
            (line.ascent / em, line.descent / em, line.lineGap, system.sTypoAscender / em, system.usWinDescent / em)
        )
    assert metrics == {(0.88, -0.12, 0, 0.88, 0.12)}


def test_common_characters_hold_the_dash_and_the_dot_that_the_codec_gets_wrong():
    assert {ord(mark) for mark in "—·“”…　〔〕"} <= common_characters()
    assert 6763 + len(ASCII) < len(common_characters()) < 8000


@pytest.mark.parametrize("family", ["Fang", "Kai", "Hei", "Title"])
def test_a_chinese_face_has_every_common_character_its_source_has(family):
    source = set(TTFont(SOURCE / SOURCES[family]).getBestCmap())
    assert faces().charsets[family] == common_characters() & source


def test_rare_names_are_in_the_last_face():
    assert {ord(name) for name in "喆堃璟"} <= faces().charsets["Rare"]


def test_cutting_again_gives_the_same_bytes():
    data = (SOURCE / SOURCES["Hei"]).read_bytes()
    assert cut(data, ASCII) == cut(data, ASCII)


@pytest.mark.parametrize("family", ["Song", "Small", "Signs"])  # one of each kind of outlines, all cut to few
def test_preparing_elsewhere_gives_the_same_bytes(family, tmp_path):
    code = "import sys; from pathlib import Path; from planpress.paper import cutting, fonts\n"
    code += "source, out, name = sys.argv[1:]\n"
    code += "cutting.make_face((name, Path(source) / fonts.SOURCES[name], Path(out)))"
    own = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PYTHONPATH": str(PROJECT)}
    subprocess.run([sys.executable, "-c", code, SOURCE, tmp_path, family], env=own, cwd=tmp_path, check=True)
    assert (tmp_path / f"{family}.ttf").read_bytes() == files()[family].read_bytes()


def test_preparing_again_finds_the_same_folder():
    assert prepare(SOURCE, faces().folder.parent) == faces()


def test_a_missing_face_is_named(tmp_path):
    with pytest.raises(BuildError, match=r"Hei.*run `fonts`, .* into "):
        prepare(tmp_path, tmp_path / "made", "en")


def test_a_file_that_is_no_font_leaves_nothing_behind(tmp_path):
    for family in SOURCES:
        (tmp_path / f"{family}.otf").write_bytes(b"not a font")
    with pytest.raises(BuildError):
        prepare(tmp_path, tmp_path / "made")
    assert list((tmp_path / "made").iterdir()) == []


def test_a_font_of_the_users_own_stands_in_for_the_usual_one(tmp_path):
    (tmp_path / "FandolKai-Regular.otf").touch()
    (tmp_path / "Kai.ttf").touch()
    assert found(tmp_path) == {"Kai": tmp_path / "Kai.ttf"}
