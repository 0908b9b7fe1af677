"""The disk → what really lies there, and places of ours to work in.

In: paths. Out: the bytes of regular files, and whatever else stands among them; folders beside a target, which bear a
mark. No link is followed below a folder that somebody named, no pipe or device is opened, and nothing is removed but
what bears a name of ours in a folder that bears our mark.
"""

import errno
import fcntl
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from planpress.errors import BuildError
from planpress.i18n import Translate, translations

MOST_BYTES = 100_000_000
"""No file that an editor or an earlier release made is larger."""

MOST_DEPTH = 30
"""Folders within folders that are looked into."""

LOCK = "lock"
"""File in a place of ours: its lock, and our mark."""

MARK = b"Made by build.py: what it has half made lies here, and its next run removes it.\n"

_OURS = re.compile(r"(?:made-|tmp)[a-z0-9_]{8}|link|probe")
"""What we call things in a place of ours; `tmp` is how earlier versions did."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_OWN_FILE = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class OddFileError(OSError):
    """A link, a pipe, a socket or a device stands where a regular file must be."""


def told(error: OSError, _: Translate) -> str:
    """Return what the system could not do, in the words of an editor, and where; else in its own."""
    words = {
        errno.ENOENT: _("There is no such file or folder"),
        errno.EACCES: _("You lack the right to read or write here"),
        errno.EPERM: _("You lack the right to read or write here"),
        errno.EISDIR: _("A folder stands where a file must be"),
        errno.ENOTDIR: _("A file stands where a folder must be"),
        errno.EEXIST: _("Something else stands here already"),
        errno.ELOOP: _("Only a file or a folder itself can stand here, no link, pipe or device"),
        errno.EFBIG: _("The file is too large"),
        errno.ENAMETOOLONG: _("The name is too long for this disk"),
        errno.ENOSPC: _("The disk is full"),
        errno.EDQUOT: _("The disk is full"),
        errno.EROFS: _("Nothing can be written to this disk"),
    }.get(error.errno or 0, error.strerror or str(error))
    if not isinstance(place := error.filename2 or error.filename, str | bytes):
        return words
    return _("%(label)s: %(value)s") % {"label": words, "value": os.fsdecode(place)}


# ---------------------------------------------------------------- reading


def read_bytes(root: Path, name: str, most: int = MOST_BYTES) -> bytes:
    """Return the bytes of the regular file `name`, a path with forward slashes below `root`.

    Why:
        Each folder on the way is opened without following, so that nobody can put a link in the place of one meanwhile.
        `root` itself may be a link, since whoever runs this named it.

    Raises:
        OddFileError: If something else stands there.
        OSError: If it cannot be read, or holds more than `most` bytes.
    """
    *above, last = name.split("/")
    at = os.open(root, _FOLDER)
    try:
        for part in above:
            folder = os.open(part, _FOLDER | os.O_NOFOLLOW, dir_fd=at)
            os.close(at)
            at = folder
        _refuse_odd(os.stat(last, dir_fd=at, follow_symlinks=False), root / name)  # opening a device may do something
        handle = os.open(last, _FILE, dir_fd=at)
    finally:
        os.close(at)
    try:
        state = os.fstat(handle)
        _refuse_odd(state, root / name)
        if state.st_size > most:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(root / name))
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(handle)


def read_named(path: Path) -> bytes:
    """Return the bytes of the regular file that somebody named, or to which a link leads that was named."""
    real = path.resolve()
    try:
        return read_bytes(real.parent, real.name)
    except OSError as error:
        error.filename = str(path)
        raise


def _refuse_odd(state: os.stat_result, path: Path) -> None:
    if stat.S_ISDIR(state.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(state.st_mode):
        raise OddFileError(errno.ELOOP, "not a regular file", str(path))


def below(root: Path, top: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield path below `root` and state of `top` and of everything in it, sorted within each folder.

    Links are yielded and not followed; what lies deeper than `MOST_DEPTH` is passed over, its folder is not.
    """
    with suppress(FileNotFoundError):
        waiting = [(top, os.lstat(root / top))]
        while waiting:
            name, state = waiting.pop()
            yield name, state
            if stat.S_ISDIR(state.st_mode) and name.count("/") < MOST_DEPTH:
                with os.scandir(root / name) as entries:
                    found = sorted((entry.name, entry.stat(follow_symlinks=False)) for entry in entries)
                waiting += [(f"{name}/{entry}", inside) for entry, inside in reversed(found)]


# ---------------------------------------------------------------- writing


def place_beside(target: Path) -> Path:
    """Return the folder beside `target` that holds what is made for it; two targets never share one."""
    target = target.absolute()
    return target.parent / f".{target.name}.builds"


@contextmanager
def locked(place: Path, language: str = "en") -> Iterator[int]:
    """Make `place` a folder of ours where there is none, hold its lock, and give its handle.

    The lock falls away with the process. In the end the folder, and those above that were made for it, are removed
    where nothing is in them.

    Raises:
        BuildError: If another run holds the lock, or what stands there is not ours.
    """
    made = [folder for folder in (place, *place.parents) if not os.path.lexists(folder)]
    try:
        try:
            place.mkdir(parents=True, exist_ok=True)
            handle = os.open(place, _FOLDER | os.O_NOFOLLOW)
        except (FileExistsError, NotADirectoryError) as error:
            in_the_way = (one for one in (place, *place.parents) if os.path.lexists(one) and not one.is_dir())
            raise _foreign(next(in_the_way, place), language) from error
        try:
            lock = _locked(place, handle, language)
            try:
                yield handle
            finally:
                with suppress(OSError):  # what had to be done is done; the next run tries again
                    if os.listdir(handle) == [LOCK]:  # noqa: PTH208
                        os.unlink(LOCK, dir_fd=handle)
                        made[:0] = [place]
                os.close(lock)
        finally:
            os.close(handle)
    finally:
        for folder in made:
            with suppress(OSError):
                folder.rmdir()


def _locked(place: Path, folder: int, language: str) -> int:
    """Return the handle of the lock of a place, which is marked where it is new, empty, or of an earlier version."""
    if LOCK not in (names := os.listdir(folder)) and names:
        raise _foreign(place, language)
    try:
        lock = os.open(LOCK, _OWN_FILE, 0o644, dir_fd=folder)
    except FileNotFoundError:  # the run before has just ended and taken the folder away
        raise _busy(place, language) from None
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO):
            raise _foreign(place, language) from error
        raise
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        there = os.stat(LOCK, dir_fd=folder, follow_symlinks=False)
        if there.st_ino != os.fstat(lock).st_ino:  # the same, and another run is at work already
            raise BlockingIOError
        own = stat.S_ISREG(there.st_mode) and there.st_nlink == 1
        held = os.read(lock, len(MARK) + 1) if own else b"?"
        if not MARK.startswith(held):  # empty in a place of an earlier version, cut off on a disk that was full
            raise _foreign(place, language)
        if held != MARK:
            with suppress(OSError):
                os.pwrite(lock, MARK, 0)
    except (BlockingIOError, FileNotFoundError):
        os.close(lock)
        raise _busy(place, language) from None
    except BaseException:
        os.close(lock)
        raise
    return lock


def _busy(place: Path, language: str) -> BuildError:
    return BuildError(translations(language).gettext("Another build is running in %(path)s") % {"path": place})


def _foreign(place: Path, language: str) -> BuildError:
    words = translations(language).gettext("%(path)s was not made by planpress; move it away first")
    return BuildError(words % {"path": place})


@contextmanager
def staging(place: Path, served: Path | None = None, language: str = "en") -> Iterator[Path]:
    """Lock `place`, give an empty folder below it to build in, and remove all others of ours.

    A killed run cannot clean up behind itself, so each first removes what earlier ones left, but for that to which the
    link `served` leads. `BuildError` as `locked` raises it.
    """
    with locked(place, language) as handle:
        _sweep(handle, place, served)
        made = Path(tempfile.mkdtemp(prefix="made-", dir=place))
        try:
            made.chmod(0o755)
            yield made
        finally:
            _sweep(handle, place, served)


def _sweep(handle: int, place: Path, served: Path | None) -> None:
    """Remove what is ours from a place; what cannot be removed now, the next run will."""
    leads_to, home = (served.resolve() if served else Path()), place.resolve()
    kept = leads_to.relative_to(home).parts[:1] if leads_to.is_relative_to(home) else ()
    for name in os.listdir(handle):
        if not _OURS.fullmatch(name) or name in kept:
            continue
        if stat.S_ISDIR(os.stat(name, dir_fd=handle, follow_symlinks=False).st_mode):
            shutil.rmtree(name, ignore_errors=True, dir_fd=handle)
        else:
            with suppress(OSError):
                os.unlink(name, dir_fd=handle)


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Keep other runs of the same kind out of `folder`; tell whether that can be relied on.

    The lock is on the folder itself, so that no file is left in it; it falls away with the process. Some network disks
    lock no folders.

    Raises:
        BlockingIOError: If another run is at work there.
    """
    handle = os.open(folder, _FOLDER)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise
        except OSError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def replace_file(target: Path, data: bytes) -> None:
    """Put a file into its place in one step; of a killed run `half_made` is left beside it."""
    half = half_made(target)
    try:
        write_half(target, data)
        half.replace(target)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def write_half(target: Path, data: bytes) -> None:
    """Write what is to be put into a place beside it, where only a rename is left to do."""
    half = half_made(target)
    half.unlink(missing_ok=True)
    with half.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def half_made(target: Path) -> Path:
    """Return where `replace_file` writes, beside the file that it replaces."""
    return target.with_name(f".{target.name}.new")
