"""Getting fonts: nothing is fetched twice, and what cannot be had is said plainly."""

from __future__ import annotations

import pytest
from kit.paper import SOURCE

from planpress.errors import BuildError
from planpress.paper.fonts import SOURCES, found
from planpress.paper.get_fonts import OWN_FONTS, SHA256, get_fonts


def test_a_full_folder_needs_no_client(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    said: list[str] = []
    get_fonts(SOURCE, said.append, "en")
    assert said == []


def test_without_clients_the_message_names_the_faces_and_the_way_out(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv(OWN_FONTS, str(tmp_path / "none"))
    with pytest.raises(BuildError, match=r"Fang.*apt-get.*PLANPRESS_FONTS"):
        get_fonts(tmp_path / "source", lambda words: None, "en")


def test_fonts_of_the_users_own_are_taken_and_said(tmp_path, monkeypatch):
    own = tmp_path / "own"
    own.mkdir()
    usual = {"NotoSerifSC-Regular.ttf": "Num", "NotoSerifSC-Bold.ttf": "Heavy", "NotoSansSC-Medium.ttf": "Gothic"}
    for name in ("simfang.ttf", "simkai.ttf", "simhei.ttf", "simsun.ttc", "NotoSansSC-Black.ttf", *usual):
        (own / name).touch()
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv(OWN_FONTS, str(own))
    said: list[str] = []
    get_fonts(tmp_path / "source", said.append, "en")
    assert found(tmp_path / "source").keys() == SOURCES.keys()
    assert any("simfang.ttf" in words for words in said)
    for name, family in usual.items():  # a heavy face beside the usual one is not taken for it
        assert any(f" {family} is " in words and name in words for words in said)


def test_half_a_set_of_own_fonts_is_not_taken(tmp_path, monkeypatch):
    own = tmp_path / "own"
    own.mkdir()
    (own / "simfang.ttf").touch()
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv(OWN_FONTS, str(own))
    with pytest.raises(BuildError):
        get_fonts(tmp_path / "source", lambda words: None)
    assert list((tmp_path / "source").iterdir()) == []


def test_another_file_than_the_known_one_is_refused(tmp_path, monkeypatch):
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("apt-get", "npm"):
        (tools / name).write_text("#!/bin/sh\ntouch fake.deb; tar -cf fake.tgz -T /dev/null\n")
        (tools / name).chmod(0o755)
    (tools / "dpkg-deb").write_text(
        '#!/bin/sh\nmkdir -p "$3"; for n in ' + " ".join(SHA256) + '; do echo x > "$3/$n"; done\n'
    )
    (tools / "dpkg-deb").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")
    monkeypatch.setenv(OWN_FONTS, str(tmp_path / "none"))
    with pytest.raises(BuildError, match="another file than expected"):
        get_fonts(tmp_path / "source", lambda words: None, "en")
