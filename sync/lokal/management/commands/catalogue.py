"""`catalogue`: freeze what is synchronised into sync/wire; `--check`: fail where that is out of date."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from dapodik.program.command import Command as BaseCommand
from sync.lokal.engine.catalogue_generator import build
from sync.wire.catalogue import FILE


class Command(BaseCommand):
    help = "Tulis katalog data yang disinkronkan ke sync/wire (untuk pengembang)."
    reports = False

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--check", action="store_true", help="hanya periksa")

    def handle(self, *args: Any, **options: Any) -> None:
        current = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
        if options["check"]:
            if current != build():
                raise CommandError("sync/wire/catalogue.json is out of date: run `manage.py catalogue`.")
            return
        FILE.write_text(build(), encoding="utf-8")
