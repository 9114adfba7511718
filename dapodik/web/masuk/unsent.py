"""Forms that were sent after the login had ended. One is stored until its account is back.

The user then sends it again with one click: else a form that was filled in for longer than a login lasts
would be lost. Passwords and files are not stored.
"""

from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest

from dapodik.akun.access import user_of
from dapodik.akun.models import Pengguna

_KEY = "belum_terkirim"
_LARGEST = 200_000


@dataclass(frozen=True)
class Unsent:
    """A form on its way: the address it goes to and its fields as they were sent."""

    address: str
    fields: list[tuple[str, list[str]]]


def keepable(request: HttpRequest) -> bool:
    """True for a form whose fields can be stored in a session."""
    return (
        request.method == "POST"
        and request.content_type == "application/x-www-form-urlencoded"
        and len(request.body) <= _LARGEST
        and not any("password" in name for name in request.POST)
    )


def keep(request: HttpRequest, user: Pengguna) -> None:
    """Store the form for this account, in the session from which it was logged out."""
    fields = [(name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"]
    request.session[_KEY] = {"user": user.pk, "address": request.get_full_path(), "fields": fields}


def is_stored(request: HttpRequest) -> bool:
    """True where this session has a form that came too late."""
    return _KEY in request.session


def waiting(request: HttpRequest) -> Unsent | None:
    """The form that waits for whoever is logged in; another's is dropped."""
    form = cast(dict[str, Any] | None, request.session.get(_KEY))
    if form is None:
        return None
    if form["user"] != user_of(request).pk:
        drop(request)
        return None
    return Unsent(form["address"], form["fields"])


def drop(request: HttpRequest) -> None:
    """Forget the stored form."""
    request.session.pop(_KEY, None)
