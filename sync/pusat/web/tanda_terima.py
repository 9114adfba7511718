"""Pusat's public page for checking a tanda terima, without an account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sync.pusat.round import receipts
from sync.wire.catalogue import in_order, kind_in_words
from sync.wire.messages import Receipt
from sync.wire.problems import SyncProblem

ASKED = ("nomor", "jumlah", "tanda")


@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """Ask for number and signature, or say if pusat signed them. The link on the tanda terima gives both."""
    asked = {name: request.GET.get(name, "") for name in ASKED}
    context: dict[str, Any] = {"asked": asked}
    if not (asked["nomor"] and asked["tanda"]):
        return render(request, "pusat/tanda_terima.html", context)
    try:
        receipt = receipts.checked(
            asked["nomor"], asked["tanda"], asked["jumlah"], request.META["REMOTE_ADDR"]
        )
    except SyncProblem as problem:
        return render(request, "pusat/tanda_terima.html", {**context, "wait": problem.cure}, status=429)
    context |= {"answered": True, "receipt": receipt}
    if receipt:
        context |= {"kinds": _kinds(receipt), "time": receipt.local_time}
    return render(request, "pusat/tanda_terima.html", context)


def _kinds(receipt: Receipt) -> list[tuple[str, int, int, int, str]]:
    """A row for each kind on the receipt: (kind in words, sent, received, count, digest), in the order of the
    printed sheet with which they are compared."""
    kinds = in_order({*receipt.kinds, *receipt.sent, *receipt.received})
    return [
        (
            kind_in_words(kind),
            receipt.sent.get(kind, 0),
            receipt.received.get(kind, 0),
            receipt.kinds[kind].count if kind in receipt.kinds else 0,
            receipt.kinds[kind].digest if kind in receipt.kinds else "",
        )
        for kind in kinds
    ]
