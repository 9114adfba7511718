"""Making an account."""

from typing import Any

from django import forms
from django.contrib.auth.forms import BaseUserCreationForm

from dapodik.akun.models import Pengguna


class FirstAccountForm(BaseUserCreationForm):  # type: ignore[type-arg]
    """The first operator's account, with a password typed twice."""

    error_messages = {"password_mismatch": "Kedua kata sandi tidak sama. Ketik ulang."}

    nama = forms.CharField(label="Nama lengkap", max_length=100)

    class Meta:
        model = Pengguna
        fields = ("nama", "username")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Nama pengguna"
        self.fields["username"].help_text = "Untuk masuk: huruf, angka, dan tanda @ . + - _"
        self.fields["password1"].label = "Kata sandi"
        self.fields[
            "password1"
        ].help_text = "Paling sedikit 8 huruf, bukan kata yang umum, bukan angka semua, bukan nama Anda."
        self.fields["password2"].label = "Ulangi kata sandi"
        self.fields["password2"].help_text = ""
        self.fields["nama"].widget.attrs["autofocus"] = True
