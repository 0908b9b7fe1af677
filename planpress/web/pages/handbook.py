"""The handbook for editors: prose of one language, which is why it comes from no template.

Its pages are `site_templates/handbook/<language>/*.md`, Markdown as it stands.
"""

import re
from collections.abc import Iterator

from planpress.model import addresses
from planpress.resources import TEMPLATES
from planpress.web.context import Context
from planpress.web.page import Page

FOLDER = TEMPLATES / "handbook"

ORDER = ("index", "change", "add", "delete", "note", "release", "publish", "print")
"""The pages as an editor needs them: each is a file of every language."""


def pages(site: Context) -> Iterator[Page]:
    """Yield the pages of the handbook in the language of the site."""
    return handbook(site.language)


def handbook(language: str) -> Iterator[Page]:
    """Yield the pages of the handbook in `language`; the first gives it its name."""
    name = ""
    for file in ORDER:
        text = (FOLDER / language / f"{file}.md").read_text("utf-8")
        title = re.findall(r"^# (.+?)(?: \{.*\})?$", text, re.MULTILINE)[0]
        name = name or title
        yield Page(addresses.handbook_page(file), title, nav=(name, title), boost=0.2, text=text)
