"""Paging by `?dari=`, which no address can upset."""

from typing import Any

from django.http import HttpRequest

PER_PAGE = 50


def first_of(request: HttpRequest, total: int, size: int = PER_PAGE) -> int:
    """The offset in the address, cut to what there is."""
    text = request.GET.get("dari", "")
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    return min(wanted, max(0, total - 1)) // size * size


def links(request: HttpRequest, first: int, total: int, size: int = PER_PAGE) -> dict[str, Any]:
    """What `_halaman.html` shows: the total and the neighbouring pages, under the filters of the address."""
    kept = request.GET.copy()
    kept.pop("dari", None)
    return {
        "total": total,
        "previous": first - size if first else None,
        "next": first + size if first + size < total else None,
        "kept": kept.urlencode(),
    }
