"""planpress: YAML in, site and paper out.

In: the command line. Out: what the steps make, and words for the editor. This is the only module that prints,
exits and asks for today's date: 0 all is well, 1 the content must be mended, 2 wrong arguments, 130 stopped by hand.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from planpress.arguments import parser
from planpress.content import schemas
from planpress.content.validate import counts, language_of, read, summary
from planpress.errors import BuildError, ContentError
from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.revisions.history import history_of
from planpress.sheets.edition import edition_of
from planpress.sheets.listing import sheets_of

if TYPE_CHECKING:  # other imports stand in the functions, since `check` answers in a blink
    from tqdm import tqdm

    from planpress.paper.fonts import FontSet
    from planpress.pipeline import Progress, Request, Settings
    from planpress.publishing.publish import Outcome

PROJECT = Path(__file__).resolve().parent


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
    options = parser(PROJECT, datetime.date.today()).parse_args(argv)
    try:
        return COMMANDS[options.command](options)
    except KeyboardInterrupt:  # what was half made is swept by the next run
        print(file=sys.stderr)
        return 130
    except ContentError as error:
        print(*error.problems, summary(error.problems, _say(options)), sep="\n", file=sys.stderr)
        return 1
    except (BuildError, OSError) as error:  # such as a full disk; the previous site is as it was
        print(error, file=sys.stderr)
        return 1


# ---------------------------------------------------------------- the content


def check(options: argparse.Namespace) -> int:
    """Read the content; print the counts where all is well."""
    campaign = _read(options)
    print(counts(campaign, len(sheets_of(campaign))))
    return 0


def new(options: argparse.Namespace) -> int:
    """Write a skeleton, say where it stands, and check what is still to be filled in."""
    from planpress.content.new import Skeletons

    skeletons = Skeletons(options.campaign, _read(options))
    if options.kind == "sector":
        made = skeletons.sector(options.id, options.title, options.short, options.lead)
    elif options.kind == "unit":
        made = skeletons.unit(options.id, options.title, options.code, options.unit_kind)
    elif options.kind == "form":
        made = skeletons.form(options.id, options.title, options.code, options.basis)
    elif options.kind == "clause":
        made = skeletons.clause(options.document, options.under, options.id, options.label, options.text)
    else:
        made = skeletons.item(options.document, options.id, options.label, options.text)
    made.write(options.campaign)
    print(f"{made.path}:{made.line}")
    return check(options)


def diff(options: argparse.Namespace) -> int:
    """Tell what changed."""
    from planpress import difference

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
    from planpress import difference
    from planpress import release as seal
    from planpress.revisions.request import ReleaseRequest

    request = ReleaseRequest(**{field.name: getattr(options, field.name) for field in fields(ReleaseRequest)})
    ready = seal.prepare(options.campaign, request)
    _, language = _say(options), language_of(options.campaign)
    print(difference.head_line(ready.meta, language))
    if ready.meta.kind != "original":
        print(difference.count_line(ready.changes, ready.sheets, language))
    if not _agrees(options, _("Seal this revision? It can never be changed again. [y/N] ")):
        print(_("Nothing has been sealed"))
        return 1
    print(seal.seal(options.campaign, ready))
    return 0


def write_schemas(options: argparse.Namespace) -> int:
    """Write the JSON Schemas."""
    for name, text in schemas.schemas().items():
        (PROJECT / "schemas" / name).write_text(text, "utf-8")
    return 0


# ---------------------------------------------------------------- site and paper


def build(options: argparse.Namespace) -> int:
    """Build the site with every PDF and swap it in."""
    from planpress import pipeline

    with _bars() as progress:
        pipeline.build(*_asked(options, progress), options.site)
    print("8  ", options.site)
    return 0


def publish(options: argparse.Namespace) -> int:
    """Build the site with every PDF and make it the current one of a folder that keeps all before it."""
    from planpress import pipeline

    _ = _say(options)
    with _bars() as progress:
        request, settings = _asked(options, progress)

        def agrees(current: str) -> bool:
            question = _("Publish revision %(number)s to %(path)s (current: %(current)s)? [y/N] ")
            words = {"number": request.edition.revision, "path": options.to, "current": current or _("nothing")}
            return _agrees(options, question % words)

        outcome = pipeline.publish(request, settings, options.to, datetime.date.today, agrees)
    return _tell(options, outcome)


def rollback(options: argparse.Namespace) -> int:
    """Make an earlier publication the current one again."""
    from planpress.publishing import publications, publish, staging

    _, language = _say(options), language_of(options.campaign)
    if not options.to.is_dir():
        raise BuildError(_("Nothing was published to %(path)s yet.") % {"path": options.to})
    with staging.staging(publications.staging_of(options.to), language=language) as folder:
        words = {"path": options.to, "number": options.revision or _("the one before")}
        if not _agrees(options, _("Go back in %(path)s to: %(number)s? [y/N] ") % words):
            return _tell(options, None)
        before = publications.read_publications(options.to, language)
        return _tell(options, publish.rollback(before, options.revision or "", str(datetime.date.today()), folder))


def verify(options: argparse.Namespace) -> int:
    """Tell what has changed in a published folder."""
    from planpress.publishing.verify import report

    lines, status = report(options.folder, options.expect, _say(options))
    print("\n".join(lines), file=sys.stderr if status else sys.stdout)
    return status


def serve(options: argparse.Namespace) -> int:
    """Serve the pages until interrupted."""
    from planpress.web import mkdocs

    mkdocs.serve(options.campaign, options.address, options.today)
    return 0


def export(options: argparse.Namespace) -> int:
    """Write the pages as Markdown, with the paper of the finished site where that says the same."""
    from planpress.publishing.manifest import paper_of
    from planpress.sheets.printed import printed_now
    from planpress.web.export import Paper, export
    from planpress.web.site import site_of

    _, campaign, history = _say(options), _read(options), history_of(options.campaign)
    printed = printed_now(campaign, history).all
    files = paper_of(options.site, printed)
    site = site_of(campaign, printed, edition_of(campaign).within(history), options.today, history=history)
    number = export(site, options.folder, Paper(options.site, files) if files else None)
    print(_("%(pages)s pages") % {"pages": number}, options.folder)
    if not files:
        words = _("Without paper: %(site)s is not the finished site of this content; its links to paper lead nowhere")
        print(words % {"site": options.site}, file=sys.stderr)
    return 0


def issue_copies(options: argparse.Namespace) -> int:
    """Make numbered copies of the pack of a unit, and register them."""
    from planpress.paper import issue
    from planpress.paper.press import Setup
    from planpress.sheets.printed import printed_now

    _, campaign = _say(options), _read(options)
    history = history_of(options.campaign)
    printed, edition = printed_now(campaign, history), edition_of(campaign, options.site_url or "").within(history)
    faces = _fonts(options, campaign.plan.language)
    setup = Setup(edition, options.build_dir / "cache", faces, options.workers)
    target = options.to or Path("copies") / options.unit
    with _bars() as progress:
        tell = partial(progress, _("Copies"))
        made = issue.issue_copies(campaign, printed, options.unit, options.count, setup, target, tell)
    print(_("%(count)s copies, registered in %(name)s") % {"count": len(made.copies), "name": made.register})
    return 0


def get_fonts(options: argparse.Namespace) -> int:
    """Get the fonts of the paper where they are missing, and prepare them."""
    from planpress.paper import get_fonts

    language = language_of(options.campaign)
    get_fonts.get_fonts(options.build_dir / "fonts" / "source", print, language)
    _fonts(options, language)
    return 0


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    command.__name__.replace("_", "-"): command
    for command in (check, new, diff, release, build, publish, rollback, verify, serve, export, issue_copies)
} | {"schemas": write_schemas, "fonts": get_fonts}


# ---------------------------------------------------------------- what commands share


def _say(options: argparse.Namespace) -> Callable[[str], str]:
    """Return what translates a message into the language of the campaign."""
    return translations(language_of(options.campaign)).gettext


def _read(options: argparse.Namespace) -> Campaign:
    """Read the campaign; print what is odd in it."""
    reading = read(options.campaign)
    for warning in reading.warnings:
        print(warning, file=sys.stderr)
    return reading.campaign


def _asked(options: argparse.Namespace, progress: Progress) -> tuple[Request, Settings]:
    """Read what is to be built, where and by how many; the number and name of each step are printed."""
    from planpress.pipeline import Request, Settings
    from planpress.sheets.printed import printed_now

    campaign, history = _read(options), history_of(options.campaign)
    edition = edition_of(campaign, options.site_url or "", options.variant or "").within(history)
    settings = Settings(options.build_dir, options.workers, options.scheduler or "", print, progress)
    return Request(campaign, history, edition, printed_now(campaign, history), options.today), settings


def _fonts(options: argparse.Namespace, language: str) -> FontSet:
    from planpress.paper import fonts

    return fonts.prepare(options.build_dir / "fonts" / "source", options.build_dir / "fonts", language)


def _agrees(options: argparse.Namespace, question: str) -> bool:
    """Ask, unless the command line says yes; without an answer, as in a script, the answer is no."""
    try:
        return options.yes or input(question).strip().lower() in ("y", "yes", translations("zh").gettext("yes"))
    except EOFError:
        print()
        return False


def _tell(options: argparse.Namespace, outcome: Outcome | None) -> int:
    """Tell what a publication or rollback led to; None: whoever ran it did not agree."""
    _ = _say(options)
    if outcome is None:
        print(_("Nothing has been changed; to go on without being asked, add --yes"), file=sys.stderr)
        return 1
    current = _("Current: %(title)s, in the folder %(folder)s")
    words = current if outcome.changed else _("Nothing has changed: %(title)s, in the folder %(folder)s")
    print("8  ", words % {"title": outcome.title, "folder": outcome.folder})
    print("   ", _("Check sum: %(sum)s") % {"sum": outcome.check_sum})
    return 0


@contextmanager
def _bars() -> Iterator[Progress]:
    """Give what shows a bar for each piece of work, with how much of it is done; silent where nobody watches."""
    from tqdm import tqdm

    bars: dict[str, tqdm[NoReturn]] = {}

    def show(title: str, done: int, total: int) -> None:
        if title not in bars:
            bars[title] = tqdm(desc=title, leave=False, disable=None, total=total)
        bars[title].total = total
        bars[title].update(done - bars[title].n)

    try:
        yield show
    finally:
        for bar in bars.values():
            bar.close()


if __name__ == "__main__":
    sys.exit(main())
