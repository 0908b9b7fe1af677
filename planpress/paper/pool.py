"""Jobs → their results, from worker processes of which any may die.

In: jobs and a function that a worker process can import. Out: one result or one `Unfinished` a job, in their order.
"""

import faulthandler
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

TIME_LIMIT = 120.0
"""Seconds after which a job is taken to hang and its worker stops itself."""

PATIENCE = 10.0
"""So many time limits without any result, and the workers are taken to be out of reach."""

_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Unfinished:
    """Stands for the result of a job whose worker died twice."""


class _Local(ProcessPoolExecutor):
    """Processes that Ctrl-C does not reach: it is for the parent, which ends them."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # a process begins with what is blocked now
        try:
            return super().submit(work, *args, **more)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def local(workers: int) -> Executor:
    """Return an executor with `workers` fresh processes: forked ones would share the parent's font and log state.

    They end with their parent, however that ends.
    """
    return _Local(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Let this process end when its parent has: one that is killed cannot tell it to."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def end_all() -> None:
    """End every process of ours, with what it is at."""
    for process in multiprocessing.active_children():
        process.terminate()


def run(
    work: Callable[[Job], Result],
    jobs: Sequence[Job],
    workers: int,
    progress: Callable[[int], None] = lambda done: None,
    time_limit: float = TIME_LIMIT,
    executor: Callable[[int], Executor] = local,
    received: Callable[[Job, Result], Result] = lambda job, result: result,
) -> list[Result | Unfinished]:
    """Do every job; return the results in their order. A job that kills its worker takes no other job with it.

    A killed worker breaks the whole pool and every waiting job with it. The jobs that were under way are suspects:
    they are done again, each in a pool of its own. Only the one that breaks that too is lost.

    Args:
        work: Importable function; an exception it raises is passed on after the pool is closed.
        jobs: Picklable.
        workers: Their number.
        progress: Told how many jobs are done, each time one is and before one is done again; what it raises ends all.
        time_limit: Seconds one job may take.
        executor: Makes the processes, or joins those of a cluster. It has to raise `BrokenExecutor` for a job whose
            process died.
        received: Takes a result when it arrives, such as to put it on the disk, and returns what is kept of it.

    Raises:
        TimeoutError: If no worker answers for `PATIENCE` time limits.
    """
    results: dict[int, Result | Unfinished] = {}
    waiting = list(range(len(jobs)))
    timed = partial(_timed, work, time_limit)

    def take(number: int, result: Result) -> None:
        results[number] = received(jobs[number], result)
        progress(len(results))

    while waiting:
        suspects = _round(timed, jobs, waiting, min(workers, len(waiting)), take, executor, PATIENCE * time_limit)
        for number in suspects:
            progress(len(results))
            if _round(timed, jobs, [number], 1, take, executor, PATIENCE * time_limit):
                results[number] = Unfinished()
                progress(len(results))
        waiting = [number for number in waiting if number not in results]
    return [results[number] for number in range(len(jobs))]


def _round(
    work: Callable[[Job], Result],
    jobs: Sequence[Job],
    numbers: Iterable[int],
    workers: int,
    take: Callable[[int, Result], None],
    executor: Callable[[int], Executor],
    patience: float,
) -> list[int]:
    """Do the jobs `numbers` in one pool; return those under way when it broke, else nothing."""
    queue = iter(numbers)
    suspects: list[int] = []
    with executor(workers) as pool:
        running: dict[Future[Result], int] = {}
        try:
            while True:
                # no more jobs in the pool than it can take up, so that few are suspect; none once it broke
                while not suspects and len(running) < 2 * workers and (number := next(queue, None)) is not None:
                    try:
                        running[pool.submit(work, jobs[number])] = number
                    except BrokenExecutor:
                        suspects.append(number)
                if not running:
                    return sorted(suspects)
                done, _ = wait(running, timeout=patience, return_when=FIRST_COMPLETED)
                if not done:
                    raise TimeoutError(f"No worker has answered for {patience:.0f} s.")
                for future in done:
                    number = running.pop(future)
                    try:
                        result = future.result()
                    except BrokenExecutor:
                        suspects.append(number)
                    else:
                        take(number, result)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _timed(work: Callable[[Job], Result], seconds: float, job: Job) -> Result:
    """Do one job in a worker that stops itself when it takes longer than `seconds`.

    One at a time: the workers of a cluster may have threads, the libraries and the alarm have not.
    """
    with _one_at_a_time, Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            return work(job)
        finally:
            faulthandler.cancel_dump_traceback_later()
