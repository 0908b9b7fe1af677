"""planpress: YAML in, site and paper out.

In: the command line. Out: what the steps make, and words for the editor. This is the only module that says what is
printed, exits and asks for today's date. The exit status (`STATUS` in `planpress/arguments.py`) says what became of it,
whoever hears the words.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from planpress import disk, terminal
from planpress.arguments import parser, placed
from planpress.errors import BuildError, ContentError
from planpress.i18n import translations
from planpress.paper.pool import ready
from planpress.resources import default_campaign, faces_folder

if TYPE_CHECKING:  # other imports stand in the functions, since a build of what has not changed answers in a blink
    from planpress.model.campaign import Campaign
    from planpress.publishing.publish import Outcome
    from planpress.publishing.signing import Signer
    from planpress.revisions.history import History


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
    terminal.begin()
    known, words = parser(default_campaign(), datetime.date.today()), sys.argv[1:] if argv is None else argv
    if any(map(re.compile("[\ud800-\udfff]").search, words)):  # so bytes are shown that are no text
        known.error("the command line must be UTF-8: " + " ".join(map(ascii, words)))
    options = placed(known.parse_args(words), known.error)
    try:
        status = COMMANDS[options.command](options)
    except KeyboardInterrupt:  # what was half made is swept by the next run
        terminal.tell(error=True)
        status = 130
    except ContentError as error:
        from planpress.content.validate import summary, told

        say = _say(options)
        terminal.tell(*told(error.problems, say), summary(error.problems, say), sep="\n", error=True)
        status = 1
    except (BuildError, OSError) as error:  # such as a full disk; the previous site is as it was
        terminal.tell(disk.told(error, _say(options)) if isinstance(error, OSError) else error, error=True)
        status = 1
    terminal.tell(end="")
    return 3 if terminal.untold and not status else status


# ---------------------------------------------------------------- the content


def check(options: argparse.Namespace) -> int:
    """Read the content, prove seals and, where asked, paper; print the counts and the sum of the last seal."""
    from planpress.publishing.signing import words_of

    campaign, history = _read(options), _prove_seals(options)
    if options.paper:
        _prove_paper(options, campaign, options.campaign)
    _count(options, campaign)
    if history.last:
        terminal.tell(*words_of(history.last, campaign.plan.language, options.signers), sep="\n")
    return 0


def start(options: argparse.Namespace) -> int:
    """Write a campaign to go on from; ask for what the command line leaves out, where somebody is there to answer."""
    from planpress.content.start import start, wish_of

    wish = wish_of(options, terminal.answer)
    options.language, options.campaign = wish.language, options.folder
    start(options.folder, wish)
    _count(options, _read(options))
    return 0


def import_file(options: argparse.Namespace) -> int:
    """Make a campaign of a file of an office, or a new version of one that is there."""
    if options.onto:
        return _renew(options)
    from planpress.content.word.intake import intake
    from planpress.content.word.intake.report import PAGE, lines_of

    report = intake.import_into(intake.wish_of(options, datetime.date.today()))
    terminal.tell(*lines_of(report), options.into / PAGE, sep="\n")
    options.language, options.campaign = report.language, options.into
    _count(options, _read(options))
    return 0


def _renew(options: argparse.Namespace) -> int:
    """Show what a new version of a file changes in its campaign; write it where asked, if no question is open."""
    from planpress.content.word.patching import onto, renewal

    options.campaign = options.onto
    _ = _say(options)
    made = renewal.renewal_of(options, _)
    version = made.version
    terminal.tell(*renewal.told(made, _), *([renewal.write_page(options.onto, made)] if made.page else ()), sep="\n")
    if not (options.write and version.may_be_written and version.patch.files):
        terminal.tell(renewal.left_undone(version, _))
        return int(options.write and not version.may_be_written)
    onto.write(options.campaign, version, _)
    _count(options, _read(options))
    return 0


def forms(options: argparse.Namespace) -> int:
    """List the forms that ship."""
    from planpress.content.shipped import told

    terminal.tell(*told(_language(options)), sep="\n")
    return 0


def new(options: argparse.Namespace) -> int:
    """Write a skeleton, say where it stands, and check what is still to be filled in."""
    from planpress.content.new import Skeletons, undisturbed

    with undisturbed(options.campaign, _say(options)):
        made = Skeletons(options.campaign, _read(options)).asked(options)
        made.write(options.campaign)
    terminal.tell(f"{made.path}:{made.line}")
    _count(options, _read(options))
    return 0


def diff(options: argparse.Namespace) -> int:
    """Tell what changed."""
    from planpress import difference

    whole = difference.difference(options.campaign, options.old, options.new)
    found = whole.of_unit(options.unit) if options.unit else whole
    as_json = options.json and json.dumps(difference.json_of(found), ensure_ascii=False, indent=1)
    terminal.tell(*([as_json] if as_json else difference.text_of(found)), sep="\n")
    return 0


def release(options: argparse.Namespace) -> int:
    """Seal the draft, if its paper can be printed and whoever runs this agrees."""
    from planpress import difference
    from planpress import release as seal
    from planpress.content.validate import read
    from planpress.publishing.signing import words_of
    from planpress.revisions.request import ReleaseRequest

    request = ReleaseRequest(**{field.name: getattr(options, field.name) for field in fields(ReleaseRequest)})
    _, language, signer = _say(options), _language(options), _signer(options)
    ready = seal.prepare(options.campaign, request, signer)
    _prove_seals(options)
    terminal.tell(difference.head_line(ready.meta, language))
    if ready.meta.kind != "original":
        terminal.tell(difference.count_line(ready.changes, ready.sheets, language))
    with seal.sealed_copy(options.campaign, ready, options.build_dir / "sealing") as copy:
        _prove_paper(options, read(copy).campaign, copy)
    if not terminal.agrees(options.yes, _("Seal this revision? It can never be changed again. [y/N] ")):
        terminal.tell(_("Nothing has been sealed"))
        return 1
    sealed = seal.seal(options.campaign, ready, signer)
    terminal.tell(sealed.folder, *words_of(sealed, language), sep="\n")
    return 0


def write_schemas(options: argparse.Namespace) -> int:
    """Write the JSON Schemas."""
    from planpress.content.schemas import write

    write(options.campaign / "schemas")
    return 0


# ---------------------------------------------------------------- site and paper


def build(options: argparse.Namespace) -> int:
    """Build the site with every PDF and swap it in; where nothing has changed since, tell what it told, and no more."""
    from planpress.publishing.unchanged import Site

    site = Site(options)
    if lines := site.told():
        terminal.warn(lines.warnings)
        terminal.tell(*map(" ".join, lines.steps), sep="\n")
    else:
        with ready(options.workers) as crew, terminal.bars() as progress:
            from planpress import pipeline

            request, settings = pipeline.asked(options, _read(options), crew, terminal.tell, progress)
            site.keep(terminal.warned, pipeline.build(request, settings, options.site))
    terminal.tell("8  ", options.site)
    return 0


def publish(options: argparse.Namespace) -> int:
    """Build the site with every PDF and make it the current one of a folder that keeps all before it."""
    from planpress import pipeline

    _ = _say(options)
    with ready(options.workers) as crew, terminal.bars() as progress:
        request, settings = pipeline.asked(options, _read(options), crew, terminal.tell, progress)
        request = replace(request, signer=_signer(options))
        _prove_seals(options)

        def agrees(current: str) -> bool:
            question = _("Publish revision %(number)s to %(path)s (current: %(current)s)? [y/N] ")
            words = {"number": request.edition.number, "path": options.to, "current": current or _("nothing")}
            return terminal.agrees(options.yes, question % words)

        outcome = pipeline.publish(request, settings, options.to, datetime.date.today, agrees)
    return _tell(options, outcome)


def rollback(options: argparse.Namespace) -> int:
    """Make an earlier publication the current one again."""
    from planpress.publishing import publish

    _, signer, today = _say(options), _signer(options), str(datetime.date.today())
    words = {"path": options.to, "number": options.revision or _("the one before")}
    agrees = partial(terminal.agrees, options.yes, _("Go back in %(path)s to: %(number)s? [y/N] ") % words)
    return _tell(
        options, publish.go_back(options.to, options.revision or "", today, _language(options), signer, agrees)
    )


def verify(options: argparse.Namespace) -> int:
    """Tell what has changed in a published folder."""
    from planpress.publishing.verify import report

    lines, status = report(options.folder, options.expect, _say(options), signers=options.signers)
    terminal.tell("\n".join(lines), error=bool(status))
    return status


def serve(options: argparse.Namespace) -> int:
    """Serve the pages until interrupted."""
    from planpress.web import mkdocs

    mkdocs.serve(options.campaign, options.build_dir / "cache", options.address, options.today)
    return 0


def export(options: argparse.Namespace) -> int:
    """Write the pages as Markdown, with the paper of the finished site where that says the same."""
    from planpress import pipeline

    _, campaign, history = _say(options), _read(options), _history(options)
    number, has_paper = pipeline.export(campaign, history, options.today, options.site, options.folder)
    terminal.tell(_("%(pages)s pages") % {"pages": number}, options.folder)
    if not has_paper:
        words = _("Without paper: %(site)s is not the finished site of this content; its links to paper lead nowhere")
        terminal.tell(words % {"site": options.site}, error=True)
    return 0


def word(options: argparse.Namespace) -> int:
    """Write the plan, or an annex, as a Word file."""
    from planpress.office.word_asked import write_word

    campaign, history = _read(options), _prove_seals(options)
    terminal.tell(write_word(campaign, history, options.to, options.annex, options.changes))
    return 0


def issue_copies(options: argparse.Namespace) -> int:
    """Make numbered copies of the pack of a unit, and register them."""
    from planpress.paper import issue as copies
    from planpress.pipeline import setup_of
    from planpress.sheets.printed import printed_now

    _, campaign = _say(options), _read(options)
    printed, target = printed_now(campaign, _history(options)), options.to or Path("copies") / options.unit
    with terminal.bars() as progress:
        setup, tell = setup_of(options, campaign), partial(progress, _("Copies"))
        made = copies.issue_copies(campaign, printed, options.unit, options.count, setup, target, tell)
    terminal.tell(_("%(count)s copies, registered in %(name)s") % {"count": len(made.copies), "name": made.register})
    return 0


def issue(options: argparse.Namespace) -> int:
    """Make numbered documents of a form, and enter their numbers."""
    from planpress.paper.issue_documents import Wanted, issue_documents
    from planpress.pipeline import setup_of

    _, campaign = _say(options), _read(options)
    wanted = Wanted(**{field.name: getattr(options, field.name) for field in fields(Wanted)})
    target = options.to or options.campaign / "issued"
    with terminal.bars() as progress:
        made = issue_documents(campaign, wanted, setup_of(options, campaign), target, partial(progress, _("Documents")))
    for number in made.unknown:
        terminal.tell(_("This number is cited, but is not in the docket: %(number)s") % {"number": number}, error=True)
    terminal.tell(*made.files, sep="\n")
    terminal.tell(_("%(count)s documents in %(folder)s") % {"count": len(made.files), "folder": made.folder})
    return 0


def fonts(options: argparse.Namespace) -> int:
    """Get the fonts of the paper where they are missing, and prepare them."""
    from planpress.paper import get_fonts, machine

    get_fonts.get_fonts(faces_folder() / "source", terminal.tell, _language(options))
    machine.faces(_language(options))
    return 0


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    command.__name__.replace("_", "-"): command
    for command in (check, new, diff, release, build, publish, rollback, verify, serve, export, issue_copies, issue)
} | {"start": start, "import": import_file, "word": word, "forms": forms, "schemas": write_schemas, "fonts": fonts}


# ---------------------------------------------------------------- what commands share


def _language(options: argparse.Namespace) -> str:
    """Return the language of the campaign."""
    from planpress.content.validate import language_of

    return getattr(options, "language", None) or language_of(options.campaign)


def _say(options: argparse.Namespace) -> Callable[[str], str]:
    """Return what translates a message into the language of the campaign."""
    return translations(_language(options)).gettext


def _read(options: argparse.Namespace) -> Campaign:
    """Read the campaign; print what is odd in it."""
    from planpress.content.validate import read, told

    reading = read(options.campaign)
    terminal.warn(told(reading.warnings, _say(options)))
    return reading.campaign


def _history(options: argparse.Namespace) -> History:
    """Return what has been sealed."""
    from planpress.revisions.history import history_of

    return history_of(options.campaign)


def _count(options: argparse.Namespace, campaign: Campaign) -> None:
    from planpress.content.validate import counts
    from planpress.sheets.printed import printed_now

    terminal.tell(counts(campaign, len(printed_now(campaign, _history(options)).sheets)))


def _prove_seals(options: argparse.Namespace) -> History:
    """Prove the seals, also by what else is known of them; print what is odd in them, and return what was sealed."""
    from planpress.publishing.signing import prove_seals

    history = _history(options)
    known = (options.signers, options.to, options.expect) if options.command == "check" else ()
    terminal.warn(prove_seals(history, _language(options), *known))
    return history


def _prove_paper(options: argparse.Namespace, campaign: Campaign, root: Path) -> None:
    """Press the paper of a campaign as a build would."""
    from planpress import pipeline

    with ready(options.workers) as crew, terminal.bars() as progress:
        pipeline.prove(*pipeline.asked(options, campaign, crew, terminal.tell, progress, root))


def _signer(options: argparse.Namespace) -> Signer | None:
    from planpress.publishing.signing import signer_of

    return signer_of(options.sign, _language(options)) if options.sign else None


def _tell(options: argparse.Namespace, outcome: Outcome | None) -> int:
    """Tell what a publication or rollback led to; None: whoever ran it did not agree."""
    _ = _say(options)
    if outcome is None:
        terminal.tell(_("Nothing has been changed; to go on without being asked, add --yes"), error=True)
        return 1
    terminal.tell(*outcome.told(_), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
