"""`pusat rule`: lower a rule of validation for every school, or let it count by itself again."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from sync.pusat import security_log
from sync.pusat.models import SecurityEvent
from sync.pusat.round import lowered_rules

from .report import Report

HELP = "turunkan atau matikan satu aturan validasi bagi semua sekolah"


def add_arguments(parser: CommandParser) -> None:
    parser.add_argument("code", metavar="KODE")
    parser.add_argument("level", choices=["warning", "info", "off", "semula"])
    parser.add_argument("--reason", default="", help="alasan, wajib bila menurunkan")


def run(options: dict[str, Any]) -> Report:
    """Report all rules that are lowered now."""
    code, level, reason = options["code"], options["level"], options["reason"].strip()
    if level == "semula":
        if not lowered_rules.restore(code):
            raise CommandError(f"Aturan {code} tidak sedang diturunkan.")
    elif not reason:
        raise CommandError("Sebutkan alasannya dengan --reason.")
    else:
        try:
            lowered_rules.lower(code, level, reason)
        except lowered_rules.CannotLower as error:
            raise CommandError(f"Aturan {code} tidak ada, atau tidak lebih tinggi dari {level}.") from error
    security_log.note_command(SecurityEvent.Kind.ATURAN, text=f"{code}: {level}")
    return Report({"rules": lowered_rules.lowered()}, f"{code}: {level}. Berlaku saat sekolah menyinkronkan.")
