"""A built site → the same site with a search that serves Chinese, and works without a server.

In: a folder that Material's search plugin has just written. Out: its worker patched in two
places, and the index once more as a script, which a page opened from a disk may load.
"""

from __future__ import annotations

from pathlib import Path

from planpress.errors import BuildError

WORKERS = "assets/javascripts/workers"
INDEX = Path("search/search_index.json")

LAST_WORD = (
    ("for(let o=s+1;o<t.length;o++)t.slice(s,o)in e", "for(let o=s+1;o<=t.length;o++)t.slice(s,o)in e"),
    ("n[a]&&a<t.length-1&&(i[s++]=a)", "n[a]&&a<t.length&&(i[s++]=a)"),
)
"""What Material cuts a Chinese query with, and what it must be.

Both loops stop one character early, so that the last word of a query without blanks is lost.
"""


def finish(site: Path) -> None:
    """Patch the search worker in `site` and write the index as a script.

    Raises:
        BuildError: If Material's worker is not the one this module knows.
    """
    workers = sorted((site / WORKERS).glob("search.*.min.js"))
    if len(workers) != 1:
        raise BuildError(f"expected one search worker in {WORKERS}, found {len(workers)}")
    worker = workers[0]
    worker.write_text(keep_last_word(worker.read_text("utf-8")), encoding="utf-8", newline="\n")
    index = site / INDEX
    script = index.with_suffix(".js")
    script.write_text(f"var __index = {index.read_text('utf-8')}", encoding="utf-8", newline="\n")


def keep_last_word(worker: str) -> str:
    """Return the text of Material's search worker, mended so that no query loses its last word.

    Raises:
        BuildError: If a string to be replaced does not stand there exactly once.
    """
    for old, new in LAST_WORD:
        if worker.count(old) != 1:
            raise BuildError(
                "Material's search worker has changed; see whether it still drops the last word of a Chinese "
                f"query, and mend planpress/web/search.py: expected once, found {worker.count(old)} times: {old}"
            )
        worker = worker.replace(old, new)
    return worker
