"""One server per data folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


class AlreadyRunning(Exception):
    """A server runs on this data folder already; `url` is its address."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


@contextmanager
def sole_server(data_dir: Path, url: str) -> Iterator[None]:
    """Be the one server of this folder, at this address, for as long as the block runs.

    Raises AlreadyRunning. The lock dies with its process, so nothing is left behind by a crash.
    """
    with no_server(data_dir):
        _address(data_dir).write_text(url, encoding="ascii")
        yield


@contextmanager
def no_server(data_dir: Path) -> Iterator[None]:
    """Keep every server away from this folder for as long as the block runs. Raises AlreadyRunning."""
    lock = FileLock(data_dir / "server.lock", blocking=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise AlreadyRunning(_address(data_dir).read_text(encoding="ascii")) from error
    with lock:
        yield


def _address(data_dir: Path) -> Path:
    return data_dir / "server.address"
