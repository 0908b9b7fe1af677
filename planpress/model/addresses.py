"""Every public address of a site, and the names of ours that stand in addresses and codes.

In: ids. Out: addresses from the top of the site; pure. Addresses are permanent: whoever printed, saved or
sent one must still find what it named.
"""

from collections.abc import Callable

from planpress.model.records import Place, Sector
from planpress.model.version import Version

Named = Callable[[str], str]
Numbered = Callable[[int], str]
OfRevision = Callable[[Version], str]
"""Addresses of one unit, sector or other record by its id; of one part of a list; and of one revision."""

PLAN = "plan"
"""The word that stands for the main plan in the address of a clause, and for its document."""

ANNEX = "annex"
"""Stands for the form in the list of sheets where a sector is printed as a document."""

NO_UNIT = "00"
"""Stands for the unit in the code of a blank sheet."""

# Stand for the form where a sheet is none of content/forms: in its address, and in its code.
PACK_FORM, PACK_CODE = "pack", "PK"
MAIN_FORM, MAIN_CODE = "main", "MP"  # the plan without its annexes
COMPARISON_FORM, COMPARISON_CODE = "comparison", "CP"  # compares a revision with the one before
CARRY_OVER_FORM, CARRY_OVER_CODE = "carry-over", "CO"  # tells a unit which answers to an earlier checklist still hold
CATALOGUE_FORM, CATALOGUE_CODE = "catalogue", "CT"  # lists all codes that are current
WITHDRAWN_FORM, WITHDRAWN_CODE = "withdrawn", "WD"  # stands where a sheet is no longer used; its code comes last

OWN_FORMS = {
    PACK_FORM: PACK_CODE,
    MAIN_FORM: MAIN_CODE,
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
SECTORS_PAGE = "sectors.html"
MATRIX_PAGE = "matrix.html"
TIMELINE_PAGE = "timeline.html"
PRINT_BY_UNIT = "print.html"
PRINT_BY_SECTOR = "print-by-sector.html"
PRINT_BY_FORM = "print-by-form.html"
CHECK_PAGE = "check.html"
TERMS_PAGE = "terms.html"
NOTES_PAGE = "notes.html"
BONDS_PAGE = "bonds.html"
REVISIONS_PAGE = "revisions/index.html"
DRAFT_PAGE = "revisions/draft.html"
OUTDATED_PAGE = "revisions/outdated.html"

sector_page: Named = "sectors/{}.html".format
unit_page: Named = "units/{}.html".format
unit_changes_page: Named = "units/{}/changes.html".format  # what each revision changed for the unit
term_address: Named = f"{TERMS_PAGE}#{{}}".format
note_address: Named = f"{NOTES_PAGE}#{{}}".format
revision_page: OfRevision = "revisions/{}.html".format
revision_document_page: Callable[[Version, str], str] = "revisions/{}/{}.html".format  # a document as it was then
comparison_page: Callable[[Version, Version], str] = "revisions/compare-{}-{}.html".format  # the older, the newer
clause_history_page: Named = "revisions/clauses/{}.html".format  # what became of every clause of the document
handbook_page: Named = "handbook/{}.html".format

# What does not fit on one page goes on on pages of its own, numbered from 1.
units_page: Numbered = "matrix/{}.html".format
groups_page: Numbered = "groups/{}.html".format  # whom the names of groups mean
codes_page: Numbered = "check/{}.html".format
bonds_page: Numbered = "bonds/{}.html".format
outdated_page: Numbered = "revisions/outdated/{}.html".format
sector_sheets_page: Callable[[str, int], str] = "print-by-sector/{}/{}.html".format
concerned_page: Callable[[Version, int], str] = "revisions/{}/units/{}.html".format  # by a revision


def document_page(document: str) -> str:
    """Return the page that prints a document: `plan`, or a sector by its id."""
    return PLAN_PAGE if document == PLAN else sector_page(document)


def page_of(sector: Sector | None) -> str:
    """Return the page that prints `sector`, or the main plan where None."""
    return PLAN_PAGE if sector is None else sector_page(sector.id)


def place_address(place: Place) -> str:
    """Return where a clause or row stands."""
    return f"{document_page(place.document)}#{place.anchor}"


def source_of(page: str) -> str:
    """Return the Markdown file that a page is made of."""
    return page.removesuffix(".html") + ".md"


# ---------------------------------------------------------------- paper

PAPER_FOLDER = "print"
"""Holds every PDF, and nothing else but what packs them."""

PLAN_PDF = "print/plan.pdf"
MAIN_PDF = "print/plan-main.pdf"
CATALOGUE_PDF = "print/catalogue.pdf"
PACKS_ZIP = "print/packs.zip"
"""The packs of all units in one file."""

annex_pdf: Named = "print/sectors/{}.pdf".format  # the document of the sector
unit_pack_pdf: Named = f"print/units/{{}}/{PACK_FORM}.pdf".format
sector_catalogue_pdf: Named = f"print/sectors/{{}}-{CATALOGUE_FORM}.pdf".format
sector_pack_pdf: Named = f"print/sectors/{{}}-{PACK_FORM}.pdf".format  # for enterprises
comparison_pdf: OfRevision = f"print/revisions/{{}}-{COMPARISON_FORM}.pdf".format  # with the revision before
carry_over_pdf: Callable[[str, Version], str] = f"print/units/{{}}/{CARRY_OVER_FORM}-{{}}.pdf".format  # of a unit


def form_pdf(form: str, unit: str | None, sector: str | None, day: str | None) -> str:
    """Return the sheet of a form: of a unit or blank, for a sector, for a reporting day (its code), as far as given."""
    folder = f"print/units/{unit}" if unit else "print/blank"
    return f"{folder}/{form_name(form, sector, day)}.pdf"


def form_name(form: str, sector: str | None = None, day: str | None = None) -> str:
    """Return the last part of the address of a form's sheet."""
    name = form if sector is None else f"{sector}-{form}"
    return name if day is None else f"{name}-{day}"


def check_address(site_url: str, code: str, fingerprint: str) -> str:
    """Return where a sheet is checked: the sheet of this code; `site_url` ends in a slash."""
    return f"{site_url}{CHECK_PAGE}?c={code}&f={fingerprint}"


# ---------------------------------------------------------------- office files and data

MATRIX_WORKBOOK = "files/matrix.xlsx"
MATRIX_CHART = "charts/matrix.svg"
TIMELINE_CHART = "charts/timeline.svg"
STATUS_JSON, STATUS_JS = "status.json", "status.js"
SHEETS_JS = "sheets.js"
unit_cards_js: Numbered = "units-{}.js".format  # what home says of the unit that a device chose
REVISIONS_JS, PUBLICATIONS_JS = "revisions.js", "publications.js"  # beside the folders of all publications
REVISIONS_FEED = "revisions/atom.xml"

unit_calendar: Named = "calendar/{}.ics".format
unit_chart: Named = "charts/units/{}.svg".format  # the timeline of the unit
unit_feed: Named = "units/{}/atom.xml".format  # what revisions change for the unit
status_part: Named = "status-{}.js".format  # some of the codes; by the sum of what it says
publications_part: Named = "publications-{}.js".format
differences_js: OfRevision = "differences-{}.js".format  # what the revision changed on each sheet, for the check page
changes_json: OfRevision = "revisions/{}/changes.json".format  # what the revision changed, for programs

CALENDAR_OF_ALL = unit_calendar(EVERYONE)


def office_file(pdf: str, ending: str) -> str:
    """Return the file for an office program that says the same as the sheet at `pdf`; `ending` is such as `xlsx`."""
    return f"files/{pdf.removeprefix('print/').removesuffix('pdf')}{ending}"


# ---------------------------------------------------------------- files of a campaign


def sector_file(number: int, sector: str) -> str:
    """Return how the file of a sector is called."""
    return f"sectors/{number:02}-{sector}.yml"
