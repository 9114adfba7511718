"""The keys of schools' computers: `<sekolah_id>.<number of the computer>.<secret>`."""

import secrets
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from sync.pusat import sql
from sync.pusat.models import Installation, Sekolah
from sync.wire.problems import SyncProblem
from sync.wire.sealed import hash_of

from . import attempts

T = TypeVar("T")
_KEY = "SELECT key_hash, next_key_hash, revoked FROM installation WHERE sekolah_id = %s AND number = %s"


def give(school: Sekolah, label: str) -> tuple[Installation, str]:
    """Let another computer of the (locked) school in: the installation and its key."""
    secret = _secret()
    newest = Installation.objects.filter(sekolah=school).order_by("-number").first()
    installation = Installation.objects.create(
        sekolah=school, number=newest.number + 1 if newest else 1, label=label[:255], key_hash=hash_of(secret)
    )
    return installation, _key(installation, secret)


def renew(installation: Installation) -> str:
    """Another key for a computer. The present one counts until this one is first used, so that a lost answer
    does no harm."""
    secret = _secret()
    installation.next_key_hash = hash_of(secret)
    installation.save(update_fields=["next_key_hash"])
    return _key(installation, secret)


def installation_of(authorization: str, address: str) -> Installation:
    """The installation of an `Authorization: Bearer` header that came from a network address.

    Raises SyncProblem 201 for a wrong or revoked key, 205 after five wrong ones in 15 minutes for one
    computer from one address: a stranger elsewhere cannot shut a school out.
    """
    sekolah_id, number, secret = _parts(authorization)
    guarded = f"key {address} {sekolah_id.hex}.{number}"
    attempts.refuse_guessing(guarded)
    installation = _installation(sekolah_id, number)
    if installation is None or not _opens(installation, hash_of(secret)):
        attempts.wrong(guarded)
        raise SyncProblem(201)
    if installation.revoked:
        raise SyncProblem(201)
    return installation


def unsealing(sekolah_id: UUID, number: int, unseal: Callable[[str], T]) -> tuple[Installation, str, T]:
    """For a file that a computer sealed: the installation, the hash of its key and what `unseal` makes of it.

    Raises SyncProblem 201 for an unknown or revoked key, and what `unseal` raises for another one.
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


def computers(school: Sekolah) -> list[dict[str, object]]:
    """The school's computers whose keys count, as {number, label, since}."""
    return [
        {"number": one.number, "label": one.label, "since": one.created.date().isoformat()}
        for one in Installation.objects.filter(sekolah=school, revoked=False).order_by("number")
    ]


def revoke(school: Sekolah, number: int | None = None) -> int:
    """Revoke the key of one of the school's computers, or of all; how many were revoked."""
    wanted = Installation.objects.filter(sekolah=school, revoked=False)
    return (wanted if number is None else wanted.filter(number=number)).update(revoked=True)


def _installation(sekolah_id: UUID, number: int) -> Installation | None:
    found = sql.row(_KEY, sekolah_id.hex, number)
    if found is None:
        return None
    key_hash, next_key_hash, revoked = found
    return Installation(
        sekolah_id=sekolah_id,
        number=number,
        key_hash=key_hash,
        next_key_hash=next_key_hash,
        revoked=bool(revoked),
    )


def _opens(installation: Installation, given: str) -> bool:
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
