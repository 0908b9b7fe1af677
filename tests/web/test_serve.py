"""`build.py serve`: content errors appear in the page, and the page comes back when they are mended."""

from __future__ import annotations

import html
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planpress.errors import Problem
from planpress.web.serving import emptied
from planpress.web.site import site_of_problems

LIMIT_S = 90
PAGE = "sectors/quays.html"


@pytest.fixture
def campaign(project: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(project / "tests" / "campaigns" / "harbour", tmp_path / "campaign"))


@pytest.fixture
def served(project: Path, campaign: Path) -> Iterator[Callable[[], str]]:
    """Start serving `campaign` when called; return the address."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, str(project / "build.py"), "--campaign", str(campaign), "serve"]
        command += ["--address", f"127.0.0.1:{port}"]
        with (campaign.parent / "serve.log").open("wb") as log:
            process = subprocess.Popen(
                [*command, "--address", f"127.0.0.1:{port}"], stdout=log, stderr=log, cwd=project
            )
        started.append(process)
        return f"http://127.0.0.1:{port}/"

    yield start
    for process in started:
        process.terminate()  # an interrupt is passed over by what a shell has put into the background
        process.wait(20)


def wait_for(address: str, words: str) -> str:
    """Ask for a page until it holds `words`."""
    end = time.monotonic() + LIMIT_S
    last = ""
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                last = html.unescape(answer.read().decode())
        except (urllib.error.URLError, OSError) as error:
            last = str(error)
        if words in last:
            return last
        time.sleep(0.3)
    raise AssertionError(f"{words} never stood at {address}: {last[-500:]}")


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    os.utime(path)


def test_an_error_appears_in_the_page_and_goes_when_mended(campaign: Path, served: Callable[[], str]) -> None:
    home = served()
    good = wait_for(home + PAGE, "Revision 3")
    sector = campaign / "sectors" / "01-quays.yml"
    replace(sector, "number: 1\n", "numbr: 1\n")
    page = wait_for(home + PAGE, "Errors in the content")
    assert "sectors/01-quays.yml:" in page
    assert "numbr" in page
    assert "livereload" in page  # the browser comes back by itself,
    assert "Content-Security-Policy" not in page  # as no policy refuses the script that the server adds
    wait_for(home, "Errors in the content")
    replace(sector, "numbr: 1\n", "number: 1\n")
    assert strip(wait_for(home + PAGE, "Revision 3")) == strip(good)


def test_serving_starts_with_errors_and_recovers(campaign: Path, served: Callable[[], str]) -> None:
    units = campaign / "content" / "units.yml"
    text = units.read_text("utf-8")
    units.write_text("units: [", "utf-8")
    home = served()
    wait_for(home, "Errors in the content")
    units.write_text(text, "utf-8")
    wait_for(home, "Revision 3")


def test_serving_starts_before_there_are_sectors(campaign: Path, served: Callable[[], str]) -> None:
    sectors = (campaign / "sectors").rename(campaign.parent / "kept")
    home = served()
    wait_for(home, "sectors must be ids of sectors")
    sectors.rename(campaign / "sectors")
    wait_for(home + PAGE, "Revision 3")


def strip(page: str) -> str:
    """Without the line in which the server counts its builds."""
    return "".join(line for line in page.splitlines(keepends=True) if "livereload" not in line)


def test_every_address_shows_every_problem_escaped() -> None:
    problems = [
        Problem("content/units.yml", 3, "market", "must be <b>one</b> word", "*two* words", "name: two words\n      ^"),
        Problem("sectors/01-gas.yml", 0, "", "The file is empty", warning=True),
    ]
    pages = site_of_problems(problems, ["index.md", "units/market.md"], "zh").pages
    assert sorted(pages.files) == ["index.md", "units/market.md"]
    text = pages.files["units/market.md"]
    assert "units&#46;yml:3" in text
    assert "<b>" not in text
    assert "*two*" not in text
    assert "内容有误" in text
    assert pages.nav == [{"内容有误": "index.md"}]


SITES = """
import shutil, sys
from itertools import count
from pathlib import Path
from planpress.web import mkdocs

campaign, out, edits = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]

def built(server, **_):
    shutil.copytree(server.root, out / "0")
    for number, edit in enumerate(edits, 1):
        name, old, new = edit.split("|")
        file = campaign / name
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
        server.builder()
        shutil.copytree(server.root, out / str(number))

mkdocs.LiveReloadServer.serve = built
mkdocs.serve(campaign, campaign.parent / "cache" / out.name)
"""
"""Serves without a port: keeps the site after the first build, and after each edit."""


def test_a_server_shows_after_each_edit_what_a_new_one_would(project: Path, campaign: Path) -> None:
    """Whatever it remembers of the builds before."""
    chosen = random.Random(15)
    lines = {
        (path.relative_to(campaign).as_posix(), line.strip())
        for path in campaign.glob("sectors/*.yml")
        for line in path.read_text("utf-8").splitlines()
        if re.fullmatch(r" +text: [A-Z][a-z ]+[.]", line)
    }
    picked = chosen.sample(sorted(lines), 2)
    there = [f"{name}|{line}|{line} again" for name, line in picked]
    back = [f"{name}|{line} again|{line}" for name, line in picked]
    edits = [*there, "content/units.yml|name: |name: New ", "content/units.yml|name: New |name: ", *back]

    def sites(name: str, *edits: str) -> dict[str, dict[str, bytes]]:
        out = campaign.parent / name
        subprocess.run([sys.executable, "-c", SITES, str(campaign), str(out), *edits], cwd=project, check=True)
        return {
            site.name: {str(file.relative_to(site)): file.read_bytes() for file in site.rglob("*.*")}
            for site in out.iterdir()
        }

    served = sites("served", *edits)
    assert served["0"] == served[str(len(edits))]
    assert len({str(site) for site in served.values()}) == 5, "one edit put back leads to the site of another moment"
    for number, edit in enumerate(edits[:3], 1):
        name, old, new = edit.split("|")
        replace(campaign / name, old, new)
        if number > 1:
            assert sites(f"new-{number}")["0"] == served[str(number)]


def test_what_was_served_goes_and_its_folders_stay(tmp_path: Path) -> None:
    for path in (tmp_path / "a.html", tmp_path / "deep" / "b.html", tmp_path / ".hidden" / "c"):
        path.parent.mkdir(exist_ok=True)
        path.touch()

    emptied(str(tmp_path))

    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*"))
    assert left == [".hidden", ".hidden/c", "deep"]
