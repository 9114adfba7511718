"""Messages as HTTP answers."""

from django.http import HttpResponse

from sync.wire import packing
from sync.wire.messages import Message, Refusal
from sync.wire.problems import SyncProblem


def packed(message: Message, status: int) -> HttpResponse:
    """A message in the bytes of the line."""
    return HttpResponse(packing.pack(message), status=status, content_type=packing.CONTENT_TYPE)


def refused(problem: SyncProblem) -> HttpResponse:
    """A problem as its number, with when to come again."""
    response = packed(Refusal(problem.number, problem.details), problem.problem.status)
    if problem.retry_after is not None:
        response["Retry-After"] = str(problem.retry_after)
    response["Content-Length"] = str(len(response.content))
    return response
