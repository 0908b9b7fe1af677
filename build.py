"""planpress: YAML in, site and paper out.

In: the command line. Out: what the stages make, and words for the editor. This is the only
module that prints and exits: 0 all is well, 1 the content must be mended, 2 wrong arguments, 130 stopped by hand.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
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

if TYPE_CHECKING:
    from tqdm import tqdm

    from planpress.pipeline import Order
    from planpress.publishing.publish import Outcome

PROJECT = Path(__file__).resolve().parent


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
    options = parser(PROJECT, today()).parse_args(argv)
    try:
        return COMMANDS[options.command](options)
    except KeyboardInterrupt:  # what was half made is swept by the next run
        print(file=sys.stderr)
        return 130
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


def check(options: argparse.Namespace) -> int:
    """Read the content; print the counts where all is well."""
    campaign = _read(options)
    print(counts(campaign, len(sheets_of(campaign))))
    return 0


def _order(options: argparse.Namespace) -> Order:
    """Read what is to be built; late imports here and below, since `check` answers in a blink."""
    from planpress.pipeline import Order
    from planpress.sheets.printed import printed_now

    campaign = _read(options)
    history = history_of(options.campaign)
    edition = edition_of(campaign, options.site_url or "", options.variant or "")
    return Order(campaign, history, edition, printed_now(campaign, history), options.today)


def _finished(options: argparse.Namespace, order: Order, folder: Path) -> Path:
    """Build what is ordered below `folder`; print the number and name of each stage."""
    from planpress.pipeline import Workshop, finished

    with _Bars() as bars:
        workshop = Workshop(options.build_dir, options.workers, options.scheduler or "", print, bars)
        return finished(order, workshop, folder)


def build(options: argparse.Namespace) -> int:
    """Build the site with every PDF and swap it in."""
    from planpress.publishing import staging

    order = _order(options)
    place = staging.builds_of(options.site)
    with (
        staging.locked(place, order.edition.language),
        staging.staging(place, options.site, order.edition.language) as folder,
    ):
        staging.swap(_finished(options, order, folder), options.site)
    print("8  ", options.site)
    return 0


def publish(options: argparse.Namespace) -> int:
    """Build the site with every PDF and make it the current one of a folder that keeps all before it."""
    from planpress.publishing import addresses, admit, publish, staging
    from planpress.sheets.printed import printed_now

    order = _order(options)
    campaign = order.campaign
    edition = replace(order.edition, site_url=publish.address_of_latest(order.edition.site_url))
    _ = translations(edition.language).gettext
    place = admit.place_of(options.to)
    with staging.locked(place, edition.language), staging.staging(place) as folder:
        current = admit.admit(options.to, campaign, edition, order.printed.all)
        past = addresses.past_of(options.to, edition.language)
        printed = printed_now(campaign, order.history, past.sheets)
        words = {"number": edition.revision, "path": options.to, "current": current or _("nothing")}
        question = _("Publish revision %(number)s to %(path)s (current: %(current)s)? [y/N] ") % words
        if not options.yes and not _agrees(question):
            return _left_alone(_)
        made = _finished(options, replace(order, edition=edition, printed=printed, past=past), folder)
        outcome = publish.publish(options.to, made, campaign, edition, today().isoformat())
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
    with staging.locked(place, language), staging.staging(place) as folder:
        words = {"path": options.to, "number": options.revision or _("the one before")}
        if not options.yes and not _agrees(_("Go back in %(path)s to: %(number)s? [y/N] ") % words):
            return _left_alone(_)
        outcome = publish.rollback(options.to, options.revision or "", today().isoformat(), folder, language)
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
    from planpress.publishing.verify import report

    lines, status = report(options.folder, options.expect, translations(language_of(options.campaign)).gettext)
    print("\n".join(lines), file=sys.stderr if status else sys.stdout)
    return status


def today() -> datetime.date:
    """Return the day; nothing else in planpress knows the clock."""
    return datetime.date.today()


class _Bars:
    """A bar for each piece of work, which shows how much of it is done; silent where nobody watches."""

    def __init__(self) -> None:
        self._bars: dict[str, tqdm[NoReturn]] = {}

    def __call__(self, title: str, done: int, total: int) -> None:
        """Show that `done` of `total` are done of the work called `title`."""
        from tqdm import tqdm

        if title not in self._bars:
            self._bars[title] = tqdm(desc=title, leave=False, disable=None, total=total)
        bar = self._bars[title]
        bar.total = total
        bar.update(done - bar.n)

    def __enter__(self) -> _Bars:
        return self

    def __exit__(self, *_: object) -> None:
        for bar in self._bars.values():
            bar.close()


def serve(options: argparse.Namespace) -> int:
    """Serve the pages until interrupted."""
    from planpress.web import site

    site.serve(options.campaign, options.address, options.today)
    return 0


def export(options: argparse.Namespace) -> int:
    """Write the pages as Markdown."""
    from planpress.sheets.printed import printed_now
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

    wish = seal.Wish(**{field.name: getattr(options, field.name) for field in fields(seal.Wish)})
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
    from planpress.sheets.printed import printed_now

    campaign = _read(options)
    edition = edition_of(campaign, options.site_url or "")
    _ = translations(edition.language).gettext
    faces = fonts.prepare(options.build_dir / "fonts" / "source", options.build_dir / "fonts", edition.language)
    with _Bars() as bars:
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
            partial(bars, _("Copies")),
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
