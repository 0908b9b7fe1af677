"""What may not be broken between pages is no higher than one; what closes a form does not stand alone.

Measured in large print, where less fits. Of the rest nothing is asked: words longer than their line are broken (the
style sheets say so), so that subtitles, headings, leaders of a sector, remarks, quoted clauses and lines of contents
take more lines, and pages, and fields whose shares of a line are more than all go on in the next.
"""

from collections.abc import Iterator

from planpress.blocks.registry import KINDS
from planpress.blocks.table import cell_place, head_mm
from planpress.content.rules.fits import say_of
from planpress.content.rules.records import Finding, RecordAt, Records
from planpress.content.source import Loc
from planpress.fit import LINE_MM, MM_A_POINT, PAGE, lines_of, too_high
from planpress.i18n import Translate
from planpress.model.addresses import PLAN
from planpress.record import measured
from planpress.signs import width_of

DOCUMENT = (225.0, 110.0)
"""Width and height that a row of a checklist has in the plan itself, where its imprint follows."""

DOCUMENT_WRITE = 0.6
"""By how much columns that one writes in are narrower there; see `site_templates/print/document.html`."""

FOOT_LINES = 2
"""What the foot of a sheet has left for what a form rests on, in large print."""

DUE_MM = 29.8, 200.0
"""Width and height of the words of a due date on the cover of a pack."""

Cell = tuple[RecordAt, Loc, str]
"""What stands in a cell: in which record, at which place, which words."""


def rows_fit_a_page(records: Records, _: Translate) -> Iterator[Finding]:
    """A row of a table is no higher than a page, on any form that lists it, and in the plan."""
    for form in records.forms:
        width, height = page_of(form)
        left = height - max(15, _remarks_mm(form, records))
        for table in (table for block in form.records("blocks") for table in block.records("table")):
            columns = list(table.records("columns"))
            others = [other.value for other in columns]
            known = all(measured(one.get("width_mm")) for one in others)
            head = head_mm(others, width) if known else 0
            for column in columns if known else ():
                signs = cell_place(column.value, others, width).signs
                place = cell_place(column.value, others, DOCUMENT[0], write=DOCUMENT_WRITE)
                in_plan = place.large_mm / place.large_points / MM_A_POINT
                for (record, loc, words), own in _cells(records, form, table, column.text("value")):
                    yield from _row(form, record, loc, words, signs, left - head, _)
                    yield from _row(form, record, loc, words, in_plan, DOCUMENT[1], _) if own else ()


def _row(
    form: RecordAt, record: RecordAt, loc: Loc, words: str, signs: float, height: float, _: Translate
) -> Iterator[Finding]:
    most = int(height / LINE_MM)
    if "\n" not in words and 2 * width_of(words) / signs < most:
        return  # two lines hold more than one could
    if (lines := lines_of(words, signs)) > most:
        message = _("On the form '%(form)s' this row takes %(lines)s lines; a page holds %(most)s")
        at = {"lines": lines, "form": form.text("id"), "most": most}
        yield Finding(record.file, loc, message % at, words)


def _cells(records: Records, form: RecordAt, table: RecordAt, key: str) -> Iterator[tuple[Cell, bool]]:
    """Yield what a column with such values shows, and whether it is a row of the plan itself."""
    source = table.text("rows")
    if key in ("name", "text"):
        yield from (((table, loc, name), False) for loc, name in table.texts("names"))
    if source == "items" and key in ("label", "text"):
        for sector in records.sectors:
            meant = not form.words("sectors") or sector.text("id") in form.words("sectors")
            for checklist in sector.records("checklist"):
                own = form.text("id") == checklist.text("form")
                if own or (form.text("origin") == "editor" and meant):
                    yield from ((cell, own) for item in checklist.records("items") for cell in _cell(item, key))
    found: dict[str, tuple[list[RecordAt], dict[str, str]]] = {
        "units": (records.units, {"name": "name", "text": "name"}),
        "sectors": (records.sectors, {"label": "label", "name": "short", "text": "title"}),
        "indicators": (
            [one for clause in _of_plan(records) for one in clause.records("indicators")],
            {"text": "text", "name": "text", "target": "target"},
        ),
    }
    listed, keys = found.get(source, ([], {}))
    yield from ((cell, False) for record in listed if key in keys for cell in _cell(record, keys[key]))


def _cell(record: RecordAt, key: str) -> Iterator[Cell]:
    yield from ((record, loc, text) for loc, text in record.texts(key))


def _of_plan(records: Records) -> list[RecordAt]:
    return [clause for one in records.documents if one.name == PLAN for clause in one.clauses]


def due_words_fit(records: Records, _: Translate) -> Iterator[Finding]:
    """The words of a due date stand in one row on the cover of a pack."""
    for clause in records.clauses:
        for due in clause.records("due"):
            if message := too_high(due.text("text"), *DUE_MM, _):
                yield due.finding("text", message)


def closing_parts_have_company(records: Records, _: Translate) -> Iterator[Finding]:
    """What closes a form, remarks or signatures, stands on a page with what comes before it."""
    for form in records.forms:
        width, height = page_of(form)
        held, after_heading, found = 0.0, False, False
        for block in form.records("blocks"):
            for key in block.value:
                if key not in KINDS:
                    continue
                kind, tall = KINDS[key], KINDS[key].last_mm(block.value[key], width)
                held = tall + (held if after_heading or kind.clings == "before" else 0)
                after_heading = kind.clings == "after"
                if kind.clings == "before" and held > height and not found:
                    found = True
                    yield Finding(form.file, (*block.loc, key), _alone(held, height, _))
        if not found and (remarks := _remarks_mm(form, records)) and held + remarks > height:
            key = max(("instructions", "copies"), key=lambda key: width_of("".join(form.words(key))))
            yield form.finding(key, _alone(held + remarks, height, _), "".join(form.words(key)))


def _alone(found: float, most: float, _: Translate) -> str:
    message = _("What closes a form shares a page of %(most)s mm with what it follows; both take up to %(found)s mm")
    return message % {"most": f"{most:g}", "found": f"{found:.0f}"}


def _remarks_mm(form: RecordAt, records: Records) -> float:
    """Return how high the remarks under a form are at most; 0 where it has none."""
    words = [*form.words("instructions"), *filter(None, [form.text("copies")])]
    if form.text("origin") == "editor":
        message = "Drawn up by the editor, not an annex of the source; after %(clauses)s"
        words.append(say_of(records)(message) % {"clauses": max(_basis(form, records), key=width_of, default="")})
    signs = page_of(form)[0] / 14 / MM_A_POINT
    return 3 + LINE_MM * sum(lines_of(text, signs) for text in words) if words else 0


def basis_fits_the_foot(records: Records, _: Translate) -> Iterator[Finding]:
    """The foot of a sheet names what the form rests on in two lines."""
    say = say_of(records)
    page = say("Page %(page)s of %(pages)s") % {"page": 99, "pages": 99}
    for form in records.forms:
        signs = page_of(form)[0] / 11 / MM_A_POINT - width_of(page)
        for basis in _basis(form, records):
            words = say("Basis %(clauses)s") % {"clauses": basis}
            if (lines := lines_of(words, signs)) > FOOT_LINES:
                message = _("This is up to %(lines)s lines; its place holds %(most)s")
                yield form.finding("basis", message % {"lines": lines, "most": FOOT_LINES}, basis)
                break


def _basis(form: RecordAt, records: Records) -> Iterator[str]:
    """Yield what the sheets of a form say it rests on: on those of one sector, the plan and that sector only."""
    refs, say = form.words("basis"), say_of(records)
    sectors = [one.name for one in records.documents if one.name != PLAN]
    for sector in sectors if "sector" in form.text("scope") else [""]:
        here = [ref for ref in refs if not sector or ref.partition("#")[0] in (PLAN, sector)] or refs
        yield say(", ").join(records.cites.get(ref, "") for ref in here)


def page_of(form: RecordAt) -> tuple[float, float]:
    """Return width and height between the margins of a form, in mm."""
    return PAGE.get(form.text("orientation") or "portrait", PAGE["portrait"])
