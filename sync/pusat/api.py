"""The addresses that schools' computers call: `/sync/v1/...`."""

import logging
import sqlite3
import time
from collections.abc import Callable
from functools import wraps

import msgspec
from csp.decorators import csp_exempt
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.request import RawPostDataException
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from sync.wire import messages, packing
from sync.wire.catalogue import catalogue
from sync.wire.messages import (
    Ack,
    Answer,
    Check,
    Checked,
    Comparison,
    Exchange,
    Message,
    Refusal,
    Registration,
    Renewal,
    Renewed,
)
from sync.wire.problems import SyncProblem

from . import closing, keys, receive, rules, serve, verify
from .models import Installation
from .register import register as let_in
from .store import knows, locked

log = logging.getLogger(__name__)
View = Callable[[HttpRequest], HttpResponseBase]
_STATUS = {201: 401, 202: 403, 203: 426, 205: 429, 303: 500, 301: 503, 302: 503, 304: 413, 307: 503, 308: 507}


def _endpoint(view: Callable[[HttpRequest], Message]) -> View:
    """A view that takes and gives messages; a problem becomes its number, never a bare error."""

    # What a browser never shows needs no policy for browsers.
    @csp_exempt()
    @csrf_exempt
    @require_POST
    @wraps(view)
    def wrapped(request: HttpRequest) -> HttpResponse:
        try:
            return _packed(view(request), 200)
        except SyncProblem as problem:
            return refused(problem)
        except packing.Unreadable:
            return refused(SyncProblem(305))
        except OperationalError as error:
            log.exception("database")
            return refused(SyncProblem(308) if _disk_is_full(error) else SyncProblem(307, retry_after=5))

    return wrapped


def _disk_is_full(error: OperationalError) -> bool:
    """As SQLite says it, or PostgreSQL (53100, disk_full)."""
    cause = error.__cause__
    return getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL or (
        getattr(cause, "sqlstate", None) == "53100"
    )


@_endpoint
def register(request: HttpRequest) -> Message:
    """Registration -> Registered."""
    return let_in(_read(request, Registration))


@_endpoint
def exchange(request: HttpRequest) -> Message:
    """Exchange -> Answer: batch, then page, then proof, in that order."""
    installation = _caller(request)
    return answer(installation, _read(request, Exchange)).short()


def answer(installation: Installation, said: Exchange) -> Answer:
    """Pusat's side of one round, however it came here. Raises SyncProblem, and Unreadable for its batch."""
    if said.protocol != messages.PROTOCOL:
        raise SyncProblem(203)
    try:
        return _answer(installation, said)
    except receive.OtherHistory:
        return Answer(head=0, catalogue=catalogue().hash, new_epoch=True)
    except SetBack as met:
        return Answer(head=met.head, catalogue=catalogue().hash, set_back=True)


class SetBack(Exception):
    """The school knows a moment that pusat does not: pusat was set back to an older copy, with this head."""

    def __init__(self, head: int) -> None:
        super().__init__()
        self.head = head


@transaction.atomic
def _answer(installation: Installation, said: Exchange) -> Answer:
    """All of a round in one transaction, with the school locked: it is one computer's turn at a time."""
    lowered = rules.lowered()
    school = locked(installation.sekolah_id)
    if max(said.since, said.position or 0) > school.head or not knows(school, said.head, said.mark):
        raise SetBack(school.head)
    ack = receive.accept(school, installation, said, lowered)
    seen = _seen(said, ack)
    page = serve.page(school, installation, said, seen, ack.head_after if ack else school.head)
    verdict = None
    if said.proof and page.done and not page.items and _as_sent(said, ack):
        proof = msgspec.structs.replace(said.proof, at=seen) if ack else said.proof
        verdict = verify.verdict(school, installation, proof)
    unseen = said.offer is not None and ack is None
    return Answer(
        school.head, catalogue().hash, ack, page, verdict, unseen=unseen, mark=school.mark, rules=lowered
    )


def _seen(said: Exchange, ack: Ack | None) -> int:
    """Up to which number the school has seen everything, its own batch included."""
    return ack.head_after if ack and ack.head_before == said.since else said.since


def _as_sent(said: Exchange, ack: Ack | None) -> bool:
    """Whether the batch, if there is one, was taken as the proof foretells."""
    return not ack.results if ack else said.offer is None


@_endpoint
def compare(request: HttpRequest) -> Message:
    """Comparison -> Difference."""
    installation = _caller(request)
    said = _read(request, Comparison)
    with transaction.atomic():
        return verify.difference(locked(installation.sekolah_id), said)


@_endpoint
def check(request: HttpRequest) -> Message:
    """Check -> Checked: whether a run would be let in. Nothing is read or written but the key."""
    _caller(request)
    if _read(request, Check).protocol != messages.PROTOCOL:
        raise SyncProblem(203)
    announced = closing.announced()
    return Checked(catalogue().hash, int(time.time()), announced.details if announced else {})


@_endpoint
def renew_key(request: HttpRequest) -> Message:
    """Renewal -> Renewed."""
    installation = _caller(request)
    _read(request, Renewal)
    return Renewed(keys.renew(installation))


@require_GET
def healthy(request: HttpRequest) -> HttpResponse:
    """`/sehat`: whether this process answers and reaches its database, for a load balancer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        log.exception("database")
        return HttpResponse("basis data tidak terjangkau\n", status=503, content_type="text/plain")
    return HttpResponse("sehat\n", content_type="text/plain")


def _caller(request: HttpRequest) -> Installation:
    return keys.installation_of(request.headers.get("Authorization", ""), request.META["REMOTE_ADDR"])


def _read(request: HttpRequest, kind: type[packing.M]) -> packing.M:
    try:
        body = request.body
    except (RawPostDataException, UnreadablePostError) as error:
        raise packing.Unreadable from error
    except RequestDataTooBig as error:
        raise SyncProblem(304) from error
    return packing.unpack(body, kind)


def _packed(message: Message, status: int) -> HttpResponse:
    return HttpResponse(packing.pack(message), status=status, content_type=packing.CONTENT_TYPE)


def refused(problem: SyncProblem) -> HttpResponse:
    """A problem as its number, with when to come again."""
    response = _packed(Refusal(problem.number, problem.details), _STATUS.get(problem.number, 400))
    if problem.retry_after is not None:
        response["Retry-After"] = str(problem.retry_after)
    response["Content-Length"] = str(len(response.content))
    return response
