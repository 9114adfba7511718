"""Where pusat's own processor time goes, step by step: the same requests, answered in this process."""

import io
import sys
from collections.abc import Callable, Iterator, Sequence
from cProfile import Profile
from http import HTTPStatus
from inspect import unwrap
from pstats import Stats
from time import process_time
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db.backends.base.base import BaseDatabaseWrapper

from sync.pusat.door import keys
from sync.pusat.round import lowered_rules, receive, serve, verify
from sync.pusat.store import changes
from sync.wire import packing

from .load import Visit

_Place = tuple[str, int, str]

# The steps of a round by the functions that do them; none is inside another.
STEPS: dict[str, Callable[..., Any]] = {
    "reading the message": packing.unpack,
    "whose key it is": keys.installation_of,
    "the rules that are lowered": lowered_rules.lowered,
    "locking the school": changes.locked,
    "reading the batch": packing.decode,
    "reading the records it names": changes.records,
    "checking the fields": receive._refused,
    "merge, numbers, digests": receive._merge,
    "storing the records (COPY, UPDATE) and the head": changes.Changes.store,
    "the page": serve.page,
    "the proof and the tanda terima": verify.verdict,
    "commit": BaseDatabaseWrapper.commit,
    "packing the answer": packing.pack,
}


def steps(visits: Sequence[Visit]) -> Iterator[dict[str, Any]]:
    """A row for each step: milliseconds a school and the share of the whole. What the profiler adds is in
    them, so the shares say more."""
    application = WSGIHandler()
    profile = Profile(process_time)
    for visit in visits:
        for request in visit.requests:
            profile.runcall(_answer, application, visit.key, request)
    stats: dict[_Place, Any] = Stats(profile).stats  # type: ignore[attr-defined]
    spent = {step: _seconds(stats, function) for step, function in STEPS.items()}
    whole = _seconds(stats, _answer)
    # Every message is decoded inside `unpack`; the batch in it on its own.
    spent["reading the batch"] -= _seconds(stats, packing.decode, inside=packing.unpack)
    spent["HTTP, Django, and all else"] = whole - sum(spent.values())
    for step, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        yield {"step": step, "ms a school": seconds / len(visits) * 1000, "share %": 100 * seconds / whole}


def _seconds(
    stats: dict[_Place, Any], function: Callable[..., Any], inside: Callable[..., Any] | None = None
) -> float:
    """What a function took, its calls of others included; only where `inside` called it, if that is given."""
    if _place(function) not in stats:
        return 0.0
    *_, cumulative, callers = stats[_place(function)]
    return float(callers.get(_place(inside), (0,) * 4)[3] if inside else cumulative)


def _place(function: Callable[..., Any]) -> _Place:
    """A function as the profiler names it: file, line, name."""
    code = unwrap(function).__code__
    return code.co_filename, code.co_firstlineno, code.co_name


def _answer(application: WSGIHandler, key: str, request: bytes) -> None:
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/sync/v1/exchange",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(request)),
        "HTTP_AUTHORIZATION": f"Bearer {key}",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(request),
        "wsgi.errors": sys.stderr,
    }
    statuses: list[str] = []
    response = application(environ, lambda status, headers: statuses.append(status))  # type: ignore[arg-type,misc]
    b"".join(response)
    response.close()
    assert statuses == [f"200 {HTTPStatus.OK.phrase}"], statuses
