"""Clocks, memory and the lines of the table: what every measurement shares.

In: things to run. Out: seconds, bytes, and `Line` values that know how to print themselves.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent

TIME_LIMIT = 900.0
"""Seconds after which a program that is measured is stopped."""

LOOK_EVERY = 0.1
"""Seconds between two looks at the memory of the workers."""


@dataclass(frozen=True)
class Line:
    """One line of the table: a target and what was measured.

    Attributes:
        what: Is measured.
        target: In words.
        measured: The figures.
        ok: Whether the target is met.
        ratio: To what it is compared with; empty where to nothing.
        figures: The same as plain values, for the file of figures.
    """

    what: str
    target: str
    measured: str
    ok: bool
    ratio: str = ""
    figures: dict[str, Any] = field(default_factory=dict)


def table(lines: Sequence[Line]) -> str:
    """Return the lines below a head, in columns, each ending in `ok` or `missed`."""
    head = ("what", "target", "ratio", "measured", "")
    rows = [(line.what, line.target, line.ratio, line.measured, "ok" if line.ok else "missed") for line in lines]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in (head, *rows)
    )


def tell(text: str) -> None:
    """Say on the standard error what is going on; the table alone goes to the standard output."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


def cpu_seconds(work: Callable[[], object], times: int) -> float:
    """Return the processor seconds that `work` takes in this process: the median of `times` runs.

    Why:
        "Per core" means processor time: what else runs on the machine must not count.
    """
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


@contextmanager
def stopwatch() -> Iterator[Callable[[], float]]:
    """Give a function that tells the seconds since the start, or up to the end once it is over."""
    start = time.perf_counter()
    end: list[float] = []
    yield lambda: (end[0] if end else time.perf_counter()) - start
    end.append(time.perf_counter())


class ProgramError(Exception):
    """A program that was to be measured failed; the text is its last words."""


def run(command: Sequence[object], folder: Path = PROJECT, **environment: str) -> float:
    """Run a program to its end, with `environment` besides this process's own.

    Returns:
        Seconds by the clock.

    Raises:
        ProgramError: If it fails or takes longer than `TIME_LIMIT`.
    """
    around = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment}
    with stopwatch() as seconds:
        try:
            done = subprocess.run(
                [str(word) for word in command],
                cwd=folder,
                capture_output=True,
                text=True,
                timeout=TIME_LIMIT,
                env=around,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ProgramError(f"longer than {TIME_LIMIT:g} s") from None
    if done.returncode:
        last = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        raise ProgramError(last[-1].strip() if last else f"status {done.returncode}")
    return seconds()


@dataclass
class Memory:
    """Peak resident memory, in bytes, of this process's children since the watch began."""

    peak: int = 0


@contextmanager
def watching_workers() -> Iterator[Memory]:
    """Watch the memory of the worker processes of this process.

    Why:
        The kernel's own record of a child (`ru_maxrss`) starts with what its parent held at the
        time, so the peaks are read from each worker while it lives.
    """
    import psutil

    memory, over = Memory(), threading.Event()
    parent = psutil.Process()
    own = parent.cmdline()

    def look() -> None:
        while not over.wait(LOOK_EVERY):
            for child in parent.children(recursive=True):
                with suppress(psutil.Error):  # it may be gone by now
                    if child.cmdline() != own:  # until it is a program of its own, a child holds what its parent holds
                        memory.peak = max(memory.peak, _peak_of(child.pid))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield memory
    finally:
        over.set()
        watcher.join()


def _peak_of(pid: int) -> int:
    """Return the peak resident memory of a process, in bytes; 0 for one that is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii", errors="replace")
    except OSError:
        return 0
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(found[0]) * 1024 if found else 0
