"""`pusat SUBCOMMAND`: the central server by command line. What each does is in `management/subcommands/`."""

import json
from types import ModuleType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from sync.pusat.database_errors import in_words
from sync.pusat.management.subcommands import (
    add_school,
    close,
    import_sk,
    open,
    revoke,
    rule,
    start,
    withdraw_sk,
)

# In the order in which `--help` lists them.
_SUBCOMMANDS: dict[str, ModuleType] = {
    "start": start,
    "add_school": add_school,
    "import_sk": import_sk,
    "withdraw_sk": withdraw_sk,
    "rule": rule,
    "revoke": revoke,
    "close": close,
    "open": open,
}
# They work while the database is worked on.
_WITHOUT_DATABASE = ("close", "open")


class Command(BaseCommand):
    help = "Server pusat."

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="action", required=True, metavar="PERINTAH")
        for name, module in _SUBCOMMANDS.items():
            subparser = commands.add_parser(name, help=module.HELP)
            module.add_arguments(subparser)
            subparser.add_argument("--data", metavar="FOLDER", help="folder data pusat")
            if module is not start:
                subparser.add_argument("--json", action="store_true", help="tulis hasil sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._run(options)
        except DatabaseError as error:
            raise CommandError(f"Basis data menolak: {in_words(error)}") from None

    def _run(self, options: dict[str, Any]) -> None:
        if options["action"] not in _WITHOUT_DATABASE:
            call_command("migrate", verbosity=0, interactive=False)
        if options["action"] == "start":
            start.run(options, self.stdout.write)
            return
        report = _SUBCOMMANDS[options["action"]].run(options)
        # All but ASCII escaped: a terminal gets no control character.
        self.stdout.write(json.dumps(report.result) if options["json"] else report.text)
