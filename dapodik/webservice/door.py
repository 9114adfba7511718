"""The addresses `/WebService/...`: from a call to its answer, always JSON, and to its line in the log.

They are answered before sessions, logins and forms have a say, so that a call can neither read nor write one.
"""

import re
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase

from dapodik.pokok.models import Sekolah
from dapodik.program.full_disk import is_full, is_locked
from dapodik.referensi.semester import Semester

from . import gate, posted, refusals
from .calls import log_call
from .endpoint import SENDING, Asked
from .endpoints import ENDPOINTS
from .models import Aplikasi, Jaringan
from .posts import POSTS
from .refusals import Refused
from .reply import reply

View = Callable[[HttpRequest], HttpResponseBase]
Body = Callable[[], dict[str, Any]]
_PREFIX = "/WebService/"
# In the environment of a call that came by the address on the school's network, where its host was looked at.
FROM_NETWORK = "dapodik.jaringan"
_encode = msgspec.json.Encoder().encode


def webservice(get_response: View) -> View:
    """Middleware that answers `/WebService/...` itself."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not has_prefix(request.path_info):
            return get_response(request)
        return _answer(request, _plain(request.path_info).removeprefix(_PREFIX))

    return middleware


def has_prefix(path: str) -> bool:
    """True for an address of the WebService."""
    return _plain(path).startswith(_PREFIX)


def _plain(path: str) -> str:
    """A path without slashes too many: clients join an address that ends with one to such a path."""
    return re.sub("/{2,}", "/", path)


def _answer(request: HttpRequest, name: str) -> HttpResponse:
    started = time.monotonic()
    try:
        aplikasi, count, answer = _looked_at(request, name)
        if answer.status_code != HTTPStatus.TOO_MANY_REQUESTS:
            log_call(aplikasi, gate.address_of(request), name, answer.status_code, count, started)
    except (OperationalError, OSError) as error:
        return _json_of(_failure(error))
    return answer


def _looked_at(request: HttpRequest, name: str) -> tuple[Aplikasi | None, int, HttpResponse]:
    """Who calls, how many rows were given, and the answer."""
    aplikasi: Aplikasi | None = None
    try:
        _refuse_other_place(request)
        aplikasi = gate.caller(request)
        body, count = call(aplikasi, name, request.method or "", request.GET.dict(), lambda: _body(request))
    except Refused as refused:
        return aplikasi, 0, _json_of(refused)
    except DisallowedHost:
        return aplikasi, 0, _json_of(refusals.other_host())
    except (RequestDataTooBig, UnreadablePostError):
        return aplikasi, 0, _json_of(refusals.cut_off())
    return aplikasi, count, _json(body)


def _refuse_other_place(request: HttpRequest) -> None:
    """Refuse a name that is not this computer's, and a call from the network once that is closed."""
    if FROM_NETWORK not in request.META:
        request.get_host()
    elif not Jaringan.load().cara:
        raise refusals.no_endpoint()


def _body(request: HttpRequest) -> dict[str, Any]:
    return posted.body_of(request.body, request.content_type or "")


def _json_of(refused: Refused) -> HttpResponse:
    answer = _json(refused.body, refused.status)
    if refused.retry_after:
        answer["Retry-After"] = str(refused.retry_after)
    return answer


def _json(body: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    return HttpResponse(_encode(body), status=status, content_type="application/json; charset=utf-8")


def call(
    aplikasi: Aplikasi, name: str, method: str, parameters: Mapping[str, str], body: Body | None = None
) -> tuple[dict[str, Any], int]:
    """Answer a call that was let in: the JSON, and how many rows are in it. Raises Refused.

    `body`: reads what was posted.
    """
    endpoint, post = ENDPOINTS.get(name), POSTS.get(name)
    if endpoint is None and post is None:
        raise refusals.no_endpoint()
    if (endpoint.data if endpoint else SENDING) not in aplikasi.izin:
        raise refusals.not_allowed(name)
    if endpoint:
        if method not in ("GET", "HEAD"):
            raise refusals.other_method("GET")
        return reply(endpoint, asked(parameters), aplikasi.profil)
    if method != "POST" or body is None or post is None:
        raise refusals.other_method("POST")
    sent = body()
    parameters = {**posted.parameters_of(sent), **parameters}
    asked(parameters)
    return post.store(sent, parameters, aplikasi.nama)


def asked(parameters: Mapping[str, str]) -> Asked:
    """What the parameters of an address ask for. Raises Refused where they name no school, or another one."""
    npsn = parameters.get("npsn", "").strip()
    if not npsn:
        raise refusals.no_npsn()
    sekolah = Sekolah.live.first()
    if sekolah is None or sekolah.npsn != npsn:
        raise refusals.other_school()
    return Asked(sekolah, _semester(parameters, sekolah), parameters)


def _semester(parameters: Mapping[str, str], sekolah: Sekolah) -> str:
    """The semester that is asked for, the active one where none is; "" for what is none."""
    wanted = parameters.get("semester_id", "").strip() or sekolah.semester_id
    try:
        return Semester(wanted).id
    except ValueError:
        return ""


def _failure(error: OperationalError | OSError) -> Refused:
    """What a client reads where this computer could not answer. Raises anything that is a mistake of ours."""
    if is_full(error):
        return Refused(HTTPStatus.INSUFFICIENT_STORAGE, "Cakram (disk) komputer sekolah penuh.")
    if is_locked(error):
        return Refused(
            HTTPStatus.SERVICE_UNAVAILABLE, "Data sedang dipakai program lain. Coba lagi sebentar."
        )
    raise error
