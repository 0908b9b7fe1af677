"""Publications altered by program: verify tells each at its place; publish and rollback refuse, or lose nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from kit.publish import PAGE, PAPER, published, rolled_back
from kit.seals import HARMS, tree
from kit.tally import Tally, limited

from planpress.errors import BuildError, ContentError
from planpress.publishing import verify

NAMES = ("journal.jsonl", "2/manifest.json", f"2/{PAGE}", f"1/{PAPER}")
"""One of each kind, besides what lies beside the folders."""

SEALS = {"1": "aa", "2": "bb"}


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory, harbour) -> Path:
    root = tmp_path_factory.mktemp("public") / "public"
    published(root, harbour, 1, seals={"1": "aa"})
    published(root, harbour, 2, seals=SEALS)
    return root


def forged(change: Callable[[list[dict[str, Any]]], object]) -> Callable[[Path], None]:
    """Return what changes the lines of a journal and makes its chain anew."""

    def work(root: Path) -> None:
        path, before = root / "journal.jsonl", b""
        records = [json.loads(line) for line in path.read_bytes().splitlines()]
        change(records)
        lines = []
        for record in records:
            record["previous"] = verify.sum_of(before) if before else ""
            before = json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")
            lines.append(before + b"\n")
        path.write_bytes(b"".join(lines))

    return work


def manifest_forged(text: str) -> Callable[[Path], None]:
    """Return what writes another manifest, with its sum in the journal."""

    def work(root: Path) -> None:
        (root / "2/manifest.json").write_text(text, "utf-8")
        forged(lambda records: records[1].update(manifest=verify.sum_of(text.encode())))(root)

    return work


def linked(root: Path, to: str) -> None:
    (root / "latest").unlink()
    (root / "latest").symlink_to(to)


MANIFESTS = (
    "",
    "null",
    "[]",
    "5",
    "{}",
    '{"files": null}',
    '{"files": [5]}',
    '{"files": [{"path": [], "bytes": 1, "sha256": "x"}]}',
    '{"files": [{"path": "index.html", "bytes": [], "sha256": {}}]}',
    "[" * 100_000,
)
FIELDS = ("what", "revision", "to", "beside", "seals", "number", "language", "signature")
VALUES = (None, [], {"a": 5}, "../x", 5, True, "\ud800", "x", {"../../x": "0"}, {"/dev/zero": "0"}, "9" * 5_000)

WHOLE: dict[str, tuple[Callable[[Path], Any], str]] = {
    "folder deleted": (lambda root: shutil.rmtree(root / "1"), "1:"),
    "folder renamed": (lambda root: (root / "1").rename(root / "3"), "1:"),
    "folder copied": (lambda root: shutil.copytree(root / "1", root / "3"), "3:"),
    "folder a link": (lambda root: [(root / "1").rename(root / ".x"), (root / "1").symlink_to(".x")], "1:"),
    "folder a file": (lambda root: [shutil.rmtree(root / "1"), (root / "1").write_text("x")], "1:"),
    "latest to the other": (lambda root: linked(root, "1"), "latest:"),
    "latest to nowhere": (lambda root: linked(root, "7"), "latest:"),
    "latest outside": (lambda root: linked(root, "/etc"), "latest:"),
    "latest gone": (lambda root: (root / "latest").unlink(), "latest:"),
    "journal of the first only": (
        lambda root: (root / "journal.jsonl").write_bytes((root / "journal.jsonl").read_bytes().splitlines(True)[0]),
        "2:",
    ),
    "lines swapped": (forged(lambda records: records.reverse()), "journal.jsonl:1:"),
    "line twice": (forged(lambda records: records.append(dict(records[1]))), "journal.jsonl:3:"),
    "rollback to nothing": (forged(lambda records: records[0].update(what="rollback")), "journal.jsonl:1:"),
    **{
        f"{field} is {str(value)[:20]!r}": (
            forged(lambda records, field=field, value=value: records[1].update({field: value})),
            "",
        )
        for field in FIELDS
        for value in VALUES
    },
    **{f"manifest {text[:40]!r}": (manifest_forged(text), "2/manifest.json:") for text in MANIFESTS},
}


ACCEPTED = {
    "journal.jsonl line ends of windows": "the line feed is no part of a line: every sum is as it was",
    **dict.fromkeys(
        ("revision is '5'", "revision is 'True'", "language is 'x'", "language is '../x'", f"language is {'9' * 20!r}"),
        "whoever writes the whole journal anew can say so: its check sum tells",
    ),
}
"""What `verify` has nothing to say about, and why."""


def told(root: Path) -> list[str]:
    lines, status = verify.report(root, "", str)
    return lines if status else []


def cases(beside: list[str]) -> dict[str, tuple[Callable[[Path], Any], str]]:
    found = {
        f"{name} {harm.__name__.replace('_', ' ')}": (lambda root, name=name, harm=harm: harm(root / name), name)
        for name in (*NAMES, *beside)
        for harm in HARMS
    }
    return {**found, **WHOLE}


def test_every_alteration_is_told_or_refused_and_nothing_is_lost(public, harbour, tmp_path):
    tally, beside = Tally(), list(json.loads((public / "journal.jsonl").read_bytes().splitlines()[-1])["beside"])
    assert len(beside) > 5, "no part of what the codes are told"
    anew = (*beside, "latest", "journal.jsonl")
    for number, (name, (harm, place)) in enumerate(cases(beside).items()):
        root = Path(shutil.copytree(public, tmp_path / str(number), symlinks=True))
        harm(root)
        kind = "publication: forged line" if " is " in name else "publication"
        if tree(root) != tree(public):
            tally.case(kind, name, lambda root=root: told(root), place, ACCEPTED.get(name, ""))
        for what, work in (
            ("publish", lambda root=root: published(root, harbour, 3, seals={**SEALS, "3": "cc"})),
            ("rollback", lambda root=root: rolled_back(root)),
        ):
            before = tree(root)
            try:
                with limited():
                    work()
            except (BuildError, ContentError, OSError):
                after = {path: data for path, data in tree(root).items() if not path.startswith(".staging/")}
                same = after == {path: data for path, data in before.items() if not path.startswith(".staging/")}
                tally.add(f"{what}: refused", "told at its place" if same else "wrong", name)
                continue
            except Exception as error:
                tally.add(what, "traceback", f"{name}: {error!r}")
                continue
            kept = all(
                data == before[path]
                for path, data in tree(root).items()
                if path in before and path not in anew and not path.startswith(".staging/")
            )
            tally.add(f"{what}: done, nothing lost", "accepted on purpose" if kept else "wrong", name)
        shutil.rmtree(root)
    tally.held()
