"""Two finished sites → what differs in paper and pages: `python tools/compare_sites.py OLD NEW [--ink]`.

In: two folders that `build.py build` or `publish` made, and the words `--ink` where pages of paper are to be
compared as pictures too. Out: on the screen, codes and fingerprints that differ, PDFs whose text (or ink)
differs, pages whose words differ; exit status 1 where anything does. A rebuilt house must print the same paper.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pymupdf
from lxml import html

SHOWN = 12
"""Lines of one difference that are shown."""

DPI, CLOSELY = 60, 300
"""Dots per inch at which the ink of pages is compared; what differs is looked at once more, closely."""

INK = 24
"""Steps of 255 by which a dot may differ: outlines are rounded otherwise from version to version."""


def main() -> int:
    """Compare the sites that the command line names."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("old", type=Path)
    options.add_argument("new", type=Path)
    options.add_argument("--ink", action="store_true", help="compare pages of paper as pictures too")
    given = options.parse_args()
    found = [*codes(given.old, given.new), *files(given.old, given.new)]
    with ProcessPoolExecutor() as pool:
        for kind, compare in (("pdf", paper), ("html", words)):
            names = sorted(path.relative_to(given.old).as_posix() for path in given.old.rglob(f"*.{kind}"))
            both = [name for name in names if (given.new / name).is_file()]
            jobs = [(given.old / name, given.new / name, given.ink) for name in both]
            for name, told in zip(both, pool.map(compare, jobs, chunksize=8), strict=True):
                found += [f"{name}: {line}" for line in told]
            print(f"{len(both)} {kind} files compared")
    print(*found, f"{len(found)} lines differ", sep="\n")
    return bool(found)


def codes(old: Path, new: Path) -> list[str]:
    """Compare codes, fingerprints and addresses in the manifests."""
    states = [
        {record["code"]: (record["fingerprint"], record["path"]) for record in manifest(site)} for site in (old, new)
    ]
    print(f"{len(states[0])} codes before, {len(states[1])} now")
    return [
        f"code {code}: {states[0].get(code)} -> {states[1].get(code)}"
        for code in sorted(states[0].keys() | states[1].keys())
        if states[0].get(code) != states[1].get(code)
    ]


def manifest(site: Path) -> list[dict[str, str]]:
    """Return the records of sheets in the manifest of `site`."""
    records: list[dict[str, str]] = json.loads((site / "manifest.json").read_text("utf-8"))["sheets"]
    return records


def files(old: Path, new: Path) -> list[str]:
    """Compare which addresses there are."""
    names = [{path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} for site in (old, new)]
    return [f"gone: {name}" for name in sorted(names[0] - names[1])] + [
        f"new: {name}" for name in sorted(names[1] - names[0])
    ]


def paper(job: tuple[Path, Path, bool]) -> list[str]:
    """Compare the text, and where asked for the ink, of each page of two PDFs."""
    with pymupdf.open(job[0]) as old, pymupdf.open(job[1]) as new:
        if len(old) != len(new):
            return [f"{len(old)} pages -> {len(new)}"]
        found = []
        for number, (before, after) in enumerate(zip(old, new, strict=True), 1):
            texts = [page.get_text().split() for page in (before, after)]
            if texts[0] != texts[1]:
                found += [f"page {number}: {line}" for line in differing(*texts)]
            elif job[2] and ink(before, after, DPI) > INK and (most := ink(before, after, CLOSELY)) > INK:
                found.append(f"page {number}: ink differs by {most}")
        return found


def ink(before: pymupdf.Page, after: pymupdf.Page, dpi: int) -> int:
    """Return by how many steps of 255 the dots of two pages differ at most."""
    dots = [page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY).samples for page in (before, after)]
    return max((abs(a - b) for a, b in zip(*dots, strict=True)), default=0) if dots[0] != dots[1] else 0


def words(job: tuple[Path, Path, bool]) -> list[str]:
    """Compare what two pages say, without scripts, styles, and the sizes of files."""
    said = []
    for path in job[:2]:
        tree = html.parse(str(path)).getroot()
        for hidden in tree.xpath("//script|//style|//template|//*[@class='size']"):
            hidden.drop_tree()
        said.append(tree.text_content().split())
    return differing(*said) if said[0] != said[1] else []


def differing(old: list[str], new: list[str]) -> list[str]:
    """Return the words that differ, a line each, `-` before and `+` after."""
    lines = [line for line in difflib.unified_diff(old, new, lineterm="", n=0) if line[:2] not in ("--", "++", "@@")]
    return [*lines[:SHOWN], *(["..."] if len(lines) > SHOWN else [])]


if __name__ == "__main__":
    sys.exit(main())
