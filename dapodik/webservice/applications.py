"""What an operator does with applications, each act written into the history of security."""

import hashlib
import secrets
import string
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from dapodik.akun.history import record
from dapodik.akun.models import Pengguna, Peristiwa

from .endpoint import data_in_words
from .models import Aplikasi

# As long as clients expect it; 89 bits.
_LENGTH = 15
_ALPHABET = string.ascii_letters + string.digits


def hash_of(token: str) -> str:
    """What is stored of a token. It is random, so a plain hash cannot be guessed backwards."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def add(
    values: Mapping[str, Any], user: Pengguna, request: HttpRequest | None = None
) -> tuple[Aplikasi, str]:
    """Make an application of these fields. Returns it and its token, which is stored nowhere."""
    token = _new_token()
    made = Aplikasi.objects.create(
        **values, token_hash=hash_of(token), dibuat_oleh=str(user), dibuat=timezone.now()
    )
    record(Peristiwa.WEB_SERVICE, user, request, f"{made} dibuat: {_in_words(made)}")
    return made, token


@transaction.atomic
def change(aplikasi: Aplikasi, values: Mapping[str, Any], user: Pengguna, request: HttpRequest) -> None:
    """Give it other values."""
    for name, value in values.items():
        setattr(aplikasi, name, value)
    aplikasi.save(update_fields=list(values))
    record(Peristiwa.WEB_SERVICE, user, request, f"{aplikasi} diubah: {_in_words(aplikasi)}")


@transaction.atomic
def renew_token(aplikasi: Aplikasi, user: Pengguna, request: HttpRequest) -> str:
    """Give it a new token; the old one is worth nothing from now on."""
    token = _new_token()
    aplikasi.token_hash = hash_of(token)
    aplikasi.save(update_fields=["token_hash"])
    record(Peristiwa.WEB_SERVICE, user, request, f"{aplikasi} diberi token baru")
    return token


@transaction.atomic
def switch(aplikasi: Aplikasi, user: Pengguna, request: HttpRequest | None, *, on: bool) -> None:
    """Let it call, or not any more."""
    aplikasi.aktif = on
    aplikasi.save(update_fields=["aktif"])
    record(Peristiwa.WEB_SERVICE, user, request, f"{aplikasi} {'diaktifkan lagi' if on else 'dimatikan'}")


def version(aplikasi: Aplikasi) -> str:
    """A digest of what a form shows of it, to see whether the form is older."""
    values = (aplikasi.nama, aplikasi.alamat, aplikasi.profil, aplikasi.izin)
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]


def _new_token() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def _in_words(aplikasi: Aplikasi) -> str:
    izin = data_in_words(aplikasi.izin)
    return f"dari {aplikasi.alamat}, isian {aplikasi.profil}, data: {izin}"
