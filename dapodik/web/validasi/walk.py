"""From one finding to the next: each opens the very field, and saving it leads on."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from dapodik.akun.access import user_of
from dapodik.validasi import engine
from dapodik.validasi.models import Finding

from .places import places
from .selection import FindingSelection

# Where findings are walked through: by name, and at one record field by field.
ORDER = ("label", "record_id", "field", "code")


@require_GET
def go_on(request: HttpRequest) -> HttpResponse:
    """The finding after the one that was just mended, of the same selection."""
    engine.refresh()
    selection = FindingSelection.of(request.GET)
    finding = _after(selection.findings(), tuple(request.GET.getlist("sesudah")))
    if finding is None:
        messages.success(
            request, "Tidak ada lagi sesudah ini. Yang masih tersisa, bila ada, tampil di bawah."
        )
        return redirect(f"{reverse('validasi:daftar')}?{selection.query()}")
    place = places([finding], user_of(request).may_edit)[finding.pk]
    return redirect(with_return(place, finding, selection))


def with_return(place: str, finding: Finding, selection: FindingSelection) -> str:
    """The field's address with the way on to the next finding."""
    here = urlencode([("sesudah", str(getattr(finding, name))) for name in ORDER])
    onward = f"{reverse('validasi:lanjut')}?{selection.query()}&{here}"
    return f"{place}{'&' if '?' in place else '?'}{urlencode({'field': finding.field, 'next': onward})}"


def _after(findings: "QuerySet[Finding]", here: tuple[str, ...]) -> Finding | None:
    rows = findings.order_by(*ORDER)
    if len(here) != len(ORDER):
        return rows.first()
    following = (
        finding
        for finding in rows.filter(label__gte=here[0]).iterator()
        if tuple(str(getattr(finding, name)) for name in ORDER) > here
    )
    return next(following, None)
