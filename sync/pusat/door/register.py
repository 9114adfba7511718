"""Schools, their registration codes, and how their computers are let in."""

import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from sync.pusat.models import Npsn, Sekolah
from sync.pusat.store.changes import Changes, locked
from sync.pusat.store.table import RecordRow
from sync.wire import author as authors
from sync.wire.problems import SyncProblem
from sync.wire.registration import Registered, Registration

from . import attempts, keys

# No I, L, O, 0, 1: the code is read from paper.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10


def new_code() -> str:
    """Make a registration code: 10 letters and digits, 49 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))


@transaction.atomic
def add_school(npsn: str, nama: str) -> str:
    """Make a school and return its registration code, of which only a hash is stored.

    Raises IntegrityError where a school of this NPSN exists.
    """
    code = new_code()
    school = Sekolah.objects.create(npsn=npsn, nama=nama, registration_code=make_password(code))
    Npsn.objects.create(npsn=npsn, sekolah_id=school.pk)
    changes = Changes(school, authors.pusat("Pusat"))
    changes.take(RecordRow(school.pk, "sekolah", is_new=True), {"npsn": npsn, "nama": nama})
    changes.store()
    return code


def renew_code(school: Sekolah) -> str:
    """Give a school a new registration code. The old one is void; registered computers stay registered."""
    code = new_code()
    school.registration_code = make_password(code)
    school.save(update_fields=["registration_code"])
    return code


def register(request: Registration) -> Registered:
    """Register a school's computer.

    Raises SyncProblem 202 for a wrong NPSN or code, and 205 after five wrong ones in 15 minutes.
    """
    guarded = f"npsn {request.npsn[:8]}"
    attempts.refuse_guessing(guarded)
    school = of_npsn(request.npsn)
    if school is None or not check_password(request.code.strip().upper(), school.registration_code):
        attempts.count_wrong(guarded)
        raise SyncProblem(202)
    with transaction.atomic():
        installation, key = keys.give(locked(school.pk), request.label)
    return Registered(str(school.pk), school.npsn, school.nama, installation.number, key)


def of_npsn(npsn: str) -> Sekolah | None:
    """The school that has this NPSN; None where there is none."""
    row = Npsn.objects.filter(npsn=npsn).first()
    return Sekolah.objects.get(pk=row.sekolah_id) if row else None
