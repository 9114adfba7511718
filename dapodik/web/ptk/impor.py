"""Importing a sheet of the PTK on a page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from dapodik.akun.access import operator_only
from dapodik.spreadsheet import import_ptk

from ..impor.pages import ImportPages

_PAGES = ImportPages(
    importer=import_ptk,
    title="Daftar PTK",
    file="Lembar 51 kolom yang diunduh dari Dapodik: daftar-guru-….xlsx, daftar-tendik-….xlsx, atau keduanya "
    "dalam satu berkas.",
    persons="PTK",
    number="NUPTK",
    group="",
    space="ptk",
)


@require_http_methods(["GET", "POST"])
@operator_only
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the file."""
    return _PAGES.choose(request)


@require_http_methods(["GET", "POST"])
@operator_only
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Look at what would happen, and agree."""
    return _PAGES.preview(request, pk)


@require_POST
@operator_only
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete the chosen file."""
    return _PAGES.cancel(request, pk)
