"""Messages as HTTP answers."""

from django.http import HttpResponse

from sync.wire import packing
from sync.wire.messages import Message, Refusal
from sync.wire.problems import SyncProblem


def packed(message: Message, status: int) -> HttpResponse:
    """Answer with a message, packed as it travels."""
    return HttpResponse(packing.pack(message), status=status, content_type=packing.CONTENT_TYPE)


def refused(problem: SyncProblem) -> HttpResponse:
    """Answer with a problem: its number, its details, and the seconds after which to come again."""
    response = packed(Refusal(problem.number, problem.details), problem.problem.status)
    if problem.retry_after is not None:
        response["Retry-After"] = str(problem.retry_after)
    response["Content-Length"] = str(len(response.content))
    return response
