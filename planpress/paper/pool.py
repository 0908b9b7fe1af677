"""Jobs, and what follows from them → their results, from worker processes of which any may die.

In: jobs and a function that a worker process can import. Out: each result, or an `Unfinished`, told as it comes. A crew
is ready from its beginning on, for work of any kind, until it ends.
"""

import faulthandler
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import forkserver, resource_tracker
from pathlib import Path
from typing import Any, Self, TypeVar

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


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait; a process that is started meanwhile goes on blocking it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Local(ProcessPoolExecutor):
    """Processes that Ctrl-C does not reach: it is for the parent, which ends them."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        with _uninterrupted():
            return super().submit(work, *args, **more)


def local(workers: int) -> Executor:
    """Return an executor with `workers` processes, forked from one that has loaded what all need, and no more.

    Forked from this one, they would share its font and log state. They end with their parent, however that ends.
    """
    _load_ahead()
    return _Local(workers, mp_context=multiprocessing.get_context("forkserver"), initializer=_end_with_parent)


def _load_ahead() -> None:
    """Start the process that others are forked from, unless it runs: it loads what it needs beside this one.

    It is told by the environment where modules are: Python 3.11 does not tell it.
    """
    path = os.environ.get("PYTHONPATH")
    resource_tracker.ensure_running()  # else it is started below, and lets Ctrl-C through again
    with _uninterrupted():
        os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
        try:
            forkserver.set_forkserver_preload(["planpress.paper.ahead"])
            forkserver.ensure_running()
        finally:
            del os.environ["PYTHONPATH"]
            if path is not None:
                os.environ["PYTHONPATH"] = path


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


class Crew:
    """Worker processes that are there until the block ends; whatever needs some is done by the same ones.

    A killed worker breaks the whole pool and every waiting job with it. The jobs that were under way are suspects: they
    are done again, each in a pool of its own. Only the one that breaks that too is lost.
    """

    def __init__(
        self,
        workers: int = 0,
        executor: Callable[[int], Executor] = local,
        time_limit: float = TIME_LIMIT,
    ) -> None:
        """Say how many there are, and how they work.

        Args:
            workers: Their number; 0 for one a core.
            executor: Makes the processes, or joins those of a cluster. It has to raise `BrokenExecutor` for a job whose
                process died.
            time_limit: Seconds one job may take.
        """
        self.workers = workers or os.cpu_count() or 1
        self._executor, self._time_limit = executor, time_limit
        self._pool: Executor | None = None

    def __enter__(self) -> Self:
        """Processes start when there is a job for them."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_more: object) -> None:
        """End all, at once where anything was raised."""
        if kind is not None and self._executor is local:
            end_all()  # nobody waits for what they are at
        self._end()

    def _ready(self) -> Executor:
        self._pool = self._pool or self._executor(self.workers)
        return self._pool

    def _end(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(cancel_futures=True)

    def do(
        self,
        work: Callable[[Job], Result],
        jobs: Iterable[Job],
        take: Callable[[Job, Result | Unfinished], tuple[Sequence[Job], Sequence[Job]]],
        again: Callable[[], None] = lambda: None,
    ) -> None:
        """Do every job, and all that follows from one.

        Args:
            work: Importable function; an exception it raises is passed on.
            jobs: Picklable.
            take: Told the result of each job when it is there; returns the jobs that follow from it: those that come
                next, and those that come last. What it raises ends all.
            again: Called before a job is done again; the same.

        Raises:
            TimeoutError: If no worker answers for `PATIENCE` time limits.
        """
        waiting = deque(jobs)
        timed = partial(_timed, work, self._time_limit)

        def follow(job: Job, result: Result | Unfinished) -> None:
            following, last = take(job, result)
            waiting.extendleft(reversed(following))
            waiting.extend(last)

        while waiting:
            for suspect in self._round(timed, waiting, follow):
                again()
                with Crew(1, self._executor, time_limit=self._time_limit) as alone:
                    if alone._round(timed, deque([suspect]), follow):
                        follow(suspect, Unfinished())

    def _round(
        self, work: Callable[[Job], Result], waiting: deque[Job], take: Callable[[Job, Result], None]
    ) -> list[Job]:
        """Do what is `waiting`; return the jobs that were under way when the pool broke, else nothing."""
        suspects: list[Job] = []
        running: dict[Future[Result], Job] = {}
        patience = PATIENCE * self._time_limit
        while True:
            # no more jobs in the pool than it can take up, so that few are suspect; none once it broke
            while not suspects and waiting and len(running) < 2 * self.workers:
                job = waiting.popleft()
                try:
                    running[self._ready().submit(work, job)] = job
                except BrokenExecutor:
                    suspects.append(job)
            if not running:
                break
            done, _ = wait(running, timeout=patience, return_when=FIRST_COMPLETED)
            if not done:
                raise TimeoutError(f"No worker has answered for {patience:.0f} s.")
            for future in done:
                job = running.pop(future)
                try:
                    result = future.result()
                except BrokenExecutor:
                    suspects.append(job)
                else:
                    take(job, result)
        if suspects:
            self._end()
        return suspects


def ready(workers: int) -> Crew:
    """Return a crew; what its processes need is being loaded while there is no job yet."""
    _load_ahead()
    return Crew(workers)


def run(
    work: Callable[[Job], Result], jobs: Sequence[Job], workers: int, time_limit: float = TIME_LIMIT
) -> list[Result | Unfinished]:
    """Do every job with `workers` of their own, as `Crew.do` does; return the results in the order of the jobs."""
    results: dict[int, Result | Unfinished] = {}

    def take(numbered: tuple[int, Job], result: Result | Unfinished) -> tuple[tuple[()], tuple[()]]:
        results[numbered[0]] = result
        return (), ()

    with Crew(workers, time_limit=time_limit) as crew:
        crew.do(partial(_second, work), list(enumerate(jobs)), take)
    return [results[number] for number in range(len(jobs))]


def _second(work: Callable[[Job], Result], numbered: tuple[int, Job]) -> Result:
    return work(numbered[1])


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
