"""The forms of accounts."""

import hashlib
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

from dapodik.akun import accounts
from dapodik.akun.access import user_of
from dapodik.akun.models import Pengguna, Peran, Peristiwa
from dapodik.pokok.models import Ptk

from ..masuk.tries import EXPIRED, counted
from ..record_form import VERSION


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of an account that never overwrites unasked what another tab saved while it was open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[VERSION] = forms.CharField(initial=self._now(), required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Sent again, it is meant."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.instance.pk and cleaned.get(VERSION, "") not in ("", self._now()):
            self.data = cast(QueryDict, self.data).dict() | {VERSION: self._now()}
            raise ValidationError(
                f"Akun ini diubah menjadi “{self.instance}”, {self.instance.get_peran_display()}, saat "
                "halaman ini terbuka. Belum ada yang disimpan; periksa, lalu simpan sekali lagi."
            )
        return cleaned

    def _now(self) -> str:
        """A digest of the account's fields that this form shows, to see whether somebody has changed them."""
        values = [str(self.initial.get(name, "")) for name in sorted(self._meta.fields or ())]
        return hashlib.sha256(repr(values).encode()).hexdigest()[:16]


class OwnAccountForm(AccountForm):
    """The fields that users may change of their own account."""

    class Meta:
        model = Pengguna
        fields = ("nama", "email")
        labels = {"nama": "Nama lengkap", "email": "E-mail (tampil sebagai pengunduh)"}


class OwnPasswordForm(PasswordChangeForm):
    """A new password, after the old one, which counts as a try to log in."""

    error_messages = {
        "password_incorrect": "Kata sandi lama salah. Huruf besar dan kecil dibedakan.",
        "password_mismatch": "Kedua kata sandi baru tidak sama. Ketik ulang.",
    }

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        user = user_of(request)
        super().__init__(user, *args, **kwargs)
        self.request = request
        old = "Kata sandi sementara" if user.harus_ganti_sandi else "Kata sandi lama"
        help_text = "Paling sedikit 8 huruf, bukan kata yang umum, bukan angka semua, bukan nama Anda."
        for name, label, text in (
            ("old_password", old, ""),
            ("new_password1", "Kata sandi baru", help_text),
            ("new_password2", "Ulangi kata sandi baru", ""),
        ):
            self.fields[name].label, self.fields[name].help_text = label, text

    def clean_new_password1(self) -> str:
        """Refuse the old password as the new one."""
        new: str = self.cleaned_data["new_password1"]
        if new == self.cleaned_data.get("old_password"):
            raise ValidationError("Kata sandi baru sama dengan yang lama. Pilih yang lain.")
        return new

    def clean_old_password(self) -> str:
        """Leave it to `clean`: only a form that is right in all else may ask for the old password."""
        old: str = self.cleaned_data["old_password"]
        return old

    def clean(self) -> dict[str, Any]:
        """The old password, as often as a name may try."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                with counted(self.user.get_username(), self.request, Peristiwa.GANTI_SANDI):
                    super().clean_old_password()
                    if accounts.has_expired(user_of(self.request)):
                        raise ValidationError(EXPIRED)
            except ValidationError as error:
                self.add_error("old_password", error)
        return cleaned


class PenggunaForm(AccountForm):
    """The name, role and PTK of an account."""

    ptk_id = forms.TypedChoiceField(
        label="Data PTK",
        help_text="Hanya untuk peran PTK: pemilik akun ini melihat data PTK yang dipilih, lainnya tidak.",
        coerce=lambda value: UUID(str(value)),
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "PTK ini tidak ada atau sudah punya akun. Pilih dari daftar."},
    )

    class Meta:
        model = Pengguna
        fields: tuple[str, ...] = ("nama", "email", "peran", "ptk_id")
        labels = {
            "nama": "Nama lengkap",
            "email": "E-mail (boleh kosong; tampil sebagai pengunduh)",
            "peran": "Peran",
            "username": "Nama pengguna",
        }
        help_texts = {
            "peran": "Operator mengubah semua data. Kepala sekolah melihat semuanya. "
            "PTK melihat datanya sendiri.",
            "username": "Untuk masuk: huruf, angka, dan tanda @ . + - _",
        }
        error_messages = {"username": {"unique": "Nama pengguna ini sudah dipakai. Pilih nama lain."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ptk_id"].choices = [("", "— pilih —"), *_staff(self.instance)]  # type: ignore[attr-defined]
        self.fields["nama"].widget.attrs["autofocus"] = True

    def clean_peran(self) -> str:
        """Refuse to take the role from the last operator: somebody must manage the data."""
        peran: str = self.cleaned_data["peran"]
        if peran != Peran.OPERATOR and accounts.is_last_operator(self.instance):
            raise ValidationError("Ini satu-satunya operator yang aktif. Jadikan orang lain operator dahulu.")
        return peran

    def clean(self) -> dict[str, Any]:
        """An account of a PTK belongs to one; the others to none."""
        cleaned = super().clean()
        if cleaned.get("peran") != Peran.PTK:
            cleaned["ptk_id"] = None
        elif not cleaned.get("ptk_id") and "ptk_id" not in self.errors:
            self.add_error(
                "ptk_id", "Pilih data PTK pemilik akun ini. Bila belum ada, tambahkan di menu PTK."
            )
        return cleaned


class NewPenggunaForm(PenggunaForm):
    """An account that does not exist yet. Its role must be chosen: nobody becomes operator by chance."""

    class Meta(PenggunaForm.Meta):
        fields = ("nama", "username", "email", "peran", "ptk_id")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"peran": ""}, **kwargs)
        self.fields["peran"].choices = [("", "— pilih —"), *Peran.choices]  # type: ignore[attr-defined]


def _staff(user: Pengguna) -> list[tuple[str, str]]:
    """The PTK of whom no other account is, with what tells two of one name apart."""
    taken = set(Pengguna.objects.exclude(pk=user.pk).values_list("ptk_id", flat=True))
    rows = Ptk.live.order_by("nama").values_list("pk", "nama", "nuptk")
    return [
        (str(pk), f"{nama or '(tanpa nama)'} · NUPTK {nuptk or 'belum ada'}")
        for pk, nama, nuptk in rows
        if pk not in taken
    ]
