"""A built site → the same site with what its search reads.

In: the words of the pages as Material's search plugin cuts them, and the entries of the campaign. Out: the text that is
searched, as scripts, which a page opened from a disk may load, too; and in the place of the plugin's index only what
Material asks for on every page. `assets/js/search.js` stands in the place of Material's worker and does the rest.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from planpress.web.entries import Entry
from planpress.web.parting import MOST, filled

WORKERS = "assets/javascripts/workers/"
MATERIALS_OWN = (WORKERS, "assets/javascripts/lunr/")
"""Folders of what Material would search with; `WORKER` stands at the address of its worker."""

WORKER = "js/search.js"
INDEX = Path("search/search_index.json")
TEXT = "search/text.js"
"""The first part of what is searched, which says how many there are; `search/text-2.js` is the next."""

HEAD = {"config": {"lang": [], "separator": r"\s+", "pipeline": [], "fields": {}}, "docs": []}
"""What Material asks for: where it parts the words that it lights up on a page, and no text."""


def complete(site: Path, docs: Iterable[dict[str, Any]], entries: Iterable[Entry] = ()) -> None:
    """Write into `site` what is searched: the words of its pages (`docs`) and `entries`."""
    index = site / INDEX
    for name, text in scripts(searched(docs, entries)).items():
        _write(site / name, text)
    _write(index, _json(HEAD))
    _write(index.with_suffix(".js"), f"var __index = {_json(HEAD)}")


def scripts(found: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Return what is searched as scripts by name: none is so long that a telephone waits for it."""
    texts = map(_json, found)
    parts = filled(texts, lambda text: len(text.encode()), MOST) or [()]
    told = [f"var planpressText = [{','.join(part)}];\n" for part in parts]
    first = f"var planpressParts = {len(parts)};\n{told[0]}"
    return {TEXT: first} | {TEXT.replace(".", f"-{number}."): text for number, text in enumerate(told[1:], 2)}


def searched(docs: Iterable[dict[str, Any]], entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    """Yield what is searched, without what is empty: pages as Material has cut them (`docs`), then `entries`.

    A page that has entries with a title is found by these alone; to any other page the hidden words are added.
    """
    entries = tuple(entries)
    titled = {_page(entry.location) for entry in entries if entry.title}
    hidden = {entry.location: entry for entry in entries if not entry.title}
    for doc in docs:
        if _page(doc["location"]) not in titled:
            words = _filled(hidden.get(doc["location"], Entry(doc["location"])))
            told = {"title": plain(doc["title"]), "text": plain(doc["text"]), "boost": doc.get("boost", 1)}
            yield words | {name: value for name, value in told.items() if value}
    yield from (_filled(entry) for entry in entries if entry.title)


def plain(text: str) -> str:
    """Return the words of Material's text, which is HTML; what is shown to be typed is no words."""
    return " ".join(html.unescape(re.sub("<(pre|code)>.*?</\\1>|<[^>]*>", " ", text, flags=re.DOTALL)).split())


def _filled(entry: Entry) -> dict[str, Any]:
    return {name: value for name, value in vars(entry).items() if value}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _page(location: str) -> str:
    return location.partition("#")[0]
