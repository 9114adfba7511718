"""`manage.py validate`: what is wrong; exit code 1 while something blocks sending."""

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
        findings = list(engine.findings().order_by("kind", engine.BY_LEVEL, "label", "code"))
        if options["json"]:
            self.report([{name: getattr(finding, name) for name in _FIELDS} for finding in findings])
        else:
            self.print_findings(findings)
        if any(finding.level == "invalid" for finding in findings):
            sys.exit(1)

    def print_findings(self, findings: list[Finding]) -> None:
        """Print the findings in words, by kind and level (ordered so)."""
        for (kind, level), group in groupby(findings, key=lambda finding: (finding.kind, finding.level)):
            rows = list(group)
            self.stdout.write(f"{KINDS[kind]._meta.verbose_name}, {LEVEL_NAMES[level].lower()}: {len(rows)}")
            for finding in rows:
                self.stdout.write(f"  {finding.label} [{finding.code}] {finding.message}")
        if not findings:
            self.stdout.write("Semua data valid.")
