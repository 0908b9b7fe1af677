"""Rows of checklists: their values and categories, and the columns that print them.

A form prints the rows of the checklists that name it; one of the editor's prints those of other sectors, too. Where a
form or a sector is in doubt, nothing is said of what may stand there.
"""

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from planpress.blocks.column import BUILT_IN
from planpress.content.faults import did_you_mean
from planpress.content.rules.records import Finding, RecordAt, Records
from planpress.i18n import Translate
from planpress.record import MEASURE

OF_ROWS = ("answer", "faulty", "values", "basis", "relation")
"""Keys that a category has not."""


class Column(NamedTuple):
    """A column of a table that lists the rows of checklists, with all columns of that table."""

    columns: list[RecordAt]
    own: RecordAt

    @property
    def value(self) -> str:
        """What it prints."""
        return self.own.text("value")


def checklists_on(records: Records, form: RecordAt) -> list[RecordAt]:
    """Return the checklists whose rows `form` prints where it lists such rows."""
    of_editor, meant = form.text("origin") == "editor", form.words("sectors")
    return [
        checklist
        for sector in records.sectors
        for checklist in sector.records("checklist")
        if checklist.text("form") == form.text("id") or (of_editor and (not meant or sector.text("id") in meant))
    ]


def columns_on(form: RecordAt) -> Iterator[Column]:
    """Yield the columns of the tables of `form` that list the rows of checklists."""
    for table in (table for block in form.records("blocks") for table in block.records("table")):
        columns = list(table.records("columns"))
        if table.text("rows") == "items":
            yield from (Column(columns, column) for column in columns)


def checklists_of(records: Records) -> list[RecordAt]:
    """Return the checklist of each sector that has one."""
    return [checklist for sector in records.sectors for checklist in sector.records("checklist")]


def columns_have_values(records: Records, _: Translate) -> Iterator[Finding]:
    """A column prints what there is: a word of ours, or a value that some row of its checklists has."""
    for form in records.forms:
        items = [item for one in checklists_on(records, form) for item in one.records("items")]
        known = {name for item in items for name in _values(item)}
        for table in (table for block in form.records("blocks") for table in block.records("table")):
            of_rows = known if table.text("rows") == "items" else set()
            for column in table.records("columns"):
                value = column.text("value")
                if value in ("", *BUILT_IN, *of_rows) or (of_rows is known and not records.whole("sectors")):
                    continue
                at = {"words": " | ".join(BUILT_IN), "hint": did_you_mean(value, [*BUILT_IN, *of_rows], _)}
                message = _("value must be one of %(words)s, or a name under 'values' of a row that is listed%(hint)s")
                yield column.finding("value", message % at)


def values_are_printed(records: Records, _: Translate) -> Iterator[Finding]:
    """A value has a name of its own, and a column; where that is for numbers, it is a number."""
    columns = [(form, list(columns_on(form))) for form in records.forms]
    sure = records.whole("content/forms")
    for checklist in checklists_of(records):
        printing = [one for form, found in columns if checklist in checklists_on(records, form) for one in found]
        items = list(checklist.records("items"))
        shown = {one.value for one in printing}
        stray = shown.difference(BUILT_IN, [""], *map(_values, items))  # may be what a value is called
        numbers = {one.value for one in printing if one.own.text("numbers") == "true"}
        for item in items:
            for name, value in _values(item).items():
                loc = (*item.loc, "values", name)
                if name in BUILT_IN:
                    message = _("'%(name)s' is a word of the program: call the value otherwise")
                    yield Finding(item.file, loc, message % {"name": name}, value)
                elif name in numbers and not re.fullmatch(f"-?{MEASURE}", value):
                    message = _("'%(name)s' stands in a column of numbers: write a number such as 5, without its unit")
                    yield Finding(item.file, loc, message % {"name": name}, value)
                elif name not in shown and sure and not stray:
                    message = _("No column prints '%(name)s': give one 'value: %(name)s', or delete it")
                    yield Finding(item.file, loc, message % {"name": name}, value, warning=True)


def _values(item: RecordAt) -> dict[str, str]:
    """Return the values of a row that are texts, by name."""
    found = item.value.get("values")
    return {name: text for name, text in found.items() if isinstance(text, str)} if isinstance(found, dict) else {}


def categories_have_rows(records: Records, _: Translate) -> Iterator[Finding]:
    """A row has a number; of a category nothing is asked, and rows stand below it."""
    for checklist in checklists_of(records):
        items = list(checklist.records("items"))
        for item, after in zip_longest(items, items[1:]):
            if item.text("kind") != "heading":
                if not item.has("label") and "kind" not in item.value and not item.misspells("label"):
                    yield item.finding("label", _("%(key)s is missing: write '%(key)s: %(example)s'") % _LABEL, "")
                continue
            for key in (key for key in OF_ROWS if key in item.value):
                message = _("A category asks nothing and has no %(key)s: delete it, or 'kind: heading'")
                yield item.finding(key, message % {"key": key}, "")
            if after is None or after.text("kind") == "heading":
                yield item.finding("kind", _("A category needs rows below it: add one, or delete the category"), "")


_LABEL = {"key": "label", "example": '"1"'}


def alone_rests_on_nothing(records: Records, _: Translate) -> Iterator[Finding]:
    """A checklist that stands alone has rows that come from no clause, and none that says how it differs from one."""
    for checklist in checklists_of(records):
        if checklist.text("stands_alone") == "true":
            for item in checklist.records("items"):
                for key in (key for key in ("basis", "relation") if item.has(key)):
                    message = _("The checklist stands alone: delete %(key)s here, or stands_alone of the checklist")
                    yield item.finding(key, message % {"key": key}, "")
