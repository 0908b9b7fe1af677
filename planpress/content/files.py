"""Files of one campaign → plain values with their lines.

In: the campaign folder (`content/*.yml`, `content/forms/*.yml`, `sectors/*.yml`). Out: a `Source`: every file that is
read, and a `Problem` for each that is missing, that cannot be read, or that is not read for its name or place.
"""

import os
import re
import shlex
import stat
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath

from planpress.content.characters import LOOKALIKE, REPLACEMENT
from planpress.content.guess import Guesses
from planpress.content.reader import read_text
from planpress.content.source import Source, SourceFile, caret
from planpress.disk import MOST_BYTES, MOST_DEPTH, below, read_bytes
from planpress.errors import Problem
from planpress.i18n import Translate

MAX_BYTES = 2_000_000
REQUIRED = ("content/plan.yml", "content/units.yml")
OPTIONAL = ("content/terms.yml", "content/notes.yml", "content/changes.yml")
TOPS = ("content", "sectors")
FOLDERS = ("content", "content/forms", "sectors")

# Also as Windows shows or hides it, and as an input method for Chinese types it.
_ENDING = re.compile(r"(?:[.\u3002\uff0e]ya?ml)+(?:[.\u3002]txt)?[ .]*$", re.IGNORECASE)

_DEVICE = re.compile("con|prn|aux|nul|(com|lpt)[0-9\u00b9\u00b2\u00b3]", re.IGNORECASE)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"{\\rtf")
"""What documents of office programs begin with."""
_THREE_BYTES = "\u0800"
"""The first character that takes three bytes in UTF-8, as all of Chinese does."""
_SEVEN_BITS = {"HZ": re.compile(rb"~\{[!-~]{2,}~\}"), "UTF-7": re.compile(rb"\+[A-Za-z0-9+/]{3,}-?")}
"""What foreign letters look like in encodings that hide them in ASCII, by the name that Python and iconv know."""
_IDEOGRAPHS = re.compile("[\u4e00-\u9fff]")
_ALPHABETS = ("LATIN", "GREEK", "CYRILLIC")


def load(root: Path, _: Translate) -> Source:
    """Read every YAML file of the campaign at `root`; a fault in one file does not stop the others."""
    odd = [problem for top in TOPS for problem in odd_files(root, top, _)]
    problems, unread = [*_check_names(root, _), *odd], {problem.path for problem in odd}
    files = []
    for name in files_read(root):
        if name in unread:
            files.append(SourceFile(name, "", None))
        elif name.rpartition("/")[0] != "content" or name in REQUIRED + OPTIONAL:
            file, found = _read(root, name, _)
            files.append(file)
            problems += found
    return Source(tuple(files), tuple(problems), frozenset(map(_meant, _candidates(root))))


def files_read(root: Path) -> list[str]:
    """Return the path below `root` of whatever stands where a YAML file of the campaign can, sorted by folder."""
    names = [name for top in TOPS for name, _state in seen(root, top) if name.endswith(".yml")]
    return [name for folder in FOLDERS for name in names if name.rpartition("/")[0] == folder]


def seen(root: Path, top: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield path below `root` and state of everything in the folder `top`, without what is left behind."""
    return (found for found in below(root, top) if not any(map(left_behind, found[0].split("/"))))


def odd_files(root: Path, top: str, _: Translate) -> Iterator[Problem]:
    """Yield a problem for everything in the folder `top` of a campaign that is never read, whatever its name."""
    known: dict[str, str] = {}
    for name, state in seen(root, top):
        shown, message, found = name, "", known.setdefault(name.casefold(), name)
        if found != name:
            message = _("On many disks this name is also that of the other: rename one of them")
        elif not name.isprintable():
            shown = ascii(name)[1:-1]
            message = _("The name has characters that cannot be seen or are not UTF-8: rename it")
        elif stat.S_ISLNK(state.st_mode):
            message = _("Links are not followed: put the file or the folder itself here")
        elif stat.S_ISDIR(state.st_mode) and name.count("/") == MOST_DEPTH:
            message = _("Folders must not lie deeper in each other than %(limit)s levels") % {"limit": MOST_DEPTH}
        elif stat.S_ISREG(state.st_mode) and state.st_size > MOST_BYTES:
            message, found = _("The file must not be larger than %(limit)s bytes"), str(state.st_size)
            message %= {"limit": MOST_BYTES}
        elif not stat.S_ISREG(state.st_mode) and not stat.S_ISDIR(state.st_mode):
            message = _("Only files and folders can stand here; this is a pipe, a socket or a device: delete it")
        if message:
            yield Problem(shown, 0, "", message, "" if found == name else found)


def left_behind(name: str) -> bool:
    """Whether a file of this name is what a system or an editor leaves beside those one works on."""
    return name.startswith((".", "~$")) or name in ("Thumbs.db", "desktop.ini")


def _check_names(root: Path, _: Translate) -> Iterator[Problem]:
    """Every needed file is there, and no file is left out for its name or its folder."""
    for name in REQUIRED:
        if not (root / name).exists():
            yield Problem(name, 0, "", _("The file is missing"))
    for name in files_read(root):
        if is_device(name.rpartition("/")[2]):
            yield Problem(name, 0, "", _("Windows opens a device by this name: give the file another"))
    for name in _candidates(root):
        meant = _meant(name)
        if meant == name or left_behind(name.rpartition("/")[2]):
            continue
        message = _("The file is not read; did you mean '%(name)s'?")
        if not meant:
            message = _("The file is not read; here stand only: %(names)s")
        elif (root / meant).exists():
            message = _("The file is not read, since '%(name)s' is there: delete it if it is a copy")
        yield Problem(name, 0, "", message % {"name": meant, "names": ", ".join(REQUIRED + OPTIONAL)})


def is_device(name: str) -> bool:
    """Whether Windows takes a file or folder of this name, ending or not, for one of its devices."""
    return _DEVICE.fullmatch(name.partition(".")[0].rstrip()) is not None


def _candidates(root: Path) -> Iterator[str]:
    """Yield the path below `root` of what an editor may take for a file of the campaign, by its name."""
    yield from (name for name in (Path(one).name for one in REQUIRED + OPTIONAL) if (root / name).is_file())
    for top in TOPS:
        for name, _state in seen(root, top):
            read = name.endswith(".yml") and name.rpartition("/")[0] in ("content/forms", "sectors")
            if _ENDING.search(name) and not read:
                yield name


def _meant(name: str) -> str:
    """Return under which name a file would be read; empty where that cannot be told."""
    plain = _ENDING.sub("", name.rpartition("/")[2]) + ".yml"
    for start, folder in (("content/forms", "content/forms"), ("content/sectors", "sectors"), ("sectors", "sectors")):
        if name.rpartition("/")[0].startswith(start):
            return f"{folder}/{plain}"
    known = {Path(one).stem: one for one in REQUIRED + OPTIONAL}
    return known.get(Guesses().near(Path(plain).stem, known), "")


def _read(root: Path, name: str, _: Translate) -> tuple[SourceFile, list[Problem]]:
    """Read one file: bytes, characters, structure."""
    data, message, found = _bytes_of(root, name, _)
    if message:
        return SourceFile(name, "", None), [Problem(name, 0, "", message, found)]
    return _read_bytes(name, data, _)


@lru_cache(256)  # a sealed revision holds many files of the draft, and a server reads them again and again
def _read_bytes(name: str, data: bytes, _: Translate) -> tuple[SourceFile, list[Problem]]:
    text, problems = _decode(data, name, _)
    if problems and _is_garbled(text):
        return SourceFile(name, text, None), problems
    return read_text(text, name, problems, _)


def _bytes_of(root: Path, name: str, _: Translate) -> tuple[bytes, str, str]:
    """Return the bytes of a file; or why they are no text, and what was found."""
    try:
        data = read_bytes(root, name)
    except IsADirectoryError:
        return b"", _("A folder stands where a file must be"), ""
    except PermissionError:
        return b"", _("The file cannot be read: you lack the right to read it"), ""
    except OSError as error:
        return b"", _("The file cannot be read (%(reason)s)") % {"reason": error.strerror}, ""
    if len(data) > MAX_BYTES:
        return b"", _("The file must not be larger than %(limit)s bytes") % {"limit": MAX_BYTES}, str(len(data))
    if _is_binary(data):
        return b"", _("This is no text file: copy the wording into a file written with a text editor"), ""
    return data, "", ""


def _decode(data: bytes, path: str, _: Translate) -> tuple[str, list[Problem]]:
    """Turn the bytes of a file into text whose lines end in a line feed; a UTF-8 byte order mark is accepted.

    Text in another encoding is decoded all the same, so that the other faults of the file are found in the same run.
    """
    foreign = _foreign_encoding(data)
    if foreign:
        temporary = PurePosixPath(path).with_suffix(".utf8")
        old, new = shlex.quote(path), shlex.quote(str(temporary))
        command = f"iconv -f {foreign} -t UTF-8 {old} > {new} && mv {new} {old}"
        message = _("The file must be UTF-8 but looks like %(encoding)s; save it as UTF-8 or run: %(command)s")
        # The office knows it as GBK; GB18030 is the name under which iconv reads all of it.
        shown = foreign.replace("GB18030", "GBK")
        problem = Problem(path, 1, "", message % {"encoding": shown, "command": command})
        return _lines(data.decode(foreign, "replace")), [problem]
    text = _lines(data.decode("utf-8-sig", "replace"))
    message = _("Bytes that are not UTF-8: a character was cut or damaged here")
    return text, [
        Problem(path, number, "", message, caret=caret(line, line.index(REPLACEMENT)))
        for number, line in enumerate(text.split("\n"), 1)
        if REPLACEMENT in line
    ]


def _is_binary(data: bytes) -> bool:
    """Whether a file is no text in any encoding, such as a document of an office program under another name."""
    if data.startswith(_SIGNATURES):
        return True
    if not _CONTROLS.search(data):
        return False
    foreign = _foreign_encoding(data)
    if foreign.startswith("UTF-16"):
        data = data.decode(foreign, "replace").encode()
    return len(_CONTROLS.findall(data)) > max(8, len(data) // 100)


def _is_garbled(text: str) -> bool:
    """Whether text decoded by a guess makes no sense, such as Big5 taken for GBK: nothing more can be said of it."""
    return len(LOOKALIKE.findall(text)) > max(3, len(text) // 500)


def _lines(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _foreign_encoding(data: bytes) -> str:
    """Return the name iconv knows for the encoding, empty for UTF-8 or damaged UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    halves = data[1::2].count(0), data[::2].count(0)
    # Of a text in Chinese only the line ends, keys and blanks have a zero half, and always the same one.
    if max(halves) > max(2, len(data) // 50) and min(halves) * 10 < max(halves):
        return "UTF-16LE" if halves[0] > halves[1] else "UTF-16BE"
    if data.isascii():
        return next((name for name, hidden in _SEVEN_BITS.items() if hidden.search(data) and _hides(data, name)), "")
    try:
        return "GB18030" if _is_gbk(data, data.decode("utf-8")) else ""
    except UnicodeDecodeError:
        return "GB18030" if _is_damaged_gbk(data, data.decode("utf-8", "replace")) else ""


def _hides(data: bytes, encoding: str) -> bool:
    """Whether ASCII is Chinese to whoever knows the encoding; what UTF-7 reads into `+100` alone is no word."""
    try:
        return len(_IDEOGRAPHS.findall(data.decode(encoding))) > 1
    except UnicodeDecodeError:
        return False


def _is_gbk(data: bytes, text: str) -> bool:
    """Whether a file that is valid UTF-8, `text`, is surely a short one in GBK.

    Its letters then take two bytes each, none stands alone, and some word is in no alphabet or in two: what is
    left of `text` is a word in French, or a sign such as a paragraph's.
    """
    foreign = re.findall(r"[^\x00-\x7f]+", text.removeprefix("\ufeff"))
    if not foreign or not all(len(run) > 1 and max(run) < _THREE_BYTES for run in foreign):
        return False
    words = (unicodedata.normalize("NFKC", run) for run in foreign)  # a sign such as micro's is a letter then
    alphabets = [{unicodedata.name(char, "").partition(" ")[0] for char in run if char.isalpha()} for run in words]
    if all(len(used) < 2 and used.issubset(_ALPHABETS) for used in alphabets):
        return False
    return REPLACEMENT not in data.decode("gb2312", "replace")


def _is_damaged_gbk(data: bytes, text: str) -> bool:
    """Whether a file that is no UTF-8, `text` as far as it goes, is more likely GBK, which may be damaged too."""
    whole, lost = sum(char >= _THREE_BYTES and char != REPLACEMENT for char in text), text.count(REPLACEMENT)
    return whole < lost and data.decode("gb18030", "replace").count(REPLACEMENT) < lost / 4
