"""`pusat withdraw_sk`: withdraw cards that an SK has given."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from sync.pusat import security_log
from sync.pusat.kip import withdrawing
from sync.pusat.models import SecurityEvent, Sk

from .report import Report

HELP = "cabut kartu yang diberikan SK"


def add_arguments(parser: CommandParser) -> None:
    parser.add_argument("--number", required=True, help="nomor SK, misalnya KIP/1/2026")
    parser.add_argument("--card", action="append", default=[], help="nomor KIP; tanpa ini seluruh SK")
    parser.add_argument("--reason", required=True, help="alasannya, yang tampil di halaman SK")


def run(options: dict[str, Any]) -> Report:
    """Report how many cards were withdrawn, and which pupils keep theirs because it was changed since."""
    sk = Sk.objects.filter(number=options["number"].strip()).first()
    if sk is None:
        raise CommandError("SK bernomor ini tidak ada.")
    try:
        done = withdrawing.withdraw(sk, options["card"], options["reason"].strip())
    except withdrawing.UnknownCards as error:
        raise CommandError(str(error)) from error
    security_log.note_command(SecurityEvent.Kind.SK_CABUT, text=f"{sk.number}, {len(done.withdrawn)} kartu")
    details = [f"  {card}: sudah diubah sejak terbit, jadi dibiarkan." for card in done.left]
    summary = f"{len(done.withdrawn)} kartu dicabut, {len(done.left)} dibiarkan di datanya."
    return Report({"withdrawn": done.withdrawn, "left": done.left}, "\n".join([summary, *details]))
