"""Who may see or change what.

Closed by default: an operator uses every page, a kepala sekolah looks at every page, a PTK at none. A page
that another role may use besides says so itself. `dapodik.web.masuk.gate` asks before every page.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from .models import Pengguna, Peran

View = Callable[..., HttpResponseBase]
_LOOKING = ("GET", "HEAD", "OPTIONS")


def user_of(request: HttpRequest) -> Pengguna:
    """The account that is logged in."""
    assert isinstance(request.user, Pengguna)
    return request.user


def open_to(*roles: Peran) -> Callable[[View], View]:
    """A view that these roles may use as the operator does; it must itself keep to what is theirs."""

    def mark(view: View) -> View:
        view.open_to = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return mark


open_to_all = open_to(Peran.KEPALA_SEKOLAH, Peran.PTK)


def may_use(user: Pengguna, view: View, method: str) -> bool:
    """True where this account may send a request with this HTTP method to this view."""
    role = user.acting_peran
    if role == Peran.OPERATOR or role in getattr(view, "open_to", ()):
        return True
    return role == Peran.KEPALA_SEKOLAH and method in _LOOKING


def operator_only(view: View) -> View:
    """A view for accounts that may change data; others get the page that says so (403)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not user_of(request).may_edit:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
