"""Sealed revisions → an Atom feed of all, and one for each unit with those that concern it.

In: a `Context`. Out: the text of each feed (RFC 4287) by its address; pure. Ids come from campaign and revision, so
that they stay when the site moves. Links in a feed are whole, so that a site without a public address has none.
"""

import datetime
import html
import uuid
from collections.abc import Iterable

from feedgenerator import Atom1Feed

from planpress.model import addresses
from planpress.revisions.history import Sealed
from planpress.web.changes import UnitPast
from planpress.web.context import Context


def feeds_of(site: Context) -> dict[str, str]:
    """Return every feed by its address."""
    if not site.feeds:
        return {}
    past, name, key = site.past, site.campaign.plan.name, site.campaign.plan.id
    title = site.say("%(name)s: revisions") % {"name": name}
    pages = [(sealed, addresses.revision_page(version)) for version, sealed in past.sealed.items()]
    address = addresses.REVISIONS_FEED
    found = {address: _feed(site, key, title, address, addresses.REVISIONS_PAGE, pages)}
    for unit, called in past.unit_names.items():
        having = [one for one in past.sealed.values() if unit in one.campaign.unit_by_id]
        if having:
            page, address = addresses.unit_changes_page(unit), addresses.unit_feed(unit)
            title = site.say("%(name)s: revisions for %(unit)s") % {"name": name, "unit": called}
            steps = (step.sealed for step in reversed(UnitPast(site, unit).steps) if step.concerned)
            told = [having[0], *(sealed for sealed in steps if sealed is not having[0])]
            pages = [(one, f"{page}#_{one.version.anchor}") for one in told]
            found[address] = _feed(site, f"{key}/units/{unit}", title, address, page, pages)
    return found


def _feed(site: Context, key: str, title: str, address: str, page: str, entries: Iterable[tuple[Sealed, str]]) -> str:
    """Write the feed at `address`, which belongs to a `page`; `entries` are revisions, each with the page about it.

    Its id is made of `key`: the campaign, and the unit if it is one unit's.
    """
    plan, site_url = site.campaign.plan, site.edition.site_url
    feed = Atom1Feed(
        title=title,
        link=site_url + page,
        description="",
        language=plan.language,
        author_name=site.say(", ").join(unit.name for unit in site.campaign.members(plan.issuers)),
        feed_url=site_url + address,
        feed_guid=_urn(key),
    )
    for sealed, about in sorted(entries, key=lambda entry: entry[0].meta.issued, reverse=True):
        meta, version = sealed.meta, sealed.version
        day = datetime.datetime.combine(meta.issued, datetime.time(), datetime.UTC)
        words = site.say("No word of the plan is different.") if meta.kind == "editorial" else ""
        summary = (meta.reason, words, site.past.count(sealed), meta.meaning, site.past.validity(version))
        feed.add_item(
            title=f"{site.past.title(version)} · {meta.document_number}".removesuffix(" · "),
            link=site_url + about,
            description=html.escape("\n".join(filter(None, summary))),  # it is read as HTML
            unique_id=_urn(f"{key}/{version}"),
            pubdate=day,
            updateddate=day,
        )
    return str(feed.writeString("utf-8"))


def _urn(key: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, key)}"
