"""`pusat import_sk`: publish an SK from a list of cards."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from sync.pusat.kip import publishing, reading

from .report import Report

HELP = "terbitkan SK KIP dari daftar CSV"


def add_arguments(parser: CommandParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.csv")
    parser.add_argument("--number", required=True, help="nomor SK, misalnya KIP/1/2026")
    parser.add_argument("--date", required=True, type=date.fromisoformat, help="YYYY-MM-DD")


def run(options: dict[str, Any]) -> Report:
    """Report how many lines were published, and why others were not."""
    try:
        lines = reading.read(options["file"])
        publication = publishing.publish(options["number"], options["date"], lines)
    except reading.ListError as error:
        raise CommandError(str(error)) from error
    except publishing.OtherDate as error:
        raise CommandError("SK bernomor ini sudah ada dengan tanggal lain.") from error
    published, already = publication.published, publication.already
    unmatched = [{"line": match.line.number, "reason": match.reason} for match in publication.unmatched]
    summary = f"{published} terbit, {already} sudah terbit, {len(unmatched)} belum cocok."
    details = [f"  baris {entry['line']}: {entry['reason']}" for entry in unmatched]
    result = {"published": published, "already": already, "unmatched": unmatched}
    return Report(result, "\n".join([summary, *details]))
