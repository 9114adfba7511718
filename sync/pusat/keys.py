"""The keys of schools' computers: `<sekolah_id>.<number of the computer>.<secret>`."""

import hashlib
import secrets
from uuid import UUID

from sync.wire.problems import SyncProblem

from . import attempts, sql
from .models import Installation, Sekolah

_KEY = "SELECT key_hash, next_key_hash, revoked FROM installation WHERE sekolah_id = %s AND number = %s"


def give(school: Sekolah, label: str) -> tuple[Installation, str]:
    """Let another computer of the (locked) school in: the installation and its key."""
    secret = _secret()
    newest = Installation.objects.filter(sekolah=school).order_by("-number").first()
    installation = Installation.objects.create(
        sekolah=school, number=newest.number + 1 if newest else 1, label=label[:255], key_hash=_hash(secret)
    )
    return installation, _key(installation, secret)


def renew(installation: Installation) -> str:
    """Another key for a computer. The present one counts until this one is first used, so that a lost answer
    does no harm."""
    secret = _secret()
    installation.next_key_hash = _hash(secret)
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
    if installation is None or not _opens(installation, _hash(secret)):
        attempts.wrong(guarded)
        raise SyncProblem(201)
    if installation.revoked:
        raise SyncProblem(201)
    return installation


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


def _hash(secret: str) -> str:
    """A key has 256 random bits: a plain hash keeps it."""
    return hashlib.sha256(secret.encode()).hexdigest()
