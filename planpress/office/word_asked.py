"""What `build.py word` asks for → the file, in its place.

In: a campaign with its history, and what the command line says. Out: where the file stands. It is written in one step;
one that says something else is never replaced.
"""

from __future__ import annotations

from pathlib import Path

from planpress.disk import replace_file
from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.model.version import Version, called
from planpress.office.word_file import word_file
from planpress.revisions.history import History
from planpress.sheets.edition import edition_of

ENDING = ".docx"


def write_word(
    campaign: Campaign, history: History, to: Path | None = None, annex: str = "", since: Version | None = None
) -> Path:
    """Write the document of the plan, or of the sector `annex` alone; return where it stands.

    Args:
        campaign: As it is.
        history: What was sealed; its seals are proved.
        to: The file; otherwise one in the working folder that is named by the plan.
        annex: Id of a sector; empty for all.
        since: A sealed revision: what differs from that stands there as tracked changes.

    Raises:
        BuildError: If there is no such sector or revision, or another file has that name.
    """
    _ = translations(campaign.plan.language).gettext
    if annex and annex not in campaign.sector_by_id:
        named = {"id": annex, "known": ", ".join(campaign.sector_by_id) or "-"}
        raise BuildError(_("There is no annex '%(id)s'; there are: %(known)s") % named)
    if since is not None and since not in history.sealed:
        sealed = {"number": called(since, _), "known": ", ".join(map(str, history.sealed)) or "-"}
        raise BuildError(_("There is no revision %(number)s; sealed are: %(known)s") % sealed)
    target = to or Path(_name(campaign, annex, since))
    if target.suffix.lower() != ENDING:
        raise BuildError(_("'%(path)s' is a Word file: let its name end in .docx") % {"path": target})
    before = history.sealed[since].campaign if since is not None else None
    made = word_file(campaign, edition_of(campaign), annex, before)
    if target.exists():
        if not target.is_file() or target.read_bytes() != made:
            raise BuildError(_("'%(path)s' is there already: give the file another name first") % {"path": target})
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_file(target, made)
    return target


def _name(campaign: Campaign, annex: str, since: Version | None) -> str:
    """Return a name by codes, and by the revisions where two are compared."""
    parts = [campaign.plan.code, campaign.sector_by_id[annex].code if annex else ""]
    if since is not None:
        parts += [str(since), str(edition_of(campaign).revision)]
    return "-".join(filter(None, parts)) + ENDING
