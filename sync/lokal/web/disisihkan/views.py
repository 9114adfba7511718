"""The page of records that pusat refused."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from dapodik.akun.access import user_of
from dapodik.web.table import PER_PAGE

from . import put_aside


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Each refused record with its problem, the cure and the way to its form."""
    rows = put_aside.rows().order_by("kind", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    may_edit = user_of(request).may_edit
    context = {
        "page": page,
        "refused": put_aside.in_words(list(page), may_edit, reverse("sinkronisasi:disisihkan")),
        "may_edit": may_edit,
    }
    return render(request, "sinkronisasi/disisihkan.html", context)
