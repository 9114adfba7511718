"""`pusat import_sk`: publish an SK from a list of cards."""

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from sync.pusat import security_log
from sync.pusat.kip import publishing, reading
from sync.pusat.models import SecurityEvent, Sk

from .report import Report, shown

HELP = "terbitkan SK KIP dari daftar CSV"


def add_arguments(parser: CommandParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.csv")
    parser.add_argument("--number", required=True, type=_number, help="nomor SK, misalnya KIP/1/2026")
    parser.add_argument("--date", required=True, type=date.fromisoformat, help="YYYY-MM-DD")


def run(options: dict[str, Any]) -> Report:
    """Report how many lines were published, and why others were not."""
    try:
        lines = reading.read(options["file"])
        publication = publishing.publish(options["number"], options["date"], lines)
    except (reading.ListError, publishing.OtherContent) as error:
        raise CommandError(str(error)) from error
    except publishing.OtherDate as error:
        raise CommandError("SK bernomor ini sudah ada dengan tanggal lain.") from error
    published, already = publication.published, publication.already
    security_log.note_command(SecurityEvent.Kind.SK, text=f"{options['number']}, {published} nomor terbit")
    unmatched = [{"line": match.line.number, "reason": match.reason} for match in publication.unmatched]
    notes = [{"line": line, "note": note} for line, note in publication.notes]
    summary = f"{published} terbit, {already} sudah terbit, {len(unmatched)} belum cocok."
    details = [f"  baris {entry['line']}: {shown(entry['reason'])}" for entry in unmatched]
    details += [f"  baris {entry['line']}: {shown(entry['note'])}" for entry in notes]
    result = {"published": published, "already": already, "unmatched": unmatched}
    return Report(result | ({"notes": notes} if notes else {}), "\n".join([summary, *details]))


def _number(text: str) -> str:
    number = text.strip()
    longest = Sk._meta.get_field("number").max_length or 0
    if not number or len(number) > longest or not number.isprintable():
        raise ArgumentTypeError(f"nomor SK harus 1 sampai {longest} huruf, tanpa tanda yang tidak terlihat")
    return number
