"""Small .docx files made of raw XML, one hard case each.

A paragraph is XML: `p("words")`, `p("words", num=(1, 0))`, `p(run("bold", "<w:b/>"), "more")`; a table is rows of
cells, `table(["1", "words"], [cell("2", wide=2)])`. `docx(path, *blocks, numbering=numbered(*PLAN_LEVELS))` writes the
file, the same bytes each time.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

SPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
AUTHOR = 'w:id="900" w:author="A" w:date="2030-01-01T00:00:00Z"'

# ---------------------------------------------------------------- words


def text(words: str) -> str:
    r"""Return words as they stand in a run; "\n" is a soft break, "\t" a tab."""
    marked = escape(words).replace("\n", "\x01").replace("\t", "\x02")
    inner = f'<w:t xml:space="preserve">{marked}</w:t>'
    for sign, element in (("\x01", "<w:br/>"), ("\x02", "<w:tab/>")):
        inner = inner.replace(sign, f'</w:t>{element}<w:t xml:space="preserve">')
    return inner.replace('<w:t xml:space="preserve"></w:t>', "")


def run(words: str, look: str = "", inside: str = "") -> str:
    """Return a run; `look` is XML of its properties, `inside` XML behind its words."""
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{text(words)}{inside}</w:r>"


def p(
    *parts: str, num: tuple[int, int] | None = None, style: str = "", look: str = "", mark: str = "", ours: str = ""
) -> str:
    """Return a paragraph.

    Args:
        parts: Words, or XML of runs.
        num: Its numbering and level.
        style: Id of its style.
        look: XML of its properties.
        mark: XML of the properties of its mark.
        ours: Name of a bookmark around it.
    """
    inner = "".join(part if part.startswith("<") else run(part) for part in parts)
    if ours:
        inner = bookmark(ours, inner)
    properties = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    if num:
        properties += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    properties += look + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def bookmark(name: str, inner: str) -> str:
    number = sum(ord(sign) * place for place, sign in enumerate(name, 1))
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'


def ins(inner: str) -> str:
    return f"<w:ins {AUTHOR}>{inner}</w:ins>"


def gone(words: str) -> str:
    """Return words that a tracked change takes out."""
    return f"<w:del {AUTHOR}>{run(words).replace('<w:t ', '<w:delText ').replace('</w:t>', '</w:delText>')}</w:del>"


MARK_GONE, MARK_NEW = f"<w:del {AUTHOR}/>", f"<w:ins {AUTHOR}/>"


def box(*paragraphs: str) -> str:
    """Return a run with a text box, as Word writes one: twice, for new and for old programs."""
    words = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:docPr id="1" name="b"/>'
        f"<a:graphic><a:graphicData><wps:wsp><wps:txbx>{words}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{words}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def field(code: str, result: str = "") -> str:
    """Return a field with the result that was last shown."""
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    instruction = f'<w:r><w:instrText xml:space="preserve">{escape(code)}</w:instrText></w:r>'
    return sign.format("begin") + instruction + sign.format("separate") + run(result) + sign.format("end")


# ---------------------------------------------------------------- tables


def cell(*paragraphs: str, wide: int = 1, tall: str = "") -> str:
    """Return a cell; `tall` is "restart" where it begins a merged one, "continue" where it goes on."""
    properties = f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
    properties += f'<w:vMerge w:val="{tall}"/>' if tall else ""
    inner = "".join(part if part.startswith("<w:p>") or part.startswith("<w:tbl>") else p(part) for part in paragraphs)
    if not inner or inner.endswith("</w:tbl>"):
        inner += "<w:p/>"
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{inner}</w:tc>"


def row(*cells: str, head: bool = False, look: str = "") -> str:
    properties = look + ("<w:tblHeader/>" if head else "")
    inner = "".join(one if one.startswith("<w:tc>") else cell(one) for one in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inner}</w:tr>"


def table(*rows: str | Sequence[str], columns: int = 0) -> str:
    made = [one if isinstance(one, str) else row(*one) for one in rows]
    grid = '<w:gridCol w:w="2000"/>' * (columns or made[0].count("<w:tc>"))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(made)}</w:tbl>"


# ---------------------------------------------------------------- numbering and styles

PLAN_LEVELS = (
    ("chineseCounting", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
    ("decimalEnclosedCircleChinese", "%5"),
)
"""The numbers of an official document in Chinese."""


def level(at: int, form: str, pattern: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f"<w:lvlText w:val={quoteattr(pattern)}/></w:lvl>"
    )


def abstract(number: int, levels: Iterable[tuple[str, str] | str], more: str = "") -> str:
    inner = "".join(one if isinstance(one, str) else level(at, *one) for at, one in enumerate(levels))
    return f'<w:abstractNum w:abstractNumId="{number}">{more}{inner}</w:abstractNum>'


def num(number: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def restart(at: int, start: int = 1) -> str:
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def numbered(*levels: tuple[str, str] | str) -> str:
    """Return a numbering with one list, number 1."""
    return abstract(0, levels) + num(1, 0)


def style(name: str, more: str = "", kind: str = "paragraph", called: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{called or name}"/>{more}</w:style>'


# ---------------------------------------------------------------- the file


def docx(
    path: Path,
    *blocks: str,
    numbering: str = "",
    styles: str = "",
    parts: Mapping[str, tuple[str, str]] | None = None,
    properties: Mapping[str, str] | None = None,
    external: Mapping[str, str] | None = None,
) -> Path:
    """Write a file of blocks.

    Args:
        path: Where.
        blocks: XML of the body.
        numbering: XML of its numbering.
        styles: XML of its styles.
        parts: Others: what stands in `word/NAME.xml`, by NAME, with its kind, such as ("footnotes", XML).
        properties: Custom properties.
        external: Addresses that it names, with the kind of each relation.
    """
    held = {
        "document": (
            "document.main",
            f"<w:document {SPACES}><w:body>{''.join(blocks)}<w:sectPr/></w:body></w:document>",
        )
    }
    if numbering:
        held["numbering"] = ("numbering", f"<w:numbering {SPACES}>{numbering}</w:numbering>")
    if styles:
        held["styles"] = ("styles", f"<w:styles {SPACES}>{styles}</w:styles>")
    held.update(parts or {})
    kinds = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{kind}+xml"/>' for name, (kind, _) in held.items()
    )
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{RELATED}/{kind}" Target="{name}.xml"/>'
        for at, (name, (kind, _)) in enumerate(held.items())
        if name != "document"
    )
    relations += "".join(
        f'<Relationship Id="x{at}" Type="{RELATED}/{kind}" Target={quoteattr(target)} TargetMode="External"/>'
        for at, (target, kind) in enumerate((external or {}).items())
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{kinds}</Types>',
        "_rels/.rels": _relations(f'<Relationship Id="d" Type="{RELATED}/officeDocument" Target="word/document.xml"/>'),
        "word/_rels/document.xml.rels": _relations(relations),
        **{f"word/{name}.xml": xml for name, (_, xml) in held.items()},
    }
    if properties:
        files["docProps/custom.xml"] = _properties(properties)
    return packed(path, files)


def packed(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files into a package; one called `mimetype` as it is, by which other programs know theirs."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)),
                data,
                zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED,
            )
    return path


def part(tag: str, inner: str) -> str:
    """Return the XML of a part, such as `part("footnotes", …)`."""
    return f"<w:{tag} {SPACES}>{inner}</w:{tag}>"


def _relations(inner: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def _properties(values: Mapping[str, str]) -> str:
    inner = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{at}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for at, (name, value) in enumerate(values.items(), 2)
    )
    return (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        f' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{inner}</Properties>'
    )
