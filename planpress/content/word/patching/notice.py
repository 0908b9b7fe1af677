"""Fields of the letter that a file says otherwise → entries of a `Draft`; its clauses grow like those of the plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from planpress.content.word.aligning.matching import Changed
from planpress.content.word.patching.blocks import Entry
from planpress.content.word.patching.drafting import PLAN_FILE, Draft, Ground

IMPRINT = ("copy_to", "printed_by", "printed_on")
TARGET = "plan:notice"


def write_notice(ground: Ground, changes: Iterable[Changed], draft: Draft) -> None:
    """Let the letter say what the file says; of a letter that is not there, no field has changed."""
    notice = ground.files[PLAN_FILE].at(("notice",)) or {}
    for change in changes:
        if draft.takes(TARGET, change, _said(notice, change.field)):
            _write(notice, change, draft)


def _said(notice: Mapping[str, Any], name: str) -> str:
    """Return what the YAML says in a field; of a list a line an entry."""
    imprint = notice.get("imprint") or {}
    lists = {
        "issuers": notice.get("issuers") or [notice.get("issuer", "")],
        "signed": [one["by"] for one in notice.get("signed", ())],
        "imprint": [imprint.get(key, "") for key in IMPRINT],
        "attachments": notice.get("attachments", ()),
    }
    return "\n".join(lists[name]) if name in lists else notice.get(name, "")


def _write(notice: Mapping[str, Any], change: Changed, draft: Draft) -> None:
    name, lines, said = change.field, change.after.split("\n"), draft.said[PLAN_FILE]
    if name == "imprint":
        values = {key: line for key, line in zip(IMPRINT, lines, strict=True) if line}
        if values and name in notice:
            said |= {("notice", name, key): values.get(key) for key in IMPRINT}
        else:
            said["notice", name] = values or None
    elif name == "signed":
        here = _said(notice, name).split("\n") if name in notice else []
        draft.lists[PLAN_FILE]["notice", name] = list(_signers(here, [*filter(None, lines)], draft))
    elif name == "attachments" or (name == "issuers" and ("issuers" in notice or len(lines) > 1)):
        said["notice", name] = [*filter(None, lines)] or None
        if name == "issuers":
            said["notice", "issuer"] = None
    else:
        said["notice", "issuer" if name == "issuers" else name] = change.after or None


def _signers(here: list[str], lines: list[str], draft: Draft) -> Iterator[Entry]:
    """Yield who signs: who did, with the seal; another at the place of one that no longer does; else a new one."""
    for number, line in enumerate(lines):
        way = ("notice", "signed", here.index(line) if line in here else number)
        if line not in here and (number >= len(here) or here[number] in lines):
            yield Entry(said={"by": line})
            continue
        if line not in here:
            draft.said[PLAN_FILE][*way, "by"] = line
        yield Entry(PLAN_FILE, way)
