"""The terminal of a command: streams that are open, words, questions, and bars that tell how much of a work is done.

In: the streams that whoever started the program left. Out: streams that can be used, answers, and what shows progress.
`build.py` alone decides what is told.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn

from planpress.i18n import catalogues, translations

if TYPE_CHECKING:
    from tqdm import tqdm


def open_what_is_closed() -> None:
    """Open what whoever started this has closed of input, output and errors: else the next files take their numbers.

    A worker would then write its errors into what it is told, and wait for ever.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # it gets the lowest number that is free
            os.set_inheritable(number, True)
            setattr(sys, name, os.fdopen(number, "w" if number else "r", closefd=False))


def show_what_is_no_text() -> None:
    """Let output and errors show by its number what they cannot: they may know ASCII only, and names may be no text."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def begin() -> None:
    """Let streams be open and show whatever they are told; nothing has been told."""
    open_what_is_closed()
    show_what_is_no_text()
    untold.clear()
    warned.clear()


untold: list[OSError] = []
"""Why words could not be written."""

warned: list[str] = []
"""What was odd."""


def tell(*words: object, sep: str = " ", end: str = "\n", error: bool = False) -> None:
    """Write words at once; what cannot be told is no reason to leave half done what was asked for.

    Nobody misses the words where whoever read them has gone, as in `build.py check | head`.
    """
    stream = sys.stderr if error else sys.stdout
    try:
        stream.write(sep.join(map(str, words)) + end)
        stream.flush()
    except OSError as reason:
        if not isinstance(reason, BrokenPipeError):
            untold.append(reason)
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123  what is left in the buffer goes there in the end
            os.dup2(nowhere.fileno(), stream.fileno())


def warn(lines: Iterable[object]) -> None:
    """Write lines that tell what is odd; they are `warned`."""
    for line in lines:
        warned.append(str(line))
        tell(line, error=True)


def answer(question: str) -> str:
    """Return what is answered; nothing is asked, and nothing answered, where nobody sits at a terminal."""
    with suppress(EOFError, UnicodeDecodeError):
        return input(question).strip() if sys.stdin.isatty() and sys.stdout.isatty() else ""
    return ""


def agrees(yes: bool, question: str) -> bool:
    """Ask, unless the command line says yes; without an answer, as in a script, the answer is no."""
    try:
        words = ("y", *(translations(language).gettext("yes") for language in catalogues()))
        return yes or input(question).strip().lower() in words
    except (EOFError, UnicodeDecodeError, RuntimeError):  # nobody there, no text, closed
        with suppress(OSError):
            sys.stdout.write("\n")
        return False


@contextmanager
def bars() -> Iterator[Callable[[str, int, int], None]]:
    """Give what shows a bar for each piece of work, with how much of it is done; silent where nobody watches."""
    from tqdm import tqdm

    bars: dict[str, tqdm[NoReturn]] = {}

    def show(title: str, done: int, total: int) -> None:
        if title not in bars:
            bars[title] = tqdm(desc=title, leave=False, disable=None, total=total)
        bars[title].total = total
        bars[title].update(done - bars[title].n)

    try:
        yield show
    finally:
        for bar in bars.values():
            bar.close()
