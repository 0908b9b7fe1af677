"""What the tests of pages share: Markdown as a reader sees it."""

from __future__ import annotations

from html.parser import HTMLParser

import markdown

EXTENSIONS = ["attr_list", "toc"]


class Seen(HTMLParser):
    """What a reader sees: text, and the tags met on the way."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def seen_html(page: str) -> Seen:
    parser = Seen()
    parser.feed(page)
    parser.close()
    return parser


def seen(text: str) -> Seen:
    """Return what is seen of a Markdown text."""
    return seen_html(markdown.markdown(text, extensions=EXTENSIONS))
