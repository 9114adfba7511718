"""The log of calls: what is written of each, and how long it is kept."""

import time

from django.utils import timezone

from .models import Aplikasi, Panggilan

# At every so many calls the log is cut to its newest rows.
_EVERY, _NEWEST = 1000, 100_000


def log_call(
    aplikasi: Aplikasi | None, address: str, name: str, status: int, count: int, started: float, by: str = ""
) -> Panggilan:
    """Write a call down. `started`: the monotonic time at which it began; `by`: the operator who tried it."""
    row = Panggilan.objects.create(
        at=timezone.now(),
        aplikasi=aplikasi,
        alamat=address[:45],
        endpoint=name[:40],
        status=status,
        baris=count,
        ms=round((time.monotonic() - started) * 1000),
        oleh=by[:255],
    )
    if row.pk % _EVERY == 0:
        Panggilan.objects.filter(pk__lte=row.pk - _NEWEST).delete()
    return row
