"""Filters of a list that an account has given names: links above the list."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from dapodik.akun.access import open_to, user_of
from dapodik.akun.models import Peran, Saringan

from ..navigation import next_page

FILTERS_MAX = 20
_NAME_MAX, _QUERY_MAX, _LIST_MAX = 60, 1000, 60
# Where one is in the list, and what a form sends along.
_PASSING = {"page", "csrfmiddlewaretoken"}


def saved_filters(request: HttpRequest) -> dict[str, Any]:
    """The context of a list's template: `saringan`, pairs (filter, True for the present one); the `daftar` to
    which they belong; and the present filter as `saringan_query`."""
    daftar = request.resolver_match.view_name if request.resolver_match else ""
    query = _clean(request.GET.urlencode())
    saved = user_of(request).saringan.filter(daftar=daftar)
    return {
        "saringan": [(saringan, saringan.query == query) for saringan in saved],
        "daftar": daftar,
        "saringan_query": query,
    }


@require_POST
@open_to(Peran.KEPALA_SEKOLAH)
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the present filter of a list under a name; the same name again means the new filter."""
    nama = " ".join(request.POST.get("nama", "").replace("\0", "").split())[:_NAME_MAX]
    daftar = request.POST.get("daftar", "").replace("\0", "")[:_LIST_MAX]
    query = _clean(request.POST.get("query", ""))
    user = user_of(request)
    if not nama:
        messages.error(request, "Saringan belum disimpan: beri nama dahulu.")
    elif not query or len(query) > _QUERY_MAX:
        messages.error(request, "Saringan belum disimpan: saring dahulu daftarnya, lalu simpan.")
    elif user.saringan.filter(daftar=daftar).exclude(nama=nama).count() >= FILTERS_MAX:
        messages.error(request, f"Sudah ada {FILTERS_MAX} saringan tersimpan. Hapus yang tidak dipakai lagi.")
    else:
        Saringan.objects.update_or_create({"query": query}, pengguna=user, daftar=daftar, nama=nama)
        messages.success(request, f"Saringan “{nama}” tersimpan.")
    return redirect(next_page(request, "/"))


@require_POST
@open_to(Peran.KEPALA_SEKOLAH)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one of one's own filters."""
    saringan = get_object_or_404(Saringan, pk=pk, pengguna=user_of(request))
    saringan.delete()
    messages.success(request, f"Saringan “{saringan}” dihapus.")
    return redirect(next_page(request, "/"))


def _clean(query: str) -> str:
    """The parts of a query that narrow or sort the list, in the order of their names."""
    pairs = [(name, value) for name, value in parse_qsl(query) if name not in _PASSING]
    return urlencode(sorted(pairs))
