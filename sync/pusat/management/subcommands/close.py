"""`pusat close`: close pusat for a while; schools are told until when."""

from datetime import datetime
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from sync.pusat.door import closing

from .report import Report

HELP = "tutup pusat sampai waktu tertentu"
REASON_MAX = 200


def add_arguments(parser: CommandParser) -> None:
    parser.add_argument(
        "--until",
        required=True,
        type=_moment,
        metavar="WAKTU",
        help='"YYYY-MM-DD HH:MM", waktu Jakarta bila tanpa zona',
    )
    parser.add_argument(
        "--from", dest="start", type=_moment, metavar="WAKTU", help="mulai kapan (tanpa ini: sekarang)"
    )
    parser.add_argument("--reason", default="", help="alasan, ditampilkan kepada sekolah")


def run(options: dict[str, Any]) -> Report:
    """Report from when to when pusat is closed."""
    start, until = options["start"] or timezone.now(), options["until"]
    reason = " ".join(options["reason"].split())
    if until <= max(start, timezone.now()):
        raise CommandError("Waktu buka (--until) harus sesudah sekarang dan sesudah waktu tutup.")
    if len(reason) > REASON_MAX or not reason.isprintable():
        raise CommandError(f"Alasan (--reason) paling panjang {REASON_MAX} huruf.")
    announced = closing.Closing(start, until, reason)
    closing.close(announced)
    result = {"start": start.isoformat(), "until": until.isoformat(), "reason": reason}
    return Report(result, "Pusat ditutup dari {start} sampai {until}{reason}.".format(**announced.details))


def _moment(text: str) -> datetime:
    """Read a moment as it is typed; argparse makes an error of ValueError."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else timezone.make_aware(moment)
