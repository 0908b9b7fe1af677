"""What is to be published, and what was → a refusal, before anything is built.

In: campaign, edition and sheets; the folder of publications. Out: nothing, or the reason why not.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.model.addresses import WITHDRAWN_FORM
from planpress.model.campaign import Campaign
from planpress.publishing import journal, verify
from planpress.publishing.journal import Entry
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet


def place_of(root: Path) -> Path:
    """Return where publications to `root` are built: on the same file system."""
    return root / verify.STAGING


def admit(root: Path, campaign: Campaign, edition: Edition, sheets: Sequence[Sheet]) -> str:
    """Refuse what must not be published, before anything is built.

    Args:
        root: The folder of publications; the caller holds its lock.
        campaign: What is to be published.
        edition: As which edition.
        sheets: What will be printed.

    Returns:
        Name of the folder that is current; empty at first.

    Raises:
        BuildError: If it is a draft; if `root` belongs to something else; if a later revision was
            published; or if this revision was published with other sheets, since one number must
            not stand for two contents.
    """
    _ = translations(edition.language).gettext
    if edition.draft:
        raise BuildError(
            _("A draft is not published: delete the line 'status: draft' where there is one, and run build.py release")
        )
    entries = journal.entries_of(journal.journal_of(root), edition.language)
    if not entries:
        for path in sorted(root.iterdir()):
            if path.name not in {verify.STAGING, *verify.OF_THE_DISK} and not is_ours(path, campaign.plan.id):
                raise BuildError(_("The folder to publish to must be new or empty: %(path)s") % {"path": path})
    elif entries[-1].campaign != campaign.plan.id:
        raise BuildError(
            _("Another campaign is published here: %(name)s. Publish this one to a folder of its own.")
            % {"name": entries[-1].name}
        )
    _try_link(root, edition.language)
    known = journal.published(entries)
    newest = max((entry.revision for entry in known.values()), default=0)
    if edition.revision < newest:
        raise BuildError(
            _("Revision %(newest)s is published already; %(number)s is older. To go back, use build.py rollback.")
            % {"newest": newest, "number": edition.revision}
        )
    for entry in known.values():
        if entry.revision == edition.revision:
            _refuse_other_content(manifest_at(root, entry, edition.language), edition, sheets)
    return entries[-1].to if entries else ""


def _try_link(root: Path, language: str) -> None:
    """Refuse a disk that knows no links, such as a stick: there nothing can be exchanged in one step."""
    probe = place_of(root) / "probe"
    try:
        probe.unlink(missing_ok=True)
        probe.symlink_to(".")
        probe.unlink()
    except OSError as error:
        words = translations(language).gettext(
            "The disk of %(path)s knows no links. Publish to another disk, then copy the folder: a copy needs no links."
        )
        raise BuildError(words % {"path": root}) from error


def _refuse_other_content(manifest: dict[str, Any], edition: Edition, sheets: Sequence[Sheet]) -> None:
    # A notice is no paper that anybody uses, and follows from what else was published here.
    before = {
        (record["code"], record["fingerprint"]) for record in manifest["sheets"] if record["form"] != WITHDRAWN_FORM
    }
    now = {(sheet.code, sheet.fingerprint) for sheet in sheets if sheet.form != WITHDRAWN_FORM}
    odd = sorted({code for code, _fingerprint in before ^ now})
    if odd:
        raise BuildError(
            translations(edition.language).gettext(
                "Revision %(number)s is published already, and paper of it is in use. A change of content needs a new "
                "revision. Sheets that differ: %(codes)s"
            )
            % {"number": edition.revision, "codes": ", ".join(odd)}
        )


def manifest_at(root: Path, entry: Entry, language: str) -> dict[str, Any]:
    """Return the manifest of a published folder.

    Raises:
        BuildError: If it is not as it was published.
    """
    _ = translations(language).gettext
    try:
        data = (root / entry.to / verify.MANIFEST).read_bytes()
    except OSError:
        data = b""
    if verify.sum_of(data) != entry.manifest:
        raise BuildError(
            _("What was published in %(path)s was changed or is gone; build.py verify tells what. Put it back first.")
            % {"path": root / entry.to}
        )
    manifest: dict[str, Any] = json.loads(data)
    return manifest


def is_ours(folder: Path, campaign: str) -> bool:
    """Tell whether `folder` is one that a killed publication put in place but did not record."""
    try:
        journal.build_of(folder.name)
        return bool(json.loads((folder / verify.MANIFEST).read_bytes())["campaign"] == campaign)
    except (OSError, ValueError, KeyError, TypeError):
        return False
