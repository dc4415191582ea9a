"""Workers on a Dask cluster, as an executor like any other."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any


class ClusterExecutor(Executor):
    """Has the cluster behind the scheduler at ``address`` do the work; `shutdown` hangs up and leaves it running."""

    def __init__(self, address: str) -> None:
        from distributed import Client

        self._client = Client(address, set_as_default=False)
        self._executor = self._client.get_executor(pure=False, retries=0)

    def submit(self, function: Callable, /, *arguments: Any, **named: Any) -> Future:
        return self._executor.submit(function, *arguments, **named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._executor.shutdown(wait=wait)
        self._client.close()


def cluster(address: str) -> Callable[[int], Executor]:
    """What makes the executor, however many jobs are asked for: the cluster's own size counts.

    The function given back raises ``OSError`` when no scheduler answers at the address, ``ModuleNotFoundError`` where
    the package distributed is not installed.
    """
    return lambda jobs: ClusterExecutor(address)
