"""What every command of the school's site shares."""

import json
import sys
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.dispatch import Signal

from . import database
from .version import VERSION

# A command has done what the history of security must hold (`event`, `note`). The accounts, whose it is, are
# on a higher floor.
done = Signal()


class Command(BaseCommand):
    """A command on an up-to-date database, with `--data` (read before settings exist) and, where it
    reports, `--json`.
    """

    reports = True
    # Not so where the database may be a damaged one.
    needs_database = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", metavar="FOLDER", help="folder data (bawaan: folder data pengguna)")
        if self.reports:
            parser.add_argument("--json", action="store_true", help="tulis hasil sebagai JSON")

    def get_version(self) -> str:
        """The program's version, for `--version`; Django would say its own."""
        return VERSION

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run the command; its first thing is the database."""
        if self.needs_database:
            database.bring_up_to_date()
        return super().execute(*args, **options)

    def note(self, event: str, note: str) -> None:
        """Have it written into the history of security. `event`: one of `akun.models.Peristiwa`."""
        done.send(type(self), event=event, note=note)

    def report(self, result: Any) -> None:
        """Print one JSON document to standard output."""
        self.stdout.write(json.dumps(result, ensure_ascii=False, default=str))


def ask_passphrase(twice: bool = False) -> str:
    """Ask for the passphrase of a backup, unseen; without a terminal it is the next line of standard input.

    Never an argument, which all accounts of the computer could read.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    passphrase = getpass("Kata sandi cadangan: ")
    if twice and getpass("Ulangi kata sandi: ") != passphrase:
        raise CommandError("Kedua kata sandi tidak sama. Ulangi perintahnya.")
    return passphrase
