"""The panels that Sinkronisasi adds to Beranda, to Pengaturan and to the page of the first start."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from dapodik.akun.access import user_of
from dapodik.akun.models import Peran
from dapodik.pokok import pending
from sync.lokal.engine import approval, runner
from sync.lokal.models import Connection


def state(request: HttpRequest) -> dict[str, Any]:
    """Context of the panel on Beranda: the last run, and how many records are to be sent."""
    return {
        "connection": Connection.load(),
        "run": runner.current(),
        "waiting": pending.to_send().count(),
        "awaited": approval.is_awaited(),
    }


def connection(request: HttpRequest) -> dict[str, Any]:
    """Context of the other panels: registration at pusat, the demonstration pusat, the approval."""
    return {
        "connection": Connection.load(),
        "demo": settings.DEMO_PUSAT,
        "required": approval.is_required(),
        "is_head": user_of(request).peran == Peran.KEPALA_SEKOLAH,
    }
