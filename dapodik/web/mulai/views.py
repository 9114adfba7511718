"""First run: the operator's account, then one of three doors."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dapodik.akun.access import operator_only
from dapodik.akun.history import record
from dapodik.akun.models import Pengguna, Peristiwa
from dapodik.pokok import demo
from dapodik.pokok.models import Sekolah

from ..context import panels
from .forms import FirstAccountForm


@login_not_required
@require_http_methods(["GET", "POST"])
@transaction.atomic
def first_account(request: HttpRequest) -> HttpResponse:
    """The operator's account; closed for ever once there is an account."""
    if Pengguna.objects.exists():
        return redirect("masuk")
    form = FirstAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        login(request, user)
        record(Peristiwa.MASUK, user, request, "akun pertama")
        return redirect("pintu")
    return render(request, "mulai/akun.html", {"form": form})


@require_GET
@operator_only
def doors(request: HttpRequest) -> HttpResponse:
    """Three ways to the first data."""
    context = {
        "has_school": Sekolah.objects.exists(),
        "demo": settings.DEMO_PUSAT,
        "panels": panels(request, "pintu"),
    }
    return render(request, "mulai/pintu.html", context)


@require_POST
@operator_only
def demonstration(request: HttpRequest) -> HttpResponse:
    """Make the demonstration school."""
    try:
        demo.make(timezone.localdate())
    except demo.SchoolExists as error:
        messages.error(request, str(error))
        return redirect("pintu")
    messages.success(request, f"{demo.NAMA} siap dipakai. Ada beberapa kesalahan di dalamnya untuk dicoba.")
    return redirect("beranda")
