"""The operator's own call: what an application would get, without its token."""

import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from dapodik.pokok.models import Sekolah

from .calls import log_call
from .door import call as answer
from .models import Aplikasi, Panggilan
from .refusals import Refused

_SHOWN = 2


@dataclass(frozen=True)
class Trial:
    """`logged`: the call's line in the log; `shown`: the JSON with its first rows, as on the wire."""

    logged: Panggilan
    shown: dict[str, Any]


def call(aplikasi: Aplikasi, name: str, by: str) -> Trial:
    """Call an endpoint in an application's name, of the active semester. `by`: the operator, for the log."""
    started, status, count = time.monotonic(), HTTPStatus.OK, 0
    sekolah = Sekolah.live.first()
    try:
        body, count = answer(aplikasi, name, "GET", {"npsn": sekolah.npsn if sekolah else ""})
    except Refused as refused:
        body, status = refused.body, refused.status
    rows = body.get("rows")
    shown = body | {"rows": rows[:_SHOWN]} if isinstance(rows, list) else body
    return Trial(log_call(aplikasi, aplikasi.alamat, name, status, count, started, by), shown)
