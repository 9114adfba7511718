"""Logging in and out."""

from typing import Any

from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest


class MasukForm(AuthenticationForm):
    """Name and password."""

    error_messages = {
        "invalid_login": "Nama pengguna atau kata sandi salah. Huruf besar dan kecil dibedakan.",
        "inactive": "Akun ini tidak aktif. Hubungi operator sekolah.",
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = "Nama pengguna"
        self.fields["password"].label = "Kata sandi"


class Masuk(views.LoginView):
    """Whoever is logged in already goes on."""

    template_name = "masuk/masuk.html"
    authentication_form = MasukForm
    redirect_authenticated_user = True


class Keluar(views.LogoutView):
    """By POST alone."""
