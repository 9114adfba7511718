"""Access to pusat's pages: for those who have the officer's key (kunci petugas) of this server."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import constant_time_compare

from . import attempts

# Calls of schools carry a key of their own; /sehat says nothing about anybody.
_NO_PAGE = ("/sync/", "/sehat", "/static/")
_OPEN = ("/masuk/", "/offline/", "/tanda-terima/")
_SESSION = "petugas"


class KeyRequiredMiddleware:
    """Closed by default: every page but the open ones leads to the login."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_NO_PAGE):
            return self.get_response(request)
        # Typed without its last slash it is the same page, to which Django then leads.
        may_pass = f"{request.path}/".startswith(_OPEN) or request.session.get(_SESSION)
        response = self.get_response(request) if may_pass else redirect("masuk")
        # Nothing of it is left in the browser of a computer that others use too.
        add_never_cache_headers(response)
        return response


def officer_key() -> str:
    """The key of this server: PUSAT_KEY, or else that of the data folder, which is made when first asked
    for."""
    if os.environ.get("PUSAT_KEY"):
        return os.environ["PUSAT_KEY"]
    path = Path(settings.DATA_DIR) / "kunci_petugas"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(24))
    return path.read_text(encoding="ascii")


def log_in(request: HttpRequest, key: str) -> bool:
    """Open the session; False where the key is wrong. Raises SyncProblem 205 after five wrong keys in 15
    minutes from one network address."""
    guarded = f"officer {request.META['REMOTE_ADDR']}"
    attempts.refuse_guessing(guarded)
    if not constant_time_compare(key.strip(), officer_key()):
        attempts.count_wrong(guarded)
        return False
    request.session.cycle_key()
    request.session[_SESSION] = True
    return True
