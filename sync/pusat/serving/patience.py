"""How long a server waits for a request that comes slowly, and how many connections an address may have: with
waitress.

Whoever opens connections and sends nothing, or a byte now and then, would else take all that there are. The
school's site and pusat share no code, so this file is there twice: `dapodik/program/start/patience.py` and
`sync/pusat/serving/patience.py`. A test holds both equal.
"""

import time
from collections.abc import Callable
from typing import Any

import waitress
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer

# For the head of a request, and then for its body before its bytes count.
HEAD_SECONDS, BODY_SECONDS = 10.0, 20.0
# Bytes a second: slower than any line over which a whole school can be sent.
BODY_RATE = 2000.0
# A connection that asks nothing more is closed after so many seconds.
IDLE_SECONDS = 30
# Of all addresses together: as many as a `select` of every system takes.
CONNECTIONS = 500


class PatientChannel(HTTPChannel):  # type: ignore[misc]
    """A connection, closed where its request is late or its address has too many."""

    def __init__(self, server: Any, sock: Any, addr: Any, adj: Any, map: Any = None) -> None:
        super().__init__(server, sock, addr, adj, map=map)
        # When the request that is awaited began, and how much of it has come; None between two requests.
        self._began: float | None = time.monotonic()
        self._bytes = 0
        # The server closes it as soon as it looks at it.
        self.will_close = self._has_too_many(addr[0])

    def readable(self) -> bool:
        """The server asks this every second, and closes what is to be closed."""
        if self._is_late():
            self.will_close = True
        return bool(super().readable())

    def received(self, data: bytes) -> Any:
        """A part of a request has come."""
        if self._began is None:
            self._began, self._bytes = time.monotonic(), 0
        self._bytes += len(data)
        outcome = super().received(data)
        if self.request is None:
            self._began = None
        return outcome

    def _is_late(self) -> bool:
        if self._began is None:
            return False
        patience = HEAD_SECONDS
        if self.request is not None and self.request.headers_finished:
            patience += BODY_SECONDS + self._bytes / BODY_RATE
        return time.monotonic() - self._began > patience

    def _has_too_many(self, address: str) -> bool:
        same = sum(1 for channel in self.server.active_channels.values() if channel.addr[0] == address)
        return bool(same > self.server.limit_of(address))


def create_server(application: Any, limit_of: Callable[[str], float], **options: Any) -> Any:
    """Make a waitress server with these options that is patient and no more. `limit_of`: the most connections
    that an address may have."""
    server = waitress.create_server(
        application, connection_limit=CONNECTIONS, channel_timeout=IDLE_SECONDS, cleanup_interval=5, **options
    )
    # Several, where a name of the host has several addresses.
    listeners = server.map if hasattr(server, "map") else server._map
    for listener in listeners.values():
        if isinstance(listener, BaseWSGIServer):
            listener.channel_class, listener.limit_of = PatientChannel, limit_of
    return server
