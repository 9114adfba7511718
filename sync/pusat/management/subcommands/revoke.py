"""`pusat revoke`: revoke the keys of a school's computers; each is told at its next call, and has to register
again."""

from typing import Any

import msgspec
from django.core.management.base import CommandError, CommandParser

from sync.pusat import security_log
from sync.pusat.door import keys, register
from sync.pusat.models import SecurityEvent

from .report import Report, shown

HELP = "cabut kunci satu komputer sekolah, atau semuanya"


def add_arguments(parser: CommandParser) -> None:
    parser.add_argument("--npsn", required=True)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--computer", type=int, metavar="NOMOR", help="nomor komputer, lihat --list")
    which.add_argument("--all", action="store_true", help="semua komputer sekolah itu")
    which.add_argument("--list", action="store_true", help="hanya tampilkan komputer yang terdaftar")


def run(options: dict[str, Any]) -> Report:
    """Report the computers whose keys still count."""
    school = register.of_npsn(options["npsn"].strip().upper())
    if school is None:
        raise CommandError(f"Sekolah {options['npsn']} tidak ada.")
    if not options["list"]:
        revoked = keys.revoke(school, options["computer"])
        if options["computer"] is not None and not revoked:
            raise CommandError(f"Komputer {options['computer']} tidak terdaftar, atau sudah dicabut.")
        which = "semua komputer" if options["all"] else security_log.computer(options["computer"])
        security_log.note_command(SecurityEvent.Kind.CABUT, school.npsn, which)
    computers = keys.computers(school)
    listed = [f"  {entry.number}: {shown(entry.label)}, sejak {entry.since[:10]}" for entry in computers]
    return Report(
        {"computers": msgspec.to_builtins(computers)}, "\n".join([f"Terdaftar: {len(listed)}", *listed])
    )
