"""Unduhan: the files that leave this computer."""

from collections.abc import Callable
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dapodik.akun.access import user_of
from dapodik.pokok.models import PesertaDidik, RombonganBelajar, Sekolah
from dapodik.spreadsheet.export import NoSchool, file_name, write_report, write_sheet
from dapodik.spreadsheet.reports import REPORTS
from dapodik.spreadsheet.reports.report import Report
from dapodik.spreadsheet.reports.rombel import report_of
from dapodik.spreadsheet.sheet import Sheet
from dapodik.spreadsheet.sheets import SHEETS
from dapodik.spreadsheet.xlsx import XLSX

from .history import Download, last_downloads, note

# Every file by its kind, the first one of each the most asked for.
_KINDS = (
    ("Peserta didik", ("peserta_didik", "peserta_didik_keluar", "daftar_hadir")),
    ("Guru dan tenaga kependidikan", ("guru", "tendik", "ptk")),
    ("Sekolah", ("profil_sekolah",)),
)
_PDF = "application/pdf"


@dataclass(frozen=True)
class Card:
    """One file on the page: what it is, how much is in it now, and who fetched it last."""

    name: str
    download: Sheet | Report
    count: int
    last: Download | None

    @property
    def columns(self) -> int:
        """How many columns a sheet of Dapodik has; 0 for another file."""
        return len(self.download.columns) if isinstance(self.download, Sheet) else 0


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show the files by kind, how much is in each now, and when it was fetched last."""
    downloads: dict[str, Sheet | Report] = {**SHEETS, **REPORTS}
    last = last_downloads()
    kinds = [
        (
            kind,
            [
                Card(name, downloads[name], downloads[name].count(), last.get(downloads[name].title))
                for name in names
            ],
        )
        for kind, names in _KINDS
    ]
    return render(request, "unduhan/index.html", {"kinds": kinds, "sekolah": Sekolah.live.first()})


@require_GET
def sheet(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send a sheet with what the school has now. `name`: its key in SHEETS."""
    chosen = SHEETS[name]
    return _sent(request, chosen, lambda file: write_sheet(chosen, file, _pengunduh(request)))


@require_GET
def report(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send a report of what the school has now. `name`: its key in REPORTS."""
    chosen = REPORTS[name]
    return _sent(request, chosen, lambda file: write_report(chosen, file, _pengunduh(request)))


@require_GET
def rombel(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Send the list of one rombel."""
    chosen = report_of(get_object_or_404(RombonganBelajar.live, pk=pk))
    return _sent(request, chosen, lambda file: write_report(chosen, file, _pengunduh(request)))


@require_GET
def biodata(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send all that is known of one pupil, on paper."""
    # Drawing takes long to import, and most days nobody asks for it.
    from .biodata import drawn

    pupil = get_object_or_404(PesertaDidik.live, pk=pk)
    answer = HttpResponse(drawn(pupil, _pengunduh(request)), content_type=_PDF)
    answer["Content-Disposition"] = f'attachment; filename="biodata-{pk}.pdf"'
    note(request, f"Biodata peserta didik {pk}")
    return answer


def _pengunduh(request: HttpRequest) -> str:
    user = user_of(request)
    return f"{user} ({user.email or user.username})"


def _sent(
    request: HttpRequest, download: Sheet | Report, write: Callable[[IO[bytes]], Any]
) -> HttpResponseBase:
    # Written whole before the first byte is sent: a download that breaks off half way looks finished.
    file = TemporaryFile()  # noqa: SIM115  (the response closes it)
    try:
        write(file)
    except NoSchool as error:
        messages.error(request, str(error))
        return redirect("unduhan:daftar")
    note(request, download.title)
    file.seek(0)
    file_of_now = file_name(download, Sekolah.live.get().nama, timezone.localtime())
    return FileResponse(file, as_attachment=True, filename=file_of_now, content_type=XLSX)
