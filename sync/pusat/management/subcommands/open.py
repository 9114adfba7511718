"""`pusat open`: open pusat again before its time."""

from typing import Any

from django.core.management.base import CommandParser

from sync.pusat.door import closing

from .report import Report

HELP = "buka lagi pusat yang ditutup"


def add_arguments(parser: CommandParser) -> None:
    """It has none of its own."""


def run(options: dict[str, Any]) -> Report:
    """Report if pusat was closed."""
    was_closed = closing.open_again()
    text = "Pusat dibuka lagi." if was_closed else "Pusat memang sedang tidak ditutup."
    return Report({"was_closed": was_closed}, text)
