"""Unduhan: the sheets that leave this computer."""

from tempfile import TemporaryFile

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dapodik.akun.access import user_of
from dapodik.pokok.models import Sekolah
from dapodik.pokok.semester import active
from dapodik.spreadsheet.export import NoSchool, file_name, write_peserta_didik
from dapodik.spreadsheet.writer import XLSX

from ..peserta_didik import queries


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What can be downloaded."""
    count = queries.with_class(active()).filter(soft_delete=False, is_here=True).count()
    return render(request, "unduhan/index.html", {"count": count, "sekolah": Sekolah.live.first()})


@require_GET
def peserta_didik(request: HttpRequest) -> HttpResponseBase:
    """The Daftar Peserta Didik of this moment."""
    user = user_of(request)
    # Written whole before the first byte is sent: a download that breaks off half way looks finished.
    file = TemporaryFile()  # noqa: SIM115  (the response closes it)
    try:
        write_peserta_didik(file, f"{user} ({user.email or user.username})")
    except NoSchool as error:
        messages.error(request, str(error))
        return redirect("unduhan:daftar")
    file.seek(0)
    name = file_name(Sekolah.live.get().nama, timezone.localtime())
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
