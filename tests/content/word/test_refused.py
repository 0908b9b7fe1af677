"""What is dangerous, damaged or empty is refused with a plain word, and nothing is loaded, run or written."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from kit.reading import printed, read, refused
from kit.word import docx, p, packed, part

from planpress.content.word.files import package
from planpress.content.word.files.package import MOST_PARTS


def with_part(path: Path, name: str, data: bytes) -> Path:
    """Put a part into a sound file, in the place of one that has its name."""
    docx(path, p("words"))
    with zipfile.ZipFile(path) as package:
        files = {one: package.read(one) for one in package.namelist()}
    return packed(path, files | {name: data})


def document(inner: str) -> bytes:
    return part("document", f"<w:body>{inner}</w:body>").encode()


BOMB = b'<!DOCTYPE a [<!ENTITY b "bbbb">]>'
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
PARTS = {
    "entities": ("word/document.xml", BOMB + document(p("a")), "declares entities"),
    "entities of a file": (
        "word/document.xml",
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>' + document("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>"),
        "declares entities",
    ),
    "XML that is cut off": ("word/document.xml", document(p("a"))[:-9], "damaged"),
    "depth without end": ("word/document.xml", document("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000), "damaged"),
    "a bomb": ("word/document.xml", document(p("a" * 50_000_000)), "larger than any text"),
    "a bomb beside": ("word/media/a.bin", b"\0" * 9_000_000, "larger than any text"),
    "macros": ("word/vbaProject.bin", b"x", "holds macros"),
    "a spreadsheet": ("[Content_Types].xml", TYPES.format("").encode(), ""),
    "a field without an end": (
        "word/document.xml",
        document(p("a") + p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "b") + p("c")),
        "a.docx:2: A field begins in this paragraph and never ends",
    ),
    "a part without a body": ("word/document.xml", part("document", "").encode(), "no file of a word processor"),
    "another root": ("word/document.xml", b"<a/>", "no file of a word processor"),
    "no words": ("word/document.xml", document(p("　")), "no words"),
    "another file put in": ("word/document.xml", document(p("a") + '<w:altChunk r:id="r9"/>'), "not read"),
}


@pytest.mark.parametrize("case", PARTS)
def test_part_that_is_not_sound(case: str, tmp_path: Path) -> None:
    name, data, wanted = PARTS[case]
    path = with_part(tmp_path / "a.docx", name, data)
    if wanted:
        assert wanted in refused(path)
    else:
        assert printed(read(path)) == ["words"]  # the kinds of parts are known by their usual names, too


@pytest.mark.parametrize("kind", ["macroEnabled.main+xml", "macroEnabledTemplate.main+xml"])
def test_file_for_macros(kind: str, tmp_path: Path) -> None:
    override = f'<Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.{kind}"/>'

    path = with_part(tmp_path / "a.docm", "[Content_Types].xml", TYPES.format(override).encode())

    assert "holds macros" in refused(path)


@pytest.mark.parametrize(
    ("kind", "target", "sound"),
    [
        ("hyperlink", "https://example.org/", True),
        ("attachedTemplate", "file:///C:\\Users\\a\\Normal.dotm", True),
        ("attachedTemplate", "Normal.dotm", True),
        ("attachedTemplate", "https://example.org/a.dotm", False),
        ("attachedTemplate", "\\\\host\\a.dotm", False),
        ("attachedTemplate", "file://host/a.dotm", False),
        ("image", "https://example.org/a.png", False),
        ("oleObject", "file:///C:\\a.xlsx", False),
        ("subDocument", "b.docx", False),
    ],
)
def test_what_loads_something_from_elsewhere(kind: str, target: str, sound: bool, tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", p("words"), external={target: kind})
    if sound:
        assert printed(read(path)) == ["words"]
    else:
        assert "loads something from elsewhere" in refused(path)


def test_too_many_parts(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.docx", {f"word/{at}.xml": "" for at in range(MOST_PARTS + 1)})

    assert "larger than any text" in refused(path)


FILES = {
    "empty": (b"", "is empty"),
    "blanks": (b"\xef\xbb\xbf \r\n\t\r\n", "is empty"),
    "nought": (b"\0" * 100, "is empty"),
    "a package that is cut off": (b"PK\x03\x04" + b"x" * 50, "damaged"),
    "encrypted": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    "an old spreadsheet": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "no file of a word processor"),
    "a page of the web": (b"\n<html><p>Plan</p></html>", "no file of a word processor"),
    "a page in two bytes a sign": ("<html><p>Plan</p></html>".encode("utf-16"), "no file of a word processor"),
    "a site in one file": (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "no file of a word processor"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x01\x02", "no text that can be read"),
}


@pytest.mark.parametrize("case", FILES)
def test_file_that_is_none(case: str, tmp_path: Path) -> None:
    data, wanted = FILES[case]
    path = tmp_path / "a.docx"
    path.write_bytes(data)

    assert wanted in refused(path)
    assert [one.name for one in tmp_path.iterdir()] == ["a.docx"]


def test_part_that_is_too_large_whatever_it_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_XML", 10_000)
    path = with_part(tmp_path / "a.docx", "word/document.dat", document(p("ab" * 6_000)))
    with zipfile.ZipFile(path) as held:
        files = {one: held.read(one).replace(b"/document.xml", b"/document.dat") for one in held.namelist()}

    assert "larger than any text" in refused(packed(path, files))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_part_that_is_there_twice(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", p("words"))
    with zipfile.ZipFile(path, "a") as held:
        held.writestr("word/document.xml", document(p("others")))

    assert "damaged" in refused(path)


def test_zip_of_something_else(tmp_path: Path) -> None:
    assert "no file of a word processor" in refused(packed(tmp_path / "a.docx", {"a.txt": "a"}))


def test_package_with_a_password(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", p("a"))
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(data)

    assert "password" in refused(path)


def test_byte_that_tipped_over_in_a_part_that_nobody_reads(tmp_path: Path) -> None:
    path = with_part(tmp_path / "a.docx", "word/settings.xml", b"<w:settings/>" * 40)
    data = bytearray(path.read_bytes())
    data[data.index(b"word/settings.xml") + len("word/settings.xml") + 4] ^= 255
    path.write_bytes(data)

    assert "damaged" in refused(path)


def test_file_in_the_strict_form_is_read(tmp_path: Path) -> None:
    path = docx(tmp_path / "a.docx", p("words"))
    with zipfile.ZipFile(path) as package:
        files = {one: package.read(one).decode() for one in package.namelist()}
    strict = "http://purl.oclc.org/ooxml/"
    usual = "http://schemas.openxmlformats.org/"
    names = {f"{usual}{kind}/2006/": f"{strict}{kind}/" for kind in ("wordprocessingml", "officeDocument", "drawingml")}
    for old, new in names.items():
        files = {one: text.replace(old, new) for one, text in files.items()}

    assert printed(read(packed(path, files))) == ["words"]
