"""Who may see or change what. Everybody who is logged in sees all; only an operator changes."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from .models import Pengguna

View = Callable[..., HttpResponse]


def user_of(request: HttpRequest) -> Pengguna:
    """The account that is logged in."""
    assert isinstance(request.user, Pengguna)
    return request.user


def operator_only(view: View) -> View:
    """A view for accounts that may change data; others get the page that says so (403)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not user_of(request).may_edit:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
