"""Campaign and edition → what the head of every page says.

In: a `Campaign` and an `Edition`. Out: words by name, which `theme/main.html` prints; pure.
"""

from __future__ import annotations

from planpress.i18n import translations
from planpress.model.campaign import Campaign
from planpress.sheets.edition import Edition


def edition_view(campaign: Campaign, edition: Edition) -> dict[str, str]:
    """Return what the head of every page says about the campaign, in words of its language."""
    say = translations(edition.language).gettext
    plan, issued, effective = campaign.plan, edition.issued, edition.effective
    first = say("in force from %(date)s") % {"date": effective.isoformat()} if effective else ""
    return {
        "name": plan.name,
        "number": plan.notice.document_number if plan.notice else "",
        "revision": say("Revision %(number)s") % {"number": edition.revision},
        "issued": say("issued %(date)s") % {"date": issued.isoformat()} if issued else say("not issued yet"),
        "effective": "" if effective == issued else first,
        "period": say("campaign period %(start)s to %(end)s")
        % {"start": plan.period.start.isoformat(), "end": plan.period.end.isoformat()},
        "draft": say("Draft: not in force") if edition.draft else "",
        "outdated": say("This revision is not the current one."),
        "current": say("To the current revision"),
        "search_label": say("Search the site"),
        "search_none": say(
            "Nothing found. Try a unit's short name, fewer words, or one word of a checklist row. "
            "The code of a sheet is looked up under “Check a sheet”."
        ),
        "permalink": say("Permanent link to this place"),
    }
