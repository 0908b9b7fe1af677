"""All that was published to a folder → what the pages of every publication in it are told of all the others.

In: the publications with the last entry of the journal, and the status of what is published now. Out: the text of
scripts beside the folders: `revisions.js` for every page, and the parts that it names, which know the sheets, for the
page that checks them; `publications.js` holds all of that, for programs and for the pages of earlier versions. The
numbered folders stay as they were published, so this is how their pages learn of later events; what is known is never
lost, also where a plan was published without being sealed.
"""

import json
from collections.abc import Mapping
from typing import Any

from planpress.model.addresses import PUBLICATIONS_JS, REVISIONS_JS, STATUS_JSON, publications_part
from planpress.model.identity import Identity, identity_of
from planpress.model.version import Version
from planpress.publishing import verify
from planpress.publishing.publications import Publications, version_of
from planpress.status import json_of, lines_of, parted

FORMAT, WITH_CORRECTIONS = 1, 2
"""What a page must know to read these files, and from the first correction on; `assets/js/common.js` names what it
knows."""

NAME = "planpressPublications"
"""What the scripts call their value."""

Known = Mapping[str, Any]
"""`revisions` by their version as text, and `codes`, as in `status.json`."""


def files_of_known(publications: Publications, status: Known | None) -> dict[str, bytes]:
    """Return the scripts by name; the last entry of `publications` has just been added.

    `status` is that of the site it publishes, None where it publishes none. A record of `codes` has `spans`, and in
    `paths` where the sheet lay in each revision that had it elsewhere.
    """
    known = _known_before(publications)
    if status is not None:
        known = merged(known, status)
    versions = sorted(map(Version.named, known["revisions"]))
    taken = publications.taken_back(versions)
    homes = {version_of(entry): folder for folder, entry in publications.shown.items()}
    revisions = [
        {**known["revisions"][str(one)], "folder": homes.get(one, ""), "taken_back": one in taken} for one in versions
    ]
    form = WITH_CORRECTIONS if any(one.correction for one in versions) else FORMAT
    head = {"format": form, "current": publications.current, "revisions": revisions}
    records = {code: json_of(record) for code, record in known["codes"].items()}
    parts, files = parted(records, publications_part)
    whole = f'{json_of(head)[:-1]}, "codes": {lines_of(records)}}}'
    scripts = {PUBLICATIONS_JS: _script(whole), REVISIONS_JS: _script(json_of({**head, "parts": parts}))}
    return {name: text.encode() for name, text in files.items()} | scripts


def merged(known: Known, status: Known) -> dict[str, Any]:
    """Return what is known once a site with this `status` is published: what it says stands before what was known.

    Records are of one sheet where their identities are the same, whatever their codes are.
    """
    revisions = {str(one["number"]): one for one in status.get("revisions", ())}
    now = set(map(Version.named, revisions))
    before = {_sheet(record, code): record for code, record in known["codes"].items()}
    after, every = {}, {*now, *map(Version.named, known["revisions"])}
    for code, record in status.get("codes", {}).items():
        old = before.get(_sheet(record, code)) or before.get(code)
        after[code] = _joined(old, {"code": code, **record}, now, every)  # earlier versions wrote no code
    sheets = {_sheet(record, code): record for code, record in after.items()}
    codes = {code: sheets.get(_sheet(record, code), record) for code, record in known["codes"].items()} | after
    return {"revisions": known["revisions"] | revisions, "codes": dict(sorted(codes.items()))}


def _sheet(record: Known, code: str) -> Identity | str:
    """Return which sheet a record is of: earlier versions told it by its code alone."""
    names = ("form", "sector", "unit", "day", "path")
    return identity_of(*(record[name] for name in names)) if "form" in record else code


def _joined(old: Known | None, new: Known, now: set[Version], every: set[Version]) -> dict[str, Any]:
    """Join two records of one sheet; what `new` says of the revisions `now` holds, `every` are all that are known."""
    record = {name: value for name, value in new.items() if name not in ("fingerprint", "spans")}
    spans, paths = [], {}
    if old is not None:
        named = {} if old["code"] == new["code"] else {"code": old["code"]}
        spans = [named | span for span in old["spans"] if not now & set(_ends(span))]
        paths = dict(old.get("paths", {}))
        if old["path"] != new["path"]:
            ends = list(map(_ends, old["spans"]))
            had = (one for one in sorted(every) if any(first <= one <= last for first, last in ends))
            paths = {str(version): old["path"] for version in had} | paths
    record["spans"] = sorted((*spans, *new.get("spans", ())), key=_ends)
    return record | ({"paths": paths} if paths else {})


def _ends(span: Known) -> tuple[Version, Version]:
    """Return the first and the last revision of a span."""
    return Version.from_json(span["first"]), Version.from_json(span["last"])


def _known_before(publications: Publications) -> dict[str, Any]:
    """Return what the script beside the folders holds; where there is none yet, what each publication says."""
    before = publications.before
    wanted = before.last.beside.get(PUBLICATIONS_JS) if before.last else None
    data = verify.read(before.root / PUBLICATIONS_JS) if wanted else None
    if data is not None and verify.sum_of(data) == wanted:
        found = json.loads(data.removeprefix(f"var {NAME} = ".encode()).rstrip(b";\n"))
        return {"revisions": {str(one["number"]): one for one in found["revisions"]}, "codes": found["codes"]}
    known: dict[str, Any] = {"revisions": {}, "codes": {}}
    for entry in before.builds.values():
        if data := before.file(entry, STATUS_JSON):
            known = merged(known, json.loads(data))
    return known


def _script(value: str) -> bytes:
    """Return a script that holds a value, which is JSON."""
    return f"var {NAME} = {value};\n".encode()
