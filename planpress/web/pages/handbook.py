"""The handbook for editors: prose of one language, with the names and days of the campaign at hand.

Its pages are `site_templates/handbook/<language>/*.md`; a language without them is given the English ones, with a word.
"""

import re
from collections.abc import Iterator

from markupsafe import Markup

from planpress.i18n import translations
from planpress.model import addresses
from planpress.model.campaign import Campaign
from planpress.resources import TEMPLATES
from planpress.web.context import Context
from planpress.web.examples import LINE, Examples
from planpress.web.page import Page
from planpress.web.rendering import page_templates

FOLDER = TEMPLATES / "handbook"

ORDER = ("index", "word", "change", "add", "delete", "note", "release", "publish", "print")
"""The pages as an editor needs them: each is a file of every language."""

_TITLE = re.compile(r"^# (.+?)(?: \{.*\})?$", re.MULTILINE)


def pages(site: Context) -> Iterator[Page]:
    """Yield the pages of the handbook in the language of the site."""
    return handbook(site.campaign)


def handbook(campaign: Campaign) -> Iterator[Page]:
    """Yield the pages of the handbook of a campaign; the first gives it its name."""
    language, name = campaign.plan.language, ""
    there = language if (FOLDER / language).is_dir() else "en"
    templates, say = page_templates(language).overlay(), translations(language).gettext

    def told(message: str, **words: object) -> Markup:
        return coded(say(message) % words)

    templates.filters = {**templates.filters, "coded": coded}
    words = {"my": Examples(campaign), "plan": campaign.plan, "told": told, "line": LINE}
    for file in ORDER:
        text = templates.get_template(f"handbook/{there}/{file}.md").render(words)
        if there != language:
            word = say("The handbook has not been translated: this is the English one.")
            text = _TITLE.sub(lambda found: f"{found[0]}\n\n*{word}*", text, count=1)  # noqa: B023
        title = _TITLE.findall(text)[0]
        name = name or title
        yield Page(addresses.handbook_page(file), title, nav=(name, title), boost=0.2, text=text)


def coded(value: object) -> Markup:
    """Return `value` as it may stand in code, where every sign but the one that ends it is itself."""
    return Markup(re.sub(r"\s+", " ", str(value)).replace("`", "'"))
