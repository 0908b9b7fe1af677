"""Revisions, changes and verdicts → what they are called.

In: ids of kinds, operations, statuses and outcomes. Out: words in a language, for pages, paper and terminal.
"""

from __future__ import annotations

from planpress.i18n import translations
from planpress.model import RevisionKind
from planpress.revisions.change import Operation
from planpress.revisions.verdict import Outcome, Status


def kind_names(language: str) -> dict[RevisionKind, str]:
    """Return what each kind of revision is called."""
    _ = translations(language).gettext
    return {
        "original": _("first issue"),
        "revision": _("amendment"),
        "correction": _("correction"),
        "repeal": _("repeal"),
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
        "period": _("campaign period changed"),
        "reporting": _("reporting rule changed"),
        "contact": _("contact changed"),
        "amended": _("details changed"),
    }


def status_names(language: str) -> dict[Status, str]:
    """Return what each status of a revision is called."""
    _ = translations(language).gettext
    return {
        "not-yet": _("not yet in force"),
        "in-force": _("in force"),
        "amended": _("since amended"),
        "repealed": _("repealed"),
    }


def outcome_names(language: str) -> dict[Outcome, str]:
    """Return what is said of a sheet; `%(number)s` stands for the revision of the verdict."""
    _ = translations(language).gettext
    status = status_names(language)
    return {
        "in-force": status["in-force"],
        "unchanged-since": _("still valid (this sheet is unchanged since revision %(number)s)"),
        "replaced": _("replaced by revision %(number)s"),
        "repealed": status["repealed"],
        "not-yet": status["not-yet"],
        "unknown": _("no such sheet"),
    }
