"""Tries to give the password of a name: after five wrong ones it must wait, longer each time.

A try is written down as failed before the password is looked at, and turned into what it was for when it was
right: many tries at once get no more than many in a row. Counted per name, unknown ones alike, so that nobody
learns from it which names exist; not per address, since every account of this computer has millions of them
(127.0.0.0/8). A day without tries, a right password or a reset one begins anew.

All names together have a limit too: else a password that many people have could be tried with one name after
the other.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from .history import name_key, record_name
from .models import Pengguna, Peristiwa, RiwayatKeamanan

TRIES_BEFORE_WAIT = 5
# After the fifth wrong try, the sixth, ...; the last one for all that follow.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15))
MEMORY = timedelta(days=1)
# More than a school that comes back from holidays mistypes at one computer.
TRIES_OF_ALL, SPAN_OF_ALL = 30, timedelta(minutes=15)
ALL_NAMES = "semua nama"
_ANEW = (Peristiwa.MASUK, Peristiwa.GANTI_SANDI, Peristiwa.ATUR_ULANG)


class Locked(Exception):
    """Too many wrong tries, of this name or of all; `left` is how long to wait."""

    def __init__(self, left: timedelta, of_all: bool) -> None:
        super().__init__(left, of_all)
        self.left = left
        self.of_all = of_all


@transaction.atomic
def begin(name: str, request: HttpRequest) -> RiwayatKeamanan:
    """Write a try down, as failed. Raises Locked where the name must still wait."""
    _refuse_while_waiting(name_key(name))
    user = Pengguna.objects.filter(username=name).first()
    return record_name(Peristiwa.GAGAL, name, user, request)


def succeed(attempt: RiwayatKeamanan, purpose: Peristiwa) -> None:
    """The password was right, and served this purpose: MASUK or GANTI_SANDI."""
    attempt.become(purpose)


def fail(attempt: RiwayatKeamanan, name: str, request: HttpRequest) -> int:
    """The password was wrong: how many tries are left. Raises Locked where none is."""
    count = len(_wrong(attempt.name_key))
    try:
        _refuse_while_waiting(attempt.name_key)
    except Locked as locked:
        whose = f"{ALL_NAMES}, " if locked.of_all else ""
        minutes = -(-locked.left // timedelta(minutes=1))
        record_name(Peristiwa.TERKUNCI, name, attempt.pengguna, request, f"{whose}{minutes} menit")
        raise
    return TRIES_BEFORE_WAIT - count


def _refuse_while_waiting(key: str) -> None:
    """Raise Locked where this name, or every name, must still wait."""
    wrong = _wrong(key)
    if len(wrong) >= TRIES_BEFORE_WAIT:
        _refuse_until(wrong[0].at, _wait_after(len(wrong)), of_all=False)
    now = timezone.now()
    newest = RiwayatKeamanan.objects.filter(peristiwa=Peristiwa.GAGAL, at__range=(now - SPAN_OF_ALL, now))
    nth = newest.order_by("-at")[TRIES_OF_ALL - 1 : TRIES_OF_ALL].first()
    if nth:
        _refuse_until(nth.at, SPAN_OF_ALL, of_all=True)


def _refuse_until(since: datetime, length: timedelta, of_all: bool) -> None:
    passed = timezone.now() - since
    # A clock that was set back must not lock anybody out for a day.
    if timedelta(0) <= passed < length:
        raise Locked(length - passed, of_all)


def _wait_after(count: int) -> timedelta:
    return WAITS[min(count - TRIES_BEFORE_WAIT, len(WAITS) - 1)]


def _wrong(key: str) -> list[RiwayatKeamanan]:
    """The wrong tries since the last right one, the newest first."""
    forgotten = timezone.now() - MEMORY
    wrong: list[RiwayatKeamanan] = []
    for event in RiwayatKeamanan.objects.filter(name_key=key).order_by("-id").iterator():
        if event.peristiwa in _ANEW or event.at <= forgotten:
            break
        if event.peristiwa == Peristiwa.GAGAL:
            wrong.append(event)
    return wrong
