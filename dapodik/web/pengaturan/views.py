"""Pengaturan: accounts, and what other apps have to set (the connection to pusat)."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from dapodik.akun.access import operator_only, user_of
from dapodik.akun.models import Pengguna, Peran

from ..context import panels
from ..mulai.forms import AccountForm


class OwnAccountForm(forms.ModelForm):  # type: ignore[type-arg]
    """What one may change of one's own account."""

    class Meta:
        model = Pengguna
        fields = ("nama", "email")
        labels = {"nama": "Nama lengkap", "email": "E-mail (tampil sebagai pengunduh)"}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Everything that can be set."""
    context = {
        "accounts": Pengguna.objects.order_by("peran", "nama"),
        "panels": panels(request, "pengaturan"),
        "folder": settings.DATA_DIR,
    }
    return render(request, "pengaturan/index.html", context)


@require_http_methods(["GET", "POST"])
def own_account(request: HttpRequest) -> HttpResponse:
    """Name and e-mail."""
    form = OwnAccountForm(request.POST or None, instance=user_of(request))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Akun tersimpan.")
        return redirect("pengaturan:daftar")
    return _form_page(request, form, "Akun saya")


@require_http_methods(["GET", "POST"])
def own_password(request: HttpRequest) -> HttpResponse:
    """A new password, after the old one."""
    form = PasswordChangeForm(user_of(request), request.POST or None)
    for name, label in (
        ("old_password", "Kata sandi lama"),
        ("new_password1", "Kata sandi baru"),
        ("new_password2", "Ulangi kata sandi baru"),
    ):
        form.fields[name].label, form.fields[name].help_text = label, ""
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, "Kata sandi diganti.")
        return redirect("pengaturan:daftar")
    return _form_page(request, form, "Ganti kata sandi")


@require_http_methods(["GET", "POST"])
@operator_only
def add_account(request: HttpRequest) -> HttpResponse:
    """An account for the head of the school, who sees all and changes nothing."""
    form = AccountForm(request.POST or None, peran=Peran.KEPALA_SEKOLAH)
    if request.method == "POST" and form.is_valid():
        messages.success(request, f"Akun {form.save()} dibuat.")
        return redirect("pengaturan:daftar")
    return _form_page(request, form, "Akun kepala sekolah baru")


def _form_page(request: HttpRequest, form: forms.BaseForm, title: str) -> HttpResponse:
    return render(request, "pengaturan/form.html", {"form": form, "title": title})
