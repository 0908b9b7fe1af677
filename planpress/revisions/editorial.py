"""What was sealed last and a draft → the first of the issuing body's words that an editorial correction would change.

In: both campaigns, and the folder of the draft. Out: a `Problem` where that word stands in the draft, or None. The
words of the plan, their labels, its rows, its own forms, period and letter are the issuing body's; all else, such as
what the editor reads out of those words, is to be mended.
"""

import json
from collections.abc import Mapping
from itertools import takewhile, zip_longest
from pathlib import Path
from typing import Any

from planpress.content.files import load
from planpress.content.rules.records import Records
from planpress.errors import Problem
from planpress.i18n import Translate, translations
from planpress.model.addresses import PLAN
from planpress.model.campaign import Campaign
from planpress.model.checklist import Item
from planpress.model.forms import Form
from planpress.model.notice import Notice
from planpress.model.owners import Owners
from planpress.model.records import Place, Sector, walk
from planpress.revisions.compare_records import words_in
from planpress.view import plain

Parts = Mapping[str, Mapping[str, str]]
"""Plan, sectors (`sector:gas`), clauses and rows (`gas#item-3`), then the forms of the source (`form:checklist`) → what
the body wrote, by key."""

LETTER = tuple(name for name in Notice.model_fields if name != "clauses")

PRINTED_OF_A_FORM = ("title", "subtitle", "number", "fields", "answers", "blocks", "instructions", "copies")

DATA = "data."
"""Begins the key of what is compared as data, since words do not tell all of it."""

HOW_IT_IS_SET = ("width_mm", "width_percent", "row_height_mm", "height_mm", "typed", "fill", "across")
"""Keys of a form that an editor may mend: its places, not what stands in them."""

SHOWN, BEFORE = 40, 10
"""Characters that are quoted of a text that differs, and those of them before the difference."""


def issued_parts(campaign: Campaign) -> Parts:
    """Return everything that is the issuing body's, in printed order."""
    plan, found = campaign.plan, dict[str, dict[str, str]]()
    say = translations(plan.language).gettext
    letter = {f"notice.{name}": " ".join(words_in(getattr(plan.notice, name, ""), say)) for name in LETTER}
    letter[f"{DATA}notice.signed"] = _data(plan.notice.signed) if plan.notice else ""
    letter["notice.clauses"] = " ".join(one.id for one, _above in walk(plan.notice.clauses)) if plan.notice else ""
    period = {"period.start": plan.period.start.isoformat(), "period.end": plan.period.end.isoformat()}
    if plan.period.phases:
        period["period.phases"] = " ".join(words_in(plan.period.phases, say))
    found[PLAN] = letter | {"name": plan.name, "title": plan.title, "issuers": " ".join(plan.issuers)} | period
    found[PLAN]["language"] = plan.language
    places = tuple(campaign.places.values())
    for sector in (None, *campaign.sectors):
        if sector:
            found[f"sector:{sector.id}"] = _of_sector(sector)
        found |= {place.ref: _of_place(place) for place in places if place.sector is sector}
    return found | {f"form:{form.id}": _of_form(form, say) for form in campaign.forms if form.origin == "source"}


def _of_form(form: Form, say: Translate) -> dict[str, str]:
    """Return what a form of the source prints: its words, then all that is more than how it is set."""
    words = {name: " ".join(words_in(getattr(form, name), say)) for name in PRINTED_OF_A_FORM}
    return words | {
        f"{DATA}{name}": _data(getattr(form, name)) for name in (*PRINTED_OF_A_FORM, "orientation", "paper")
    }


def _data(value: Any) -> str:
    """Return what a value of a record holds, without how it is set."""

    def left(found: Any) -> Any:
        if isinstance(found, dict):
            return {key: left(one) for key, one in found.items() if key not in HOW_IT_IS_SET}
        return [left(one) for one in found] if isinstance(found, list) else found

    return json.dumps(left(plain(value, arranged=True)), ensure_ascii=False, sort_keys=True)


def _of_sector(sector: Sector) -> dict[str, str]:
    table = sector.checklist
    named = {"checklist.label": table.label if table else "", "checklist.title": table.title if table else ""}
    named["checklist.form"] = table.form if table else ""
    return {"number": str(sector.number), "label": sector.label, "title": sector.title, **named}


def _of_place(place: Place) -> dict[str, str]:
    """Return what a clause or row says and what it stands below; what it came of is no editor's to say later."""
    above = place.above[-1].id if place.above else ""
    if place.clause is None:
        row = place.item
        return _of_row(row) if row else {}
    said = {key: getattr(place.clause, key) for key in ("label", "title", "text")}
    return {"id": above, **said, "from": " ".join(place.clause.predecessors)}


def _of_row(row: Item) -> dict[str, str]:
    values = "\n".join(f"{name}: {value}" for name, value in sorted(row.values.items()))
    asked = {"answer": row.answer or "", "faulty": " ".join(row.faulty or ())}
    named = {"label": row.label, "text": row.text, "from": " ".join(row.predecessors), "kind": row.kind or ""}
    return {**named, **asked, "values": values}


def first_difference(old: Campaign, new: Campaign, root: Path, _: Translate) -> Problem | None:
    """Return a problem of the first thing in printed order that is not as issued; `new` is the draft at `root`."""
    was, now = issued_parts(old), issued_parts(new)
    records = Records(load(root, _), Owners())
    for before, after in zip_longest(was, now):
        if before == after and was[before] == now[after]:
            continue
        if before == after:
            return _changed(records, before, was[before], now[after], _)
        if after is not None and after not in was:
            message = _("An editorial correction adds nothing to the plan: take this out, or seal a revision")
            return _problem(records, after, "id", message, after)
        if before is not None and before not in now:
            message = _("An editorial correction takes nothing out: put '%(target)s' back, or seal a revision")
            document = before.partition("#")[0]
            place = before if document == before else document if document in was else f"sector:{document}"
            return _problem(records, place, "id", message % {"target": before})
        return _problem(records, after, "id", _moved(_) % {"target": before}, after)
    return None


def _moved(_: Translate) -> str:
    return _("An editorial correction moves nothing: put '%(target)s' back to its place, or seal a revision")


def _changed(records: Records, target: str, was: Mapping[str, str], now: Mapping[str, str], _: Translate) -> Problem:
    key = next(key for key in {**was, **now} if was.get(key) != now.get(key))
    if key == "id":  # it stands below another clause
        return _problem(records, target, key, _moved(_) % {"target": target})
    message = _("In an editorial correction %(key)s must stay as issued, '%(was)s': put it back, or seal a revision")
    old, new = _quoted(was.get(key) or "", now.get(key) or "")
    return _problem(records, target, key.removeprefix(DATA), message % {"key": key.rpartition(".")[2], "was": old}, new)


def _quoted(old: str, new: str) -> tuple[str, str]:
    """Return of both what stands around the first difference."""
    start = max(len(tuple(takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))) - BEFORE, 0)
    return old[start : start + SHOWN], new[start : start + SHOWN]


def _problem(records: Records, target: str, key: str, message: str, found: str = "") -> Problem:
    """Return a problem at a key of what `target` names in the draft; of what is not there, at its folder."""
    known = {f"sector:{one.text('id')}": one for one in records.sectors} | dict.fromkeys((PLAN,), records.plan[0])
    known |= {ref: one for document in records.documents for ref, one in document.places}
    known |= {f"form:{one.text('id')}": one for one in records.forms}
    record = known.get(target)
    if record is None:
        return Problem("content/forms" if target.startswith("form:") else "sectors", 0, target, message, found)
    *inner, last = key.split(".")
    for name in inner:
        record = next(record.records(name), record)
    finding = record.finding(last, message, found)
    return finding.file.problem(finding.loc, finding.message, finding.found)
