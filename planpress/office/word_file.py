"""Campaign → its document, or that of one annex, as a file of a word processor.

In: a validated `Campaign`, the edition, and the campaign as it was, where the file shall show what became of that. Out:
the bytes of a `.docx` file; pure. The same campaign gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from planpress.content.word.aligning.known import fingerprint_of, outline_of_campaign
from planpress.content.word.document import Origin
from planpress.content.word.marks import PROPERTIES
from planpress.i18n import of_office
from planpress.model.campaign import Campaign
from planpress.office.docx_parts import packed
from planpress.office.word_blocks import Block, Page, blocks_of, page_of
from planpress.office.word_body import Body
from planpress.office.word_changes import tracked
from planpress.office.word_styles import HEAD, SPACE, font_table, style_id, style_sheet
from planpress.redline import words_of
from planpress.sheets.edition import Edition

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
FOOTERS = {"default": "footer right", "even": "footer"}
"""The foot of odd pages and of even ones, and its style: the number stands at the outer edge."""

PARTS: Mapping[str, tuple[str, str]] = {
    "document": (f"{WORD}.document.main+xml", ""),
    "styles": (f"{WORD}.styles+xml", f"{OFFICE}/relationships/styles"),
    "settings": (f"{WORD}.settings+xml", f"{OFFICE}/relationships/settings"),
    "fontTable": (f"{WORD}.fontTable+xml", f"{OFFICE}/relationships/fontTable"),
    **{f"footer-{use}": (f"{WORD}.footer+xml", f"{OFFICE}/relationships/footer") for use in FOOTERS},
}
"""The parts below `word/`: what each is, and how the document leads there."""

ABOUT: Mapping[str, tuple[str, str]] = {
    "word/document": ("", f"{OFFICE}/relationships/officeDocument"),
    "docProps/core": (
        "application/vnd.openxmlformats-package.core-properties+xml",
        f"{PACKAGE}/relationships/metadata/core-properties",
    ),
    "docProps/custom": (
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        f"{OFFICE}/relationships/custom-properties",
    ),
}
"""What the file leads to."""

A4 = (11906, 16838)
MARGINS: Mapping[Page, tuple[int, int, int, int]] = {
    "upright": (2098, 1474, 1984, 1588),  # 37, 26, 35 and 28 mm
    "wide": (1588, 2098, 1474, 1984),
    "foot": (2098, 1474, 1984, 1588),
}
"""The room above, at the right, below and at the left, in twentieths of a point."""


def word_file(campaign: Campaign, edition: Edition, annex: str = "", since: Campaign | None = None) -> bytes:
    """Return the document of the plan with its annexes, or that of the sector `annex` alone.

    With `since`, what differs from that stands there as tracked changes: taken in they give the document as it is,
    turned down as it was.
    """
    now = blocks_of(campaign, annex)
    shown = tracked(blocks_of(since, annex), now, words_of(since, campaign)) if since else now
    title = campaign.sector_by_id[annex].title if annex else campaign.plan.name
    origin = Origin(campaign.plan.id, str(edition.revision), fingerprint_of(outline_of_campaign(campaign)))
    language = edition.language
    longest = _longest(campaign)
    made = {
        "document": _document(shown, page_of(now), campaign, edition),
        "styles": style_sheet(language, longest),
        "settings": _settings(language),
        "fontTable": font_table(language),
        **{f"footer-{use}": _footer(style) for use, style in FOOTERS.items()},
    }
    types = {f"/word/{name}.xml": kind for name, (kind, _relation) in PARTS.items()}
    types |= {f"/{name}.xml": kind for name, (kind, _relation) in ABOUT.items() if kind}
    leads = {f"{name}.xml": relation for name, (_kind, relation) in PARTS.items() if relation}
    parts = [
        ("[Content_Types].xml", _types(types)),
        ("_rels/.rels", _relations({f"{name}.xml": relation for name, (_kind, relation) in ABOUT.items()})),
        ("docProps/core.xml", _core(title, edition)),
        ("docProps/custom.xml", _custom(origin)),
        *((f"word/{name}.xml", content) for name, content in made.items()),
        ("word/_rels/document.xml.rels", _relations(leads)),
    ]
    return packed(parts)


def _longest(campaign: Campaign) -> int:
    """Return how many characters the longest name at the head of the letter has, with what stands behind all."""
    notice = campaign.plan.notice
    names = (*notice.issuers, notice.issuer) if notice else ()
    end = len(notice.issuers_end) + 2 if notice and notice.issuers_end else 0
    return max(map(len, names), default=0) + end


def _document(blocks: Sequence[Block], last: Page, campaign: Campaign, edition: Edition) -> bytes:
    pages: dict[Page, str] = {page: _page(page) for page in MARGINS}
    issuers = " ".join(campaign.unit_by_id[name].name for name in campaign.plan.issuers)
    day = edition.issued.isoformat() if edition.issued else ""
    body = Body(pages, issuers, day).written(blocks)
    spaces = f'xmlns:w="{SPACE}" xmlns:r="{OFFICE}/relationships"'
    return f"{HEAD}<w:document {spaces}><w:body>{body}{pages[last]}</w:body></w:document>".encode()


def _page(page: Page) -> str:
    """Return how a page is set."""
    width, height = A4[::-1] if page == "wide" else A4
    top, right, bottom, left = MARGINS[page]
    numbers = {name: number for number, name in enumerate((one for one in PARTS if PARTS[one][1]), 1)}
    feet = "".join(f'<w:footerReference w:type="{use}" r:id="rId{numbers[f"footer-{use}"]}"/>' for use in FOOTERS)
    low = '<w:vAlign w:val="bottom"/>' if page == "foot" else ""
    lies = ' w:orient="landscape"' if page == "wide" else ""
    return (
        f'<w:sectPr>{feet}<w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"{lies}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="851" w:footer="1417"'
        f' w:gutter="0"/>{low}</w:sectPr>'
    )


def _footer(style: str) -> bytes:
    """Return the foot of a page: its number, which the word processor counts, between two dashes."""
    begin, apart, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    number = f"{begin}<w:r><w:instrText>PAGE</w:instrText></w:r>{apart}<w:r><w:t>1</w:t></w:r>{end}"
    words = f"<w:r><w:t>\u2014\u00a0</w:t></w:r>{number}<w:r><w:t>\u00a0\u2014</w:t></w:r>"
    line = f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/></w:pPr>{words}</w:p>'
    return f'{HEAD}<w:ftr xmlns:w="{SPACE}">{line}</w:ftr>'.encode()


def _settings(language: str) -> bytes:
    spoken = quoteattr(of_office(language)[0])
    newest = '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    return (
        f'{HEAD}<w:settings xmlns:w="{SPACE}"><w:evenAndOddHeaders/><w:compat>{newest}</w:compat>'
        f"<w:themeFontLang w:val={spoken} w:eastAsia={spoken}/></w:settings>"
    ).encode()


def _core(title: str, edition: Edition) -> bytes:
    spaces = f'xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    spaces += ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    day = f"{edition.file_day.isoformat()}T00:00:00Z"
    days = (f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{day}</dcterms:{name}>' for name in ("created", "modified"))
    told = f"<dc:title>{escape(title)}</dc:title><dc:language>{of_office(edition.language)[0]}</dc:language>"
    return f"{HEAD}<cp:coreProperties {spaces}>{told}{''.join(days)}</cp:coreProperties>".encode()


def _custom(origin: Origin) -> bytes:
    """Return the properties of our own; programs count them from 2."""
    told = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{escape(getattr(origin, field))}</vt:lpwstr></property>"
        for number, (field, name) in enumerate(PROPERTIES.items(), 2)
    )
    spaces = f'xmlns="{OFFICE}/custom-properties" xmlns:vt="{OFFICE}/docPropsVTypes"'
    return f"{HEAD}<Properties {spaces}>{told}</Properties>".encode()


def _types(kinds: Mapping[str, str]) -> bytes:
    named = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    links = "application/vnd.openxmlformats-package.relationships+xml"
    usual = f'<Default Extension="rels" ContentType="{links}"/><Default Extension="xml" ContentType="application/xml"/>'
    return f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{usual}{named}</Types>'.encode()


def _relations(leads: Mapping[str, str]) -> bytes:
    told = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(leads.items(), 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{told}</Relationships>'.encode()
