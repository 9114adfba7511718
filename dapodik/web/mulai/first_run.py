"""While nobody has an account, every page leads to making the first one.

`/` is that page itself: other programs take any answer but 200 there for a site that is down.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from dapodik.akun.models import Pengguna

from .views import first_account


class FirstRunMiddleware:
    """Sends strangers of a new installation to the first page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = request.user.is_authenticated or request.path.startswith(
            (reverse("mulai"), f"/{settings.STATIC_URL}")
        )
        if known or Pengguna.objects.exists():
            return self.get_response(request)
        if request.path == "/" and request.method in ("GET", "HEAD"):
            return first_account(request)
        return redirect("mulai")
