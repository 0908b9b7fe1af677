"""The literals of the model, and what each is called.

In: nothing, or a language. Out: the literals, and their words for pages, paper and terminal.
"""

from typing import Literal, get_args

from planpress.i18n import translations

Role = Literal["lead", "support", "enforce", "territorial", "supervise", "receive"]
"""What a unit is bound to: it leads, supports, enforces, answers for a territory, supervises, or receives."""

ROLES: tuple[Role, ...] = ("lead", "territorial", "support", "enforce", "supervise", "receive")
"""In the order in which readers look for them."""

ONLOOKING: tuple[Role, ...] = ("supervise", "receive")
"""What is no part in the work of the plan as a whole: to watch over it, and to be told of it."""

Audience = Literal["territorial", "department", "enterprise", "any"]
"""Whose hand fills a form in."""

UnitLevel = Literal["district", "city", "province", "township"]
"""Whose unit it is."""

NoteKind = Literal["typo", "numbering", "missing", "mismatch", "ambiguous", "outdated", "binding"]
"""What an editor remarks on; `binding` says whom a clause binds, or why somebody whom it names is not bound."""

Relation = Literal["same", "reworded", "extended", "reduced", "added"]
"""How a checklist row differs from the clauses that it comes from."""

Variant = Literal["normal", "large", "low-ink"]
"""How paper looks."""

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)

Every = Literal["day", "week", "half-month", "month", "quarter", "half-year", "year"]
EVERY: tuple[Every, ...] = get_args(Every)
"""How often something comes round, the most often first."""

HeadValue = Literal[
    "", "unit", "sector", "leads", "week", "report", "deadline", "recipient", "contact", "revision", "pack", "copies"
]
"""What a line in the head of a form shows; `report`, or `week`, is the number and the day of a report."""

REPORT_SCOPES = ("unit-report", "unit-week")
"""What a form of one unit and one report says of itself; the second is how earlier versions called it."""

RevisionKind = Literal["original", "revision", "correction", "repeal", "editorial"]
"""What a sealed revision is: the first, a new wording, the mending of an error, the end of the plan; or no revision but
the mending of what the editor added to one, no word of which differs."""

OfObject = Literal["added", "deleted", "withdrawn", "reworded", "moved", "renumbered", "split", "merged", "renamed"]
OfDetail = Literal[
    "lead", "duty", "due", "responsible", "indicator", "cited", "period", "reporting", "contact", "amended"
]
OfRow = Literal["answer", "value", "category"]
Operation = Literal[OfObject, OfDetail, OfRow]
"""What a revision did to an object.

Clauses and rows are added, deleted, reworded, moved, renumbered, split or merged; units, sectors and
forms are added, withdrawn or renamed. A detail says what else became different, of a row what it is answered with,
what is printed of it besides its words, and where it stands; `amended` is any other field.
"""

Status = Literal["not-yet", "in-force", "corrected", "amended", "repealed", "taken-back"]
"""What a revision is on a day."""

Outcome = Literal[
    "in-force", "unchanged-since", "replaced", "withdrawn", "repealed", "taken-back", "not-yet", "unknown"
]
"""What a sheet of paper is: current; current although older than the revision in force; replaced; without a
successor; ended with the plan; of a publication that was taken back; of a revision to come; not known."""


def drawn_up(clauses: str, language: str) -> str:
    """Return what a form of the editor's says of itself; `clauses` cites what it serves, empty where no clause does."""
    _ = translations(language).gettext
    if not clauses:
        return _("Drawn up by the editor for the office that issues copies; the plan does not ask for it")
    return _("Drawn up by the editor, not an annex of the source; after %(clauses)s") % {"clauses": clauses}


def role_names(language: str) -> dict[Role, str]:
    """Return what each role is called."""
    _ = translations(language).gettext
    return {
        "lead": _("lead"),
        "support": _("support"),
        "enforce": _("enforce"),
        "territorial": _("territorial"),
        "supervise": _("supervise"),
        "receive": _("receive"),
    }


def role_headings(language: str) -> dict[Role, str]:
    """Return what stands above what a unit does in each role."""
    _ = translations(language).gettext
    return {
        "lead": _("As lead"),
        "support": _("In support"),
        "enforce": _("Enforcing"),
        "territorial": _("For its territory"),
        "supervise": _("Supervising"),
        "receive": _("Receiving"),
    }


def every_names(language: str) -> dict[Every, str]:
    """Return how each rule of what comes round is said."""
    _ = translations(language).gettext
    return {
        "day": _("every day"),
        "week": _("every week"),
        "half-month": _("twice a month"),
        "month": _("every month"),
        "quarter": _("every quarter"),
        "half-year": _("every half-year"),
        "year": _("every year"),
    }


def note_kind_names(language: str) -> dict[NoteKind, str]:
    """Return what each kind of note is called."""
    _ = translations(language).gettext
    return {
        "typo": _("wording"),
        "numbering": _("numbering"),
        "missing": _("missing"),
        "mismatch": _("mismatch"),
        "ambiguous": _("ambiguous"),
        "outdated": _("of its time"),
        "binding": _("who is bound"),
    }


def relation_names(language: str) -> dict[Relation, str]:
    """Return what is said of a row that differs from the body so."""
    _ = translations(language).gettext
    return {
        "same": _("as in the body"),
        "reworded": _("reworded"),
        "extended": _("extended"),
        "reduced": _("reduced"),
        "added": _("not in the body"),
    }


def revision_kind_names(language: str) -> dict[RevisionKind, str]:
    """Return what each kind of revision is called."""
    _ = translations(language).gettext
    return {
        "original": _("first issue"),
        "revision": _("amendment"),
        "correction": _("correction"),
        "repeal": _("repeal"),
        "editorial": _("editorial correction"),
    }


def operation_names(language: str) -> dict[Operation, str]:
    """Return what each operation is called."""
    _ = translations(language).gettext
    return {
        "added": _("added"),
        "deleted": _("deleted"),
        "withdrawn": _("withdrawn"),
        "reworded": _("words changed"),
        "moved": _("moved"),
        "renumbered": _("renumbered"),
        "split": _("split"),
        "merged": _("merged"),
        "renamed": _("renamed"),
        "lead": _("leading unit changed"),
        "duty": _("duty changed"),
        "due": _("deadline changed"),
        "responsible": _("responsible unit changed"),
        "indicator": _("indicator changed"),
        "cited": _("what the words cite is called otherwise"),
        "period": _("campaign period changed"),
        "reporting": _("reporting rule changed"),
        "contact": _("contact changed"),
        "answer": _("answer changed"),
        "value": _("value changed"),
        "category": _("category changed"),
        "amended": _("details changed"),
    }


def status_names(language: str) -> dict[Status, str]:
    """Return what each status of a revision is called."""
    _ = translations(language).gettext
    return {
        "not-yet": _("not yet in force"),
        "in-force": _("in force"),
        "corrected": _("since corrected by its editor"),
        "amended": _("since amended"),
        "repealed": _("repealed"),
        "taken-back": _("taken back"),
    }
