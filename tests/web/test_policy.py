"""Built pages → the same with a policy that names exactly their own scripts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from planpress.errors import BuildError
from planpress.web.finish import parsed
from planpress.web.policy import hash_of, policy_of, with_policy

HEAD = '<html><head><meta charset="utf-8"></head><body>'


def policed(page: str) -> str:
    return with_policy(page, "a.html", parsed(page.encode()))


def test_the_hash_of_a_script_is_the_one_a_browser_makes() -> None:
    # the example of https://www.w3.org/TR/CSP3/#external-hash and of every manual
    assert hash_of("doSomething();") == "sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc="


def test_each_inline_script_is_named_once_and_data_is_not() -> None:
    page = (
        HEAD + "<script>one()</script><script>two()</script><script>one()</script>"
        '<script src="a.js"></script><script id="c" type="application/json">{"a": 1}</script>'
    )
    names = re.findall(r"'(sha256-[^']+)'", policy_of(parsed(page.encode())))
    assert names == [hash_of("one()"), hash_of("two()")]


def test_nothing_is_allowed_wholesale() -> None:
    policy = policy_of(parsed((HEAD + "<script>one()</script>").encode()))
    assert "default-src 'none'" in policy
    assert not re.search(r"unsafe|\*|https?:", policy)


def test_the_policy_stands_before_everything_it_governs() -> None:
    text = policed(HEAD + "<script>one()</script></body></html>")
    assert re.match(r'<html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="', text)
    assert hash_of("one()") in text


@pytest.mark.parametrize("tag", ['<p style="color: red">', '<a onclick="x()">', '<img src=x onerror="x()">'])
def test_a_page_with_what_the_policy_refuses_stops_the_build(tag: str) -> None:
    with pytest.raises(BuildError, match=r"a\.html refuses"):
        policed(HEAD + tag)


def test_a_page_of_another_make_stops_the_build() -> None:
    for page in ("<html><head><meta charset='utf-8'></head>", ""):
        with pytest.raises(BuildError, match=r"expected once in a\.html"):
            policed(page)


def test_the_style_of_a_page_that_the_theme_did_not_write_is_named_too() -> None:
    assert f"style-src 'self' '{hash_of('p {}')}'" in policed(HEAD + "<style>p {}</style>")


def test_every_page_of_a_site_has_its_policy(harbour_site: Path) -> None:
    for path in harbour_site.rglob("*.html"):
        text = path.read_text("utf-8")
        inline = [script for script in re.findall(r"<script>(.*?)</script>", text, re.DOTALL)]
        assert inline, path
        meta = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
        assert meta, path
        assert all(hash_of(script) in meta[1] for script in inline), path
