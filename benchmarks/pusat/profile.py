"""Where pusat's own processor time goes, step by step: the same requests, answered in this process."""

import io
import sys
from collections.abc import Iterator, Sequence
from cProfile import Profile
from http import HTTPStatus
from pstats import Stats
from time import process_time
from typing import Any

from django.core.handlers.wsgi import WSGIHandler

from .load import Visit

# The steps of a round by the functions that do them; none is inside another.
STEPS = {
    "reading the message": ("wire/packing.py", "unpack"),
    "whose key it is": ("pusat/keys.py", "installation_of"),
    "the rules that are lowered": ("pusat/rules.py", "lowered"),
    "locking the school": ("pusat/store.py", "locked"),
    "reading the batch": ("wire/packing.py", "decode"),
    "reading the records it names": ("pusat/store.py", "records"),
    "checking the fields": ("pusat/receive.py", "_refused"),
    "merge, numbers, digests": ("pusat/receive.py", "_merged"),
    "storing the records (COPY, UPDATE) and the head": ("pusat/store.py", "store"),
    "the page": ("pusat/serve.py", "page"),
    "the proof and the tanda terima": ("pusat/verify.py", "verdict"),
    "commit": ("backends/base/base.py", "commit"),
    "packing the answer": ("wire/packing.py", "pack"),
}


def steps(visits: Sequence[Visit]) -> Iterator[dict[str, Any]]:
    """A row for each step: milliseconds a school and the share of the whole. What the profiler adds is in
    them, so the shares say more."""
    application = WSGIHandler()
    profile = Profile(process_time)
    for visit in visits:
        for request in visit.requests:
            profile.runcall(_answer, application, visit.key, request)
    stats: dict[tuple[str, int, str], tuple[int, int, float, float, Any]] = Stats(profile).stats  # type: ignore[attr-defined]
    spent = {
        step: sum(
            one[3] for (path, _, name), one in stats.items() if path.endswith(file) and name == function
        )
        for step, (file, function) in STEPS.items()
    }
    whole = sum(one[3] for (path, _, name), one in stats.items() if path == __file__ and name == "_answer")
    # Every message is decoded inside `unpack`; the batch in it on its own.
    spent["reading the batch"] -= _inside(stats, "unpack", "decode")
    spent["HTTP, Django, and all else"] = whole - sum(spent.values())
    for step, seconds in sorted(spent.items(), key=lambda one: -one[1]):
        yield {"step": step, "ms a school": seconds / len(visits) * 1000, "share %": 100 * seconds / whole}


def _inside(stats: dict[tuple[str, int, str], Any], caller: str, callee: str) -> float:
    return sum(
        float(how[3])
        for (path, _, name), one in stats.items()
        if path.endswith("wire/packing.py") and name == callee
        for (_, _, by), how in one[4].items()
        if by == caller
    )


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
    said: list[str] = []
    response = application(environ, lambda status, headers: said.append(status))  # type: ignore[arg-type,misc]
    b"".join(response)
    response.close()
    assert said == [f"200 {HTTPStatus.OK.phrase}"], said
