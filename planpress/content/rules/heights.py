"""What may not be broken between pages is no higher than one; what closes a form does not stand alone.

Measured in large print, where less fits. Of the rest nothing is asked: words longer than their line are broken (the
style sheets say so), so that subtitles, headings, leaders of a sector, remarks, quoted clauses and lines of contents
take more lines, and pages, and fields whose shares of a line are more than all go on in the next.
"""

from collections.abc import Iterable, Iterator

from planpress.blocks.column import BUILT_IN, WRITE, beside, cell_place, head_mm, pages_of
from planpress.blocks.registry import KINDS
from planpress.content.rules.fits import say_of
from planpress.content.rules.records import Finding, RecordAt, Records
from planpress.content.rules.rows import checklists_on
from planpress.content.source import Loc
from planpress.fit import LINE_MM, MM_A_POINT, PAGE, lines_of, page_named
from planpress.i18n import Translate
from planpress.model.addresses import PLAN
from planpress.model.citing import listed, serving
from planpress.model.vocabulary import drawn_up
from planpress.record import measured
from planpress.signs import width_of

FOOT_LINES = 2
"""What the foot of a sheet has left for what a form rests on, in large print."""

DOCUMENT = (225.0, 138.0, 0.45)
"""Width and height that a checklist has on a page of the plan, and by how much columns one writes in are narrower."""

NAMED = ("name", "text")
"""Values of the columns in which `names` stand."""

TICK_MM, PADDING_MM = 14 * 1.5 * MM_A_POINT, 3.0
"""Height of a box to tick in a table in large print; what the space within a cell and its rules take of a row."""

ROWS = {
    "units": {"name": "name", "text": "name"},
    "sectors": {"label": "label", "name": "short", "text": "title"},
    "indicators": {"text": "text", "name": "text", "target": "target"},
    "items": {"label": "label", "text": "text"},
}
"""What a column of a table shows of the records that it has a row for."""


def rows_fit_a_page(records: Records, _: Translate) -> Iterator[Finding]:
    """A row of a form is no higher than a page, whatever its table lists; one of a checklist fits the plan, too."""
    annexed = {checklist.text("form") for sector in records.sectors for checklist in sector.records("checklist")}
    for form in records.forms:
        width, height = page_mm(form)
        pages = [(width, height - max(15, _remarks_mm(form, records)), WRITE)]
        pages += [DOCUMENT] if form.text("id") in annexed else []
        for table in (table for block in form.records("blocks") for table in block.records("table")):
            columns = [column.value for column in table.records("columns")]
            if not all(measured(column.get("width_mm")) for column in columns):
                continue
            if form.text("id") in annexed and table.text("rows") == "items" and len(pages_of(columns, width)) > 1:
                message = _("A checklist also stands in the plan, one page wide: make its columns narrower")
                yield table.finding("columns", message, "")
            room = [(wide, write, int((high - head_mm(columns, wide, write)) / LINE_MM)) for wide, high, write in pages]
            for column in columns:
                places = [
                    (cell_place(column, beside(column, columns, wide), wide, write=write).large_signs, most)
                    for wide, write, most in room
                ]
                for record, loc, words in _cells(records, form, table, str(column.get("value"))):
                    for lines, most in _too_many(words, places):
                        message = _("On the form '%(form)s' this row takes %(lines)s lines; a page holds %(most)s")
                        at = {"lines": lines, "form": form.text("id"), "most": most}
                        yield Finding(record.file, loc, message % at, words)


def _too_many(words: str, places: Iterable[tuple[float, int]]) -> Iterator[tuple[int, int]]:
    """Yield how many lines `words` take, and the most there may be, for the first place that they do not fit."""
    width = width_of(words)
    for signs, most in places:
        # two lines hold more than one could, so that most need not be broken
        if ("\n" in words or 2 * width / signs >= most) and (lines := lines_of(words, signs)) > most:
            yield lines, most
            return


def _cells(records: Records, form: RecordAt, table: RecordAt, value: str) -> Iterator[tuple[RecordAt, Loc, str]]:
    """Yield what a column with such values shows: in which record it stands, where, and the words."""
    source = table.text("rows")
    found = [(table, "names")] if value in NAMED else []
    if key := ROWS.get(source, {}).get(value):
        found += [(record, key) for record in _listed(records, form, source)]
    elif source == "items" and value not in BUILT_IN:
        found += [(values, value) for item in _listed(records, form, source) for values in item.records("values")]
    yield from ((record, loc, words) for record, key in found for loc, words in record.texts(key))


def _listed(records: Records, form: RecordAt, source: str) -> Iterable[RecordAt]:
    """Return the records for which a table of `form` has rows."""
    if source == "items":
        return (item for checklist in checklists_on(records, form) for item in checklist.records("items"))
    if source == "indicators":
        plan = (clause for one in records.documents if one.name == PLAN for clause in one.clauses)
        return (one for clause in plan for one in clause.records("indicators"))
    return records.units if source == "units" else records.sectors


def closing_parts_have_company(records: Records, _: Translate) -> Iterator[Finding]:
    """What closes a form, remarks or signatures, stands on a page with what comes before it."""
    for form in records.forms:
        width, height = page_mm(form)
        held, after_heading, found = 0.0, False, False
        for block in form.records("blocks"):
            for key in block.value:
                if key not in KINDS:
                    continue
                kind, tall = KINDS[key], KINDS[key].last_mm(block.value[key], width)
                tall += max((_taller(records, form, table, width) for table in block.records(key)), default=0)
                held = tall + (held if after_heading or kind.clings == "before" else 0)
                after_heading = kind.clings == "after"
                if kind.clings == "before" and held > height and not found:
                    found = True
                    yield Finding(form.file, (*block.loc, key), _alone(held, height, _))
        if not found and (remarks := _remarks_mm(form, records)) and held + remarks > height:
            key = max(("instructions", "copies"), key=lambda key: width_of("".join(form.words(key))))
            yield form.finding(key, _alone(held + remarks, height, _), "".join(form.words(key)))


def _taller(records: Records, form: RecordAt, block: RecordAt, width: float) -> float:
    """Return by how much its words, or boxes to tick, make the last row of a table higher than its form asks."""
    columns = [column.value for column in block.records("columns")]
    if not columns or not all(measured(column.get("width_mm")) for column in columns):
        return 0
    blank, names, tallest = block.text("count") not in ("", "0"), block.words("names"), 0.0
    for column in columns:
        signs, value = cell_place(column, columns, width).large_signs, str(column.get("value"))
        words = {record.file.path: text for record, _loc, text in _cells(records, form, block, value)}
        shown = [] if blank else words.values() if not names else names[-1:] * (value in NAMED)
        ticks = column.get("ticks")
        lines = max((lines_of(text, signs) for text in shown), default=0)
        tallest = max(tallest, lines * LINE_MM, len(ticks) * TICK_MM if isinstance(ticks, list) else 0)
    return max(0, tallest + PADDING_MM - measured(block.text("row_height_mm") or "12"))


def _alone(found: float, most: float, _: Translate) -> str:
    message = _("What closes a form shares a page of %(most)s mm with what it follows; both take up to %(found)s mm")
    return message % {"most": f"{most:g}", "found": f"{found:.0f}"}


def _remarks_mm(form: RecordAt, records: Records) -> float:
    """Return how high the remarks under a form are at most; 0 where it has none."""
    words = [*form.words("instructions"), *filter(None, [form.text("copies")])]
    if form.text("origin") == "editor":
        words.append(drawn_up(max(_basis(form, records), key=width_of, default=""), records.language))
    signs = page_mm(form)[0] / 14 / MM_A_POINT
    return 3 + LINE_MM * sum(lines_of(text, signs) for text in words) if words else 0


def basis_fits_the_foot(records: Records, _: Translate) -> Iterator[Finding]:
    """The foot of a sheet names what the form rests on in two lines; what the editor drew up says so under the form."""
    say = say_of(records)
    page = say("Page %(page)s of %(pages)s") % {"page": 99, "pages": 99}
    for form in (form for form in records.forms if form.text("origin") != "editor"):
        signs = page_mm(form)[0] / 11 / MM_A_POINT - width_of(page)
        for basis in _basis(form, records):
            words = say("Basis %(clauses)s") % {"clauses": basis}
            if (lines := lines_of(words, signs)) > FOOT_LINES:
                message = _("This is up to %(lines)s lines; its place holds %(most)s")
                yield form.finding("basis", message % {"lines": lines, "most": FOOT_LINES}, basis)
                break


def _basis(form: RecordAt, records: Records) -> Iterator[str]:
    """Yield what the sheets of a form say it rests on: on those of one sector, the plan and that sector only."""
    refs = [ref for ref in form.words("basis") if ref in records.cites]
    sectors = [one.name for one in records.documents if one.name != PLAN]
    for sector in sectors if "sector" in form.text("scope") else [""]:
        yield listed((records.cites[ref] for ref in serving(refs, sector)), records.language)


def page_mm(form: RecordAt) -> tuple[float, float]:
    """Return width and height between the margins of a form, in mm."""
    return PAGE[page_named(form.text("orientation"), form.text("paper"))]
