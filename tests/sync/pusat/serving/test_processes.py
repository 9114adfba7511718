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


@pytest.fixture(autouse=True)
def limits(settings: Any) -> None:
    """As in pusat's own settings."""
    settings.PROXIES, settings.CONNECTIONS_MAX = [], 1


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("accept", ["self", "listener"]),
        ("enqueue_req", ["self", "conn"]),
        ("handle", ["self", "conn"]),
        ("handle_request", ["self", "req", "conn"]),
    ],
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


def test_an_address_with_too_many_connections_is_sent_away(listener: socket.socket) -> None:
    config = Config()
    worker = YieldingWorker(0, os.getpid(), [listener], None, 30, config, Logger(config))
    worker.tpool = pool = Pool()
    address = listener.getsockname()
    with socket.create_connection(address), socket.create_connection(address) as second:
        for _ in range(2):
            worker.accept(listener)
        assert second.recv(1) == b""
        assert (worker.in_hand, worker.nr_conns) == (1, 1)
    [(_, conn)] = pool.submitted
    conn.close()
    with socket.create_connection(address):
        worker.accept(listener)
        assert worker.in_hand == 2
