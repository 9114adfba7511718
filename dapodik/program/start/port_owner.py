"""The program that listens on a port, as far as this operating system tells."""

from collections.abc import Iterator
from typing import Any

import psutil

# A command line may be pages long; what a sentence needs of it stands at its beginning.
_SHOWN = 100


def port_owner(port: int) -> str:
    """Name the listener by command line and process id, such as `nginx (PID 812)`; "" where none is known."""
    try:
        process = next(_listeners(port), None)
        return _description(process) if process else ""
    except (psutil.Error, OSError):
        # It has ended meanwhile, or belongs to another account.
        return ""


def _listeners(port: int) -> Iterator[psutil.Process]:
    try:
        connections = psutil.net_connections("tcp")
    except psutil.AccessDenied:
        # macOS: an ordinary account may ask its own processes only, one by one.
        for process in psutil.process_iter():
            try:
                if any(_listens(socket, port) for socket in process.net_connections("tcp")):
                    yield process
            except psutil.Error:
                continue
    else:
        yield from (psutil.Process(each.pid) for each in connections if _listens(each, port) and each.pid)


def _listens(connection: Any, port: int) -> bool:
    return bool(connection.status == psutil.CONN_LISTEN and connection.laddr.port == port)


def _description(process: psutil.Process) -> str:
    try:
        words = " ".join(process.cmdline()).strip() or process.name()
    except psutil.AccessDenied:
        # Windows: the name of a service may be read, its command line not.
        words = process.name()
    return f"{words[:_SHOWN]} (PID {process.pid})"
