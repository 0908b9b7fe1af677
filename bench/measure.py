"""Clocks, memory and the lines of the table: what every measurement shares.

In: things to run. Out: seconds, bytes, and `Line` values that know how to print themselves.
"""

from __future__ import annotations

import ctypes
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

PROJECT = Path(__file__).resolve().parent.parent

TIME_LIMIT = 900.0
"""Seconds after which a program that is measured is stopped."""

LOOK_EVERY = 0.1
"""Seconds between two looks at the memory of processes."""

ADOPT = 36
"""`PR_SET_CHILD_SUBREAPER` of Linux."""

LOADED = 0.1
"""Where others use a larger share of the processors, a run is told as loaded."""


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


@dataclass(frozen=True)
class Run:
    """What a program took, with every process it started.

    Attributes:
        wall: Seconds by the clock.
        cpu: Processor seconds of all its processes.
        others: Share of the processors that others used meanwhile, from 0 to 1.
        peaks: Peak resident memory in bytes: of the program itself, then of each process it started.
    """

    wall: float
    cpu: float
    others: float = 0.0
    peaks: tuple[int, ...] = ()

    @property
    def quiet(self) -> bool:
        """Whether the machine was its own."""
        return self.others <= LOADED


def median(runs: Sequence[Run]) -> Run:
    """Return the median of each figure, the quiet runs alone where there are any; of the memory, the most."""
    runs = [run for run in runs if run.quiet] or runs
    peaks = max((run.peaks for run in runs), key=lambda peaks: max(peaks, default=0))
    wall, cpu, others = ([getattr(run, name) for run in runs] for name in ("wall", "cpu", "others"))
    return Run(statistics.median(wall), statistics.median(cpu), max(others), peaks)


@contextmanager
def adopting() -> Iterator[None]:
    """Let processes whose parent has ended become children of this one."""
    prctl = ctypes.CDLL(None).prctl
    prctl(ADOPT, 1)
    try:
        yield
    finally:
        prctl(ADOPT, 0)


@adopting()
def run(command: Sequence[object], folder: Path = PROJECT, **environment: str) -> Run:
    """Run a program to its end, with `environment` besides this process's own.

    Raises:
        ProgramError: If it fails or takes longer than `TIME_LIMIT`.
    """
    around = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment}
    before, busy = _children(), _busy()
    with tempfile.TemporaryFile("w+") as words, stopwatch() as seconds:
        program = subprocess.Popen([str(word) for word in command], cwd=folder, stdout=words, stderr=words, env=around)
        with watching(program.pid) as peaks:
            try:
                status = program.wait(TIME_LIMIT)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()
                raise ProgramError(f"longer than {TIME_LIMIT:g} s") from None
        wall = seconds()
        words.seek(0)
        last = [line for line in words.read().splitlines() if line.strip()]
    if status:
        raise ProgramError(last[-1].strip() if last else f"status {status}")
    for pid in peaks:  # those that outlive the program a moment
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)
    cpu = _children() - before
    others = max(_busy() - busy - cpu, 0) / (wall * (os.cpu_count() or 1))
    return Run(wall, cpu, others, tuple(peaks[pid] for pid in sorted(peaks, key=lambda pid: pid != program.pid)))


def _children() -> float:
    """Return the processor seconds of all children of this process that have ended, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _busy() -> float:
    """Return the processor seconds that the machine has worked since it started."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system)


@contextmanager
def watching(pid: int) -> Iterator[dict[int, int]]:
    """Fill in, by process, the peak resident memory in bytes of `pid` and all that it starts.

    Why:
        The kernel's own record of a child (`ru_maxrss`) starts with what its parent held at the
        time, so the peaks are read from each process while it lives.
    """
    peaks: dict[int, int] = {}
    over = threading.Event()

    def look() -> None:
        while not over.wait(LOOK_EVERY):
            with suppress(psutil.Error):  # it may be gone by now
                program = psutil.Process(pid)
                for one in (program, *program.children(recursive=True)):
                    peaks[one.pid] = max(peaks.get(one.pid, 0), _peak_of(one.pid))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield peaks
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
