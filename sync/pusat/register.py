"""Schools and their computers: registration codes and keys."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from sync.wire import author as authors
from sync.wire.messages import Registered, Registration
from sync.wire.problems import SyncProblem

from .models import Installation, RegistrationAttempt, Sekolah
from .store import Changes
from .table import Row

# No I, L, O, 0, 1: the code is read from paper.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10
WRONG_ATTEMPTS = 5
WAIT = timedelta(minutes=15)


def new_code() -> str:
    """A registration code (10 letters and digits, 49 bits)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))


@transaction.atomic
def add_school(npsn: str, nama: str) -> str:
    """Make a school and return its registration code, which is kept only as a hash."""
    code = new_code()
    school = Sekolah.objects.create(npsn=npsn, nama=nama, registration_code=make_password(code))
    changes = Changes(school, authors.pusat("Pusat"))
    changes.take(Row(school.pk, "sekolah", is_new=True), {"npsn": npsn, "nama": nama})
    changes.store()
    return code


def renew_code(school: Sekolah) -> str:
    """Give a school a new registration code; the old one is void, registered computers stay."""
    code = new_code()
    school.registration_code = make_password(code)
    school.save(update_fields=["registration_code"])
    return code


def register(request: Registration) -> Registered:
    """Let a school's computer in.

    Raises SyncProblem 202 for a wrong NPSN or code and 205 after five wrong ones in 15 minutes.
    """
    since = timezone.now() - WAIT
    wrong = RegistrationAttempt.objects.filter(npsn=request.npsn[:8], at__gt=since)
    if wrong.count() >= WRONG_ATTEMPTS:
        raise SyncProblem(205, seconds=int(WAIT.total_seconds()))
    school = Sekolah.objects.filter(npsn=request.npsn).first()
    if school is None or not check_password(request.code.strip().upper(), school.registration_code):
        RegistrationAttempt.objects.create(npsn=request.npsn[:8])
        raise SyncProblem(202)
    secret = secrets.token_urlsafe(32)
    installation = Installation.objects.create(
        sekolah=school, label=request.label[:255], key_hash=_hash(secret)
    )
    return Registered(
        sekolah_id=str(school.pk),
        npsn=school.npsn,
        nama=school.nama,
        installation=installation.pk,
        key=f"{installation.pk}.{secret}",
    )


def installation_of(authorization: str) -> Installation:
    """The installation of an `Authorization: Bearer` header. Raises SyncProblem 201."""
    scheme, _, key = authorization.partition(" ")
    number, _, secret = key.partition(".")
    if scheme != "Bearer" or not (number.isascii() and number.isdigit()) or len(number) > 18:
        raise SyncProblem(201)
    installation = Installation.objects.filter(pk=int(number), revoked=False).first()
    if installation is None or not secrets.compare_digest(installation.key_hash, _hash(secret)):
        raise SyncProblem(201)
    return installation


def computers(school: Sekolah) -> list[dict[str, object]]:
    """The school's computers whose keys count, as {number, label, since}."""
    return [
        {"number": one.pk, "label": one.label, "since": one.created.date().isoformat()}
        for one in school.installations.filter(revoked=False).order_by("pk")
    ]


def revoke(school: Sekolah, number: int | None = None) -> int:
    """Revoke the key of one of the school's computers, or of all; how many were revoked."""
    wanted = school.installations.filter(revoked=False)
    return (wanted if number is None else wanted.filter(pk=number)).update(revoked=True)


def _hash(secret: str) -> str:
    """A key has 256 random bits: a plain hash keeps it."""
    return hashlib.sha256(secret.encode()).hexdigest()
