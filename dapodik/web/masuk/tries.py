"""Counting the tries to give a password, in the words of a form."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from dapodik.akun import accounts, attempts
from dapodik.akun.models import Peristiwa, RiwayatKeamanan

EXPIRED = (
    f"Kata sandi sementara hanya berlaku {accounts.HOURS} jam, dan ini sudah lewat. "
    "Mintalah yang baru kepada operator sekolah."
)
_WARN_FROM = 2


@contextmanager
def counted(name: str, request: HttpRequest, purpose: Peristiwa = Peristiwa.MASUK) -> Iterator[None]:
    """Count the block as a try with this name's password. It raises ValidationError where that is wrong.

    Raises ValidationError, which says how many tries are left or how long to wait. `purpose`: see
    `attempts.succeed`.
    """
    try:
        attempt = attempts.begin(name, request)
    except attempts.Locked as locked:
        raise ValidationError(_wait(locked)) from locked
    try:
        yield
    except ValidationError as error:
        raise _with_tries_left(error, attempt, name, request) from error
    attempts.succeed(attempt, purpose)


def _with_tries_left(
    error: ValidationError, attempt: RiwayatKeamanan, name: str, request: HttpRequest
) -> ValidationError:
    try:
        left = attempts.fail(attempt, name, request)
    except attempts.Locked as locked:
        return ValidationError([error, _wait(locked)])
    if left <= _WARN_FROM:
        return ValidationError([error, f"Tersisa {left} percobaan sebelum harus menunggu."])
    return error


def _wait(locked: attempts.Locked) -> str:
    """How long, and until when; a started second counts."""
    seconds = -(-locked.left // timedelta(seconds=1))
    words = [f"{seconds // 60} menit"] if seconds >= 60 else []
    words += [f"{seconds % 60} detik"] if seconds % 60 else []
    until = timezone.localtime(timezone.now() + timedelta(seconds=seconds))
    return (
        f"Terlalu banyak percobaan yang salah untuk {attempts.ALL_NAMES if locked.of_all else 'nama ini'}. "
        f"Coba lagi dalam {' '.join(words)} (pukul {until:%H.%M.%S})."
    )
