"""The address of a dask scheduler → an executor whose processes may run on other machines.

In: an address such as `tcp://10.0.0.5:8786`. Out: a `Crew` that `press` works with. The only module
that knows dask, which is an optional extra and is imported when asked for.
"""

from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from typing import Any

from planpress.errors import BuildError
from planpress.i18n import translations
from planpress.paper.pool import Crew

PATIENCE = 30.0
"""Seconds to wait for the scheduler and for its first worker."""


@contextmanager
def remote_workers(address: str, language: str) -> Iterator[Crew]:
    """Join the workers of the scheduler at `address`; leave them when the block ends.

    Raises:
        BuildError: If dask is not installed, or the scheduler or its workers do not answer.
    """
    _ = translations(language).gettext
    try:
        from distributed import Client
    except ImportError as error:
        raise BuildError(_('--scheduler needs another package: pip install "planpress[cluster]"')) from error
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise BuildError(_("The scheduler %(address)s does not answer.") % {"address": address}) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise BuildError(_("The scheduler %(address)s has no workers.") % {"address": address}) from error
        number = len(client.scheduler_info(n_workers=-1)["workers"])
        # pure=False: a job that is done again is a new one, not the memory of its failure
        with Crew(number, lambda workers: _Executor(client.get_executor(pure=False))) as crew:
            yield crew


class _Executor(Executor):
    """dask's executor with the errors and the shutdown of the standard library."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def submit(self, work: Any, /, *args: Any, **more: Any) -> Future[Any]:
        """Do `work(*args, **more)` somewhere; a worker that dies is told as `BrokenExecutor`."""
        future: Future[Any] = Future()
        inner = self._inner.submit(work, *args, **more)
        inner.add_done_callback(lambda done: _pass_on(done, future))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End; what was not done is dropped where `cancel_futures` says so or `wait` does not."""
        self._inner.shutdown(wait=wait and not cancel_futures)


def _pass_on(done: Future[Any], future: Future[Any]) -> None:
    from distributed.scheduler import KilledWorker

    if done.cancelled():
        future.cancel()
        return
    error = done.exception()
    if error is None:
        future.set_result(done.result())
    elif isinstance(error, KilledWorker):
        future.set_exception(BrokenExecutor(str(error)))
    else:
        future.set_exception(error)
