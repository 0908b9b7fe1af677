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

AXE = PROJECT / ".build" / "npm" / "axe.min.js"
OLDER = TESTS / "kit" / "older.js"
"""Makes a browser of today as poor as those of the floor."""
FONTS = PROJECT / ".build" / "fonts"
