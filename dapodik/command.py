"""What every command of the school's site shares."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    """A command with `--data` (read by manage.py before settings exist) and, where it reports, `--json`."""

    reports = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", metavar="FOLDER", help="folder data (bawaan: folder data pengguna)")
        if self.reports:
            parser.add_argument("--json", action="store_true", help="tulis hasil sebagai JSON")

    def report(self, result: Any) -> None:
        """Print one JSON document to standard output."""
        self.stdout.write(json.dumps(result, ensure_ascii=False, default=str))
