"""The first that a call of a school's computer meets: where pusat is closed or full, it is refused at little
cost."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError
from django.http.response import HttpResponseBase

from sync.pusat.http_answers import refused
from sync.wire.messages import TICKET_HEADER
from sync.wire.problems import SyncProblem

from . import admission, closing


def of_schools(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Make the middleware. Requests for pages pass."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith("/sync/"):
            return get_response(request)
        try:
            closing.refuse_while_closed()
            _receive(request)
            with _place(request):
                return get_response(request)
        except SyncProblem as problem:
            return refused(problem)

    return middleware


def _receive(request: HttpRequest) -> None:
    """Read the whole body, however slowly it comes, before it takes a place.

    Raises SyncProblem 304 for one that is too large, 305 for one that does not come.
    """
    try:
        # It is stored in the request.
        request.body  # noqa: B018
    except RequestDataTooBig as error:
        raise SyncProblem(304) from error
    except UnreadablePostError as error:
        raise SyncProblem(305) from error


def _place(request: HttpRequest) -> AbstractContextManager[None]:
    """The place that a call needs."""
    if request.path_info == "/sync/v1/register":
        return admission.registration()
    return admission.turn(request.headers.get(TICKET_HEADER, ""))
