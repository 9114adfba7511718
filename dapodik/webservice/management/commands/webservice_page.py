"""`webservice_page`: write docs/webservice.md from the lists of fields."""

from typing import Any

from dapodik.program.command import Command as BaseCommand
from dapodik.webservice.doc_page import FILE, page


class Command(BaseCommand):
    help = "Tulis docs/webservice.md dari daftar isian Web Service (untuk pengembang)."
    reports = False

    def handle(self, *args: Any, **options: Any) -> None:
        FILE.write_text(page(), encoding="utf-8")
