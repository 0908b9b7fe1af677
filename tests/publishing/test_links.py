"""Every link of a site leads somewhere."""

from __future__ import annotations

from kit.folder import write
from kit.site import faults_below


def test_links_are_followed_to_file_and_anchor(tmp_path):
    folder = write(
        tmp_path,
        {
            "index.html": '<a id="top"></a><a href="a/b.html#x">1</a><a href="#top">2</a><a href="https://e.example/">3</a>'
            '<img src="no.png"><a href="a/b.html#y">4</a><p id="top"></p><a href="../out.html">5</a>',
            "a/b.html": '<p id="x"></p><a href="../index.html?q=1">home</a><a href="/a/b.html">me</a>',
        },
    )
    assert faults_below(folder) == [
        "index.html: #top",
        "index.html: ../out.html",
        "index.html: a/b.html#y",
        "index.html: no.png",
    ]


def test_links_from_the_root_begin_with_the_path_of_the_public_address(tmp_path):
    folder = write(tmp_path, {"404.html": '<a href="/town/a.html">1</a><a href="/a.html">2</a>', "a.html": ""})
    assert faults_below(folder, "https://plans.example/town/") == ["404.html: /a.html"]
    assert faults_below(folder, "https://plans.example/") == ["404.html: /town/a.html"]
