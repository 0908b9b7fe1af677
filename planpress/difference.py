"""Two revisions, or one and the draft → what is different, for people and for programs.

In: a campaign folder and two versions. Out: a `Difference`, its text for a terminal, and its JSON values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from planpress.content.chain import check_sealed
from planpress.content.validate import language_of, read
from planpress.errors import BuildError, ContentError
from planpress.i18n import Translate, translations
from planpress.model.addresses import OWN_FORMS
from planpress.model.campaign import Campaign
from planpress.model.citing import STOPS
from planpress.model.identity import record_json
from planpress.model.revision import Meta
from planpress.model.version import Version, called
from planpress.model.vocabulary import operation_names, revision_kind_names
from planpress.redline import marked, redline, shortened, words_of
from planpress.revisions.change import ONLY_PLACE, Change, change_json
from planpress.revisions.history import history_of
from planpress.revisions.reprints import Reprint, reprints, still_due
from planpress.sheets.printed import printed_now, records_of

DRAFT = "draft"
"""Stands for the state that has not been sealed, where a revision may be named."""


@dataclass(frozen=True)
class Difference:
    """What is different between two revisions; `new` is None for the draft.

    `changes` are in printed order, the sheets and packs that differ by path.
    """

    old: Version
    new: Version | None
    before: Campaign
    after: Campaign
    changes: tuple[Change, ...]
    reprints: tuple[Reprint, ...]

    def of_unit(self, unit: str) -> Difference:
        """Return the part that concerns `unit`.

        Raises:
            BuildError: If neither state has such a unit.
        """
        if unit not in self.before.unit_by_id.keys() | self.after.unit_by_id.keys():
            _ = translations(self.after.plan.language).gettext
            named = {"unit": unit, "known": ", ".join(self.after.unit_by_id)}
            raise BuildError(_("There is no unit '%(unit)s'; there are: %(known)s") % named)
        changes = tuple(change for change in self.changes if unit in change.units)
        own = tuple(reprint for reprint in self.reprints if reprint.sheet.unit == unit)
        return replace(self, changes=changes, reprints=own)


def difference(root: Path, old: Version | None = None, new: Version | None = None) -> Difference:
    """Compare two states of the campaign at `root`: the revision `old` (None: the last) and `new` (None: the draft).

    Raises:
        BuildError: If there is no such revision, or nothing has been sealed.
        ContentError: If the draft breaks a rule, or what was sealed has been altered.
    """
    _ = translations(language_of(root)).gettext
    if altered := tuple(check_sealed(root, _)):
        raise ContentError(altered)
    history = history_of(root)
    if history.last is None:
        raise BuildError(_("No revision has been sealed yet: run `release --kind original`"))
    first = history.last.version if old is None else old
    for version in (first, new):
        if version is not None and version not in history.sealed:
            named = {"number": called(version, _), "known": ", ".join(map(str, history.sealed))}
            raise BuildError(_("There is no revision %(number)s; sealed are: %(known)s") % named)
    before = history.sealed[first]
    after = read(root).campaign if new is None else history.sealed[new].campaign
    sheets = records_of(printed_now(after, history).all) if new is None else history.sealed[new].sheets
    changes = history.changes_from(first, new, after)
    day = None if new is None else history.sealed[new].meta.effective
    if new is None and after.standing is not None:
        day = after.standing.effective
    again = still_due(reprints(before.sheets, sheets), day)
    return Difference(first, new, before.campaign, after, changes, again)


# ---------------------------------------------------------------- for people


def count_line(changes: tuple[Change, ...], sheets: tuple[Reprint, ...], language: str) -> str:
    """Return how much changed: places where only a number is another are not counted as changes."""
    _ = translations(language).gettext
    units = {unit for change in changes for unit in change.units}
    counted = [change for change in changes if change.operation != "renumbered"]
    found = {"changes": len(counted), "units": len(units), "sheets": len(sheets)}
    line = _("%(changes)s changes, concerning %(units)s units and %(sheets)s sheets") % found
    if len(counted) < len(changes):
        line += _("; besides, %(count)s numbers changed") % {"count": len(changes) - len(counted)}
    return line


def head_line(meta: Meta, language: str) -> str:
    """Return what is said about a revision, in one line."""
    _ = translations(language).gettext
    head = _("Revision %(number)s (%(kind)s), issued %(issued)s, effective %(effective)s") % {
        "number": called(meta.version, _),
        "kind": revision_kind_names(language)[meta.kind],
        "issued": meta.issued.isoformat(),
        "effective": meta.effective.isoformat(),
    }
    return " \u00b7 ".join(filter(None, (head, meta.document_number, meta.reason)))


def text_of(found: Difference) -> Iterator[str]:
    """Yield the lines that tell a difference in a terminal: `[deleted]{inserted}`."""
    language = found.after.plan.language
    _ = translations(language).gettext
    words, names = words_of(found.before, found.after), operation_names(language)
    standing = found.after.standing
    version = standing.version if standing else found.new or found.old
    last = _("draft of revision %(number)s") if standing and standing.draft else _("Revision %(number)s")
    old = _("Revision %(number)s") % {"number": called(found.old, _)}
    yield f"{old} \u2192 {last % {'number': called(version, _)}}"
    if not found.changes and not found.reprints:
        yield _("No changes")
        return
    sheets = tuple(reprint for reprint in found.reprints if reprint.sheet.form not in OWN_FORMS)
    yield count_line(found.changes, sheets, language)
    for change in found.changes:
        yield ""
        heads = [change.target, names[change.operation], _("material") if change.material else ""]
        yield " \u00b7 ".join(filter(None, (_place(change), *heads)))
        only_place = change.operation in ONLY_PLACE
        text = change.new_text if only_place else marked(shortened(redline(change.old_text, change.new_text, words)))
        yield from (f"  {line}" for line in text.splitlines())
        if change.remark:
            yield f"  {change.remark}"
    yield from _reprint_lines(found, _)


def _reprint_lines(found: Difference, _: Translate) -> Iterator[str]:
    """Yield the sheets of the one unit that is meant, or how many each unit prints again."""
    states = {"new": _("new sheet"), "changed": _("print again"), "gone": _("no longer used")}
    owners = {reprint.sheet.unit for reprint in found.reprints}
    if owners:
        yield ""
    if len(owners) == 1:
        for reprint in found.reprints:
            now = "" if reprint.state == "gone" else reprint.sheet.fingerprint
            marks = " \u2192 ".join(filter(None, (reprint.replaces, now)))
            yield f"{states[reprint.state]}  {reprint.sheet.code}  {marks}  {reprint.sheet.title}"
        return
    names = {unit.id: unit.name for unit in (*found.before.units, *found.after.units)}
    for unit in sorted(owners, key=lambda owner: owner or ""):
        own = [reprint for reprint in found.reprints if reprint.sheet.unit == unit]
        counted = {"sheets": sum(reprint.state != "gone" for reprint in own)}
        name = f"{unit} {names[unit]}" if unit else _("Without a unit")
        yield f"{name}: " + _("%(sheets)s sheets to print again") % counted


def _place(change: Change) -> str:
    """Return where a change stands; both places where it has another now."""
    cites = [
        ", ".join(state.cite.rstrip(STOPS) for state in states if state.cite)
        for states in (change.before, change.after)
    ]
    return " \u2192 ".join(dict.fromkeys(filter(None, cites)))


# ---------------------------------------------------------------- for programs


def json_of(found: Difference) -> dict[str, Any]:
    """Return a difference as JSON values; each change with its redline."""
    words = words_of(found.before, found.after)
    return {
        "from": found.old.json,
        "to": DRAFT if found.new is None else found.new.json,
        "changes": [
            change_json(one) | {"redline": list(map(asdict, redline(one.old_text, one.new_text, words)))}
            for one in found.changes
        ],
        "reprints": [
            {"state": one.state, "replaces": one.replaces, **record_json(one.sheet)} for one in found.reprints
        ],
    }
