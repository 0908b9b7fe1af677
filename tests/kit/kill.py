"""What tests of interruption share: work in a process of its own that is killed at a given step, or meets a full disk.

A step changes the disk: something is opened to be written, made, renamed, linked or removed. Python tells of each
before it happens (`sys.addaudithook`), so that every state there can be is met, and none waits for a clock.
"""

from __future__ import annotations

import errno
import os
import random
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import forkserver

from planpress.errors import BuildError

REFUSED, BROKEN = 3, 4

REMOVES = ("os.remove", "os.rmdir", "shutil.rmtree")
MAKES = ("os.rename", "os.mkdir", "os.symlink", "os.link", "os.truncate", "shutil.copy", "shutil.move", "tempfile.mk")
OPENED_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def makes(event: str, arguments: tuple) -> bool:
    """Whether a step makes something, so that a full disk or a missing right may forbid it."""
    if event == "open":
        return bool(arguments[2] & OPENED_TO_WRITE) and arguments[0] != os.devnull
    return event.startswith(MAKES)


def changes(event: str, arguments: tuple) -> bool:
    return event in REMOVES or event == "os.chmod" or makes(event, arguments)


# ---------------------------------------------------------------- other processes


def apart(work: Callable[[], object]) -> int:
    """Run `work` in a process of its own; return its exit status, negative for the signal that ended it."""
    return ended(begun(work))


def begun(work: Callable[[], object]) -> int:
    child = os.fork()
    if child:
        return child
    forkserver._forkserver.__init__()  # that of the parent is none of its children
    status = BROKEN
    try:
        work()
        status = 0
    except (BuildError, OSError) as error:
        status = REFUSED
        with suppress(OSError):  # no room for words either
            os.write(2, f"{error}\n".encode())
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


# ---------------------------------------------------------------- steps


def steps_of(work: Callable[[], object]) -> int:
    """Return how many steps `work` has; it is run apart."""
    out, into = os.pipe()

    def counted() -> None:
        steps = 0

        def count(event: str, arguments: tuple) -> None:
            nonlocal steps
            steps += changes(event, arguments)

        sys.addaudithook(count)
        work()
        os.write(into, str(steps).encode())

    assert apart(counted) == 0
    os.close(into)
    with os.fdopen(out) as told:
        return int(told.read())


def killed_at(moment: int, work: Callable[[], object]) -> int:
    """Run `work` apart and kill it before its step number `moment`, counted from 0."""

    def kill(_event: str, _arguments: tuple) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    return apart(lambda: _from(moment, kill, work))


def without_room_from(moment: int, work: Callable[[], object], reason: int = errno.ENOSPC) -> int:
    """Run `work` apart on a disk that lets nothing be made from step `moment` on; what is there can be removed."""

    def refuse(event: str, arguments: tuple) -> None:
        if makes(event, arguments):
            raise OSError(reason, os.strerror(reason))

    return apart(lambda: _from(moment, refuse, work))


def _from(moment: int, then: Callable[[str, tuple], None], work: Callable[[], object]) -> None:
    left = moment

    def count(event: str, arguments: tuple) -> None:
        nonlocal left
        if changes(event, arguments):
            left -= 1
            if left < 0:
                then(event, arguments)

    sys.addaudithook(count)
    work()


def spread(steps: int, most: int, seed: int) -> list[int]:
    """Return `most` moments of `steps`: the last ten, where names change hands, and others by lot."""
    if steps <= most:
        return list(range(steps))
    others = random.Random(seed).sample(range(steps - 10), most - 10)
    return sorted(others) + list(range(steps - 10, steps))
