"""What pusat's processes take from gunicorn that its documentation does not promise."""

import inspect
import os
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

import pytest

pytest.importorskip("gunicorn")

from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from sync.pusat.serving.processes import YieldingWorker


class Pool:
    """Takes what a worker gives its threads, and does nothing with it."""

    def __init__(self) -> None:
        self.submitted: list[tuple[Callable[..., Any], Any]] = []

    def submit(self, function: Callable[..., Any], conn: Any) -> "Future[Any]":
        self.submitted.append((function, conn))
        return Future()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


@pytest.mark.parametrize(
    ("method", "parameters"),
    [("accept", ["self", "listener"]), ("enqueue_req", ["self", "conn"]), ("handle", ["self", "conn"])],
)
def test_gunicorns_methods_have_these_parameters(method: str, parameters: list[str]) -> None:
    assert list(inspect.signature(getattr(ThreadWorker, method)).parameters) == parameters


def test_gunicorn_calls_them_for_every_connection(listener: socket.socket) -> None:
    config = Config()
    worker = YieldingWorker(0, os.getpid(), [listener], None, 30, config, Logger(config))
    worker.tpool = pool = Pool()
    with socket.create_connection(listener.getsockname()):
        worker.accept(listener)
        assert worker.in_hand == 1
        [(handle, conn)] = pool.submitted
    # The other end has closed the connection without asking anything.
    assert handle(conn) is False
    assert worker.in_hand == 0
