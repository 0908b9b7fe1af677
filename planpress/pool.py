"""Jobs → their results, from worker processes of which any may die.

In: jobs and a function that a worker process can import. Out: one result or one `Lost` a job,
in the order of the jobs.
"""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

TIME_LIMIT = 120.0
"""Seconds after which a job is taken to hang and its worker stops itself."""


@dataclass(frozen=True)
class Lost:
    """Stands for the result of a job whose worker died twice."""


def local(workers: int) -> Executor:
    """Return an executor with `workers` fresh processes.

    Why:
        Spawned, not forked: a forked child would share the parent's font and log state.
    """
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def run(
    work: Callable[[Job], Result],
    jobs: Sequence[Job],
    workers: int,
    progress: Callable[[int], None] = lambda done: None,
    time_limit: float = TIME_LIMIT,
    executor: Callable[[int], Executor] = local,
) -> list[Result | Lost]:
    """Do every job; a job that kills its worker takes no other job with it.

    Why:
        A killed worker breaks the whole pool and every waiting job with it. The jobs that were
        under way are suspects: they are done again, each in a pool of its own. Only the one that
        breaks that too is lost.

    Args:
        work: Importable function; an exception it raises is passed on after the pool is closed.
        jobs: Picklable.
        workers: Number of processes.
        progress: Told how many jobs are done, each time one is.
        time_limit: Seconds one job may take.
        executor: Makes the processes.

    Returns:
        One result a job, in the order of `jobs`.
    """
    results: dict[int, Result | Lost] = {}
    waiting = list(range(len(jobs)))
    timed = partial(_timed, work, time_limit)
    while waiting:
        suspects = _round(timed, jobs, waiting, min(workers, len(waiting)), results, progress, executor)
        for number in suspects:
            if _round(timed, jobs, [number], 1, results, progress, executor):
                results[number] = Lost()
                progress(len(results))
        waiting = [number for number in waiting if number not in results]
    return [results[number] for number in range(len(jobs))]


def _round(
    work: Callable[[Job], Result],
    jobs: Sequence[Job],
    numbers: Iterable[int],
    workers: int,
    results: dict[int, Result | Lost],
    progress: Callable[[int], None],
    executor: Callable[[int], Executor],
) -> list[int]:
    """Do the jobs `numbers` in one pool; return those under way when it broke, else nothing."""
    queue = iter(numbers)
    number: int | None = None
    with executor(workers) as pool:
        running: dict[Future[Result], int] = {}
        try:
            while True:
                # no more jobs in the pool than it can take up, so that few are suspect
                while len(running) < 2 * workers and (number := next(queue, None)) is not None:
                    running[pool.submit(work, jobs[number])] = number
                if not running:
                    return []
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    results[running[future]] = future.result()
                    del running[future]
                    progress(len(results))
        except BrokenProcessPool:
            suspects = {*running.values(), *([] if number is None else [number])}
            return sorted(suspects - results.keys())
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _timed(work: Callable[[Job], Result], seconds: float, job: Job) -> Result:
    """Do one job in a worker that stops itself when it takes longer than `seconds`."""
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            return work(job)
        finally:
            faulthandler.cancel_dump_traceback_later()
