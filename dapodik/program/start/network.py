"""A second address, on the school's network, beside the site's own on loopback.

It is opened and closed while the site runs, and served in a thread of this process.
"""

import socket
import threading
from typing import Any

import psutil

from .certificate import Certificate


class CannotOpen(Exception):
    """The address cannot be opened; the message says why and what to do (Indonesian)."""


class NetworkListener:
    """The second address.

    `port` is that of the site, 0 where no `start` serves it: then nothing can be opened.
    """

    def __init__(self) -> None:
        self.port = 0
        self._server: Any = None
        self._lock = threading.Lock()

    @property
    def is_open(self) -> bool:
        """True while it answers."""
        return self._server is not None

    def open(self, application: Any, address: str, certificate: Certificate | None) -> None:
        """Answer at this address, by https where there is a certificate, in place of what was open before.

        Raises CannotOpen.
        """
        # Most schools never open it, and then its server takes no memory.
        from .network_server import NetworkServer

        if not self.port:
            raise CannotOpen("Hanya dapat dibuka bila aplikasi dijalankan dengan start.")
        self.close()
        server = NetworkServer(address, self.port, application, certificate)
        try:
            server.prepare()
        except OSError as error:
            raise CannotOpen(
                f"Alamat {address} port {self.port} tidak dapat dibuka ({error.strerror or error}). Periksa "
                "apakah komputer ini masih terhubung ke jaringan sekolah dengan alamat itu."
            ) from error
        with self._lock:
            self._server = server
        threading.Thread(target=server.serve, name="jaringan-sekolah", daemon=True).start()

    def close(self) -> None:
        """Answer there no longer."""
        with self._lock:
            server, self._server = self._server, None
        if server:
            server.stop()


def addresses() -> list[str]:
    """The IPv4 addresses that this computer has on networks that are up, loopback left out."""
    states = psutil.net_if_stats()
    return [
        entry.address
        for name, entries in sorted(psutil.net_if_addrs().items())
        for entry in entries
        if entry.family == socket.AF_INET
        and not entry.address.startswith("127.")
        and _is_up(states.get(name))
    ]


def _is_up(state: Any) -> bool:
    return bool(state and state.isup)


network = NetworkListener()
