"""The pages of registration: register this computer at pusat, and change its key."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dapodik.akun.access import operator_only, user_of
from dapodik.akun.history import record
from dapodik.akun.models import Peristiwa
from dapodik.pokok.models import Sekolah
from sync.lokal.engine.client import Client
from sync.lokal.engine.registration import register, renew_key
from sync.lokal.models import Connection
from sync.wire.problems import SyncProblem


class RegistrationForm(forms.Form):
    """Form for the address of pusat, NPSN and registration code."""

    url = forms.URLField(label="Alamat pusat", max_length=500, assume_scheme="https")
    npsn = forms.CharField(label="NPSN", min_length=8, max_length=8)
    code = forms.CharField(
        label="Kode registrasi", max_length=64, help_text="Diterima dari dinas pendidikan. Jangan dibagikan."
    )

    def clean_url(self) -> str:
        """Refuse an address that is neither https nor this computer."""
        url = str(self.cleaned_data["url"])
        try:
            Client(url)
        except SyncProblem as problem:
            raise forms.ValidationError(f"{problem.sentence} {problem.cure}") from problem
        return url


@require_http_methods(["GET", "POST"])
def registration(request: HttpRequest) -> HttpResponse:
    """Register this computer, again too. Whoever may not is shown who can."""
    if not user_of(request).may_edit:
        return render(request, "sinkronisasi/belum_terdaftar.html", {"connection": Connection.load()})
    initial = {"url": settings.DEFAULT_PUSAT}
    form = RegistrationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            connection = register(**form.cleaned_data)
        except SyncProblem as problem:
            form.add_error(None, problem.text)
        else:
            record(Peristiwa.PUSAT, user_of(request), request, f"didaftarkan di {connection.url}")
            messages.success(request, f"Komputer ini terdaftar untuk {connection.nama}.")
            return redirect("sinkronisasi:beranda")
    context = {"form": form, "demo": _demo_of_this_school(), "connection": Connection.load()}
    return render(request, "sinkronisasi/daftar.html", context)


@require_POST
@operator_only
def change_key(request: HttpRequest) -> HttpResponse:
    """Ask pusat for a new key of this computer."""
    try:
        renew_key(get_object_or_404(Connection))
    except SyncProblem as problem:
        messages.error(request, f"Kunci belum diganti. {problem.text}")
    else:
        record(Peristiwa.PUSAT, user_of(request), request, "kunci diganti")
        messages.success(request, "Kunci sudah diganti. Salinan data ini di komputer lain ditolak pusat.")
    return redirect("pengaturan:daftar")


def _demo_of_this_school() -> dict[str, str] | None:
    """The demonstration pusat ({url, npsn, code}); None where another school than its own is here."""
    demo: dict[str, str] | None = settings.DEMO_PUSAT
    here = Sekolah.live.first()
    return demo if demo and (here is None or here.npsn == demo["npsn"]) else None
