"""Messages as HTTP answers."""

from django.http import HttpResponse

from sync.wire import packing
from sync.wire.messages import Message, Refusal
from sync.wire.problems import SyncProblem

_STATUS = {201: 401, 202: 403, 203: 426, 205: 429, 303: 500, 301: 503, 302: 503, 304: 413, 307: 503, 308: 507}


def packed(message: Message, status: int) -> HttpResponse:
    """A message in the bytes of the line."""
    return HttpResponse(packing.pack(message), status=status, content_type=packing.CONTENT_TYPE)


def refused(problem: SyncProblem) -> HttpResponse:
    """A problem as its number, with when to come again."""
    response = packed(Refusal(problem.number, problem.details), _STATUS.get(problem.number, 400))
    if problem.retry_after is not None:
        response["Retry-After"] = str(problem.retry_after)
    response["Content-Length"] = str(len(response.content))
    return response
