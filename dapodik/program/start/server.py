"""The site's WSGI server: one loopback socket, waitress, and a clean end."""

import math
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable
from typing import Any

from .patience import create_server
from .port_owner import port_owner

HOST = "127.0.0.1"
THREADS = 8


class PortTaken(Exception):
    """Another program listens on the port; the message says which and what to do (Indonesian)."""


def bind(port: int) -> socket.socket:
    """A socket that listens on this computer's own address. Raises PortTaken."""
    listener = socket.socket()
    # Windows would let two programs share a port; elsewhere the port of a server that has just
    # ended must be free at once.
    option = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
    listener.setsockopt(socket.SOL_SOCKET, option, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise PortTaken(_sentence(port, error)) from error
    return listener


def serve(application: Any, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Answer requests until interrupted; calls `ready` when the first can be answered."""
    # All connections come from this computer.
    server = create_server(application, lambda _: math.inf, sockets=[listener], threads=THREADS, ident=None)
    ready()
    try:
        server.run()
    finally:
        server.close()


def interrupt_on_signals() -> None:
    """Let every polite request to end arrive as KeyboardInterrupt, so that all is put away."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)


def open_browser(url: str) -> None:
    """Open the site in the user's browser, without waiting for it."""
    threading.Thread(target=webbrowser.open, args=[url], daemon=True).start()


def _sentence(port: int, error: OSError) -> str:
    owner = port_owner(port)
    if owner:
        return f"Port {port} sedang dipakai {owner}. Tutup program itu, atau pilih port lain dengan --port N."
    return f"Port {port} tidak dapat dipakai ({error.strerror}). Pilih port lain dengan --port N."
