"""`manage.py validate`: what is wrong; exit code 1 while something holds up synchronisation."""

import sys
from itertools import groupby
from typing import Any

from dapodik.pokok.models import KINDS
from dapodik.program.command import Command as BaseCommand
from dapodik.validasi import engine
from dapodik.validasi.models import Finding
from dapodik.validasi.rule import LEVEL_NAMES

_FIELDS = ("code", "level", "kind", "record_id", "label", "field", "message")


class Command(BaseCommand):
    help = "Periksa semua data. Keluar dengan kode 1 selama masih ada yang tidak valid."

    def handle(self, *args: Any, **options: Any) -> None:
        engine.refresh()
        found = list(engine.findings().order_by("kind", engine.BY_LEVEL, "label", "code"))
        if options["json"]:
            self.report([{name: getattr(one, name) for name in _FIELDS} for one in found])
        else:
            self.tell(found)
        if any(one.level == "invalid" for one in found):
            sys.exit(1)

    def tell(self, found: list[Finding]) -> None:
        """The findings in words, by kind and level."""
        for (kind, level), group in groupby(found, key=lambda one: (one.kind, one.level)):
            rows = list(group)
            self.stdout.write(f"{KINDS[kind]._meta.verbose_name}, {LEVEL_NAMES[level].lower()}: {len(rows)}")
            for one in rows:
                self.stdout.write(f"  {one.label} [{one.code}] {one.message}")
        if not found:
            self.stdout.write("Semua data valid.")
