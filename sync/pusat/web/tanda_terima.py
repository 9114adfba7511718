"""Pusat's public page for checking a tanda terima, without an account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sync.pusat.door.caller import address_of
from sync.pusat.round import receipts
from sync.wire import receipt_words
from sync.wire.problems import SyncProblem

ASKED = ("nomor", "jumlah", "tanda")


@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """Ask for number and signature, or say if pusat signed them. The link on the tanda terima gives both."""
    asked = {name: request.GET.get(name, "") for name in ASKED}
    context: dict[str, Any] = {"asked": asked, "signature_heading": receipt_words.SIGNATURE}
    if not (asked["nomor"] and asked["tanda"]):
        return render(request, "pusat/tanda_terima.html", context)
    try:
        receipt = receipts.checked(asked["nomor"], asked["tanda"], asked["jumlah"], address_of(request))
    except SyncProblem as problem:
        return render(request, "pusat/tanda_terima.html", {**context, "wait": problem.cure}, status=429)
    context |= {"answered": True, "receipt": receipt}
    if receipt:
        context |= {
            "facts": receipt_words.facts(receipt),
            "heads": receipt_words.HEADS,
            "lines": receipt_words.rows(receipt),
            "total": receipt_words.total(receipt),
            "remarks": receipt_words.remarks(receipt),
        }
    return render(request, "pusat/tanda_terima.html", context)
