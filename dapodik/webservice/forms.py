"""The form of an application."""

import ipaddress
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from dapodik.program.start.network import addresses

from . import applications
from .endpoint import DATA, SENDING
from .gate import canonical
from .models import LOCALHOST, Aplikasi, Jaringan

# What a new application may have unless the operator decides otherwise: reading, but not who the users are.
_USUAL = [name for name in DATA if name not in ("pengguna", SENDING)]
VERSION = "versi"


class JaringanForm(forms.Form):
    """At which address of this computer, and how, other computers may call."""

    alamat = forms.ChoiceField(
        label="Alamat komputer ini di jaringan sekolah",
        error_messages={"invalid_choice": "Alamat ini tidak ada di komputer ini. Pilih dari daftar."},
    )
    cara = forms.ChoiceField(label="Cara", choices=Jaringan.Cara.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alamat"].choices = [(each, each) for each in addresses()]  # type: ignore[attr-defined]


class AplikasiForm(forms.ModelForm):  # type: ignore[type-arg]
    """Name, address, data and profile of an application.

    It never overwrites unasked what another tab saved while it was open.
    """

    izin = forms.MultipleChoiceField(
        label="Data yang boleh diambil",
        choices=list(DATA.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="e-Rapor memerlukan semuanya; aplikasi lain secukupnya.",
        error_messages={"required": "Pilih paling sedikit satu.", "invalid_choice": "Pilih dari daftar."},
    )

    class Meta:
        model = Aplikasi
        fields = ("nama", "alamat", "profil", "izin")
        labels = {
            "nama": "Nama aplikasi",
            "alamat": "Alamat komputer yang memanggil",
            "profil": "Susunan isian",
        }
        help_texts = {
            "nama": "Misalnya e-Rapor atau Perpustakaan.",
            "alamat": "localhost bila aplikasi itu ada di komputer ini; selain itu alamat IP komputernya, "
            "misalnya 192.168.1.20. Panggilan dari alamat lain ditolak.",
            "profil": "2026 untuk aplikasi sekarang. 2021 hanya bila aplikasi lama menolak isian tambahan.",
        }
        error_messages = {"nama": {"unique": "Sudah ada aplikasi dengan nama ini. Pilih nama lain."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["izin"] = _USUAL
        self.fields[VERSION] = forms.CharField(
            initial=applications.version(self.instance), required=False, widget=forms.HiddenInput
        )

    def clean_alamat(self) -> str:
        """Refuse what is no address; write localhost in one way."""
        address = canonical(self.cleaned_data["alamat"])
        if address == LOCALHOST:
            return address
        try:
            return str(ipaddress.ip_address(address))
        except ValueError as error:
            raise ValidationError(
                "Ini bukan alamat IP. Tulis localhost, atau alamat seperti 192.168.1.20."
            ) from error

    def clean(self) -> dict[str, Any]:
        """Sent again, it is meant."""
        cleaned: dict[str, Any] = super().clean() or {}
        now = applications.version(self.instance)
        if self.instance.pk and cleaned.pop(VERSION, "") not in ("", now):
            sent = cast(QueryDict, self.data).copy()
            sent[VERSION] = now
            self.data = sent
            raise ValidationError(
                "Aplikasi ini diubah saat halaman ini terbuka. Belum ada yang disimpan; periksa, lalu simpan "
                "sekali lagi."
            )
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """The values to store."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}
