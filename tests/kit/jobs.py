"""Jobs for the tests of what goes wrong; a module of its own, so that a worker starts quickly."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def kill_two_workers(job: tuple[int, str]) -> int:
    """Double a number; jobs 40 and 41 kill their worker the first time."""
    number, folder = job
    mark = Path(folder) / str(number)
    if number in (40, 41) and not mark.exists():
        mark.touch()
        time.sleep(0.5)  # so that both die in one go
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def press_or_fail(job):
    """Press nothing; the sheet T-POISON kills its worker, T-HANG never ends."""
    from planpress.paper.job import Made, Outcome, Proof, kept

    if isinstance(job, Proof):
        return Outcome()
    codes = {item.sheet.code for item in job.items}
    if "T-POISON" in codes:
        os.kill(os.getpid(), signal.SIGKILL)
    if "T-HANG" in codes:
        time.sleep(600)
    record = {"pages": 1, "rows": ()}
    outcomes = tuple(kept(item, Outcome((), record, b"%PDF " + item.sheet.code.encode())) for item in job.items)
    return Made(outcomes) if job.laid else Made(outcomes, Proof(job.layout, b"", "zh"), {"slots": {}})
