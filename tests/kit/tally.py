"""What became of cases made by program: how many of each class were told, and where; none may go wrong.

In: what is done with each damaged thing, and the place at which its damage must be told. Out: a table a class,
which `pytest -rP` shows, and a failure that names every case that was wrong, raised a traceback or hung.
"""

from __future__ import annotations

import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from planpress.errors import BuildError, ContentError

TOLD, ELSEWHERE, ACCEPTED, WRONG, TRACEBACK, HANG = OUTCOMES = (
    "told at its place",
    "told elsewhere",
    "accepted on purpose",
    "wrong",
    "traceback",
    "hang",
)
"""What can become of a case; the last three must never be."""

LIMIT_S = 30


class Hung(BaseException):
    """A case took longer than it may; no `except Exception` of the code that is tried swallows it."""


@dataclass
class Tally:
    """Counts by class of cases, and what must not have been."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def case(self, kind: str, name: str, work: Callable[[], Iterable[str]], place: str, accepted: str = "") -> str:
        """Do `work`, which returns or raises the lines that are told; count and return what became of it.

        Args:
            kind: The class of the case.
            name: What was damaged, and how.
            work: Returns lines, or raises a `ContentError` or a `BuildError`.
            place: How a line must begin to tell the damage where it is, such as `content/plan.yml:3:`.
            accepted: Why nothing need be told; empty where something must be.
        """
        try:
            with limited():
                told = list(work())
        except (ContentError, BuildError) as error:
            told = str(error).splitlines()
        except Hung:
            return self.add(kind, HANG, name)
        except Exception:
            return self.add(kind, TRACEBACK, f"{name}\n{traceback.format_exc()}")
        if any(line.startswith(place) for line in told):
            return self.add(kind, TOLD, name)
        if told:
            return self.add(kind, ELSEWHERE, name)
        return self.add(kind, ACCEPTED if accepted else WRONG, name)

    def add(self, kind: str, outcome: str, name: str) -> str:
        """Count a case that was judged elsewhere; return `outcome`."""
        self.counts.setdefault(kind, Counter())[outcome] += 1
        if outcome in (WRONG, TRACEBACK, HANG):
            self.faults.append(f"{kind}: {outcome}: {name}")
        return outcome

    def table(self) -> str:
        """Return a line a class, as Markdown."""
        rows = [("class", "cases", *OUTCOMES), ("---",) * (len(OUTCOMES) + 2)]
        rows += [
            (kind, str(count.total()), *(str(count[outcome]) for outcome in OUTCOMES))
            for kind, count in self.counts.items()
        ]
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def held(self) -> None:
        """Print the table; fail with every case that must not have been."""
        sys.stdout.write(f"{self.table()}\n")
        assert not self.faults, "\n".join(self.faults[:20])


@contextmanager
def limited(seconds: float = LIMIT_S) -> Iterator[None]:
    """Raise `Hung` where the block takes longer; only in the main thread."""

    def stop(_number: int, _frame: object) -> None:
        raise Hung

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
