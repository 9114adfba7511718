"""Pages that say what went wrong and what to do."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


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
    said = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    # Django's own text is English and speaks of addresses.
    text = (
        said
        if said.endswith(".") and not said.startswith("No ")
        else "Periksa alamatnya, atau pilih dari menu. Yang dihapus ada di daftarnya, saringan “Dihapus”."
    )
    if request.method == "POST":
        text = f"Yang baru dikirim belum tersimpan. {text}"
    return _page(request, 404, "Halaman tidak ditemukan", text)


def not_allowed(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """405 where an address that only takes forms is opened by itself (reloaded, from the history): Django's
    own answer is a blank page."""

    def answer(request: HttpRequest) -> HttpResponse:
        found = get_response(request)
        if found.status_code != 405 or request.method != "GET":
            return found
        page = _page(
            request,
            405,
            "Halaman ini tidak dapat dibuka langsung",
            "Alamatnya hanya menerima isian formulir. Belum ada yang berubah; pilih dari menu.",
        )
        page.headers["Allow"] = found.headers["Allow"]
        return page

    return answer


def failure(request: HttpRequest) -> HttpResponse:
    """500: a mistake of the program; nothing of the request was stored."""
    return _page(
        request,
        500,
        "Ada kesalahan di aplikasi",
        "Yang baru saja dikirim tidak disimpan; data lain tetap utuh. Coba sekali lagi. "
        "Bila terulang, laporkan apa yang "
        "sedang dikerjakan beserta jamnya.",
    )


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    context: dict[str, Any] = {"title": title, "text": text}
    return render(request, "error.html", context, status=status)
