"""Hostile sheets chosen for an import on a real site: a sentence or a preview, while its pages go on."""

import time
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from random import Random

from tests.spreadsheet import test_hostile_sheet as hostile

from .memory import Memory
from .visitor import Page, visited

# One in so many is of those that are made to take all memory or time; the others have bytes changed.
_HEAVY_EVERY = 25
_PAGE = "/peserta-didik/impor/"


def attack(count: int, random: Random) -> dict[str, object]:
    """Send so many; what came of them, and the slowest answer, to a file and to a page in between."""
    outcomes, slowest_file, slowest_page = Counter[str](), 0.0, 0.0
    with visited() as visitor:
        memory = Memory(visitor.site.process.pid, count)
        for number, file in enumerate(_files(count, random), start=1):
            began = time.monotonic()
            (form,) = (form for form in Page(visitor.get(_PAGE)).forms if form.takes_file)
            slowest_page = max(slowest_page, time.monotonic() - began)
            began = time.monotonic()
            answer = visitor.send(form, {}, file.getvalue())
            slowest_file = max(slowest_file, time.monotonic() - began)
            assert answer.status_code in (200, 302), answer.status_code
            outcomes["preview" if _PAGE in answer.headers.get("Location", "") else "sentence"] += 1
            memory.step(number)
    slowest = {"file": round(slowest_file, 2), "page": round(slowest_page, 2)}
    return {"outcomes": dict(outcomes), "slowest_seconds": slowest, "memory_mb": memory.tenths}


def _files(count: int, random: Random) -> Iterator[BytesIO]:
    heavy = [case.values[0] for case in hostile.TOO_MUCH + hostile.DAMAGED]
    for number in range(count):
        if number % _HEAVY_EVERY:
            yield hostile.mutant(random.randrange(10**9))
        else:
            yield heavy[number // _HEAVY_EVERY % len(heavy)]()
