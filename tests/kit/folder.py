"""What the tests of folders share: files written, and one place of a file changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write `files` below `folder`; return it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def edit(root: Path, name: str, find: str, put: str) -> None:
    """Put `put` where `find` stands once in a file."""
    path = root / name
    text = path.read_text("utf-8")
    assert text.count(find) == 1, find
    path.write_text(text.replace(find, put), "utf-8")
