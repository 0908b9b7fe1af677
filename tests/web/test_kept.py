"""Pages from the cache: built again when they show something else, and never other bytes than without a cache."""

from __future__ import annotations

import datetime
import random
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from kit.kill import killed_at, steps_of

from planpress.cache import recall
from planpress.errors import BuildError
from planpress.model.campaign import Campaign
from planpress.revisions.history import NONE_SEALED
from planpress.sheets.edition import edition_of
from planpress.sheets.printed import printed_now
from planpress.web import mkdocs
from planpress.web.context import Beside
from planpress.web.entries import Entry
from planpress.web.finish import PageLinks, finish_pages
from planpress.web.kept import FRAME, Shelf, filled
from planpress.web.page import Pages, navigation_of
from planpress.web.site import Site, site_of

HOME, QUAYS, CHECK, UNKNOWN = "index.html", "sectors/quays.html", "check.html", "404.html"
ALL = [HOME, QUAYS, CHECK, UNKNOWN]
PAIRS = (("index.md", HOME), ("sectors/quays.md", QUAYS), ("check.md", CHECK))
PAPER = {"print/catalogue.pdf": (2, 1500)}
LIMIT = 6
"""Moments at which a build is killed."""


@pytest.fixture(scope="module")
def site(harbour: Campaign) -> Site:
    """Three pages of a campaign: one that is drawn, one with a table, one with scripts."""
    whole = site_of(harbour, printed_now(harbour, NONE_SEALED).all, edition_of(harbour))
    pages = tuple(page for page in whole.pages.pages if page.address in ALL)
    files = {page.source: whole.pages.files[page.source] for page in pages}
    return replace(whole, pages=Pages(files, navigation_of(pages), whole.pages.data, pages))


@dataclass(frozen=True)
class Made:
    """A build: its cache, its files, and the addresses that were built for it."""

    cache: Path | None
    files: dict[str, bytes]
    anew: list[str]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Site, Path | None], Made]:
    def made(site: Site, cache: Path | None) -> Made:
        out, anew = tmp_path_factory.mktemp("site"), []
        with pytest.MonkeyPatch.context() as patched:
            prove = mkdocs.proved
            patched.setattr(
                mkdocs, "proved", lambda text, name, language: (anew.append(name), prove(text, name, language))[1]
            )
            known = mkdocs.build_site(site, out, cache)
        finish_pages(out, site.language, PAPER, known, cache)
        return Made(cache, {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*.*")}, anew)

    return made


@pytest.fixture(scope="module")
def warm(site: Site, make, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(site, tmp_path_factory.mktemp("cache"))


def with_words(site: Site) -> Site:
    files = {
        path: text.replace("Quay", "Pier") if path == "sectors/quays.md" else text
        for path, text in site.pages.files.items()
    }
    return replace(site, pages=replace(site.pages, files=files))


def as_another_edition(site: Site) -> Site:
    return replace(site, head={name: site.head[name] if name in FRAME else f"other {name}" for name in site.head})


def with_one_before(site: Site) -> Site:
    head = site.head | {"pending": "Holds from 1 October", "until_then": "2", "to_before": "To revision 2"}
    return replace(site, head=head, before=Beside("2", frozenset({QUAYS})))


def with_what_no_page_shows(site: Site) -> Site:
    first, *others = site.pages.pages
    pages = (replace(first, entries=(Entry(HOME, "Found"),)), *others)
    return replace(site, pages=replace(site.pages, pages=pages), day=datetime.date(2031, 9, 16))


@pytest.mark.parametrize(
    ("change", "anew"),
    [
        (lambda site: site, []),
        (with_words, [QUAYS]),
        (as_another_edition, [UNKNOWN]),
        (with_one_before, [UNKNOWN]),
        (with_what_no_page_shows, []),
    ],
    ids=["nothing", "words", "edition", "before", "beside"],
)
def test_what_shows_the_same_is_not_built_again_and_has_the_same_bytes(site, make, warm, change, anew) -> None:
    assert sorted(warm.anew) == sorted(ALL)
    found = make(change(site), warm.cache)
    assert found.anew == anew
    assert found.files == make(change(site), None).files


def other(site: Site, name: str) -> Site:
    return replace(site, head=site.head | {name: "other"})


@pytest.mark.parametrize(
    "change",
    [
        *(lambda site, name=name: other(site, name) for name in FRAME),
        lambda site: replace(site, pages=replace(site.pages, nav=site.pages.nav[::-1])),
        lambda site: replace(site, address="https://office.example/"),
        lambda site: replace(site, published=True),
        lambda site: replace(site, language="zh"),
    ],
)
def test_what_stands_on_every_page_is_in_the_key_of_each(site, warm, change) -> None:
    text = site.pages.files["index.md"]
    assert Shelf(site, warm.cache).recall(HOME, text)
    assert Shelf(change(site), warm.cache).recall(HOME, text) is None


def test_what_was_damaged_is_built_again(site, make, warm, tmp_path) -> None:
    cache = Path(shutil.copytree(warm.cache, tmp_path / "cache"))
    kept = {address: Shelf(site, cache).recall(address, site.pages.files[source])[0] for source, address in PAIRS}
    kept[HOME].write_bytes(kept[HOME].read_bytes()[:-1])
    kept[QUAYS].with_suffix(".json").write_text("{")
    kept[CHECK].unlink()
    found = make(site, cache)
    assert sorted(found.anew) == sorted(kept)
    assert found.files == warm.files


def test_a_build_that_is_killed_leaves_no_page_that_lies(site, warm, make, tmp_path) -> None:
    work, cache = tmp_path / "site", tmp_path / "cache"
    steps = steps_of(lambda: mkdocs.build_site(site, work, tmp_path / "other"))
    for moment in sorted(random.Random(1).sample(range(steps), LIMIT)):
        assert killed_at(moment, lambda: mkdocs.build_site(site, work, cache)) == -signal.SIGKILL
        for place in cache.glob("??/*.page"):
            same = warm.cache / place.relative_to(cache)
            assert recall(place) in (None, recall(same))
    assert make(site, cache).files == warm.files


def test_a_page_that_was_warned_of_is_not_kept(site, make, tmp_path) -> None:
    files = site.pages.files | {"index.md": "[nowhere](nowhere.md)"}
    wrong = replace(site, pages=replace(site.pages, files=files))
    for _again in range(2):
        with pytest.raises(BuildError, match=r"nowhere\.md"):
            make(wrong, tmp_path)


@pytest.mark.parametrize(
    ("page", "words", "told"),
    [
        ("<!--a--><!--b-->", "<style>p {}</style>", "the policy of x.html refuses: <style>"),
        ("<!--a-->", "", "expected once in x.html: <!--b-->"),
        ("<!--a--><!--b--><!--b-->", "", "expected once in x.html: <!--b-->"),
    ],
)
def test_slots_hold_no_more_than_pages(page: str, words: str, told: str) -> None:
    with pytest.raises(BuildError) as error:
        filled(page, "x.html", {"a": "", "b": words}, PageLinks())
    assert str(error.value).startswith(told)


def test_links_and_anchors_in_slots_count() -> None:
    words = {"a": '<a id="here" class="b" href="c.html"></a>', "b": "&#35;"}
    text, links = filled("1<!--a-->2<!--b-->", "x.html", words, PageLinks(anchors=frozenset({"here"})))
    assert text == f"1{words['a']}2#"
    here = frozenset({"here"})
    assert links == PageLinks(frozenset({"c.html"}), here, here, frozenset({"b"}))
