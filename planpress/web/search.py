"""A built site → the same site with a search that serves Chinese, and works without a server.

In: a folder that Material's search plugin has just written, and the entries of the campaign. Out: its worker patched
in two places, the index with our entries, and once more as a script, which a page opened from a disk may load.
"""

import html
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jieba

from planpress.errors import BuildError
from planpress.web.entries import Entry

WORKERS = "assets/javascripts/workers"
INDEX = Path("search/search_index.json")

FIELDS = {"title": {"boost": 10.0}, "text": {"boost": 1.0}, "names": {"boost": 100.0}, "words": {"boost": 1.0}}
"""How much a word counts in each field of the index; no page shows `names` and `words`.

Material lets a title count a thousand times. Ours say where a row stands, and must not outweigh the row itself.
"""

LAST_WORD = (
    ("for(let o=s+1;o<t.length;o++)t.slice(s,o)in e", "for(let o=s+1;o<=t.length;o++)t.slice(s,o)in e"),
    ("n[a]&&a<t.length-1&&(i[s++]=a)", "n[a]&&a<t.length&&(i[s++]=a)"),
)
"""What Material cuts a Chinese query with, one character short of its last word, and what it must be."""

BREAK = "\u200b"
"""Stands between two words of the index and is not seen."""

_HAN_OR_MARK = re.compile(
    "[\u3400-\u4dbf\u4e00-\u9fff]+"  # a run of Chinese
    "|[\u3001-\u3003\u3008-\u3011\u2013-\u201d\uff01-\uff0f\uff1a-\uff20]"  # one mark
)


def complete(site: Path, entries: Iterable[Entry] = ()) -> None:
    """Patch the search worker in `site`, put `entries` into the index, and write it as a script.

    Raises:
        BuildError: If Material's worker is not the one this module knows.
    """
    workers = sorted((site / WORKERS).glob("search.*.min.js"))
    if len(workers) != 1:
        raise BuildError(f"expected one search worker in {WORKERS}, found {len(workers)}")
    worker = workers[0]
    worker.write_text(keep_last_word(worker.read_text("utf-8")), encoding="utf-8", newline="\n")
    index = site / INDEX
    made = with_entries(json.loads(index.read_text("utf-8")), entries)
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    index.write_text(text, encoding="utf-8", newline="\n")
    index.with_suffix(".js").write_text(f"var __index = {text}", encoding="utf-8", newline="\n")


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


def with_entries(index: dict[str, Any], entries: Iterable[Entry]) -> dict[str, Any]:
    """Return Material's index with `entries` in it.

    A page that has entries with a title is found by these alone; to any other page the hidden words are added.
    """
    hidden, docs, titled = {}, [], set()
    for entry in entries:
        if entry.title:
            titled.add(_page(entry.location))
            shown = {"location": entry.location, "title": _shown(entry.title), "text": _shown(entry.text)}
            docs.append({**shown, "boost": entry.boost, **_hidden(entry)})
        else:
            hidden[entry.location] = _hidden(entry)
    kept = (doc for doc in index["docs"] if _page(doc["location"]) not in titled)
    docs = [*(doc | hidden.get(doc["location"], {}) for doc in kept), *docs]
    return {**index, "config": {**index["config"], "fields": FIELDS}, "docs": docs}


def cut(text: str) -> str:
    """Return `text` with its Chinese words told apart, and marks told from words."""

    def apart(match: re.Match[str]) -> str:
        return BREAK + BREAK.join(jieba.cut(match[0])) + BREAK

    return re.sub(f"{BREAK}+", BREAK, _HAN_OR_MARK.sub(apart, text)).strip(BREAK)


def _shown(text: str) -> str:
    """Return `text` as Material's index has it: a result is shown as HTML."""
    return cut(html.escape(text, quote=False))


def _hidden(entry: Entry) -> dict[str, str]:
    """Return the hidden fields: each word whole, so that the query is cut there and nowhere else."""
    fields = {"names": entry.names, "words": entry.words}
    return {name: BREAK.join(words) for name, words in fields.items() if words}


def _page(location: str) -> str:
    return location.partition("#")[0]
