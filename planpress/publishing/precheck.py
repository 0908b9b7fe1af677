"""What is to be published, and what was → a refusal, before anything is built.

In: campaign, edition and sheets; the publications before. Out: nothing, or the reason why not.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.model.addresses import WITHDRAWN_FORM
from planpress.model.campaign import Campaign
from planpress.publishing import verify
from planpress.publishing.manifest import Manifest
from planpress.publishing.publications import Publications, is_unrecorded, staging_of
from planpress.sheets.edition import Edition
from planpress.sheets.sheet import Sheet


def refuse_unpublishable(before: Publications, campaign: Campaign, edition: Edition, sheets: Sequence[Sheet]) -> None:
    """Refuse what must not be published, before anything is built.

    Args:
        before: What was published so far; the caller holds the lock of the folder.
        campaign: What is to be published.
        edition: As which edition.
        sheets: What will be printed.

    Raises:
        BuildError: If it is a draft; if the folder belongs to something else or knows no links; if a later
            revision was published; or if this revision was published with other sheets, since one number
            must not stand for two contents.
    """
    _ = translations(edition.language).gettext
    if edition.draft:
        raise BuildError(
            _("A draft is not published: delete the line 'status: draft' where there is one, and run build.py release")
        )
    _refuse_other_folder(before, campaign, edition.language)
    _refuse_disk_without_links(before.root, edition.language)
    newest = max((entry.revision for entry in before.builds.values()), default=0)
    if edition.revision < newest:
        raise BuildError(
            _("Revision %(newest)s is published already; %(number)s is older. To go back, use build.py rollback.")
            % {"newest": newest, "number": edition.revision}
        )
    for entry in before.builds.values():
        if entry.revision == edition.revision:
            _refuse_other_content(before.manifest(entry), edition, sheets)


def _refuse_other_folder(before: Publications, campaign: Campaign, language: str) -> None:
    _ = translations(language).gettext
    if before.last is None:
        for path in sorted(before.root.iterdir()):
            known = path.name in {verify.STAGING, *verify.OF_THE_DISK} or is_unrecorded(path, campaign.plan.id)
            if not known:
                raise BuildError(_("The folder to publish to must be new or empty: %(path)s") % {"path": path})
    elif before.last.campaign != campaign.plan.id:
        raise BuildError(
            _("Another campaign is published here: %(name)s. Publish this one to a folder of its own.")
            % {"name": before.last.name}
        )


def _refuse_disk_without_links(root: Path, language: str) -> None:
    """Refuse a disk such as a stick: without links nothing can be exchanged in one step."""
    probe = staging_of(root) / "probe"
    try:
        probe.unlink(missing_ok=True)
        probe.symlink_to(".")
        probe.unlink()
    except OSError as error:
        words = translations(language).gettext(
            "The disk of %(path)s knows no links. Publish to another disk, then copy the folder: a copy needs no links."
        )
        raise BuildError(words % {"path": root}) from error


def _refuse_other_content(manifest: Manifest, edition: Edition, sheets: Sequence[Sheet]) -> None:
    # A notice is no paper that anybody uses, and follows from what else was published here.
    before, now = (
        {(sheet.code, sheet.fingerprint) for sheet in listed if sheet.form != WITHDRAWN_FORM}
        for listed in (manifest.sheets, sheets)
    )
    if odd := sorted({code for code, _fingerprint in before ^ now}):
        raise BuildError(
            translations(edition.language).gettext(
                "Revision %(number)s is published already, and paper of it is in use. A change of content needs a new "
                "revision. Sheets that differ: %(codes)s"
            )
            % {"number": edition.revision, "codes": ", ".join(odd)}
        )
