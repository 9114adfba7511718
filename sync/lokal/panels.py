"""What Sinkronisasi shows on Beranda, on Pengaturan and beside the doors of the first run."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from dapodik.pokok import pending

from . import runner
from .models import Connection


def state(request: HttpRequest) -> dict[str, Any]:
    """The last synchronisation, and how much waits for the next."""
    return {
        "connection": Connection.load(),
        "run": runner.current(),
        "waiting": pending.to_send().count(),
    }


def connection(request: HttpRequest) -> dict[str, Any]:
    """The registration at pusat, and the demonstration pusat while it runs."""
    return {"connection": Connection.load(), "demo": settings.DEMO_PUSAT}
