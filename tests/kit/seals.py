"""Damage to what was sealed: what a disk or a hand may do, and forgeries by whoever knows how a seal is made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from planpress.content.sealed import MANIFEST, folders_of, manifest_text
from planpress.model.version import Version

Harm = Callable[[Path], None]


def tree(root: Path) -> dict[str, bytes | str]:
    """Return everything below `root`: bytes of files, targets of links."""
    return {
        path.relative_to(root).as_posix(): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in root.rglob("*")
        if path.is_symlink() or path.is_file()
    }


def resealed(root: Path, first: int = 1) -> None:
    """Write the manifests anew from revision `first` on, as if what is there had been sealed so."""
    before: tuple[Version, bytes] | None = None
    for version, folder in folders_of(root).items():
        if version >= Version(first):
            files = {
                path.relative_to(folder).as_posix(): path.read_bytes()
                for path in sorted(folder.rglob("*"))
                if path.is_file() and path.name not in (MANIFEST, f"{MANIFEST}.sig")
            }
            (folder / MANIFEST).write_text(manifest_text(version, files, before), "utf-8")
        before = version, (folder / MANIFEST).read_bytes()


# ---------------------------------------------------------------- harm to one file


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def deleted(path: Path) -> None:
    path.unlink()


def made_a_link(path: Path) -> None:
    """To the very bytes that were sealed."""
    other = path.with_name(f".{path.name}")
    path.rename(other)
    path.symlink_to(other.name)


def made_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def line_ends_of_windows(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def line_ends_of_old_macs(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r"))


def marked_at_its_start(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def mixed_by_a_merge(path: Path) -> None:
    path.write_bytes(b"<<<<<<< HEAD\n" + path.read_bytes() + b"=======\nother\n>>>>>>> other\n")


HARMS: tuple[Harm, ...] = (
    flipped,
    cut_short,
    emptied,
    deleted,
    made_a_link,
    made_a_folder,
    line_ends_of_windows,
    line_ends_of_old_macs,
    marked_at_its_start,
    mixed_by_a_merge,
)
"""What can be done to one file."""
