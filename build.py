"""planpress: YAML in, site and paper out.

In: the command line. Out: what the stages make, and words for the editor. This is the only
module that prints and exits: 0 all is well, 1 the content must be mended, 2 wrong arguments.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from planpress import publish
from planpress.errors import ContentError
from planpress.i18n import translations
from planpress.model import Campaign, walk
from planpress.sheets import Edition, Sheet, edition_of, sheets_of
from planpress.validate import Reading, read, summary

PROJECT = Path(__file__).resolve().parent
FALLBACK_LANGUAGE = "zh"


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return the parsed command line; wrong arguments end the program with status 2."""
    parser = argparse.ArgumentParser(prog="build.py", description="Build a campaign: check, site, paper.")
    parser.add_argument("--campaign", type=Path, default=PROJECT, help="folder with content/ and sectors/")
    parser.add_argument("--build-dir", type=Path, default=PROJECT / ".build", help="caches and staging")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="read the content, report every problem, print the counts")
    build_command = commands.add_parser("build", help="build the site with every PDF and swap it in")
    build_command.add_argument("--site", type=Path, default=None, help="where the site appears (default: site/)")
    build_command.add_argument("--site-url", default="", help="public address of the site")
    build_command.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes that press")
    serve_command = commands.add_parser("serve", help="serve the pages; they reload when the YAML changes")
    serve_command.add_argument("--address", default="127.0.0.1:8000", help="host and port")
    export_command = commands.add_parser("export", help="write the pages as Markdown with a plain mkdocs.yml")
    export_command.add_argument("folder", type=Path)
    commands.add_parser("schemas", help="write the JSON Schemas that help an editor while typing")
    commands.add_parser("fonts", help="get the fonts of the paper and prepare them")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
    options = arguments(argv)
    try:
        return COMMANDS[options.command](options)
    except ContentError as error:
        say = translations(FALLBACK_LANGUAGE)
        for problem in error.problems:
            print(problem, file=sys.stderr)
        print(summary(error.problems, say), file=sys.stderr)
        return 1


def _read(options: argparse.Namespace) -> Reading:
    reading = read(options.campaign)
    for warning in reading.warnings:
        print(warning, file=sys.stderr)
    return reading


def counts(campaign: Campaign, sheets: Sequence[Sheet]) -> str:
    """Return the line that `check` prints when all is well."""
    trees = [campaign.plan.clauses, *(sector.clauses for sector in campaign.sectors)]
    if campaign.plan.notice:
        trees.append(campaign.plan.notice.clauses)
    return translations(campaign.plan.language).gettext(
        "All is well: %(sectors)s sectors, %(clauses)s clauses, %(rows)s checklist rows, %(units)s units, "
        "%(notes)s notes, %(sheets)s sheets"
    ) % {
        "sectors": len(campaign.sectors),
        "clauses": sum(1 for tree in trees for _ in walk(tree)),
        "rows": sum(len(sector.checklist.items) for sector in campaign.sectors if sector.checklist),
        "units": len(campaign.units),
        "notes": len(campaign.notes),
        "sheets": len(sheets),
    }


def check(options: argparse.Namespace) -> int:
    """Read the content and print the counts."""
    campaign = _read(options).campaign
    print(counts(campaign, sheets_of(campaign)))
    return 0


def build(options: argparse.Namespace) -> int:
    """Build the site with every PDF and swap it in."""
    from planpress import fonts, press, site  # late: `check` answers in a blink without them

    reading = _read(options)
    campaign = reading.campaign
    edition = edition_of(campaign, options.site_url)
    sheets = sheets_of(campaign)
    say = translations(campaign.plan.language).gettext
    target = options.site or PROJECT / "site"
    print(f"1-3 {counts(campaign, sheets)}")
    with publish.locked(options.build_dir), publish.staging(options.build_dir, target) as folder:
        pages, paper = folder / "site", folder / "paper"
        ready = fonts.prepare(campaign, options.build_dir / "fonts")
        with ThreadPoolExecutor(1) as beside:
            # The press works in other processes, so the pages can be built meanwhile.
            pressing = beside.submit(
                press.press, sheets, edition, paper, options.build_dir / "cache", ready, options.workers, _bar(say)
            )
            site.build_site(options.campaign, campaign, sheets, edition, pages)
            pressed = pressing.result()
        print("4-6 " + say("%(pages)s pages, %(sheets)s sheets") % {"pages": 0, "sheets": len(pressed)})
        publish.finish(pages, paper, campaign, edition, sheets, pressed)
        publish.swap(pages, target)
    return 0
