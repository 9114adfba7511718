"""Schools, their registration codes, and how their computers are let in."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from sync.pusat import security_log
from sync.pusat.models import Npsn, SecurityEvent, Sekolah
from sync.pusat.store.changes import Changes, locked
from sync.pusat.store.table import RecordRow
from sync.wire import author as authors
from sync.wire.problems import SyncProblem
from sync.wire.registration import Registered, Registration

from . import attempts, codes, keys
from .attempts import Guess

CODE_VALID = timedelta(days=30)


@transaction.atomic
def add_school(npsn: str, nama: str) -> str:
    """Make a school and return its registration code, of which only a hash is stored.

    Raises IntegrityError where a school of this NPSN exists.
    """
    school = Sekolah.objects.create(npsn=npsn, nama=nama)
    Npsn.objects.create(npsn=npsn, sekolah_id=school.pk)
    changes = Changes(school, authors.pusat("Pusat"))
    changes.take(RecordRow(school.pk, "sekolah", is_new=True), {"npsn": npsn, "nama": nama})
    changes.store()
    return renew_code(school)


def renew_code(school: Sekolah) -> str:
    """Give a school a new registration code, for 30 days. The old one is void; registered computers stay
    registered."""
    code = codes.new()
    school.registration_code = codes.hash_of(school.pk, code)
    school.code_expires = timezone.now() + CODE_VALID
    school.save(update_fields=["registration_code", "code_expires"])
    return code


def register(request: Registration, address: str) -> Registered:
    """Register a school's computer, which calls from this network address.

    Raises SyncProblem 202 for a wrong NPSN or code, or one that has expired, and 205 after several of them.
    """
    guess = Guess("npsn", address, request.npsn[:8])
    attempts.refuse_guessing(guess)
    school = of_npsn(request.npsn)
    if school is None or not _lets_in(school, request.code):
        attempts.count_wrong(guess)
        raise SyncProblem(202)
    with transaction.atomic():
        if not codes.is_fast(school.registration_code):
            school.registration_code = codes.hash_of(school.pk, request.code.strip().upper())
            school.save(update_fields=["registration_code"])
        installation, key = keys.give(locked(school.pk), request.label)
        computer = security_log.computer(installation.number)
        security_log.note(SecurityEvent.Kind.DAFTAR, computer, address, school.npsn)
    return Registered(str(school.pk), school.npsn, school.nama, installation.number, key)


def of_npsn(npsn: str) -> Sekolah | None:
    """The school that has this NPSN; None where there is none."""
    row = Npsn.objects.filter(npsn=npsn).first()
    return Sekolah.objects.get(pk=row.sekolah_id) if row else None


def _lets_in(school: Sekolah, code: str) -> bool:
    is_valid = school.code_expires is not None and timezone.now() < school.code_expires
    return is_valid and codes.fits(school.pk, code, school.registration_code)
