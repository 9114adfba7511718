"""Access to pusat's pages: for those who have the officer's key (kunci petugas) of this server."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import constant_time_compare, salted_hmac
from filelock import FileLock

from sync.pusat import security_log
from sync.pusat.models import SecurityEvent

from . import attempts, caller
from .attempts import Guess

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
        may_pass = f"{request.path}/".startswith(_OPEN) or _is_logged_in(request)
        response = self.get_response(request) if may_pass else redirect("masuk")
        # Nothing of it is left in the browser of a computer that others use too.
        add_never_cache_headers(response)
        return response


def officer_key() -> str:
    """The key of this server: PUSAT_KEY, or else that of the data folder, which is made when first asked
    for."""
    if key := os.environ.get("PUSAT_KEY", "").strip():
        return key
    path = Path(settings.DATA_DIR) / "kunci_petugas"
    with FileLock(path.with_suffix(".lock")):
        stored = path.read_text(encoding="ascii").strip() if path.exists() else ""
        return stored or _new_officer_key(path)


def _new_officer_key(path: Path) -> str:
    """Store a new key, whole or not at all: an empty file would open pusat to a blank."""
    key, half = secrets.token_urlsafe(24), path.with_suffix(".new")
    half.touch(mode=0o600)
    half.write_text(key, encoding="ascii")
    half.replace(path)
    return key


def log_in(request: HttpRequest, key: str) -> bool:
    """Open the session, which ends when the key changes; False where the key is wrong. Raises SyncProblem 205
    after five wrong keys from one network address."""
    guess = Guess("officer", caller.address_of(request))
    attempts.refuse_guessing(guess)
    if not constant_time_compare(key.strip(), officer_key()):
        attempts.count_wrong(guess)
        return False
    request.session.cycle_key()
    request.session[_SESSION] = _mark_of(officer_key())
    security_log.note(SecurityEvent.Kind.MASUK, security_log.OFFICERS, guess.address)
    return True


def _is_logged_in(request: HttpRequest) -> bool:
    mark = request.session.get(_SESSION)
    return mark is not None and constant_time_compare(mark, _mark_of(officer_key()))


def _mark_of(key: str) -> str:
    """What a session stores of the key with which it was opened."""
    return salted_hmac("petugas", key, algorithm="sha256").hexdigest()
