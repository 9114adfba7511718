"""`pusat add_school`: make a school, or renew its registration code."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import IntegrityError

from sync.pusat import security_log
from sync.pusat.door import register
from sync.pusat.models import SecurityEvent

from .report import Report, shown

HELP = "tambah sekolah dan beri kode registrasi"


def add_arguments(parser: CommandParser) -> None:
    parser.add_argument("--npsn", required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--new-code", action="store_true", help="kode baru bila sekolah sudah ada")


def run(options: dict[str, Any]) -> Report:
    """Report the registration code."""
    npsn, name = options["npsn"].strip().upper(), options["name"].strip()
    if not (len(npsn) == 8 and npsn.isascii() and npsn.isalnum()) or not name:
        raise CommandError("NPSN terdiri atas 8 angka atau huruf besar, dan nama tidak boleh kosong.")
    school = register.of_npsn(npsn)
    if school and not options["new_code"]:
        raise CommandError(f"Sekolah {npsn} sudah ada. Tambahkan --new-code untuk memberi kode baru.")
    try:
        code = register.renew_code(school) if school else register.add_school(npsn, name)
    except IntegrityError as error:
        raise CommandError(f"Sekolah {npsn} sedang ditambahkan oleh perintah lain.") from error
    security_log.note_command(SecurityEvent.Kind.KODE, npsn)
    days = register.CODE_VALID.days
    text = f"Kode registrasi {shown(name)}: {code}, berlaku {days} hari."
    return Report({"npsn": npsn, "name": name, "code": code, "days": days}, text)
