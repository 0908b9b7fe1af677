"""What is sealed as a revision → its folder, which nobody edits any more.

In: a campaign folder, and what is said of the revision, changed by it and printed with it. Out: the files of
`revisions/<version>/`; the folder appears in one step, whole, and is never written again.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from planpress.content.sealed import CHANGES, MANIFEST, META, REVISIONS, SHEETS, json_text, manifest_text, sources_of
from planpress.disk import alone
from planpress.errors import BuildError
from planpress.i18n import Translate, translations
from planpress.model.identity import SheetRecord, records_json
from planpress.model.revision import Meta
from planpress.model.version import Version, called
from planpress.revisions.change import Change, change_json
from planpress.revisions.history import Sealed
from planpress.revisions.request import meta_text

STAGED = ".sealing-"
"""How the folder of a revision begins until it is whole; eight characters follow, as `tempfile` takes them."""

ATTRIBUTES, KEEP_BYTES = ".gitattributes", b"# Sealed files keep their bytes.\n* -text\n"
"""Beside the folders of revisions: git must not rewrite line ends below."""


def sealed_files(
    root: Path,
    meta: Meta,
    changes: tuple[Change, ...],
    gone: Mapping[str, tuple[str, ...]],
    sheets: Mapping[str, SheetRecord],
    last: Sealed | None,
) -> dict[str, bytes]:
    """Return every file of the folder of a revision by path, the manifest last.

    Args:
        root: The campaign folder, whose files are sealed byte for byte.
        meta: What is said about the revision.
        changes: What it changes of the one before.
        gone: What that one had and it has not, each with what came of it.
        sheets: What it prints, by code.
        last: The revision before; None for the first.
    """
    known = {"from": last.version.json if last else None, "to": meta.version.json}
    files = {
        **sources_of(root),
        META: meta_text(meta).encode(),
        CHANGES: json_text({**known, "changes": list(map(change_json, changes)), "gone": gone}).encode(),
        SHEETS: json_text(records_json(sheets)).encode(),
    }
    before = (last.version, last.manifest) if last else None
    return {**files, MANIFEST: manifest_text(meta.version, files, before).encode()}


def write_sealed(root: Path, version: Version, files: Mapping[str, bytes], language: str) -> Path:
    """Write the folder of a revision beside its place and rename it: whoever looks sees it whole or not at all.

    A folder that a killed run left begins with a dot and is read by nobody; the next release removes it.

    Raises:
        BuildError: If another release is running, or has sealed this revision meanwhile.
    """
    folder, new = root / REVISIONS, not (root / REVISIONS).exists()
    folder.mkdir(exist_ok=True)
    _ = translations(language).gettext
    with _alone(folder, _):
        target = folder / str(version)
        if target.exists():
            raise BuildError(_("Revision %(number)s has been sealed meanwhile") % {"number": called(version, _)})
        staged = Path(tempfile.mkdtemp(prefix=STAGED, dir=folder))
        try:
            staged.chmod(0o755)
            for name, data in {**files, ATTRIBUTES: KEEP_BYTES}.items():
                path = staged / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            attributes, there = staged / ATTRIBUTES, folder / ATTRIBUTES  # no part of what is sealed; ours or fuller
            attributes.unlink() if os.path.lexists(there) else attributes.rename(there)
            staged.rename(target)
        except BaseException:
            shutil.rmtree(staged, ignore_errors=True)
            if new:
                folder.rmdir()
            raise
    return target


@contextmanager
def _alone(folder: Path, _: Translate) -> Iterator[None]:
    """Keep other releases out of `folder`, and remove what killed ones left there.

    Where the lock cannot be relied on, what was left stays, since it may be of a release that is running.
    """
    try:
        with alone(folder) as sure:
            for left in folder.glob(STAGED + "[a-z0-9_]" * 8) if sure else ():
                if not left.is_symlink():
                    shutil.rmtree(left, ignore_errors=True)
            yield
    except BlockingIOError:
        raise BuildError(_("Another release is running")) from None
