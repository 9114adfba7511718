"""The addresses that schools' computers call: `/sync/v1/...`."""

import logging
import sqlite3
import time
from collections.abc import Callable
from functools import wraps

from csp.decorators import csp_exempt
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from sync.wire import packing
from sync.wire.catalogue import catalogue
from sync.wire.messages import Comparison, Exchange, Message
from sync.wire.problems import SyncProblem
from sync.wire.registration import (
    Check,
    Checked,
    Registration,
    Renewal,
    Renewed,
    Revocation,
    Revoked,
)
from sync.wire.version import VERSION, refuse_other_protocol

from . import security_log
from .door import caller, closing, keys
from .door.register import register as let_in
from .http_answers import packed, refused
from .models import Installation, SecurityEvent
from .round import verify
from .round.round import answer
from .store.changes import locked

log = logging.getLogger(__name__)
View = Callable[[HttpRequest], HttpResponseBase]


def _endpoint(view: Callable[[HttpRequest], Message]) -> View:
    """Make a view of a function that returns a message. A problem becomes its number, never a bare error."""

    # No browser shows these answers, so they need no policy for browsers.
    @csp_exempt()
    @csrf_exempt
    @require_POST
    @wraps(view)
    def wrapped(request: HttpRequest) -> HttpResponse:
        try:
            return packed(view(request), 200)
        except SyncProblem as problem:
            return refused(problem)
        except packing.UnreadableMessage:
            return refused(SyncProblem(305))
        except OperationalError as error:
            log.exception("database")
            return refused(SyncProblem(308) if _disk_is_full(error) else SyncProblem(307, retry_after=5))

    return wrapped


def _disk_is_full(error: OperationalError) -> bool:
    """True where SQLite says so (SQLITE_FULL), or PostgreSQL (53100, disk_full)."""
    cause = error.__cause__
    return getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL or (
        getattr(cause, "sqlstate", None) == "53100"
    )


@_endpoint
def register(request: HttpRequest) -> Message:
    """Registration -> Registered."""
    return let_in(_read(request, Registration), caller.address_of(request))


@_endpoint
def exchange(request: HttpRequest) -> Message:
    """Exchange -> Answer: batch, then page, then proof, in that order."""
    installation = _caller(request)
    return answer(installation, _read(request, Exchange)).short()


@_endpoint
def compare(request: HttpRequest) -> Message:
    """Comparison -> Difference."""
    installation = _caller(request)
    comparison = _read(request, Comparison)
    with transaction.atomic():
        return verify.difference(locked(installation.sekolah_id), comparison)


@_endpoint
def check(request: HttpRequest) -> Message:
    """Check -> Checked: a run would be let in. Nothing is read or written but the key."""
    _caller(request)
    refuse_other_protocol(_read(request, Check).protocol)
    announced = closing.announced()
    return Checked(catalogue().hash, int(time.time()), announced.details if announced else {})


@_endpoint
def renew_key(request: HttpRequest) -> Message:
    """Renewal -> Renewed."""
    installation = _caller(request)
    _read(request, Renewal)
    renewed = keys.renew(installation)
    _note(request, installation, SecurityEvent.Kind.KUNCI)
    return Renewed(renewed)


@_endpoint
def revoke(request: HttpRequest) -> Message:
    """Revocation -> Revoked."""
    installation = _caller(request)
    number = _read(request, Revocation).number
    keys.disown(installation, number)
    _note(request, installation, SecurityEvent.Kind.CABUT, security_log.computer(number))
    return Revoked()


@require_GET
def healthy(request: HttpRequest) -> HttpResponse:
    """`/sehat`: answer 200 with the version where the database is reached, else 503, for a load balancer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        log.exception("database")
        return HttpResponse("basis data tidak terjangkau\n", status=503, content_type="text/plain")
    return HttpResponse(f"sehat\nversi {VERSION}\n", content_type="text/plain")


def _note(request: HttpRequest, installation: Installation, kind: SecurityEvent.Kind, text: str = "") -> None:
    by, address = security_log.computer(installation.number), caller.address_of(request)
    security_log.note(kind, by, address, installation.sekolah.npsn, text)


def _caller(request: HttpRequest) -> Installation:
    return keys.installation_of(request.headers.get("Authorization", ""), caller.address_of(request))


def _read(request: HttpRequest, kind: type[packing.M]) -> packing.M:
    # The body has come by now (door/middleware.py).
    return packing.unpack(request.body, kind)
