"""Sets of answers of a form, and the rows of checklists that are answered with them."""

from collections.abc import Iterable, Iterator

from planpress.blocks.answers import BLANK, FAULT
from planpress.blocks.column import beside, cell_place
from planpress.content.faults import did_you_mean
from planpress.content.rules.records import Finding, RecordAt, Records
from planpress.content.rules.rows import checklists_of, checklists_on, columns_on
from planpress.fit import PAGE, page_named, too_long
from planpress.i18n import Translate
from planpress.record import measured

OPTIONS = ("faulty", "uncounted")
"""Keys of a set of answers that name some of its options."""


def sets_of(records: Records, checklist: RecordAt) -> dict[str, RecordAt]:
    """Return the sets of answers that the rows of a checklist may name: those of its own form, by id."""
    own = (form for form in records.forms if form.text("id") == checklist.text("form"))
    return {one.text("id"): one for form in own for one in form.records("answers")}


def answers_are_sets(records: Records, _: Translate) -> Iterator[Finding]:
    """A set of answers has boxes, or is a number or words; what is a fault is one of the boxes."""
    for one in (one for form in records.forms for one in form.records("answers")):
        if one.text("kind") in ("", "choice"):
            if not one.value.get("options") and not one.misspells("options"):
                yield one.finding("options", _("A set of answers needs options, such as [yes, no], or kind: text"), "")
        else:
            for key in (key for key in ("options", *OPTIONS) if one.has(key)):
                message = _("%(key)s belongs to boxes to tick: delete it, or kind: %(kind)s")
                yield one.finding(key, message % {"key": key, "kind": one.text("kind")}, "")
        if one.has("unit") and one.text("kind") != "number":
            yield one.finding("unit", _("A unit stands behind a number: write kind: number, or delete it"))
        if one.words("options"):
            yield from _among(one, OPTIONS, one, _)


def _among(record: RecordAt, keys: Iterable[str], of: RecordAt, _: Translate) -> Iterator[Finding]:
    """Yield what `record` names that is no option of the set `of`."""
    known = of.words("options")
    for key in keys:
        for loc, option in record.texts(key):
            if option not in known:
                at = {"key": key, "options": " | ".join(known), "hint": did_you_mean(option, known, _)}
                message = _("%(key)s must name options of the set, letter for letter: %(options)s%(hint)s")
                yield Finding(record.file, loc, message % at, option)


def rows_are_answered(records: Records, _: Translate) -> Iterator[Finding]:
    """A row names a set of answers of the form of its checklist, and as its faults boxes of that set."""
    for checklist in checklists_of(records) if records.whole("content/forms") else ():
        sets, form = sets_of(records, checklist), checklist.text("form")
        for item in checklist.records("items"):
            name = item.text("answer")
            if name and name not in sets:
                message = _("answer must be the id of a set under 'answers' of the form '%(form)s'%(hint)s")
                at = {"form": form, "hint": did_you_mean(name, sets, _)}
                yield item.finding("answer", message % at)
            elif name:
                yield from _among(item, ["faulty"], sets[name], _)
            elif "faulty" in item.value and not item.misspells("answer"):
                yield item.finding("faulty", _("A row with faulty needs an answer: the set whose options it names"), "")


def answers_fit(records: Records, _: Translate) -> Iterator[Finding]:
    """A box to tick, or a number with its unit, stands in one line of each column that prints it."""
    for form in records.forms:
        page = PAGE[page_named(form.text("orientation"), form.text("paper"))][0]
        asked = _asked(records, form)
        for column in (one for one in columns_on(form) if one.value == "answer"):
            columns = [other.value for other in column.columns]
            if not all(measured(other.get("width_mm")) for other in columns):
                continue
            part = beside(column.own.value, columns, page)
            boxes, blank = (cell_place(column.own.value | more, part, page) for more in ({"ticks": ["x"]}, {}))
            for one in asked:
                faulty = set(one.words("faulty"))
                unit = (
                    [((*one.loc, "unit"), BLANK + one.text("unit"), blank, "")] if one.text("kind") == "number" else []
                )
                told = [(loc, words, boxes, FAULT * (words in faulty)) for loc, words in one.texts("options")]
                for loc, words, place, mark in (*told, *unit):
                    if message := too_long(words + mark, place, _):
                        yield Finding(one.file, loc, message, words)


def _asked(records: Records, form: RecordAt) -> list[RecordAt]:
    """Return the sets of answers that rows on `form` name."""
    found: dict[int, RecordAt] = {}
    for checklist in checklists_on(records, form):
        sets = sets_of(records, checklist)
        for item in checklist.records("items"):
            if one := sets.get(item.text("answer")):
                found[id(one.value)] = one
    return list(found.values())
