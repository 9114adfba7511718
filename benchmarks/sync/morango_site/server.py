"""Morango's server on waitress, as pusat is served: `python -m benchmarks.sync.morango_site.server PORT`."""

import sys
import threading
from typing import Any

import waitress

from ..worker import answer
from .site import change, digest, start

THREADS = 16  # as sync.pusat.serving.server has
USER, PASSWORD = "pusat", "rahasia"


def prepare() -> dict[str, str]:
    """A school's root certificate, and somebody who may let its computers in."""
    from morango.models.certificates import Certificate

    from .models import Officer

    Officer.objects.create_superuser(USER, "pusat@contoh.example", PASSWORD)
    root = Certificate.generate_root_certificate("school")
    return {"root": str(root.id), "user": USER, "password": PASSWORD}


def serve(port: int) -> Any:
    """Answer HTTP in threads of this process."""
    from django.core.wsgi import get_wsgi_application

    server = waitress.create_server(get_wsgi_application(), host="127.0.0.1", port=port, threads=THREADS)
    threading.Thread(target=server.run, daemon=True).start()


if __name__ == "__main__":
    start()
    known = prepare()
    serve(int(sys.argv[1]))
    answer((change, digest), known)
