"""Pusat's public page on which anybody checks a tanda terima, without an account."""

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
    """Ask for number and signature, or say what they are; the link on the tanda terima fills them in."""
    asked = {name: request.GET.get(name, "") for name in ASKED}
    context: dict[str, Any] = {"asked": asked}
    if not (asked["nomor"] and asked["tanda"]):
        return render(request, "pusat/tanda_terima.html", context)
    try:
        found = receipts.checked(asked["nomor"], asked["tanda"], asked["jumlah"], request.META["REMOTE_ADDR"])
    except SyncProblem as problem:
        return render(request, "pusat/tanda_terima.html", {**context, "wait": problem.cure}, status=429)
    context |= {"answered": True, "receipt": found}
    if found:
        context |= {"kinds": _kinds(found), "time": found.local_time}
    return render(request, "pusat/tanda_terima.html", context)


def _kinds(receipt: Receipt) -> list[tuple[str, int, int, int, str]]:
    """(kind in words, sent, received, held, digest) of each kind that is held or has travelled; in the order
    of the sheet with which they are compared."""
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
