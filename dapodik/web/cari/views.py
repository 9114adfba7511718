"""The search box in the head of every page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from ..semester.chosen import chosen
from .search import LONGEST, SHORTEST, search

_WHILE_TYPING, _ON_ITS_PAGE = 8, 50


@require_GET
@vary_on_headers("HX-Request")
def index(request: HttpRequest) -> HttpResponse:
    """The results: under the box while one types, on a page of their own where Enter is pressed."""
    is_typing = "HX-Request" in request.headers
    text = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST]
    is_enough = len(text) >= SHORTEST
    results = search(text, chosen(request), _WHILE_TYPING if is_typing else _ON_ITS_PAGE) if is_enough else []
    context = {"sought": text, "is_enough": is_enough, "found": results, "shortest": SHORTEST}
    return render(request, "cari/_hasil.html" if is_typing else "cari/index.html", context)
