"""Serving pusat: one process on SQLite, several on PostgreSQL."""

import os
import threading
from collections.abc import Callable

from django.conf import settings
from django.core.management.base import CommandError
from django.core.wsgi import get_wsgi_application
from django.db import DEFAULT_DB_ALIAS, connection, connections

from sync.pusat.door import access
from sync.pusat.door.admission import AT_WORK, WAITING_MAX
from sync.pusat.round.quotas import UnreadableQuotas, quotas
from sync.wire.version import VERSION

from . import limits
from .patience import create_server

# More than may be at work and wait: some are always left to tell the others when to come.
THREADS = AT_WORK + WAITING_MAX + 26


def serve(host: str, port: int, demo: bool, workers: int, say: Callable[[str], object]) -> None:
    """Serve until the process is stopped. `say` gets the address, with the officer's key, once pusat answers.

    Raises CommandError where the port cannot be used, or the quotas cannot be read.
    """
    settings.DEMO = demo
    try:
        quotas()
    except UnreadableQuotas as error:
        raise CommandError(str(error)) from error
    if os.environ.get("PUSAT_ENDS_WITH_STDIN"):
        threading.Thread(target=_end_with_stdin, daemon=True).start()
    ready = f"Pusat {VERSION} siap di http://{host}:{port}/masuk/?kunci={access.officer_key()}"
    if connection.vendor == "postgresql":
        _serve_with_processes(host, port, workers, lambda: say(ready))
    else:
        _serve_alone(host, port, lambda: say(ready))


def _serve_alone(host: str, port: int, ready: Callable[[], object]) -> None:
    """Serve from one process with threads: SQLite has one writer."""
    application = get_wsgi_application()
    try:
        server = create_server(
            application,
            limits.connections_of,
            host=host,
            port=port,
            threads=THREADS,
            # So that nothing fills the disk; a body below this that is still too large is answered with its
            # problem.
            max_request_body_size=2 * settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
            # Pusat reads it from its own proxies alone (door/caller.py).
            clear_untrusted_proxy_headers=False,
        )
    except OSError as error:
        raise CommandError(f"Alamat {host}:{port} tidak dapat dipakai ({error.strerror}).") from error
    ready()
    server.run()


def _serve_with_processes(host: str, port: int, workers: int, ready: Callable[[], object]) -> None:
    from .processes import Processes

    # The processes must not share this one's connections.
    connection.close()
    connections[DEFAULT_DB_ALIAS].close_pool()  # type: ignore[attr-defined]
    os.environ["PUSAT_WORKERS"] = str(workers)
    Processes(host, port, workers, THREADS, ready).run()


def _end_with_stdin() -> None:
    """End with the program that started this one: however it ends, the pipe between the two is closed."""
    os.read(0, 1)
    os._exit(0)
