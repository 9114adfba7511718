"""The registration form."""

from django import forms

from sync.lokal.engine.client import Client
from sync.wire.problems import SyncProblem


class RegistrationForm(forms.Form):
    """Address of pusat, NPSN and registration code."""

    url = forms.URLField(label="Alamat pusat", max_length=500, assume_scheme="https")
    npsn = forms.CharField(label="NPSN", min_length=8, max_length=8)
    code = forms.CharField(
        label="Kode registrasi", max_length=64, help_text="Diterima dari dinas pendidikan. Jangan dibagikan."
    )

    def clean_url(self) -> str:
        """https, or this computer."""
        url = str(self.cleaned_data["url"])
        try:
            Client(url)
        except SyncProblem as problem:
            raise forms.ValidationError(f"{problem.sentence} {problem.cure}") from problem
        return url
