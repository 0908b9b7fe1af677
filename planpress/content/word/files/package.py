"""The package of a word processor → its parts as XML, or why it is none that may be read.

In: the bytes of a .docx. Out: `Package`. Nothing that a file names outside itself is ever loaded; what would load
something, run something or fill the memory is refused before a part is read.
"""

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from planpress.content.word.files.xml import W
from planpress.errors import ContentError, Problem
from planpress.i18n import Translate

MOST_PARTS = 5_000
MOST_BYTES = 400_000_000
"""Of all that a package holds, pictures too."""
MOST_XML = 80_000_000
"""Of one part that is read."""
MOST_RATIO = 300
"""How much larger than packed a part may be; words, however often they stand there, come to a third of it."""
LARGE = 1_000_000
"""What is smaller may be packed as well as it likes."""

_PARSED = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "remove_comments": True,
    "remove_pis": True,
}
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/([A-Za-z]+)/([A-Za-z]+)")
_LOCAL = re.compile(r"(file:///)?[A-Za-z]:[\\/]|[^/\\:]+$")
"""An address of the own disk, or a bare name."""
_RELATED = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"


def refusal(name: str, message: str, found: str = "", number: int = 0) -> ContentError:
    """Return what says why the file `name` is not read; `number` is the paragraph."""
    return ContentError([Problem(name, number, "", message, found[:80])])


_DAMAGED = (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError, RuntimeError)
"""What the libraries raise where a part cannot be unpacked or read; the last for a way of packing that they lack."""


@dataclass
class Package:
    """A package that may be read; `name` is that of the file, `kinds` the kind of each part by its name."""

    name: str
    archive: zipfile.ZipFile
    translate: Translate = field(repr=False)
    kinds: dict[str, str] = field(default_factory=dict)

    def part(self, path: str) -> Any:
        """Return the root of a part; None where it is not there.

        Raises:
            ContentError: If it is damaged, or declares entities.
        """
        if path not in self.archive.namelist():
            return None
        if self.archive.getinfo(path).file_size > MOST_XML:  # whatever it is called
            message = self.translate("What is packed in the file is larger than any text: it is not read")
            raise refusal(self.name, message, path)
        try:
            data = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", self.archive.read(path))
            root = etree.fromstring(data, etree.XMLParser(**_PARSED))
        except _DAMAGED:
            message = self.translate("The file is damaged: open it in the word processor, save it anew, and try again")
            raise refusal(self.name, message, path) from None
        if root.getroottree().docinfo.internalDTD is not None:
            message = self.translate(
                "The file declares entities, which no word processor writes: save it anew as .docx"
            )
            raise refusal(self.name, message, path)
        return root

    def of_kind(self, kind: str) -> list[Any]:
        """Return the roots of all parts of a kind, such as `footnotes`, by name."""
        paths = sorted(path for path, named in self.kinds.items() if named.endswith(f".{kind}+xml"))
        return [root for path in paths if (root := self.part(path)) is not None]

    def main(self) -> Any:
        """Return the root of the text itself."""
        roots = self.of_kind("document.main") or self.of_kind("template.main")
        root = roots[0] if roots else self.part("word/document.xml")
        if root is None or root.find(f"{W}body") is None:
            message = self.translate("This is no file of a word processor: save it as .docx")
            raise refusal(self.name, message)
        return root


def open_archive(data: bytes, name: str, _: Translate) -> zipfile.ZipFile:
    """Return what is packed in a file.

    Raises:
        ContentError: If it is damaged, protected or larger than any text is.
    """
    damaged = _("The file is damaged: open it in the word processor, save it anew, and try again")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGED:
        raise refusal(name, damaged) from None
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise refusal(name, _("The file is protected by a password: save it without one"))
    swollen = any(part.file_size > max(LARGE, MOST_RATIO * part.compress_size) for part in parts)
    if swollen or len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise refusal(name, _("What is packed in the file is larger than any text: it is not read"))
    try:
        sound = archive.testzip() is None and len({part.filename for part in parts}) == len(parts)
    except _DAMAGED:
        sound = False
    if not sound:
        raise refusal(name, damaged)
    return archive


def open_package(data: bytes, name: str, _: Translate) -> Package:
    """Return the package of a file.

    Raises:
        ContentError: If it is damaged, holds macros or is larger than any text is, or names things to load.
    """
    package = Package(name, open_archive(data, name, _), _)
    types = package.part("[Content_Types].xml")
    if types is None:
        raise refusal(name, _("This is no file of a word processor: save it as .docx"))
    package.kinds.update({_kept(one.get("PartName", "")): one.get("ContentType", "") for one in types.iter(_OVERRIDE)})
    macros = any("macroenabled" in kind.lower() or "vbaproject" in kind.lower() for kind in package.kinds.values())
    if macros or any("vbaproject" in path.lower() for path in package.archive.namelist()):
        raise refusal(name, _("The file holds macros: save it as .docx, which holds none"))
    _refuse_outside(package, _)
    return package


def _kept(name: str) -> str:
    return posixpath.normpath(name).lstrip("/")


def _refuse_outside(package: Package, _: Translate) -> None:
    """Refuse what loads something from elsewhere; links to click are none, nor is the template of the own machine."""
    for path in package.archive.namelist():
        if not path.endswith(".rels"):
            continue
        for one in package.part(path).iter(_RELATED):
            kind, target = str(one.get("Type")).rpartition("/")[2], str(one.get("Target"))
            if one.get("TargetMode") != "External" or kind == "hyperlink":
                continue
            if kind != "attachedTemplate" or not _LOCAL.match(target):
                message = _(
                    "The file loads something from elsewhere when it is opened: put it into the file, or take it out"
                )
                raise refusal(package.name, message, target)
