"""The keys of schools' computers: `<sekolah_id>.<number of the computer>.<secret>`."""

import secrets
from collections.abc import Callable
from datetime import UTC
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from sync.pusat import sql
from sync.pusat.models import Installation, Sekolah
from sync.wire.messages import Computer
from sync.wire.problems import SyncProblem
from sync.wire.sealed import hash_of

from . import attempts
from .attempts import Guess

T = TypeVar("T")
_KEY = "SELECT key_hash, next_key_hash, revoked FROM installation WHERE sekolah_id = %s AND number = %s"


def give(school: Sekolah, label: str) -> tuple[Installation, str]:
    """Make an installation of the (locked) school; returned with its key."""
    secret = _secret()
    newest = Installation.objects.filter(sekolah=school).order_by("-number").first()
    installation = Installation.objects.create(
        sekolah=school, number=newest.number + 1 if newest else 1, label=label[:255], key_hash=hash_of(secret)
    )
    _mark_list(school)
    return installation, _key(installation, secret)


def renew(installation: Installation) -> str:
    """Make another key for a computer. The present key counts until the new one is first used, so that a lost
    answer does no harm."""
    secret = _secret()
    installation.next_key_hash = hash_of(secret)
    installation.save(update_fields=["next_key_hash"])
    return _key(installation, secret)


def installation_of(authorization: str, address: str) -> Installation:
    """The installation whose key an `Authorization: Bearer` header carries; `address` is the caller's on the
    network.

    Raises SyncProblem 201 for a wrong or revoked key, and 205 after five wrong ones for one computer from one
    address: a stranger elsewhere cannot shut a school out.
    """
    sekolah_id, number, secret = _parts(authorization)
    guess = Guess("key", address, f"{sekolah_id.hex}.{number}")
    attempts.refuse_guessing(guess)
    installation = _installation(sekolah_id, number)
    if installation is None:
        # There is nothing to be guessed.
        raise SyncProblem(201)
    if not _opens(installation, hash_of(secret)):
        attempts.count_wrong(guess)
        raise SyncProblem(201)
    if installation.revoked:
        raise SyncProblem(201)
    return installation


def unsealing(sekolah_id: UUID, number: int, unseal: Callable[[str], T]) -> tuple[Installation, str, T]:
    """Open a file that a computer has sealed with its key: the installation, the hash of the key, and the
    content, which `unseal` reads with such a hash.

    Raises SyncProblem 201 for an unknown or revoked key, and what `unseal` raises for another key.
    """
    installation = Installation.objects.filter(sekolah_id=sekolah_id, number=number).first()
    if installation is None:
        raise SyncProblem(201)
    used = installation.key_hash
    try:
        opened = unseal(used)
    except SyncProblem:
        if not installation.next_key_hash:
            raise
        used = installation.next_key_hash
        opened = unseal(used)
    if installation.revoked or not _opens(installation, used):
        raise SyncProblem(201)
    return installation, used, opened


def computers(school: Sekolah) -> list[Computer]:
    """The school's computers whose keys count."""
    return [
        Computer(number, label, created.astimezone(UTC).isoformat(timespec="seconds"))
        for number, label, created in Installation.objects.filter(sekolah=school, revoked=False)
        .order_by("number")
        .values_list("number", "label", "created")
    ]


@transaction.atomic
def revoke(school: Sekolah, number: int | None = None) -> int:
    """Revoke the key of one of the school's computers, or of all; the number of revoked keys."""
    wanted = Installation.objects.filter(sekolah=school, revoked=False)
    revoked = (wanted if number is None else wanted.filter(number=number)).update(revoked=True)
    _mark_list(school)
    return revoked


@transaction.atomic
def disown(by: Installation, number: int) -> None:
    """Revoke a computer that another one of its school says is none of theirs, and the registration code, by
    which it came in. Where it is revoked already, nothing changes.

    Raises SyncProblem 209 for one that was registered before the other: who took a code, or a computer, must
    not shut out those who were there.
    """
    if number <= by.number:
        raise SyncProblem(209)
    if revoke(by.sekolah, number):
        Sekolah.objects.filter(pk=by.sekolah_id).update(registration_code="", code_expires=None)


def _mark_list(school: Sekolah) -> None:
    """The school's list of computers is another one: each of them gets it with its next round."""
    Sekolah.objects.filter(pk=school.pk).update(computers_mark=secrets.token_hex(8))


def _installation(sekolah_id: UUID, number: int) -> Installation | None:
    row = sql.row(_KEY, sekolah_id.hex, number)
    if row is None:
        return None
    key_hash, next_key_hash, revoked = row
    return Installation(
        sekolah_id=sekolah_id,
        number=number,
        key_hash=key_hash,
        next_key_hash=next_key_hash,
        revoked=bool(revoked),
    )


def _opens(installation: Installation, given: str) -> bool:
    """True where this is the hash of the computer's key; a new key takes the place of the old one now."""
    if secrets.compare_digest(installation.key_hash, given):
        return True
    if not secrets.compare_digest(installation.next_key_hash, given):
        return False
    installation.key_hash, installation.next_key_hash = given, ""
    installation.save(update_fields=["key_hash", "next_key_hash"])
    return True


def _parts(authorization: str) -> tuple[UUID, int, str]:
    scheme, _, key = authorization.partition(" ")
    try:
        sekolah_id, number, secret = key.split(".")
        if scheme != "Bearer" or not (number.isascii() and number.isdigit()) or len(number) > 9:
            raise SyncProblem(201)
        return UUID(hex=sekolah_id), int(number), secret
    except ValueError as error:
        raise SyncProblem(201) from error


def _key(installation: Installation, secret: str) -> str:
    return f"{installation.sekolah_id.hex}.{installation.number}.{secret}"


def _secret() -> str:
    return secrets.token_urlsafe(32)
