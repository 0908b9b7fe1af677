"""planpress: YAML in, site and paper out.

In: the command line. Out: what the stages make, and words for the editor. This is the only
module that prints and exits: 0 all is well, 1 the content must be mended, 2 wrong arguments.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import get_args

from planpress import schemas
from planpress.errors import BuildError, ContentError
from planpress.i18n import translations
from planpress.model import SITE_URL_PATTERN, Campaign, Unit, Variant, walk
from planpress.packs import ZIP_PATH, packs_of, with_packs
from planpress.paper.tidy import tidy
from planpress.sheets import Sheet, edition_of, sheets_of
from planpress.validate import language_of, read, summary

PROJECT = Path(__file__).resolve().parent


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return the parsed command line; wrong arguments end the program with status 2."""
    parser = argparse.ArgumentParser(prog="build.py", description="Build a campaign: check, site, paper.")
    parser.add_argument("--campaign", type=Path, default=PROJECT, help="folder with content/ and sectors/")
    parser.add_argument("--build-dir", type=Path, default=PROJECT / ".build", help="fonts and pressed sheets")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="read the content, report every problem, print the counts")
    build_command = commands.add_parser("build", help="build the site with every PDF and swap it in")
    build_command.add_argument("--site", type=Path, default=PROJECT / "site", help="where the site appears")
    build_command.add_argument("--site-url", type=site_url, help="public address of the site")
    build_command.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes that press")
    build_command.add_argument(
        "--variant", choices=get_args(Variant), help="how paper looks; otherwise as content/plan.yml says"
    )
    build_command.add_argument(
        "--scheduler", metavar="tcp://HOST:PORT", help="press on the workers of this dask scheduler"
    )
    serve_command = commands.add_parser("serve", help="serve the pages; they reload when the YAML changes")
    serve_command.add_argument("--address", default="127.0.0.1:8000", help="host and port")
    export_command = commands.add_parser("export", help="write the pages as Markdown with a plain mkdocs.yml")
    export_command.add_argument("folder", type=Path)
    _new_arguments(commands.add_parser("new", help="write the skeleton of a sector, unit, form, clause or row"))
    commands.add_parser("schemas", help="write the JSON Schemas that help an editor while typing")
    commands.add_parser("fonts", help="get the fonts of the paper and prepare them")
    return parser.parse_args(argv)


def _new_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `build.py new` takes; what is left out stays empty and `check` asks for it."""
    kinds = parser.add_subparsers(dest="kind", required=True)
    sector = kinds.add_parser("sector", help="a new file in sectors/")
    sector.add_argument("--short", default="", help="name in lists and menus")
    sector.add_argument("--lead", nargs="+", metavar="UNIT", default=[], help="ids of the units that lead it")
    unit = kinds.add_parser("unit", help="behind the last in content/units.yml")
    unit.add_argument(
        "--kind", dest="unit_kind", choices=get_args(Unit.model_fields["kind"].annotation), default="department"
    )
    form = kinds.add_parser("form", help="a new file in content/forms/")
    form.add_argument("--basis", metavar="PLACE", default="", help="the clause it serves, such as plan#reporting")
    for command in (sector, unit, form):
        command.add_argument("id", help="permanent name, made of a-z, 0-9 and -")
        command.add_argument("--title", default="", help="name as printed")
    for command in (unit, form):
        command.add_argument("--code", default="", help="part of the codes of sheets, such as YM")
    clause = kinds.add_parser("clause", help="behind the last of a sector, of the plan, or below a clause")
    clause.add_argument("document", help="id of the sector, or plan")
    clause.add_argument("--under", metavar="CLAUSE", default="", help="id of the clause it belongs to")
    item = kinds.add_parser("item", help="behind the last row of a sector's checklist")
    item.add_argument("document", metavar="sector", help="id of the sector")
    for command in (clause, item):
        command.add_argument("--id", default="", help="permanent name; otherwise the next number")
        command.add_argument("--label", default="", help="number as printed")
        command.add_argument("--text", default="", help="wording, letter for letter")


def site_url(text: str) -> str:
    """Return `text` if it is an address that sheets can lead to."""
    if not re.fullmatch(SITE_URL_PATTERN, text):
        raise argparse.ArgumentTypeError(f"must be a web address that ends with a slash: {text}")
    return text


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
    options = arguments(argv)
    try:
        return COMMANDS[options.command](options)
    except ContentError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        say = translations(language_of(options.campaign)).gettext
        print(summary(error.problems, say), file=sys.stderr)
        return 1
    except (BuildError, OSError) as error:  # such as a full disk; the previous site is as it was
        print(error, file=sys.stderr)
        return 1


def _read(options: argparse.Namespace) -> Campaign:
    reading = read(options.campaign)
    for warning in reading.warnings:
        print(warning, file=sys.stderr)
    return reading.campaign


def counts(campaign: Campaign, sheets: Sequence[Sheet]) -> str:
    """Return the line that `check` prints when all is well."""
    trees = [campaign.plan.clauses, *(sector.clauses for sector in campaign.sectors)]
    if campaign.plan.notice:
        trees.append(campaign.plan.notice.clauses)
    _ = translations(campaign.plan.language).gettext
    return _(
        "%(sectors)s sectors, %(clauses)s clauses, %(rows)s checklist rows, %(units)s units, "
        "%(notes)s notes, %(sheets)s sheets"
    ) % {
        "sectors": len(campaign.sectors),
        "clauses": sum(1 for tree in trees for _found in walk(tree)),
        "rows": sum(len(sector.checklist.items) for sector in campaign.sectors if sector.checklist),
        "units": len(campaign.units),
        "notes": len(campaign.notes),
        "sheets": len(sheets),
    }


def check(options: argparse.Namespace) -> int:
    """Read the content; print the counts where all is well."""
    campaign = _read(options)
    print(counts(campaign, sheets_of(campaign)))
    return 0


def build(options: argparse.Namespace) -> int:
    """Build the site with every PDF and swap it in; print the number and name of each stage."""
    # late: `check` answers in a blink without them
    from planpress import publish
    from planpress.paper import cluster, fonts, packing, press
    from planpress.web import site

    campaign = _read(options)
    edition, sheets = edition_of(campaign, options.site_url or "", options.variant or ""), sheets_of(campaign)
    packs = packs_of(campaign, sheets)
    printed = with_packs(sheets, packs)
    _ = translations(edition.language).gettext
    print("1-3", counts(campaign, sheets))
    with publish.locked(options.site), publish.staging(options.site) as folder:
        pages, paper = folder / "site", folder / "paper"
        faces = fonts.prepare(options.build_dir / "fonts" / "source", options.build_dir / "fonts", edition.language)
        elsewhere = cluster.crew(options.scheduler, edition.language) if options.scheduler else nullcontext()
        cache = options.build_dir / "cache"

        def print_all() -> tuple[tuple[press.Pressed, ...], tuple[press.Pressed, ...]]:
            done = press.press(sheets, edition, paper, cache, faces, options.workers, progress, crew)
            return done, packing.bind_packs(packs, done, edition, paper, cache, faces, options.workers, binding)

        binding = _Progress(_("Binding"))
        with elsewhere as crew, ThreadPoolExecutor(1) as beside, _Progress(_("Pressing")) as progress, binding:
            # The press works in other processes, so the pages can be built meanwhile.
            printing = beside.submit(print_all)
            number = site.build_site(campaign, printed, edition, pages)
            pressed, bound = printing.result()
        print("4  ", _("%(pages)s pages") % {"pages": number})
        found = {"sheets": len(pressed), "new": progress.total, "pages": sum(sheet.pages for sheet in pressed)}
        print("5-6", _("%(sheets)s sheets with %(pages)s pages, %(new)s of them pressed now") % found)
        found = {"packs": len(bound), "new": binding.total, "pages": sum(pack.pages for pack in bound)}
        print("6  ", _("%(packs)s packs with %(pages)s pages, %(new)s of them bound now") % found)
        archives = [ZIP_PATH] if any(pack.sheet.unit for pack in packs) else []
        publish.finish(pages, paper, campaign, edition, printed, (*pressed, *bound), archives)
        publish.swap(pages, options.site)
    tidy(cache)
    print("8  ", options.site)
    return 0


class _Progress:
    """A bar that shows how many of the sheets to press are done; silent where nobody watches."""

    def __init__(self, title: str) -> None:
        from tqdm import tqdm

        self._bar = tqdm(desc=title, leave=False, disable=None, total=0)
        self.total = 0

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` are done."""
        self.total = self._bar.total = total
        self._bar.update(done - self._bar.n)

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()


def serve(options: argparse.Namespace) -> int:
    """Serve the pages until interrupted."""
    from planpress.web import site

    site.serve(options.campaign, options.address)
    return 0


def export(options: argparse.Namespace) -> int:
    """Write the pages as Markdown."""
    from planpress.web import site

    campaign = _read(options)
    _ = translations(campaign.plan.language).gettext
    sheets = sheets_of(campaign)
    printed = with_packs(sheets, packs_of(campaign, sheets))
    number = site.export(campaign, printed, edition_of(campaign), options.folder)
    print(_("%(pages)s pages") % {"pages": number}, options.folder)
    return 0


def new(options: argparse.Namespace) -> int:
    """Write a skeleton, say where it stands, and check what is still to be filled in."""
    from planpress.new import Desk

    desk = Desk(options.campaign, _read(options))
    if options.kind == "sector":
        made = desk.sector(options.id, options.title, options.short, options.lead)
    elif options.kind == "unit":
        made = desk.unit(options.id, options.title, options.code, options.unit_kind)
    elif options.kind == "form":
        made = desk.form(options.id, options.title, options.code, options.basis)
    elif options.kind == "clause":
        made = desk.clause(options.document, options.under, options.id, options.label, options.text)
    else:
        made = desk.item(options.document, options.id, options.label, options.text)
    made.write(options.campaign)
    print(f"{made.path}:{made.line}")
    return check(options)


def write_schemas(options: argparse.Namespace) -> int:
    """Write the JSON Schemas."""
    for name, text in schemas.schemas().items():
        (PROJECT / "schemas" / name).write_text(text, "utf-8")
    return 0


def get_fonts(options: argparse.Namespace) -> int:
    """Get the fonts of the paper where they are missing, and prepare them."""
    from planpress.paper import fonts, get_fonts

    language = language_of(options.campaign)
    source = options.build_dir / "fonts" / "source"
    get_fonts.get_fonts(source, print, language)
    fonts.prepare(source, options.build_dir / "fonts", language)
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "check": check,
    "build": build,
    "serve": serve,
    "export": export,
    "new": new,
    "schemas": write_schemas,
    "fonts": get_fonts,
}

if __name__ == "__main__":
    sys.exit(main())
