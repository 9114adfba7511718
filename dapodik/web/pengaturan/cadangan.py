"""Cadangan: the backups in the data folder, new ones, and putting one in the place of the present data.

For operators alone, to look at too: a backup holds everything.
"""

import logging
import sqlite3
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from filelock import Timeout

from dapodik.akun.access import operator_only, user_of
from dapodik.akun.history import record, record_restored
from dapodik.akun.models import Peristiwa
from dapodik.pokok import pending
from dapodik.pokok.models import PesertaDidik, Ptk, RombonganBelajar
from dapodik.program.cadangan import restore as restoring
from dapodik.program.cadangan import retention, store
from dapodik.program.cadangan.archive import HALF_MADE, About, UnusableBackup
from dapodik.program.cadangan.store import Backup

log = logging.getLogger(__name__)


class CarriedForm(forms.Form):
    """A backup from elsewhere."""

    berkas = forms.FileField(
        label="Berkas cadangan (.cadangan)",
        allow_empty_file=True,
        widget=forms.ClearableFileInput({"accept": store.SUFFIX}),
        error_messages={"required": "Pilih dahulu berkasnya."},
    )

    def take(self) -> Backup | None:
        """The backup among the others; None where it was refused, and why is said at the field."""
        file: UploadedFile = self.cleaned_data["berkas"]
        half = store.folder() / f"{HALF_MADE}{uuid4().hex}"
        try:
            with half.open("wb") as target:
                target.writelines(file.chunks())
            restoring.check(half)
            return store.take(half)
        except UnusableBackup as refused:
            self.add_error("berkas", str(refused))
            return None
        finally:
            half.unlink(missing_ok=True)


@require_GET
@operator_only
def index(request: HttpRequest) -> HttpResponse:
    """All backups, the newest first."""
    return _page(request, CarriedForm())


@require_POST
@operator_only
def make(request: HttpRequest) -> HttpResponse:
    """Back up now."""
    try:
        store.make(store.OWN)
    except (OSError, sqlite3.Error):
        log.exception("backup")
        messages.error(request, "Cadangan tidak dapat dibuat. Periksa sisa ruang disk, lalu coba lagi.")
    else:
        record(Peristiwa.CADANGAN, user_of(request), request, "dibuat")
        messages.success(request, "Cadangan selesai dibuat. Unduh dan simpan juga di luar komputer ini.")
    return redirect("pengaturan:cadangan")


@require_POST
@operator_only
def carry_in(request: HttpRequest) -> HttpResponse:
    """Take a file among the backups; what is in it is shown before anything is replaced."""
    form = CarriedForm(request.POST, request.FILES)
    backup = form.take() if form.is_valid() else None
    if backup:
        record(Peristiwa.CADANGAN, user_of(request), request, "diambil dari berkas")
    return redirect("pengaturan:pulihkan", backup.number) if backup else _page(request, form)


@require_GET
@operator_only
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A backup, to be kept elsewhere."""
    backup = _backup_or_404(pk)
    record(Peristiwa.CADANGAN, user_of(request), request, f"{backup.time:%d-%m-%Y %H.%M} diunduh")
    return FileResponse(backup.path.open("rb"), as_attachment=True, filename=backup.path.name)


@require_http_methods(["GET", "POST"])
@operator_only
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what would be replaced by what, then do it. Everybody has to log in again."""
    backup = _backup_or_404(pk)
    try:
        about = restoring.check(backup.path)
        if request.method == "GET":
            return render(request, "pengaturan/pulihkan.html", _compared(backup, about))
        with restoring.whole_database():
            restoring.restore(backup.path, other_school="sekolah_lain" in request.POST)
    except Timeout:
        messages.error(request, "Sinkronisasi sedang berjalan. Tunggu sampai selesai, lalu pulihkan.")
        return redirect("pengaturan:pulihkan", pk)
    except UnusableBackup as refused:
        messages.error(request, f"{refused} Tidak ada data yang berubah.")
        return redirect("pengaturan:cadangan")
    record_restored(user_of(request), request, f"data per {about.made:%d-%m-%Y %H.%M}")
    # The session was part of what has been replaced.
    request.session.flush()
    messages.success(
        request,
        f"Data per {about.made:%d-%m-%Y %H.%M} sudah dipulihkan. Masuk dengan kata sandi pada waktu itu. "
        "Data sebelumnya ada di Pengaturan, Cadangan.",
    )
    return redirect("masuk")


@require_http_methods(["GET", "POST"])
@operator_only
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then delete a backup."""
    backup = _backup_or_404(pk)
    if request.method == "GET":
        return render(request, "pengaturan/hapus_cadangan.html", {"backup": backup})
    backup.path.unlink()
    record(Peristiwa.CADANGAN, user_of(request), request, f"{backup.time:%d-%m-%Y %H.%M} dihapus")
    messages.success(request, f"Cadangan {backup.time:%d-%m-%Y %H.%M} dihapus.")
    return redirect("pengaturan:cadangan")


def _page(request: HttpRequest, form: CarriedForm) -> HttpResponse:
    context = {
        "backups": store.backups(),
        "form": form,
        "folder": store.folder(),
        "days": retention.DAYS,
        "weeks": retention.WEEKS,
        "months": retention.MONTHS,
    }
    return render(request, "pengaturan/cadangan.html", context)


def _backup_or_404(number: int) -> Backup:
    backup = store.find(number)
    if backup is None:
        raise Http404("Cadangan ini sudah tidak ada.")
    return backup


def _compared(backup: Backup, about: About) -> dict[str, object]:
    rows = [
        ("Peserta didik", PesertaDidik.live.count(), about.counts["peserta_didik"]),
        ("PTK", Ptk.live.count(), about.counts["ptk"]),
        ("Rombel", RombonganBelajar.live.count(), about.counts["rombongan_belajar"]),
    ]
    return {
        "backup": backup,
        "about": about,
        "rows": rows,
        "unsent": pending.unsent().count(),
        "other_school": restoring.is_of_other_school(about),
    }
