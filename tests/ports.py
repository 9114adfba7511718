"""Ports for the servers of the tests."""

import os
import socket
from itertools import count

# Below those that systems give to whoever calls another computer: 32768 and more on Linux, 49152 elsewhere.
_FIRST, _SHARES, _SHARE = 12_000, 10, 2_000
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_numbers = count(os.getpid())


def free_port() -> int:
    """Give a port of this computer that nobody listens on, and that no other worker is given meanwhile."""
    while True:
        port = _FIRST + _worker % _SHARES * _SHARE + next(_numbers) * 7 % _SHARE
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
