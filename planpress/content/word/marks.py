"""The names of the bookmarks that carry ids through a word processor.

In: an address, such as `gas#focus-2`. Out: a name that every word processor takes: at most 40 letters, digits and `_`.
A bookmark around each paragraph outlives editing and other formats, where content controls and paragraph ids are lost.
The addresses are those of clauses and rows; `plan`, or the id of a sector, for the title of a part (`part_ref` for what
else stands at its head); `letter_ref` for what the letter has besides clauses.
"""

import hashlib
import re

OURS = re.compile(r"_pp[0-9a-z]{16}(?=$|_)")
"""What a name of ours begins with; behind it a copy has something like `_Copy_1`."""

PLAN_TITLE = "Plan title"
"""What the style of the title of the plan is called, and of an annex that has no label."""

LIST_TITLE = "Checklist title"
"""The same of the title of a checklist."""

ROWS = ("Table text", "Table number")
"""The same of the words of rows; those of a category have another."""

_CLAUSE = re.compile(r"Plan clause ([1-9])")


def clause_style(depth: int) -> str:
    """Return what the style of a clause is called that has text and stands so deep, from 0 at the top of its part.

    One without text has the style `heading 2` and so on: what reads as a heading tells its depth by itself.
    """
    return f"Plan clause {min(depth, 8) + 1}"


def depth_of(style: str) -> int | None:
    """Return how deep a clause stands whose style is called so; None where it is no style of ours."""
    found = _CLAUSE.fullmatch(style)
    return int(found[1]) - 1 if found else None


def is_clause(style: str) -> bool:
    """Tell whether a style is one of those that a file of ours sets clauses in."""
    return depth_of(style) is not None or style.casefold().startswith("heading ")


def part_ref(part: str, what: str) -> str:
    """Return the address of something at the head of a part besides its title, such as its `label`."""
    return f"{part}:{what}"


def checklist_ref(part: str) -> str:
    """Return the address of the title of a part's checklist."""
    return f"{part}#"


def letter_ref(field: str, number: int = 0) -> str:
    """Return the address of a field of the letter, by its name in `Letter`; lists have a `number` for each, from 1."""
    return f"notice:{field}" + (f":{number}" if number else "")


PROPERTIES = {"plan": "planpressPlan", "revision": "planpressRevision", "fingerprint": "planpressFingerprint"}
"""What the properties of a file are called that hold the fields of its `Origin`."""


def mark_of(ref: str) -> str:
    """Return the name of the bookmark around what stands at `ref`."""
    return f"_pp{hashlib.sha256(ref.encode()).hexdigest()[:16]}"


def is_copy(name: str) -> bool:
    """Tell whether a bookmark of ours was copied with its words."""
    return bool(OURS.match(name)) and not OURS.fullmatch(name)
