"""Every public address of a site, and the names of ours that stand in addresses and codes.

In: ids. Out: addresses from the top of the site; pure. Addresses are permanent: whoever printed, saved or
sent one must still find what it named.
"""

from __future__ import annotations

import re

from planpress.model.records import Place, Sector

PLAN = "plan"
"""The word that stands for the main plan in the address of a clause, and for its document."""

ANNEX = "annex"
"""Stands for the form in the list of sheets where a sector is printed as a document."""

NO_UNIT = "00"
"""Stands for the unit in the code of a blank sheet."""

# Stand for the form where a sheet is none of content/forms: in its address, and in its code.
PACK_FORM, PACK_CODE = "pack", "PK"
COMPARISON_FORM, COMPARISON_CODE = "comparison", "CP"  # compares a revision with the one before
CARRY_OVER_FORM, CARRY_OVER_CODE = "carry-over", "CO"  # tells a unit which answers to an earlier checklist still hold
CATALOGUE_FORM, CATALOGUE_CODE = "catalogue", "CT"  # lists all codes that are current
WITHDRAWN_FORM, WITHDRAWN_CODE = "withdrawn", "WD"  # stands where a sheet is no longer used; its code comes last

OWN_FORMS = {
    PACK_FORM: PACK_CODE,
    COMPARISON_FORM: COMPARISON_CODE,
    CARRY_OVER_FORM: CARRY_OVER_CODE,
    CATALOGUE_FORM: CATALOGUE_CODE,
    WITHDRAWN_FORM: WITHDRAWN_CODE,
}
"""What is printed without being a form of content/forms, with its code."""

EVERYONE = "all"
"""Stands for the unit in the address of what is about all units."""

# Names of ours that no record may bear.
RESERVED_FORMS = frozenset({PLAN, ANNEX, *OWN_FORMS})
RESERVED_UNITS = frozenset({EVERYONE})
RESERVED_SECTORS = frozenset({PLAN})

# ---------------------------------------------------------------- pages

HOME = "index.html"
PLAN_PAGE = "plan/index.html"
MATRIX_PAGE = "matrix.html"
TIMELINE_PAGE = "timeline.html"
PRINT_BY_UNIT = "print.html"
PRINT_BY_SECTOR = "print-by-sector.html"
PRINT_BY_FORM = "print-by-form.html"
CHECK_PAGE = "check.html"
TERMS_PAGE = "terms.html"
NOTES_PAGE = "notes.html"
REVISIONS_PAGE = "revisions/index.html"
DRAFT_PAGE = "revisions/draft.html"
OUTDATED_PAGE = "revisions/outdated.html"


def sector_page(sector: str) -> str:
    """Return the page of a sector."""
    return f"sectors/{sector}.html"


def document_page(document: str) -> str:
    """Return the page that prints a document: `plan`, or a sector by its id."""
    return PLAN_PAGE if document == PLAN else sector_page(document)


def page_of(sector: Sector | None) -> str:
    """Return the page that prints `sector`, or the main plan where None."""
    return PLAN_PAGE if sector is None else sector_page(sector.id)


def place_address(place: Place) -> str:
    """Return where a clause or row stands."""
    return f"{document_page(place.document)}#{place.anchor}"


def unit_page(unit: str) -> str:
    """Return the page of a unit."""
    return f"units/{unit}.html"


def unit_changes_page(unit: str) -> str:
    """Return the page that tells what each revision changed for a unit."""
    return f"units/{unit}/changes.html"


def group_address(group: str) -> str:
    """Return where a group of units is listed."""
    return f"{HOME}#_group-{group}"


def term_address(term: str) -> str:
    """Return where a term is explained."""
    return f"{TERMS_PAGE}#{term}"


def note_address(note: str) -> str:
    """Return where an editor's note stands."""
    return f"{NOTES_PAGE}#{note}"


def revision_page(number: int) -> str:
    """Return the page of a sealed revision."""
    return f"revisions/{number}.html"


def revision_document_page(number: int, document: str) -> str:
    """Return the page that prints a document as revision `number` had it."""
    return f"revisions/{number}/{document}.html"


def comparison_page(old: int, new: int) -> str:
    """Return the page that compares two revisions."""
    return f"revisions/compare-{old}-{new}.html"


def clause_history_page(document: str) -> str:
    """Return the page that tells the history of every clause of a document."""
    return f"revisions/clauses/{document}.html"


def handbook_page(name: str) -> str:
    """Return a page of the editors' handbook."""
    return f"handbook/{name}.html"


def source_of(page: str) -> str:
    """Return the Markdown file that a page is made of."""
    return page.removesuffix(".html") + ".md"


# ---------------------------------------------------------------- paper

PAPER_FOLDER = "print"
"""Holds every PDF, and nothing else but what packs them."""

PLAN_PDF = "print/plan.pdf"
CATALOGUE_PDF = "print/catalogue.pdf"
PACKS_ZIP = "print/packs.zip"
"""The packs of all units in one file."""


def annex_pdf(sector: str) -> str:
    """Return the document of a sector."""
    return f"print/sectors/{sector}.pdf"


def form_pdf(form: str, unit: str | None, sector: str | None, week: int | None) -> str:
    """Return the sheet of a form: of a unit or blank, for a sector, for a reporting day, each as far as given."""
    folder = f"print/units/{unit}" if unit else "print/blank"
    return f"{folder}/{form_name(form, sector, week)}.pdf"


def form_name(form: str, sector: str | None = None, week: int | None = None) -> str:
    """Return the last part of the address of a form's sheet."""
    name = form if sector is None else f"{sector}-{form}"
    return name if week is None else f"{name}-{week:02}"


def is_own_name(name: str) -> bool:
    """Tell whether a sheet of ours that stands beside those of the forms has this last part of its address."""
    return name == PACK_FORM or re.fullmatch(rf"{CARRY_OVER_FORM}-[0-9]+", name) is not None


def unit_pack_pdf(unit: str) -> str:
    """Return the pack of a unit."""
    return f"print/units/{unit}/{PACK_FORM}.pdf"


def sector_pack_pdf(sector: str) -> str:
    """Return the pack of a sector, for enterprises."""
    return f"print/sectors/{sector}-{PACK_FORM}.pdf"


def comparison_pdf(number: int) -> str:
    """Return the sheet that compares a revision with the one before."""
    return f"print/revisions/{number}-{COMPARISON_FORM}.pdf"


def carry_over_pdf(unit: str, number: int) -> str:
    """Return the carry-over sheet of a unit for a revision."""
    return f"print/units/{unit}/{CARRY_OVER_FORM}-{number}.pdf"


def check_address(site_url: str, code: str, fingerprint: str) -> str:
    """Return where a sheet is checked: the sheet of this code; `site_url` ends in a slash."""
    return f"{site_url}{CHECK_PAGE}?c={code}&f={fingerprint}"


# ---------------------------------------------------------------- office files and data

MATRIX_WORKBOOK = "files/matrix.xlsx"
MATRIX_CHART = "charts/matrix.svg"
TIMELINE_CHART = "charts/timeline.svg"
STATUS_JSON, STATUS_JS = "status.json", "status.js"
DIFFERENCES_JS = "differences.js"
REVISIONS_FEED = "revisions/atom.xml"


def office_file(pdf: str, ending: str) -> str:
    """Return the file for an office program that says the same as the sheet at `pdf`; `ending` is such as `xlsx`."""
    return f"files/{pdf.removeprefix('print/').removesuffix('pdf')}{ending}"


def unit_calendar(unit: str) -> str:
    """Return the calendar of a unit."""
    return f"calendar/{unit}.ics"


CALENDAR_OF_ALL = unit_calendar(EVERYONE)
"""The calendar of all units."""


def unit_chart(unit: str) -> str:
    """Return the timeline of a unit."""
    return f"charts/units/{unit}.svg"


def unit_feed(unit: str) -> str:
    """Return the feed of what revisions change for a unit."""
    return f"units/{unit}/atom.xml"


def changes_json(number: int) -> str:
    """Return what a revision changed, for programs."""
    return f"revisions/{number}/changes.json"
