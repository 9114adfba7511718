"""The login form, which counts the tries."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from dapodik.akun import accounts
from dapodik.akun.models import Pengguna
from dapodik.pokok.semester import active

from ..semester.chosen import offered
from .tries import EXPIRED, counted


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
        with counted(name, self.request):
            return super().clean()

    def confirm_login_allowed(self, user: Pengguna) -> None:
        """Refuse an inactive account, and a one-time password whose time is over."""
        super().confirm_login_allowed(user)
        if accounts.has_expired(user):
            raise ValidationError(EXPIRED)
