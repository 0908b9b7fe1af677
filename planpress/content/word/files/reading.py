"""A file that an office sends → what it holds, whatever program wrote it.

In: a path. Out: a `Document`. What a file is its first bytes say, not its name; none is changed, nothing that it names
is loaded, and nothing in it is run.
"""

import re
from dataclasses import replace
from pathlib import Path

from planpress.content.word.document import Document
from planpress.content.word.files.convert import converted
from planpress.content.word.files.docx import read_docx
from planpress.content.word.files.package import open_package, refusal
from planpress.content.word.files.pdf import read_pdf
from planpress.content.word.files.plain import read_markdown, read_plain
from planpress.content.word.files.settle import Tracked
from planpress.i18n import Translate

MOST_BYTES = 200_000_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What files of older office programs begin with, and encrypted ones of newer."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")
_OPEN_TEXT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_MARKUP = re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(<[!?A-Za-z]|MIME-Version:)")
"""What a page of the web, a whole site in one file or a file in XML begins with: office programs save them as .doc."""
PLAIN = (".txt", ".md", ".markdown")
"""How files end that are text, whatever stands in it."""


def read_document(path: Path, _: Translate, *, tracked: Tracked = "") -> Document:
    """Return what a file holds.

    Args:
        path: .docx, .txt, .md, .pdf; .doc, .wps, .odt and .rtf where LibreOffice is installed.
        _: Translates messages.
        tracked: Whether tracked changes are accepted or rejected; a file that has some is refused without.

    Raises:
        ContentError: If it is none that can be read for certain; the paragraph is named where there is one.
        BuildError: If a program is missing that it needs.
        OSError: If it cannot be read.
    """
    if path.stat().st_size > MOST_BYTES:
        raise refusal(path.name, _("What is packed in the file is larger than any text: it is not read"))
    data = path.read_bytes()
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise refusal(path.name, _("The file is empty"))
    kind = _kind(data, path.suffix.lower())
    if kind == "encrypted":
        raise refusal(path.name, _("The file is protected by a password: save it without one"))
    if kind == "other":
        raise refusal(path.name, _("This is no file of a word processor: save it as .docx"))
    if kind == "pdf":
        return _filled(read_pdf(data, path.name, _), _)
    if kind == "docx":
        return _filled(read_docx(open_package(data, path.name, _), tracked, _), _)
    if kind:
        return _filled(converted(data, path.name, kind, tracked, _), _)
    read = read_markdown if path.suffix.lower() in (".md", ".markdown") else read_plain
    return _filled(read(data, path.name, _), _)


def _kind(data: bytes, suffix: str) -> str:
    """Return what a file is; empty for plain text."""
    if data.startswith(OLE):
        return "encrypted" if _ENCRYPTED in data else "doc" if _WORD in data else "other"
    if data.startswith(b"PK"):
        return "odt" if data[30:].startswith(_OPEN_TEXT) else "docx"
    if suffix not in PLAIN and _MARKUP.match(data[:1024].replace(b"\0", b"")):
        return "other"
    if data[:1024].find(b"%PDF-") >= 0:
        return "pdf"
    return "rtf" if data.startswith(b"{\\rtf") else ""


def _filled(document: Document, _: Translate) -> Document:
    """Refuse a document that says nothing."""
    if not any(paragraph.words.strip() for paragraph in document.paragraphs()):
        raise refusal(document.name, _("There are no words in the file"))
    broken = re.compile(_("Error! Reference source not found|Error: Reference source not found"))
    message = _("A cross-reference is broken here: a message of the word processor stands in its place")
    numbers = [one.number for one in document.paragraphs() if broken.search(one.text)]
    return replace(document, remarks=(*document.remarks, *((number, message) for number in numbers)))
