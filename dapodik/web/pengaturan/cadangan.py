"""Cadangan: the backups in the data folder, new ones, and putting one in the place of the present data.

For operators alone, to look at too: a backup holds everything.
"""

import logging
import sqlite3
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from filelock import Timeout

from dapodik.akun.access import operator_only, user_of
from dapodik.akun.history import record, record_restored
from dapodik.akun.models import Peristiwa
from dapodik.pokok import pending
from dapodik.pokok.models import PesertaDidik, Ptk, RombonganBelajar
from dapodik.program.cadangan import locked, retention, store
from dapodik.program.cadangan import restore as restoring
from dapodik.program.cadangan.archive import HALF_MADE, About, UnusableBackup
from dapodik.program.cadangan.store import Backup

log = logging.getLogger(__name__)


class LockForm(forms.Form):
    """The passphrase with which a backup is carried out. Called passwords, so that no session stores them."""

    password1 = forms.CharField(
        label="Kata sandi cadangan",
        help_text="Bukan kata sandi akun Anda. " + locked.ADVICE,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password", "autofocus": True}),
        error_messages={"required": "Ketik kata sandinya, atau unduh tanpa kata sandi di bawah."},
    )
    password2 = forms.CharField(
        label="Ulangi kata sandi",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": "Ketik kata sandinya sekali lagi."},
    )

    def clean_password1(self) -> str:
        """Refuse what would soon be guessed."""
        passphrase: str = self.cleaned_data["password1"]
        try:
            locked.refuse_weak(passphrase)
        except locked.WeakPassphrase as refused:
            raise forms.ValidationError(str(refused)) from refused
        return passphrase

    def clean_password2(self) -> str:
        """Refuse what was mistyped: nobody could open the backup."""
        again: str = self.cleaned_data["password2"]
        if again != self.data["password1"]:
            raise forms.ValidationError("Kedua kata sandi tidak sama. Ketik ulang.")
        return again


class CarriedForm(forms.Form):
    """A backup from elsewhere."""

    berkas = forms.FileField(
        label="Berkas cadangan (.cadangan)",
        allow_empty_file=True,
        widget=forms.ClearableFileInput({"accept": store.SUFFIX}),
        error_messages={"required": "Pilih dahulu berkasnya."},
    )
    password = forms.CharField(
        label="Kata sandi cadangan",
        help_text="Hanya untuk cadangan yang terkunci.",
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "off"}),
    )

    def take(self) -> Backup | None:
        """The backup among the others; None where it was refused, and why is said at the field."""
        file: UploadedFile = self.cleaned_data["berkas"]
        half = store.folder() / f"{HALF_MADE}{uuid4().hex}"
        try:
            with half.open("wb") as target:
                target.writelines(file.chunks())
            with locked.opened(half, store.folder(), lambda: str(self.cleaned_data["password"])) as backup:
                restoring.check(backup)
                return store.take(backup)
        except locked.WrongPassphrase as refused:
            self.add_error("password", f"{refused} Pilih lagi berkasnya juga.")
            return None
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
def carry_out(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A locked copy of a backup, to be kept elsewhere; the backup itself stays as it is."""
    backup = _backup_or_404(pk)
    form = LockForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"backup": backup, "form": form, "forgotten": locked.FORGOTTEN}
        return render(request, "pengaturan/bawa_cadangan.html", context)
    record(Peristiwa.CADANGAN, user_of(request), request, f"{backup.time:%d-%m-%Y %H.%M} diunduh terkunci")
    name = f"{backup.path.stem}-terkunci{store.SUFFIX}"
    return StreamingHttpResponse(
        locked.encrypted(backup.path, form.cleaned_data["password1"]),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Length": str(locked.encrypted_size(backup.path)),
        },
    )


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
    except (OSError, sqlite3.Error):
        log.exception("restore")
        messages.error(
            request,
            "Cadangan tidak dapat dipulihkan; tidak ada data yang berubah. Tutup program lain yang memakai "
            "folder data, periksa sisa ruang disk, lalu ulangi.",
        )
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
