"""The login form, which counts the tries."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from dapodik.akun import attempts
from dapodik.akun.models import RiwayatKeamanan
from dapodik.pokok.semester import active

from ..semester.chosen import offered

_WARN_FROM = 2


class MasukForm(AuthenticationForm):
    """Name, password, and the semester to look at where there are several."""

    error_messages = {
        "invalid_login": "Nama pengguna atau kata sandi salah. Huruf besar dan kecil dibedakan.",
        "inactive": "Akun ini tidak aktif. Hubungi operator sekolah.",
    }

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.request: HttpRequest = request
        self.fields["username"].label = "Nama pengguna"
        self.fields["password"].label = "Kata sandi"
        semesters = offered(active())
        if semesters:
            self.fields["semester_id"] = forms.ChoiceField(
                label="Semester",
                required=False,
                choices=[(semester.id, str(semester)) for semester in semesters],
                initial=semesters[0].id,
            )
        if self.is_bound:
            # The name is still there; what must be typed again is the password.
            del self.fields["username"].widget.attrs["autofocus"]
            self.fields["password"].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        """The account of this name and password, unless the name must wait."""
        name = self.cleaned_data.get("username")
        if not name or not self.cleaned_data.get("password"):
            return self.cleaned_data
        try:
            attempt = attempts.begin(name, self.request)
        except attempts.Locked as locked:
            raise ValidationError(_wait(locked.left)) from locked
        try:
            cleaned = super().clean()
        except ValidationError as error:
            raise self._with_tries_left(error, attempt, name) from error
        attempts.succeed(attempt)
        return cleaned

    def _with_tries_left(
        self, error: ValidationError, attempt: RiwayatKeamanan, name: str
    ) -> ValidationError:
        left, wait = attempts.fail(attempt, name, self.request)
        if wait:
            return ValidationError([error, _wait(wait)])
        if left <= _WARN_FROM:
            return ValidationError([error, f"Tersisa {left} percobaan sebelum harus menunggu."])
        return error


def _wait(left: timedelta) -> str:
    """How long, and until when; a started second counts."""
    seconds = -(-left // timedelta(seconds=1))
    words = [f"{seconds // 60} menit"] if seconds >= 60 else []
    words += [f"{seconds % 60} detik"] if seconds % 60 else []
    until = timezone.localtime(timezone.now() + timedelta(seconds=seconds))
    return (
        "Terlalu banyak percobaan yang salah untuk nama ini. "
        f"Coba lagi dalam {' '.join(words)} (pukul {until:%H.%M.%S})."
    )
