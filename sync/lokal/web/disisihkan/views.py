"""The page of what pusat refused."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from dapodik.akun.access import user_of
from sync.lokal.web import paging

from . import put_aside


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Each refused record with its problem, the cure and the way to its form."""
    rows = put_aside.rows().order_by("kind", "pk")
    total = rows.count()
    first = paging.first_of(request, total)
    found = list(rows[first : first + paging.PER_PAGE])
    may_edit = user_of(request).may_edit
    context = {
        "found": put_aside.listed(found, may_edit, reverse("sinkronisasi:disisihkan")),
        "may_edit": may_edit,
        **paging.links(request, first, total),
    }
    return render(request, "sinkronisasi/disisihkan.html", context)
