"""The names of the bookmarks that carry ids through a word processor.

In: an address, such as `gas#focus-2`. Out: a name that every word processor takes: at most 40 letters, digits and `_`.
A bookmark around each paragraph outlives editing and other formats, where content controls and paragraph ids are lost.
"""

import hashlib
import re

OURS = re.compile(r"_pp[0-9a-z]{16}(?=$|_)")
"""What a name of ours begins with; behind it a copy has something like `_Copy_1`."""


PROPERTIES = {"plan": "planpressPlan", "revision": "planpressRevision", "fingerprint": "planpressFingerprint"}
"""What the properties of a file are called that hold the fields of its `Origin`."""


def mark_of(ref: str) -> str:
    """Return the name of the bookmark around what stands at `ref`."""
    return f"_pp{hashlib.sha256(ref.encode()).hexdigest()[:16]}"


def is_copy(name: str) -> bool:
    """Tell whether a bookmark of ours was copied with its words."""
    return bool(OURS.match(name)) and not OURS.fullmatch(name)
