"""Unduhan: the sheets that leave this computer."""

from tempfile import TemporaryFile

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dapodik.akun.access import user_of
from dapodik.akun.history import record
from dapodik.akun.models import Peristiwa
from dapodik.pokok.models import Sekolah
from dapodik.spreadsheet.export import NoSchool, file_name, write_sheet
from dapodik.spreadsheet.sheets import SHEETS
from dapodik.spreadsheet.xlsx import XLSX


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show the sheets, and how many rows each has now."""
    sheets = [(name, sheet, sheet.count()) for name, sheet in SHEETS.items()]
    return render(request, "unduhan/index.html", {"sheets": sheets, "sekolah": Sekolah.live.first()})


@require_GET
def download(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send one sheet with what the school has now. `name`: its key in SHEETS."""
    sheet, user = SHEETS[name], user_of(request)
    # Written whole before the first byte is sent: a download that breaks off half way looks finished.
    file = TemporaryFile()  # noqa: SIM115  (the response closes it)
    try:
        write_sheet(sheet, file, f"{user} ({user.email or user.username})")
    except NoSchool as error:
        messages.error(request, str(error))
        return redirect("unduhan:daftar")
    record(Peristiwa.UNDUH, user, request, sheet.title)
    file.seek(0)
    file_of_now = file_name(sheet, Sekolah.live.get().nama, timezone.localtime())
    return FileResponse(file, as_attachment=True, filename=file_of_now, content_type=XLSX)
