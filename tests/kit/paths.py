"""Where the files are that tests read."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
TESTS = PROJECT / "tests"
CASES = TESTS / "cases"
GOLDEN = TESTS / "golden"
HARBOUR = TESTS / "campaigns" / "harbour"
"""A second campaign: another district, language and set of sectors."""

ENTERPRISE = TESTS / "campaigns" / "enterprise"
"""An enterprise rates itself by points, and keeps ledgers that are wider than a page."""

STREET = TESTS / "campaigns" / "street"
"""A street office's check of small places: answers, values and categories of rows."""

SCHOOL = TESTS / "campaigns" / "school"
"""A school's plan of three years: text alone, no annex, no checklist."""

LETTERED = TESTS / "campaigns" / "lettered"
LETTERED_NEXT = TESTS / "campaigns" / "lettered-next"
"""An English plan with lettered annexes; and the files that its second revision writes."""

AXE = PROJECT / ".build" / "npm" / "axe.min.js"
OLDER = TESTS / "kit" / "older.js"
"""Makes a browser of today as poor as those of the floor."""
FONTS = PROJECT / ".build" / "fonts"
