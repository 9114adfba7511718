"""The history of security, for officers."""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sync.pusat.models import SecurityEvent

PER_PAGE = 50
_DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class HistoryFilter(forms.Form):
    """Which lines are shown."""

    peristiwa = forms.ChoiceField(
        choices=[("", "Semua peristiwa"), *SecurityEvent.Kind.choices],
        required=False,
        error_messages={"invalid_choice": "Peristiwa ini tidak dikenal."},
    )
    npsn = forms.CharField(label="NPSN", max_length=8, required=False)
    dari = forms.DateField(label="Dari tanggal", widget=_DAY, required=False)
    sampai = forms.DateField(label="Sampai tanggal", widget=_DAY, required=False)

    lookups = {"peristiwa": "kind", "npsn": "npsn", "dari": "time__date__gte", "sampai": "time__date__lte"}

    def conditions(self) -> dict[str, object]:
        """What was asked for, as a filter of lines."""
        asked = {name: self.cleaned_data[name] for name in self.lookups if self.cleaned_data[name]}
        return {self.lookups[name]: value for name, value in asked.items()}


@require_GET
def history(request: HttpRequest) -> HttpResponse:
    """Show the lines, the newest first. A filter that cannot be understood finds none, and says why."""
    form = HistoryFilter(request.GET)
    lines = SecurityEvent.objects.all()
    lines = lines.filter(**form.conditions()) if form.is_valid() else lines.none()
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("halaman"))
    query = request.GET.copy()
    query.pop("halaman", None)
    context = {"form": form, "page": page, "query": query.urlencode(), "any": SecurityEvent.objects.exists()}
    return render(request, "pusat/keamanan.html", context)
