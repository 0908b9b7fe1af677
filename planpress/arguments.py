"""The command line → what is wanted.

In: nothing but the day. Out: a parser of every command and its options. It knows the model and no
step, so that `build.py check` need not wait for one.
"""

import argparse
import datetime
import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import get_args

from planpress.i18n import catalogues
from planpress.model.kinds import OWN_KINDS
from planpress.model.version import VERSION, Version
from planpress.model.vocabulary import RevisionKind, Variant
from planpress.record import SITE_URL_PATTERN
from planpress.resources import PROGRAM

STATUS = "0 done; 1 something must be mended; 2 wrong arguments; 3 done, but not all could be told; 130 stopped by hand"


def parser(campaign: Path, today: datetime.date) -> argparse.ArgumentParser:
    """Return the parser of the command line; given wrong arguments, it ends the program with status 2.

    The campaign is the folder `campaign`, and what is sealed is issued `today`, unless the command line says else.
    """
    made = argparse.ArgumentParser(
        prog=PROGRAM, description="Build a campaign: check, site, paper.", epilog=f"Exit status: {STATUS}."
    )
    made.add_argument("--campaign", type=Path, default=campaign, help="folder with content/ and sectors/")
    made.add_argument("--build-dir", type=Path, help="pressed sheets; otherwise .build in the campaign")
    commands = made.add_subparsers(dest="command", required=True)
    paper, look, day, publications = _shared_arguments()
    add = commands.add_parser
    check = add("check", parents=[paper, look], help="read the content, report every problem, print the counts")
    check.add_argument("--paper", action="store_true", help="also press every sheet and pack, and keep nothing")
    check.add_argument("--to", type=Path, metavar="DIR", help="folder of publications, which must know the same seals")
    build = add("build", parents=[paper, look, day], help="build the site with every PDF and swap it in")
    build.add_argument("--site", type=Path, help="where the site appears; otherwise site in the campaign")
    add("publish", parents=[paper, look, day, publications], help="build, and publish beside what was before")
    rollback = add("rollback", parents=[publications], help="make an earlier publication the current one again")
    rollback.add_argument("--revision", type=_publication, help="which; otherwise the one before")
    verify = add("verify", help="tell what has changed in a published folder")
    verify.add_argument("folder", type=Path)
    for command, what in ((check, "sum of the last seal"), (verify, "its check sum")):
        command.add_argument("--expect", metavar="XXXX-XXXX-XXXX-XXXX", default="", help=f"{what} as noted")
        command.add_argument("--signers", type=Path, metavar="FILE", help="who may have signed: see ssh-keygen(1)")
    serve = add("serve", parents=[day], help="serve the pages; they reload when the YAML changes")
    serve.add_argument("--address", type=_address, default="127.0.0.1:8000", help="host and port")
    export = add("export", parents=[day], help="write pages and paper for another engine to build")
    export.add_argument("folder", type=Path)
    export.add_argument("--site", type=Path, help="finished site with the paper; otherwise site in the campaign")
    _start_arguments(add("start", help="write a small campaign of one's own into a new folder"), today)
    _import_arguments(add("import", help="make a campaign, or the draft of its next revision, of a Word or text file"))
    _word_arguments(
        add("word", help="write the plan and its annexes as a Word file, which may be edited and imported again")
    )
    add("forms", help="list the forms that ship; `new form --from NAME` copies one")
    _new_arguments(add("new", help="write the skeleton of a sector, unit, form, clause or row"))
    _diff_arguments(add("diff", help="tell what changed between two revisions, or since the last one"))
    _release_arguments(add("release", parents=[paper, look], help="seal the draft as the next revision"), today)
    issue = add("issue-copies", parents=[paper], help="make numbered copies of a unit's pack, and their register")
    issue.add_argument("--unit", required=True, help="id of the unit")
    issue.add_argument("--count", type=_few, required=True, help="how many, numbered from 1")
    issue.add_argument("--to", type=Path, metavar="DIR", help="folder to make; otherwise copies/UNIT")
    issue = add("issue", parents=[paper], help="make numbered documents of a form, and enter their numbers")
    _issue_arguments(issue, today)
    add("schemas", help="write the JSON Schemas that help an editor while typing to schemas/ in the campaign")
    add("fonts", help="get the fonts of the paper and prepare them")
    return made


_OF_NEW = {f"--{name}": name for name in ("language", "units", "name", "code")}
_OF_VERSION = {"--write": "write", "--same": "is_same", "--not": "is_not", "--answers": "answers"}
"""Options of an import that only one of its two kinds takes, and what they are called here."""


def placed(options: argparse.Namespace, refuse: Callable[[str], object]) -> argparse.Namespace:
    """Return the options with the folders that were not named: those in the folder of the campaign.

    Options that say nothing of what is wanted are refused.
    """
    if options.command == "import":
        group, others = ("--into", _OF_NEW) if options.onto else ("--onto", _OF_VERSION)
        for option in (option for option, name in others.items() if getattr(options, name)):
            refuse(f"argument {option}: only with {group}")
    options.build_dir = options.build_dir or options.campaign / ".build"
    if "site" in options:
        options.site = options.site or options.campaign / "site"
    return options


def _shared_arguments() -> tuple[argparse.ArgumentParser, ...]:
    """Return what several commands take: to print, how it looks, the day, and a folder of publications."""
    paper, look, day, publications = (argparse.ArgumentParser(add_help=False) for _ in range(4))
    paper.add_argument("--site-url", type=_site_url, help="public address of the site")
    paper.add_argument("--workers", type=_few, default=os.cpu_count() or 1, help="processes that press")
    look.add_argument(
        "--variant", choices=get_args(Variant), help="how paper looks; otherwise as content/plan.yml says"
    )
    look.add_argument("--scheduler", metavar="tcp://HOST:PORT", help="press on the workers of this dask scheduler")
    day.add_argument(
        "--today",
        type=_date,
        metavar="YYYY-MM-DD",
        help="the day for which the home page says how far the period has come; otherwise the reader's own",
    )
    publications.add_argument("--to", type=Path, required=True, help="folder of the publications")
    publications.add_argument("--yes", action="store_true", help="do not ask")
    _sign_argument(publications)
    return paper, look, day, publications


def _new_arguments(command: argparse.ArgumentParser) -> None:
    """Add what `build.py new` takes; what is left out stays empty and `check` asks for it."""
    kinds = command.add_subparsers(dest="kind", required=True)
    sector = kinds.add_parser("sector", help="a new file in sectors/")
    sector.add_argument("--short", default="", help="name in lists and menus")
    sector.add_argument("--lead", nargs="+", metavar="UNIT", default=[], help="ids of the units or groups that lead it")
    unit = kinds.add_parser("unit", help="behind the last in content/units.yml")
    unit.add_argument("--kind", dest="unit_kind", default="department", help=f"{' | '.join(OWN_KINDS)}, or of kinds:")
    form = kinds.add_parser("form", help="a new file in content/forms/")
    form.add_argument("--from", dest="copied", default="", help="a form of the library, which `forms` lists")
    form.add_argument("id", nargs="?", default="", help="permanent name; otherwise that of the library")
    form.add_argument("--basis", metavar="PLACE", default="", help="the clause it serves, such as plan#reporting")
    for kind in (sector, unit):
        kind.add_argument("id", help="permanent name, made of a-z, 0-9 and -")
    for kind in (sector, unit, form):
        kind.add_argument("--title", default="", help="name as printed")
    for kind in (unit, form):
        kind.add_argument("--code", default="", help="part of the codes of sheets, such as YM")
    clause = kinds.add_parser("clause", help="behind the last of a sector, of the plan, or below a clause")
    clause.add_argument("document", help="id of the sector, or plan")
    clause.add_argument("--under", metavar="CLAUSE", default="", help="id of the clause it belongs to")
    item = kinds.add_parser("item", help="behind the last row of a sector's checklist")
    item.add_argument("document", metavar="sector", help="id of the sector")
    for kind in (clause, item):
        kind.add_argument("--id", default="", help="permanent name; otherwise the next number")
        kind.add_argument("--label", default="", help="number as printed")
        kind.add_argument("--text", default="", help="wording, letter for letter")


def _start_arguments(command: argparse.ArgumentParser, today: datetime.date) -> None:
    """Add what `build.py start` takes; on a terminal it asks for what is left out."""
    command.add_argument("folder", type=Path, help="new or empty")
    command.add_argument("--language", choices=tuple(catalogues()), help="of the campaign; otherwise the first")
    command.add_argument("--name", default="", help="what the campaign is called, in one line")
    command.add_argument("--code", type=_code, help="begins the codes of sheets; otherwise of the name")
    command.add_argument("--issuer", default="", help="name of the unit that issues the plan; otherwise the first")
    command.add_argument("--units", type=Path, metavar="FILE", help="list of the units, .csv or .xlsx, with a head row")
    command.add_argument("--start", type=_date, default=today, help="first day; otherwise today")
    command.add_argument("--end", type=_date, default=None, help="last day; otherwise 90 days later")


def _import_arguments(command: argparse.ArgumentParser) -> None:
    """Add what `build.py import` takes: a new campaign, or one that is there."""
    command.add_argument(
        "file", type=Path, help=".docx, .txt or .md; .doc and .wps where LibreOffice is installed; .pdf"
    )
    where = command.add_mutually_exclusive_group(required=True)
    where.add_argument("--into", type=Path, metavar="DIR", help="new or empty folder, for a campaign")
    where.add_argument("--onto", type=Path, metavar="DIR", help="folder of the campaign whose new version the file is")
    tracked = command.add_mutually_exclusive_group()
    for word, what in (("accept", "as if all were accepted"), ("reject", "as if all were rejected")):
        tracked.add_argument(
            f"--{word}-changes",
            dest="tracked",
            action="store_const",
            const=word,
            default="",
            help=f"tracked ones: {what}",
        )
    into = command.add_argument_group("with --into")
    into.add_argument("--language", choices=tuple(catalogues()), help="of the campaign; otherwise that of its words")
    into.add_argument("--units", type=Path, metavar="LIST", help="list of the units: .csv, .xlsx, or a units.yml")
    into.add_argument("--name", default="", help="what the campaign is called, in one line; otherwise its title")
    into.add_argument("--code", type=_code, help="begins the codes of sheets; otherwise of the name")
    onto = command.add_argument_group("with --onto")
    onto.add_argument("--write", action="store_true", help="write it; otherwise it is only shown")
    for option, what in (("same", "NEW is OLD"), ("not", "NEW is not OLD")):
        onto.add_argument(
            f"--{option}",
            dest=f"is_{option}",
            action="append",
            metavar="NEW=OLD",
            default=[],
            help=f"answer to a doubt: {what}",
        )
    onto.add_argument(
        "--answers", type=Path, metavar="FILE", help="answers in YAML, as they are asked for: same, not, take, keep"
    )


def _diff_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("old", nargs="?", type=_revision, metavar="A", help="a number; otherwise the last sealed")
    command.add_argument("new", nargs="?", type=_revision, metavar="B", help="a number; otherwise the draft")
    command.add_argument("--unit", help="only what concerns the unit of this id")
    command.add_argument("--json", action="store_true", help="for programs")


def _word_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("--to", type=Path, metavar="FILE", help="a .docx; otherwise named by the plan, here")
    command.add_argument("--annex", metavar="ID", default="", help="only the annex of this sector")
    command.add_argument(
        "--changes", type=_revision, metavar="FROM", help="show as tracked changes what differs from this revision"
    )


def _release_arguments(command: argparse.ArgumentParser, today: datetime.date) -> None:
    kinds = " | ".join(get_args(RevisionKind))
    command.add_argument("--kind", default="", help=f"{kinds}, or in words of a catalogue")
    command.add_argument("--reason", default="", help="why there is a revision")
    command.add_argument("--document-number", help="as printed on the document")
    command.add_argument("--issued", type=_date, default=today, help="day of issue; otherwise today")
    command.add_argument("--effective", type=_date, help="first day on which it holds; otherwise the day of issue")
    command.add_argument("--approved-by", metavar="UNIT", help="id of the unit that approved it; otherwise the issuer")
    command.add_argument("--meaning", default="", help="what it means for the units")
    command.add_argument("--yes", action="store_true", help="seal without asking")
    _sign_argument(command)


def _issue_arguments(command: argparse.ArgumentParser, today: datetime.date) -> None:
    command.set_defaults(day=today.isoformat())
    command.add_argument("--form", required=True, help="id of the form, which has a number")
    command.add_argument("--unit", required=True, help="id of the unit that issues them")
    command.add_argument("--count", type=_few, required=True, help="how many")
    command.add_argument("--sector", default="", help="id of the sector, where the form has a sheet a sector")
    command.add_argument("--year", type=_year, help="of their numbers; otherwise this year")
    command.add_argument("--first", type=_serial, help="first serial; otherwise the next")
    command.add_argument(
        "--citing", action="append", metavar="NUMBER", default=[], help="number of a document that they cite"
    )
    command.add_argument("--to", type=Path, metavar="DIR", help="folder with the docket; otherwise issued/")


def _sign_argument(command: argparse.ArgumentParser) -> None:
    command.add_argument("--sign", type=Path, metavar="KEY", help="file of the key to sign with: see ssh-keygen(1)")


def _date(text: str) -> datetime.date:
    _refuse_unlike(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "must be a date such as 2022-11-10", text)
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"no such day: {text}") from None


def _address(text: str) -> str:
    """Return a host and a port that there can be."""
    _refuse_unlike(r".+:[0-9]{1,5}", "must be a host and a port, such as 127.0.0.1:8000", text)
    if not 0 < int(text.rpartition(":")[2]) < 1 << 16:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535: {text}")
    return text


def _few(text: str) -> int:
    return int(_refuse_unlike("[1-9][0-9]{0,2}", "must be a number from 1 to 999", text))


def _year(text: str) -> int:
    return int(_refuse_unlike("(19|20|21)[0-9]{2}", "must be a year such as 2022", text))


def _serial(text: str) -> int:
    return int(_refuse_unlike("[1-9][0-9]{0,5}", "must be a number from 1 to 999999", text))


def _revision(text: str) -> Version | None:
    """Return a sealed revision; None for the draft."""
    _refuse_unlike(f"draft|{VERSION.pattern}", "must be a revision, such as 2 or 2.1, or 'draft'", text)
    return None if text == "draft" else Version.named(text)


def _refuse_unlike(pattern: str, message: str, text: str) -> str:
    if not re.fullmatch(pattern, text):
        raise argparse.ArgumentTypeError(f"{message}: {text}")
    return text


_code = partial(_refuse_unlike, "[A-Z0-9]{1,6}", "must be up to six capital letters and digits")
_site_url = partial(_refuse_unlike, SITE_URL_PATTERN, "must be a web address that ends with a slash")
_publication = partial(
    _refuse_unlike,
    f"{VERSION.pattern}(-[1-9][0-9]{{0,5}})?",
    "must be a revision, such as 2 or 2.1, or a build, such as 2-1",
)
