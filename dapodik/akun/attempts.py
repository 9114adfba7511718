"""Tries to log in: after five wrong ones a name must wait, longer each time.

A try is written down as failed before the password is looked at, and turned into a login when it was right:
many tries at once get no more than many in a row. Counted per name and address, unknown names alike, so that
nobody learns from it which names exist. A day without tries, a login or a reset password begins anew.
"""

from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from .history import address_of, name_key, record_name
from .models import Pengguna, Peristiwa, RiwayatKeamanan

TRIES_BEFORE_WAIT = 5
# After the fifth wrong try, the sixth, ...; the last one for all that follow.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15))
MEMORY = timedelta(days=1)


class Locked(Exception):
    """Too many wrong tries; `left` is how long to wait."""

    def __init__(self, left: timedelta) -> None:
        super().__init__(left)
        self.left = left


@transaction.atomic
def begin(name: str, request: HttpRequest) -> RiwayatKeamanan:
    """Write a try down, as failed. Raises Locked where the name must still wait."""
    left = _wait_left(name_key(name), address_of(request))
    if left:
        raise Locked(left)
    user = Pengguna.objects.filter(username=name).first()
    return record_name(Peristiwa.GAGAL, name, user, request)


def succeed(attempt: RiwayatKeamanan) -> None:
    """The password was right."""
    attempt.become_login()


@transaction.atomic
def fail(attempt: RiwayatKeamanan, name: str, request: HttpRequest) -> tuple[int, timedelta]:
    """The password was wrong: how many tries are left and, where none is, how long to wait."""
    count = len(_wrong(attempt.name_key, attempt.address))
    if count < TRIES_BEFORE_WAIT:
        return TRIES_BEFORE_WAIT - count, timedelta(0)
    minutes = _wait_after(count) // timedelta(minutes=1)
    record_name(Peristiwa.TERKUNCI, name, attempt.pengguna, request, f"{minutes} menit")
    return 0, _wait_left(attempt.name_key, attempt.address)


def _wait_left(key: str, address: str) -> timedelta:
    wrong = _wrong(key, address)
    if len(wrong) < TRIES_BEFORE_WAIT:
        return timedelta(0)
    since = timezone.now() - wrong[0].at
    # A clock that was set back must not lock anybody out for a day.
    return max(timedelta(0), _wait_after(len(wrong)) - since) if since >= timedelta(0) else timedelta(0)


def _wait_after(count: int) -> timedelta:
    return WAITS[min(count - TRIES_BEFORE_WAIT, len(WAITS) - 1)]


def _wrong(key: str, address: str) -> list[RiwayatKeamanan]:
    """The wrong tries since the last right one, the newest first."""
    forgotten = timezone.now() - MEMORY
    wrong: list[RiwayatKeamanan] = []
    for event in RiwayatKeamanan.objects.filter(name_key=key).order_by("-id").iterator():
        is_here = event.address == address
        anew = event.peristiwa == Peristiwa.ATUR_ULANG or (is_here and event.peristiwa == Peristiwa.MASUK)
        if anew or event.at <= forgotten:
            break
        if is_here and event.peristiwa == Peristiwa.GAGAL:
            wrong.append(event)
    return wrong
