"""Many tasks, one after the other in this process or beside each other by Dask.

A task that fails, or whose worker dies again and again, fails alone; the others run on. Dask is bound to
the loopback address unless told otherwise, since whoever reaches a scheduler can run code on it.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from rotation.errors import Stopped, UsageFault
from rotation.language import say
from solvers.clock import Clock

Task = TypeVar("Task")
Result = TypeVar("Result")

MANY = 4  # tasks from which Dask is the default where it is installed
_AHEAD = 2  # tasks a worker has waiting, so that memory follows workers, not tasks
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Executor:
    """How tasks are run: `kind` is "serial" or "dask"; an empty `scheduler` starts a cluster here.

    `workers` 0 means one a core; `security` are the files of TLS (ca, certificate, key), all or none.
    """

    kind: str
    workers: int = 0
    scheduler: str = ""
    security: tuple[Path, Path, Path] | None = None
    host: str = LOOPBACK


def choose(kind: str | None, count: int, executor: Executor) -> Executor:
    """The executor asked for; by default Dask for many tasks where it is installed and there are cores for it.

    Raises UsageFault where Dask is asked for and not installed.
    """
    installed = find_spec("distributed") is not None
    if kind is None:
        several = executor.scheduler or (count > MANY and (executor.workers or os.cpu_count() or 1) > 1)
        kind = "dask" if installed and several else "serial"
    if kind == "dask" and not installed:
        raise UsageFault(say("dask is not installed: install the extra, pip install 'teacher-rotation[dask]'"))
    return Executor(kind, executor.workers, executor.scheduler, executor.security, executor.host)


def run_tasks(
    tasks: Iterable[Task], work: Callable[[Task], Result], executor: Executor, clock: Clock
) -> Iterator[tuple[Task, Result | Exception]]:
    """Each task with its result, or with the exception it ended with, in the order they are done.

    `work` must be a module's own function, and tasks and results must pickle. Raises Stopped once
    the clock is out.
    """
    return _serial(tasks, work, clock) if executor.kind == "serial" else _dask(tasks, work, executor, clock)


def _serial(
    tasks: Iterable[Task], work: Callable[[Task], Result], clock: Clock
) -> Iterator[tuple[Task, Result | Exception]]:
    for task in tasks:
        if clock.out:
            raise Stopped(say("stopped; run the same command again to go on from here"))
        try:
            yield task, work(task)
        except Exception as failure:
            yield task, failure


def _dask(
    tasks: Iterable[Task], work: Callable[[Task], Result], executor: Executor, clock: Clock
) -> Iterator[tuple[Task, Result | Exception]]:
    from distributed import KilledWorker

    with _client(executor) as client:
        suspects: list[Task] = []
        for task, result in _beside(client, tasks, work, clock):
            if isinstance(result, KilledWorker):
                suspects.append(task)
            else:
                yield task, result
        # Whatever waited on a worker that died is under suspicion: each is tried once more, alone.
        for task in suspects:
            yield from _beside(client, [task], work, clock)


def _beside(
    client: Any, tasks: Iterable[Task], work: Callable[[Task], Result], clock: Clock
) -> Iterator[tuple[Task, Result | Exception]]:
    """The tasks on the client's cluster, a few more at a time than it has workers."""
    from distributed import wait

    waiting: dict[Any, Task] = {}
    source = iter(tasks)
    done = False
    while True:
        while not done and len(waiting) < _AHEAD * max(1, len(client.scheduler_info()["workers"])):
            try:
                task = next(source)
            except StopIteration:
                done = True
            else:
                waiting[client.submit(work, task, pure=False)] = task
        if not waiting:
            return
        try:
            ready = wait(list(waiting), timeout=1.0, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            ready = set()
        if clock.out:
            raise Stopped(say("stopped; run the same command again to go on from here"))
        for future in ready:
            task = waiting.pop(future)
            failure = future.exception()
            result = failure if failure is not None else future.result()
            future.release()
            yield task, result


@contextmanager
def _client(executor: Executor) -> Iterator[Any]:
    """A client of the cluster named, or of one started here for as long as it is needed."""
    import dask
    from distributed import Client, LocalCluster, Security

    security = None
    if executor.security is not None:
        ca, certificate, key = map(str, executor.security)
        security = Security(tls_ca_file=ca, tls_client_cert=certificate, tls_client_key=key, require_encryption=True)
    quiet = {
        "logging": {"distributed": "critical"},
        "distributed.scheduler.allowed-failures": 3,
        "distributed.scheduler.worker-saturation": 1.0,  # a worker that dies takes no task down that only waited
    }
    with dask.config.set(quiet):
        if executor.scheduler:
            try:
                client = Client(executor.scheduler, security=security, timeout="8s")
            except (OSError, TimeoutError, TypeError, ValueError) as error:  # the last two: TLS without its files
                message = say("{address} cannot be reached: {error}", address=executor.scheduler, error=error)
                raise UsageFault(message) from error
            with client:
                yield client
            return
        with warnings.catch_warnings():
            # Another cluster on this machine has the usual port: distributed takes the next one, and all is well.
            warnings.filterwarnings("ignore", message="Port .* already in use")
            cluster = LocalCluster(
                n_workers=executor.workers or os.cpu_count() or 1, threads_per_worker=1, processes=True,
                host=executor.host, dashboard_address=None, security=security, silence_logs=60, memory_limit=0,
            )  # fmt: skip
        with cluster, Client(cluster, security=security) as client:
            yield client
