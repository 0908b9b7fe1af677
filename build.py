"""planpress: YAML in, site and paper out.

In: the command line. Out: what the stages make, and words for the editor. This is the only
module that prints and exits: 0 all is well, 1 the content must be mended, 2 wrong arguments.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import re
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from planpress import schemas
from planpress.errors import BuildError, ContentError
from planpress.i18n import translations
from planpress.model import SITE_URL_PATTERN, Campaign, Unit, Variant, walk
from planpress.packs import ZIP_PATH
from planpress.paper.tidy import tidy
from planpress.revisions.history import history_of
from planpress.sheets import Edition, Sheet, edition_of, sheets_of
from planpress.validate import language_of, read, summary

if TYPE_CHECKING:
    from planpress.publishing.publish import Outcome
    from planpress.publishing.withdrawn import Past, Seen
    from planpress.revisions.printing import Printed

PROJECT = Path(__file__).resolve().parent


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return the parsed command line; wrong arguments end the program with status 2."""
    parser = argparse.ArgumentParser(prog="build.py", description="Build a campaign: check, site, paper.")
    parser.add_argument("--campaign", type=Path, default=PROJECT, help="folder with content/ and sectors/")
    parser.add_argument("--build-dir", type=Path, default=PROJECT / ".build", help="fonts and pressed sheets")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="read the content, report every problem, print the counts")
    press = argparse.ArgumentParser(add_help=False)
    press.add_argument("--site-url", type=site_url, help="public address of the site")
    press.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes that press")
    press.add_argument(
        "--variant", choices=get_args(Variant), help="how paper looks; otherwise as content/plan.yml says"
    )
    press.add_argument("--scheduler", metavar="tcp://HOST:PORT", help="press on the workers of this dask scheduler")
    build_command = commands.add_parser("build", parents=[press], help="build the site with every PDF and swap it in")
    build_command.add_argument("--site", type=Path, default=PROJECT / "site", help="where the site appears")
    publish_command = commands.add_parser("publish", parents=[press], help="build, and publish beside what was before")
    rollback_command = commands.add_parser("rollback", help="make an earlier publication the current one again")
    rollback_command.add_argument("--revision", type=publication, help="which; otherwise the one before")
    for command in (publish_command, rollback_command):
        command.add_argument("--to", type=Path, required=True, help="folder of the publications")
        command.add_argument("--yes", action="store_true", help="do not ask")
    verify_command = commands.add_parser("verify", help="tell what has changed in a published folder")
    verify_command.add_argument("folder", type=Path)
    verify_command.add_argument("--expect", metavar="XXXX-XXXX-XXXX-XXXX", default="", help="its check sum as noted")
    serve_command = commands.add_parser("serve", help="serve the pages; they reload when the YAML changes")
    serve_command.add_argument("--address", default="127.0.0.1:8000", help="host and port")
    export_command = commands.add_parser("export", help="write the pages as Markdown with a plain mkdocs.yml")
    export_command.add_argument("folder", type=Path)
    _new_arguments(commands.add_parser("new", help="write the skeleton of a sector, unit, form, clause or row"))
    diff_command = commands.add_parser("diff", help="tell what changed between two revisions, or since the last one")
    diff_command.add_argument("old", nargs="?", type=revision, metavar="A", help="a number; otherwise the last sealed")
    diff_command.add_argument("new", nargs="?", type=revision, metavar="B", help="a number; otherwise the draft")
    diff_command.add_argument("--unit", help="only what concerns the unit of this id")
    diff_command.add_argument("--json", action="store_true", help="for programs")
    _release_arguments(commands.add_parser("release", help="seal the draft as the next revision"))
    for command in (build_command, publish_command, serve_command, export_command):
        command.add_argument(
            "--today",
            type=date,
            metavar="YYYY-MM-DD",
            help="the day for which the home page says how far the period has come; otherwise the reader's own",
        )
    copies_command = commands.add_parser(
        "issue-copies", help="make numbered copies of a unit's pack, and their register"
    )
    copies_command.add_argument("--unit", required=True, help="id of the unit")
    copies_command.add_argument("--count", type=copies, required=True, help="how many, numbered from 1")
    copies_command.add_argument("--to", type=Path, metavar="DIR", help="folder to make; otherwise copies/UNIT")
    copies_command.add_argument("--site-url", type=site_url, help="public address of the site")
    copies_command.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes that press")
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


def _release_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kind", default="", help="original | revision | correction | repeal, or in Chinese")
    parser.add_argument("--reason", default="", help="why there is a revision")
    parser.add_argument("--document-number", help="as printed on the document")
    parser.add_argument("--issued", type=date, default=datetime.date.today(), help="day of issue; otherwise today")
    parser.add_argument("--effective", type=date, help="first day on which it holds; otherwise the day of issue")
    parser.add_argument("--approved-by", metavar="UNIT", help="id of the unit that approved it; otherwise the issuer")
    parser.add_argument("--meaning", default="", help="what it means for the units")
    parser.add_argument("--yes", action="store_true", help="seal without asking")


def date(text: str) -> datetime.date:
    """Return the day that `text` names, such as 2022-11-10."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise argparse.ArgumentTypeError(f"must be a date such as 2022-11-10: {text}")
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"no such day: {text}") from None


def copies(text: str) -> int:
    """Return a number of copies."""
    if not re.fullmatch("[1-9][0-9]{0,2}", text):
        raise argparse.ArgumentTypeError(f"must be a number from 1 to 999: {text}")
    return int(text)


def revision(text: str) -> int | None:
    """Return the number of a sealed revision; None for the draft."""
    if text != "draft" and not re.fullmatch("[1-9][0-9]{0,5}", text):
        raise argparse.ArgumentTypeError(f"must be the number of a revision, or 'draft': {text}")
    return None if text == "draft" else int(text)


def site_url(text: str) -> str:
    """Return `text` if it is an address that sheets can lead to."""
    if not re.fullmatch(SITE_URL_PATTERN, text):
        raise argparse.ArgumentTypeError(f"must be a web address that ends with a slash: {text}")
    return text


def publication(text: str) -> str:
    """Return `text` if it can name a publication: a revision, or a build of one."""
    if not re.fullmatch(r"[1-9][0-9]{0,5}(-[1-9][0-9]{0,5})?", text):
        raise argparse.ArgumentTypeError(f"must be a revision, such as 2, or a build, such as 2-1: {text}")
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
    # late, like all that `check` can do without: it answers in a blink
    from planpress.publishing import staging
    from planpress.revisions.history import history_of
    from planpress.revisions.printing import printed_now

    campaign = _read(options)
    edition = edition_of(campaign, options.site_url or "", options.variant or "")
    everything = printed_now(campaign, history_of(options.campaign))
    place = staging.builds_of(options.site)
    with staging.locked(place), staging.staging(place, options.site) as folder:
        staging.swap(finished(options, campaign, edition, everything, folder), options.site)
    print("8  ", options.site)
    return 0


def publish(options: argparse.Namespace) -> int:
    """Build the site with every PDF and make it the current one of a folder that keeps all before it."""
    from planpress.publishing import admit, publish, staging, withdrawn
    from planpress.revisions.history import history_of
    from planpress.revisions.printing import printed_now

    campaign = _read(options)
    edition = edition_of(campaign, options.site_url or "", options.variant or "")
    everything = printed_now(campaign, history_of(options.campaign))
    edition = replace(edition, site_url=publish.address_of_latest(edition.site_url))
    _ = translations(edition.language).gettext
    place = admit.place_of(options.to)
    with staging.locked(place), staging.staging(place) as folder:
        current = admit.admit(options.to, campaign, edition, everything.all)
        past = withdrawn.past_of(options.to, edition.language)
        words = {"number": edition.revision, "path": options.to, "current": current or _("nothing")}
        question = _("Publish revision %(number)s to %(path)s (current: %(current)s)? [y/N] ") % words
        if not options.yes and not _agrees(question):
            return _left_alone(_)
        made = finished(options, campaign, edition, everything, folder, past)
        outcome = publish.publish(options.to, made, campaign, edition, today())
    _tell(outcome, edition.language)
    return 0


def rollback(options: argparse.Namespace) -> int:
    """Make an earlier publication the current one again."""
    from planpress.publishing import admit, publish, staging

    language = language_of(options.campaign)
    _ = translations(language).gettext
    if not options.to.is_dir():
        raise BuildError(_("Nothing was published to %(path)s yet.") % {"path": options.to})
    place = admit.place_of(options.to)
    with staging.locked(place), staging.staging(place) as folder:
        words = {"path": options.to, "number": options.revision or _("the one before")}
        if not options.yes and not _agrees(_("Go back in %(path)s to: %(number)s? [y/N] ") % words):
            return _left_alone(_)
        outcome = publish.rollback(options.to, options.revision or "", today(), folder, language)
    _tell(outcome, language)
    return 0


def _left_alone(_: Callable[[str], str]) -> int:
    print(_("Nothing has been changed; to go on without being asked, add --yes"), file=sys.stderr)
    return 1


def _tell(outcome: Outcome, language: str) -> None:
    _ = translations(language).gettext
    words = (
        _("Current: %(title)s, in the folder %(folder)s")
        if outcome.changed
        else _("Nothing has changed: %(title)s, in the folder %(folder)s")
    )
    print("8  ", words % {"title": outcome.title, "folder": outcome.folder})
    print("   ", _("Check sum: %(sum)s") % {"sum": outcome.check_sum})


def verify(options: argparse.Namespace) -> int:
    """Tell what has changed in a published folder."""
    from planpress.verify import report

    lines, status = report(options.folder, options.expect, translations(language_of(options.campaign)).gettext)
    print("\n".join(lines), file=sys.stderr if status else sys.stdout)
    return status


def today() -> str:
    """Return the day as YYYY-MM-DD; nothing else in planpress knows the clock."""
    return datetime.date.today().isoformat()


def finished(
    options: argparse.Namespace,
    campaign: Campaign,
    edition: Edition,
    everything: Printed,
    folder: Path,
    past: Past | None = None,
) -> Path:
    """Build pages and PDFs below `folder` and prove them; print the number and name of each stage.

    Args:
        options: Where fonts and the cache are, and who presses.
        campaign: Validated.
        edition: As which edition.
        everything: What is printed.
        folder: Empty.
        past: For a site that is published: the revisions before, which it leads to, and whose
            addresses have to answer still.

    Returns:
        The finished site.
    """
    from planpress.office import files
    from planpress.paper import cluster, fonts, packing, pool, press
    from planpress.publishing import withdrawn
    from planpress.publishing.finish import finish
    from planpress.web import site, sizes

    sheets, packs, printed = everything.sheets, everything.packs, everything.all
    gone = withdrawn.gone_sheets(past, printed, campaign) if past else ()
    _ = translations(edition.language).gettext
    print("1-3", counts(campaign, sheets))
    pages, paper = folder / "site", folder / "paper"
    faces = fonts.prepare(options.build_dir / "fonts" / "source", options.build_dir / "fonts", edition.language)
    elsewhere = cluster.crew(options.scheduler, edition.language) if options.scheduler else nullcontext()
    cache = options.build_dir / "cache"

    def print_all() -> tuple[tuple[press.Pressed, ...], tuple[press.Pressed, ...]]:
        done = press.press((*sheets, *gone), edition, paper, cache, faces, options.workers, progress, crew)
        return done, packing.bind_packs(packs, done, edition, paper, cache, faces, options.workers, binding)

    binding = _Progress(_("Binding"))
    clerk = pool.local(1)
    with elsewhere as crew, ThreadPoolExecutor(1) as beside, clerk, _Progress(_("Pressing")) as progress, binding:
        # The press and the clerk work in other processes, so the pages can be built meanwhile.
        printing = beside.submit(print_all)
        filing = clerk.submit(files.office_files, campaign, sheets, edition, options.today)
        history, published = history_of(options.campaign), past is not None
        number = site.build_site(campaign, printed, edition, pages, options.today, published, history)
        pressed, bound = printing.result()
        written = files.write_files(pages, filing.result())
    print("4  ", _("%(pages)s pages") % {"pages": number})
    found = {"sheets": len(pressed), "new": progress.total, "pages": sum(sheet.pages for sheet in pressed)}
    print("5-6", _("%(sheets)s sheets with %(pages)s pages, %(new)s of them pressed now") % found)
    found = {"packs": len(bound), "new": binding.total, "pages": sum(pack.pages for pack in bound)}
    print("6  ", _("%(packs)s packs with %(pages)s pages, %(new)s of them bound now") % found)
    print("6  ", _("%(files)s files for office programs") % {"files": written})
    told: list[Seen] = []
    if past:
        told += (past.known[sheet.path] for sheet in gone)
        told += withdrawn.write_pages(past, pages, campaign, edition.language)
    made = [file for file in (*pressed, *bound) if file.path not in {sheet.path for sheet in gone}]
    archives = [ZIP_PATH] if any(pack.sheet.unit for pack in packs) else []
    known = {file.path: (file.pages, file.bytes) for file in made}
    known |= {name: (0, (paper / name).stat().st_size) for name in archives}
    sizes.fill_in(pages, known, edition.language)
    finish(pages, paper, campaign, edition, printed, made, archives, told)
    tidy(cache)
    return pages


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

    site.serve(options.campaign, options.address, options.today)
    return 0


def export(options: argparse.Namespace) -> int:
    """Write the pages as Markdown."""
    from planpress.revisions.history import history_of
    from planpress.revisions.printing import printed_now
    from planpress.web import site

    campaign = _read(options)
    _ = translations(campaign.plan.language).gettext
    history = history_of(options.campaign)
    printed = printed_now(campaign, history).all
    number = site.export(campaign, printed, edition_of(campaign), options.folder, options.today, history)
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


def diff(options: argparse.Namespace) -> int:
    """Tell what changed."""
    from planpress.revisions import difference

    found = difference.difference(options.campaign, options.old, options.new)
    if options.unit:
        found = found.of_unit(options.unit)
    if options.json:
        print(json.dumps(difference.json_of(found), ensure_ascii=False, indent=1))
    else:
        print(*difference.text_of(found), sep="\n")
    return 0


def release(options: argparse.Namespace) -> int:
    """Seal the draft, if whoever runs this agrees."""
    from planpress.revisions import difference, seal

    wish = seal.Wish(
        options.kind,
        options.reason,
        options.issued,
        options.effective,
        options.document_number,
        options.approved_by,
        options.meaning,
    )
    ready = seal.prepare(options.campaign, wish)
    language = language_of(options.campaign)
    _ = translations(language).gettext
    print(difference.head_line(ready.meta, language))
    if ready.meta.kind != "original":
        print(difference.count_line(ready.changes, ready.sheets, language))
    if not options.yes and not _agrees(_("Seal this revision? It can never be changed again. [y/N] ")):
        print(_("Nothing has been sealed"))
        return 1
    print(seal.seal(options.campaign, ready))
    return 0


def _agrees(question: str) -> bool:
    """Ask; without an answer, as in a script, the answer is no."""
    try:
        return input(question).strip().lower() in ("y", "yes", translations("zh").gettext("yes"))
    except EOFError:
        print()
        return False


def issue_copies(options: argparse.Namespace) -> int:
    """Make numbered copies of the pack of a unit, and register them."""
    from planpress.paper import fonts, issue
    from planpress.revisions.history import history_of
    from planpress.revisions.printing import printed_now

    campaign = _read(options)
    edition = edition_of(campaign, options.site_url or "")
    _ = translations(edition.language).gettext
    faces = fonts.prepare(options.build_dir / "fonts" / "source", options.build_dir / "fonts", edition.language)
    with _Progress(_("Copies")) as progress:
        made = issue.issue_copies(
            campaign,
            printed_now(campaign, history_of(options.campaign)),
            options.unit,
            options.count,
            edition,
            options.to or Path("copies") / options.unit,
            options.build_dir / "cache",
            faces,
            options.workers,
            progress,
        )
    print(_("%(count)s copies, registered in %(name)s") % {"count": len(made.copies), "name": made.register})
    return 0


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
    "publish": publish,
    "rollback": rollback,
    "verify": verify,
    "serve": serve,
    "export": export,
    "new": new,
    "diff": diff,
    "release": release,
    "issue-copies": issue_copies,
    "schemas": write_schemas,
    "fonts": get_fonts,
}

if __name__ == "__main__":
    sys.exit(main())
