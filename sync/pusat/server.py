"""Serving pusat with waitress."""

import os
import threading
from collections.abc import Callable

import waitress
from django.conf import settings
from django.core.management.base import CommandError
from django.core.wsgi import get_wsgi_application

from . import access

THREADS = 8


def serve(host: str, port: int, demo: bool, say: Callable[[str], object]) -> None:
    """Serve until the process is stopped. Raises CommandError where the port cannot be had."""
    settings.DEMO = demo
    if os.environ.get("PUSAT_ENDS_WITH_STDIN"):
        threading.Thread(target=_end_with_stdin, daemon=True).start()
    application = get_wsgi_application()
    try:
        server = waitress.create_server(application, host=host, port=port, threads=THREADS)
    except OSError as error:
        raise CommandError(f"Alamat {host}:{port} tidak dapat dipakai ({error.strerror}).") from error
    say(f"Pusat siap di http://{host}:{port}/masuk/?kunci={access.officer_key()}")
    server.run()


def _end_with_stdin() -> None:
    """Whatever ends the program that started this one closes the pipe between the two."""
    os.read(0, 1)
    os._exit(0)
