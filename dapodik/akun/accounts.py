"""What is done to accounts, each act written into the history."""

import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest
from django.utils import timezone

from .history import record
from .models import Pengguna, Peran, Peristiwa, RiwayatKeamanan

# Without letters and digits that look alike on paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
# How long a one-time password opens the account.
HOURS = 24


class LastOperator(Exception):
    """Nobody would be left who can manage the school's data."""


def one_time_password() -> str:
    """A new random password (59 bits) that is easily read out and typed: `kfm7-qpt3-x9wd`."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))


@transaction.atomic
def reset_password(user: Pengguna, request: HttpRequest | None, note: str) -> str:
    """Give the account a one-time password and end its sessions; the password, which is kept nowhere."""
    password = one_time_password()
    user.set_password(password)
    user.harus_ganti_sandi = True
    user.save(update_fields=["password", "harus_ganti_sandi"])
    record(Peristiwa.ATUR_ULANG, user, request, note)
    return password


def expired() -> set[int]:
    """The accounts (primary keys) whose one-time password was given too long ago to open them."""
    given = RiwayatKeamanan.objects.filter(peristiwa=Peristiwa.ATUR_ULANG, pengguna__harus_ganti_sandi=True)
    too_old = timezone.now() - timedelta(hours=HOURS)
    newest = given.values_list("pengguna").annotate(Max("at"))
    return {pk for pk, at in newest if at <= too_old}


def has_expired(user: Pengguna) -> bool:
    """True where the account has a one-time password that does not open it any more."""
    return user.harus_ganti_sandi and user.pk in expired()


@transaction.atomic
def deactivate(user: Pengguna, request: HttpRequest, note: str) -> None:
    """Close the account and end its sessions. Raises LastOperator."""
    if is_last_operator(user):
        raise LastOperator
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(Peristiwa.AKUN, user, request, note)


@transaction.atomic
def activate(user: Pengguna, request: HttpRequest, note: str) -> None:
    """Open the account again, with the password it had."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(Peristiwa.AKUN, user, request, note)


@transaction.atomic
def end_all_sessions(user: Pengguna, request: HttpRequest) -> None:
    """Log the account out everywhere, here too."""
    user.session_generation += 1
    user.save(update_fields=["session_generation"])
    record(Peristiwa.KELUAR_SEMUA, user, request)


def is_last_operator(user: Pengguna) -> bool:
    """True for the only active operator. To be asked in the transaction that acts on the answer."""
    active = Pengguna.objects.filter(peran=Peran.OPERATOR, is_active=True)
    return list(active.values_list("pk", flat=True)[:2]) == [user.pk]


def follow_ptk(own: UUID, theirs: UUID) -> None:
    """The PTK record `own` has become `theirs`: its account goes along."""
    Pengguna.objects.filter(ptk_id=own).update(ptk_id=theirs)
