"""`manage.py rule_book`: write docs/aturan.md; with --check, say whether it is as it should be."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dapodik.validasi.book_page import FILE, page


class Command(BaseCommand):
    help = "Tulis docs/aturan.md dari buku aturan."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", metavar="FOLDER", help="folder data")
        parser.add_argument("--check", action="store_true", help="hanya periksa")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            FILE.write_text(page(), encoding="utf-8")
        elif FILE.read_text(encoding="utf-8") != page():
            raise CommandError("docs/aturan.md tidak sesuai buku aturan. Jalankan manage.py rule_book.")
