"""The tanda terima as a page and as a PDF."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from sync.lokal.models import Run

from . import receipts
from .receipts import TandaTerima


@require_GET
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The tanda terima of a run."""
    return render(request, "sinkronisasi/tanda_terima.html", {"receipt": _receipt(pk)})


@require_GET
def pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same, to be printed and filed."""
    # The library takes longer to load than all else of these pages.
    from .pdf import drawn

    receipt = _receipt(pk)
    return HttpResponse(
        drawn(receipt),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="tanda-terima-{receipt.signed.number}.pdf"',
            "Cache-Control": "no-store",
        },
    )


def _receipt(pk: UUID) -> TandaTerima:
    receipt = receipts.of(get_object_or_404(Run, pk=pk))
    if receipt is None:
        raise Http404
    return receipt
