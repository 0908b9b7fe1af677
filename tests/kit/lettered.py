"""The plan with lettered annexes and its second revision, which takes two annexes out and puts one in.

Nothing here is or was ever issued by anybody. Ids stay; letters, the numbers of clauses and what the issuing body
amended follow. Two clauses still cite the old letters, as happens: their words are the body's.
"""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

from kit import folder
from kit.paths import LETTERED, LETTERED_NEXT
from planpress.revisions.request import ReleaseRequest

FIRST = ReleaseRequest("original", "First issue", datetime.date(2032, 10, 1))
SECOND = ReleaseRequest("revision", "Heating comes first", datetime.date(2032, 11, 20), datetime.date(2032, 12, 1))

WITHDRAWN = ("flood-posts", "livestock")
"""Annex B and Annex D."""

EDITS: tuple[tuple[str, str, str], ...] = (
    (
        "content/plan.yml",
        "sectors: [roads-bridges, flood-posts, shelters, livestock, schools]",
        "sectors: [roads-bridges, shelters, heating, schools]",
    ),
    # amended by the body: the schools are Annex D now
    ("content/plan.yml", "follows Annex E and tells", "follows Annex D and tells"),
    *(
        ("sectors/shelters.yml", find, put)
        for find, put in (
            ("number: 3", "number: 2"),
            ('"Annex C "', '"Annex B "'),
            ('"C.1 "', '"B.1 "'),
            ('"C.2 "', '"B.2 "'),
            ("named in C.1 has", "named in B.1 has"),
        )
    ),
    *(
        ("sectors/schools.yml", find, put)
        for find, put in (
            ("number: 5", "number: 4"),
            ('"Annex E "', '"Annex D "'),
            ('"E.1 "', '"D.1 "'),
            ('"E.2 "', '"D.2 "'),
            ("the shelters of Annex C.", "the shelters of Annex B."),
        )
    ),
)


def first(root: Path) -> Path:
    """Copy the campaign as it was first issued to `root`."""
    return Path(shutil.copytree(LETTERED, root))


def amend(root: Path) -> None:
    """Edit the campaign at `root` as the second revision does."""
    for name, find, put in EDITS:
        folder.edit(root, name, find, put)
    for name in WITHDRAWN:
        (root / "sectors" / f"{name}.yml").unlink()
    shutil.copytree(LETTERED_NEXT, root, dirs_exist_ok=True)
