"""The addresses that schools' computers call: `/sync/v1/...`."""

import logging
from collections.abc import Callable
from functools import wraps

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from sync.wire import messages
from sync.wire.catalogue import catalogue
from sync.wire.messages import Answer, Comparison, Exchange, Message, Refusal, Registration
from sync.wire.problems import SyncProblem

from . import receive, rules, serve, verify
from .models import Sekolah
from .register import installation_of
from .register import register as let_in

log = logging.getLogger(__name__)
View = Callable[[HttpRequest], HttpResponse]
_STATUS = {201: 401, 202: 403, 203: 426, 205: 429, 303: 500, 301: 503, 302: 503, 304: 413}


def _endpoint(view: Callable[[HttpRequest], Message]) -> View:
    """A view that takes and gives messages; a problem becomes its number, never a bare error."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def wrapped(request: HttpRequest) -> HttpResponse:
        try:
            return _packed(view(request), 200)
        except SyncProblem as problem:
            return _refused(problem)
        except messages.Unreadable:
            return _refused(SyncProblem(305))
        except OperationalError:
            log.exception("database")
            return _refused(SyncProblem(301, retry_after=5))

    return wrapped


@_endpoint
def register(request: HttpRequest) -> Message:
    """Registration -> Registered."""
    return let_in(_read(request, Registration))


@_endpoint
def exchange(request: HttpRequest) -> Message:
    """Exchange -> Answer: batch, then page, then proof, in that order."""
    installation = installation_of(request.headers.get("Authorization", ""))
    said = _read(request, Exchange)
    if said.protocol != messages.PROTOCOL:
        raise SyncProblem(203)
    ack = verdict = None
    try:
        if said.offer:
            ack = receive.accept(installation, said)
        else:
            receive.check_history(installation, said)
    except receive.OtherHistory:
        return Answer(head=0, catalogue=catalogue().hash, new_epoch=True)
    page = serve.page(installation, said)
    if said.proof and page.done and not page.items:
        verdict = verify.verdict(installation, said.proof)
    head = Sekolah.objects.values_list("head", flat=True).get(pk=installation.sekolah_id)
    return Answer(
        head=head, catalogue=catalogue().hash, ack=ack, page=page, verdict=verdict, rules=rules.lowered()
    )


@_endpoint
def compare(request: HttpRequest) -> Message:
    """Comparison -> Difference."""
    installation = installation_of(request.headers.get("Authorization", ""))
    return verify.difference(installation, _read(request, Comparison))


@require_GET
def healthy(request: HttpRequest) -> HttpResponse:
    """`/sehat`: whether pusat answers and reaches its database."""
    connection.ensure_connection()
    return HttpResponse("sehat\n", content_type="text/plain")


def _read(request: HttpRequest, kind: type[messages.M]) -> messages.M:
    try:
        body = request.body
    except RawPostDataException as error:
        raise messages.Unreadable from error
    except RequestDataTooBig as error:
        raise SyncProblem(304) from error
    return messages.unpack(body, kind)


def _packed(message: Message, status: int) -> HttpResponse:
    return HttpResponse(messages.pack(message), status=status, content_type=messages.CONTENT_TYPE)


def _refused(problem: SyncProblem) -> HttpResponse:
    response = _packed(Refusal(problem.number, problem.details), _STATUS.get(problem.number, 400))
    if problem.retry_after is not None:
        response["Retry-After"] = str(problem.retry_after)
    return response
