"""Pages that say what went wrong and what to do."""

import sys
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from dapodik.akun.history import record
from dapodik.akun.models import Pengguna, Peristiwa
from dapodik.program.full_disk import is_full, is_locked

from .masuk.unsent import keepable


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent cannot be read."""
    return _page(request, 400, "Permintaan tidak terbaca", "Kembali ke halaman sebelumnya, lalu coba lagi.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: logged in, but not for this, or not in a past semester."""
    if getattr(request.user, "looks_back", False):
        return _page(
            request,
            403,
            "Semester yang lalu hanya dapat dilihat",
            "Belum ada yang berubah. Pilih semester aktif di bagian atas halaman, lalu ulangi.",
        )
    if isinstance(request.user, Pengguna):
        record(Peristiwa.DITOLAK, request.user, request, f"{request.method} {request.path}")
    return _page(
        request,
        403,
        "Akun ini tidak boleh melakukannya",
        "Kepala sekolah melihat semua data, PTK melihat datanya sendiri, dan operator sekolah yang mengubah. "
        "Mintalah operator bila ada yang perlu diubah.",
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form is older than the login."""
    return _page(
        request,
        403,
        "Halaman ini sudah kedaluwarsa",
        "Belum ada yang disimpan. Kembali ke halaman sebelumnya, muat ulang, lalu kirim lagi.",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page or record."""
    message = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    # Django's own text is English and speaks of addresses.
    text = (
        message
        if message.endswith(".") and not message.startswith("No ")
        else "Periksa alamatnya, atau pilih dari menu. Yang dihapus ada di daftarnya, saringan “Dihapus”."
    )
    if request.method == "POST":
        text = f"Yang baru dikirim belum tersimpan. {text}"
    return _page(request, 404, "Halaman tidak ditemukan", text)


def not_allowed(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """405 where an address that only takes forms is opened by itself (reloaded, from the history): Django's
    own answer is a blank page."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or request.method != "GET":
            return response
        page = _page(
            request,
            405,
            "Halaman ini tidak dapat dibuka langsung",
            "Alamatnya hanya menerima isian formulir. Belum ada yang berubah; pilih dari menu.",
        )
        page.headers["Allow"] = response.headers["Allow"]
        return page

    return answer


def failure(request: HttpRequest) -> HttpResponse:
    """500: a mistake of the program; 507: no room on the disk; 503: the database is held. Nothing of the
    request was stored. Django calls it while it handles the error, wherever that came from."""
    error = sys.exc_info()[1]
    # What was to be told of success is not true any more.
    list(messages.get_messages(request))
    if is_full(error):
        return _not_stored(
            request,
            507,
            "Cakram (disk) komputer ini penuh",
            "Kosongkan tempat di cakram, misalnya hapus berkas unduhan lama, lalu kirim sekali lagi. "
            "(masalah nomor 508)",
        )
    if is_locked(error):
        return _not_stored(
            request,
            503,
            "Data sedang dipakai program lain",
            "Tutup program lain yang membuka folder data aplikasi ini, atau tunggu sebentar, lalu kirim "
            "sekali lagi.",
        )
    return _page(
        request,
        500,
        "Ada kesalahan di aplikasi",
        "Yang baru saja dikirim tidak disimpan; data lain tetap utuh. Coba sekali lagi. "
        "Bila terulang, laporkan apa yang "
        "sedang dikerjakan beserta jamnya.",
    )


def _not_stored(request: HttpRequest, status: int, title: str, cure: str) -> HttpResponse:
    """A page that is made without the database, not even for whose it is; what was sent can be sent again."""
    context = {
        "title": title,
        "text": "Tidak ada yang berubah: yang baru dikirim belum tersimpan, dan data lain tetap utuh. "
        + cure,
        "again": request.get_full_path() if keepable(request) else "",
        "fields": request.POST.lists() if keepable(request) else [],
    }
    return HttpResponse(render_to_string("error.html", context), status=status)


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    context: dict[str, Any] = {"title": title, "text": text}
    return render(request, "error.html", context, status=status)
