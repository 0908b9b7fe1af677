"""Campaign and sheets → every file for office programs, by address.

In: a validated `Campaign`, the sheets of `sheets_of` and the edition. Out: the bytes of calendars,
spreadsheets, letters and charts, or where the cache keeps them; `write_files` puts them into a folder.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from planpress.blocks.table import TableView
from planpress.cache import digest, keep, place_of, put, recall
from planpress.model.addresses import ANNEX, MATRIX_WORKBOOK, PLAN, office_file
from planpress.model.campaign import Campaign
from planpress.office.blanks import Blanks
from planpress.office.calendars import calendars_of
from planpress.office.charts import charts_of
from planpress.office.letters import Letters
from planpress.office.matrix import matrix_of
from planpress.office.word_file import word_file
from planpress.office.workbooks import Workbooks
from planpress.recipe import Recipe, made_by
from planpress.sheets.edition import Edition
from planpress.sheets.forms import FormSheetView
from planpress.sheets.sheet import Sheet

RECIPE = Recipe(
    code=("*.py", "blocks/*.py", "model/*.py", "office/*.py", "sheets/*.py"),
    libraries=("babel", "jinja2", "lxml", "python-docx", "xlsxwriter"),
)
"""What shapes the spreadsheet or letter of a form, besides what its sheet says."""

DOCUMENTS = (PLAN, ANNEX)
"""What is printed as a document, and is one for a word processor, too."""


def office_files(
    campaign: Campaign,
    sheets: Iterable[Sheet],
    edition: Edition,
    today: datetime.date | None = None,
    rows: Mapping[str, Sequence[int]] = MappingProxyType({}),
    cache: Path | None = None,
) -> dict[str, bytes | Path]:
    """Return the bytes of every file by address, sorted; packs and the like are passed over, charts mark `today`.

    `rows` tells, by the path of a sheet, how many rows each of its tables that fill their page has on paper. The files
    of forms are kept in the `cache`, if there is one, and their places are returned.
    """
    found: dict[str, bytes | Path] = {**calendars_of(campaign, edition), MATRIX_WORKBOOK: matrix_of(campaign, edition)}
    found |= {path: text.encode() for path, text in charts_of(campaign, edition, today).items()}
    makers: dict[str, Blanks] = {"docx": Letters(edition), "xlsx": Workbooks(edition)}
    for sheet in sheets:
        wanted = companions(sheet)
        if wanted and sheet.form in DOCUMENTS:
            found[wanted["docx"]] = word_file(campaign, edition, sheet.sector or "")
            continue
        for kind, path in wanted.items():
            grown = rows.get(sheet.path, ())
            make = partial(_made, makers[kind], sheet, grown)
            found[path] = _kept(cache, _key(kind, sheet, grown, edition), make) if cache else make()
    return dict(sorted(found.items()))


def _made(maker: Blanks, sheet: Sheet, rows: Sequence[int]) -> bytes:
    return maker.file(_grown(sheet, rows))


def _key(kind: str, sheet: Sheet, rows: Sequence[int], edition: Edition) -> str:
    """Return the key of a file of a form: what its sheet says to the last id, and what it tells of the edition.

    A representation holds every field, also those that paper does not show, and is made four times as fast as JSON.
    """
    told = edition.line, edition.draft, edition.revision, edition.site_url, edition.file_day
    return digest(kind, repr((sheet, rows, told)), made_by(RECIPE, edition.language))


def _kept(cache: Path, key: str, make: Callable[[], bytes]) -> Path:
    """Return where the cache keeps a file, which is made where it has none."""
    place = place_of(cache, key, "office")
    if recall(place) is None:
        keep(place, make(), {})
    return place


def _grown(sheet: Sheet, rows: Sequence[int]) -> Sheet:
    """Return `sheet`, which is of a form, with as many rows in its tables that fill their page as it has on paper."""
    assert isinstance(sheet.view, FormSheetView)
    counts, form = iter(rows), sheet.view.form
    blocks = tuple(
        block.grown(next(counts, 0)) if isinstance(block, TableView) and block.fill else block for block in form.blocks
    )
    return replace(sheet, view=replace(sheet.view, form=replace(form, blocks=blocks)))


def companions(sheet: Sheet) -> dict[str, str]:
    """Return where `sheet` stands as `xlsx` and as `docx`: the plan and its annexes, and forms; nothing for packs.

    Why:
        What a form is made of says which program suits it. One table is a spreadsheet; where one
        writes sentences, or where there are several tables or none, it is a letter.
    """
    if sheet.form in DOCUMENTS:
        return {"docx": office_file(sheet.path, "docx")}
    if not isinstance(sheet.view, FormSheetView):
        return {}
    blocks = sheet.view.form.blocks
    one_table = sum(1 for block in blocks if block.widths_mm()) == 1
    wanted = {"xlsx": one_table, "docx": not one_table or any(block.written for block in blocks)}
    return {kind: office_file(sheet.path, kind) for kind, suits in wanted.items() if suits}


def write_files(folder: Path, files: Mapping[str, bytes | Path]) -> int:
    """Put `files` below `folder`, each given by its bytes or its place in the cache; return how many there are."""
    for path, content in files.items():
        target = folder / path
        if isinstance(content, Path):
            put(content, target)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return len(files)
