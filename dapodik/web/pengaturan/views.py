"""Pengaturan: accounts, and what other apps have to set (the connection to pusat)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dapodik.akun.models import Pengguna
from dapodik.program.cadangan import store
from dapodik.program.data_folder import open_to_others

from ..context import panels


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Everything that can be set."""
    context = {
        "active": Pengguna.objects.filter(is_active=True).count(),
        "panels": panels(request, "pengaturan"),
        "folder": settings.DATA_DIR,
        "open_to_others": open_to_others(settings.DATA_DIR),
        "backup": next(iter(store.backups()), None),
    }
    return render(request, "pengaturan/index.html", context)
