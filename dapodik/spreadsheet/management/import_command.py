"""What the commands that import a sheet share: show what would happen, ask, do it, report."""

import sys
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from dapodik.pokok.models import Origin
from dapodik.pokok.write import Author
from dapodik.program.command import Command as BaseCommand

from ..importing.act import Changed
from ..importing.importer import Importer
from ..importing.report import ImportPlan, ImportQuestion
from ..layout import FileColumn, FileHeader, Layout
from ..reader import SheetContent
from ..sheet import SheetError

AUTHOR = Author("Baris perintah", Origin.IMPORT)
_LISTED = 20


class ImportCommand(BaseCommand):
    """Imports a sheet."""

    importer: Importer
    title: str

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--yes", action="store_true", help="lakukan tanpa bertanya")
        parser.add_argument(
            "--jawab",
            action="append",
            default=[],
            type=_answer,
            metavar="PERTANYAAN=JAWABAN",
            help="jawaban atas yang tidak diberitahukan lembar, misalnya --jawab tingkat:Melati=2",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        answers = dict(options["jawab"])
        try:
            with options["file"].open("rb") as file:
                sheet = self.importer.read_sheet(file)
            plan = self.importer.plan_import(sheet, answers)
            self.refuse_open_questions(plan)
            if not options["yes"]:
                self.show(plan, sheet)
                self.ask()
            done = self.importer.apply_import(sheet, AUTHOR, answers, plan.fingerprint())
        except OSError as error:
            raise CommandError(f"Berkas {options['file']} tidak dapat dibuka: {error.strerror}.") from error
        except (SheetError, Changed) as error:
            raise CommandError(str(error)) from error
        self.note("impor", f"{self.title}, berkas {options['file'].name}")
        self.tell(done, sheet, as_json=options["json"])

    def refuse_open_questions(self, plan: ImportPlan) -> None:
        """Raise CommandError with the questions that the sheet leaves open."""
        if plan.questions:
            raise CommandError(
                "\n".join(["Belum diimpor, ada yang perlu dijawab:", *map(_ask, plan.questions)])
            )

    def show(self, plan: ImportPlan, sheet: SheetContent) -> None:
        """Print what the import would do to stderr: stdout is for its report."""
        for line in _lines(plan, sheet):
            self.stderr.write(line, self.style.NOTICE)

    def ask(self) -> None:
        """Ask for consent on a terminal. Raises CommandError without it, and where there is no terminal."""
        if not sys.stdin.isatty():
            raise CommandError("Belum ada yang diimpor. Jalankan lagi dengan --yes untuk mengimpornya.")
        if input("Impor sekarang? [y/T] ").strip().casefold() not in ("y", "ya"):
            raise CommandError("Tidak ada yang diimpor.")

    def tell(self, plan: ImportPlan, sheet: SheetContent, as_json: bool) -> None:
        """Report what the import has done."""
        if not as_json:
            head = f"{sheet.nama_sekolah}, semester {plan.semester}"
            way_back = ["Bila keliru, urungkan dari Tindakan massal."] if plan.act else []
            self.stdout.write("\n".join([head, *_lines(plan, sheet), *way_back]))
            return
        self.report(
            {
                "act": plan.act and str(plan.act.operation),
                "sekolah": sheet.nama_sekolah,
                "semester": plan.semester,
                **plan.counts(),
                "rombel": plan.new_rombel,
                "notes": plan.notes,
                "unclear_rows": [vars(row) for row in plan.unclear],
                "patterns": [vars(pattern) | {"sentence": str(pattern)} for pattern in plan.patterns],
                "restored_cells": [vars(cell) for cell in plan.restored],
                "left_out_rows": [vars(row) for row in plan.left_out],
                "unreadable_cells": [vars(cell) for cell in plan.unreadable],
                "held_cells": [vars(cell) for cell in plan.unapplied],
                "hidden_rows": sheet.hidden,
                "columns": _columns(sheet.layout),
            }
        )


def _answer(text: str) -> tuple[str, str]:
    key, sign, value = text.rpartition("=")
    if not sign or not key:
        raise ArgumentTypeError(f"“{text}” bukan PERTANYAAN=JAWABAN")
    return key, value


def _ask(question: ImportQuestion) -> str:
    choices = ", ".join(f"{value} ({label})" for value, label in question.choices[:_LISTED])
    return f'- {question.text}\n  --jawab "{question.key}=..."  pilihan: {choices}'


def _columns(layout: Layout) -> dict[str, Any]:
    """The differences between the file's columns and the sheet's, for `--json`."""
    return {
        "missing": [column.title for column in layout.missing],
        "unknown": [_placed(header) for header in layout.unknown],
        "renamed": [_read_as(column) for column in layout.renamed],
        "moved": [_read_as(column) for column in layout.moved],
    }


def _placed(header: FileHeader) -> dict[str, str]:
    return {"column": header.letter, "header": header.title}


def _read_as(column: FileColumn) -> dict[str, str]:
    return {**_placed(column.header), "read_as": column.column.title}


def _lines(plan: ImportPlan, sheet: SheetContent) -> list[str]:
    counts = plan.counts()
    lines = [
        f"{counts['added']} ditambah, {counts['changed']} diubah, {counts['unchanged']} tetap, "
        f"{counts['absent']} tidak ada di lembar (dibiarkan)"
    ]
    lines += map(str, plan.patterns)
    lines += plan.notes
    lines += sheet.remarks()
    lines += [f"Rombel baru: {', '.join(plan.new_rombel)}"] if plan.new_rombel else []
    lines += [
        f"Baris {pupil.row} {pupil.nama}: {change.label} “{change.old}” menjadi “{change.new}”"
        for pupil in plan.changed
        for change in pupil.changes
    ]
    lines += [f"Baris {row.row} {row.nama} tidak diimpor: {row.reason}" for row in plan.unclear]
    lines += [
        f"{len(group.rows)} baris dilewati, {group.reason}: {group.names}" for group in plan.left_out_groups()
    ]
    lines += [
        f"Sel {cell.column}{cell.row} ({cell.header}) {cell.nama}: “{cell.text}” {cell.reason}"
        for cell in plan.strange()
    ]
    for group in plan.unapplied_groups():
        lines.append(f"{len(group.cells)} {group.label} tidak diubah, karena {group.reason}: {group.names}")
        lines += [
            f"Baris {cell.row} {cell.nama}: {cell.label} tetap “{cell.current}”, bukan “{cell.in_sheet}”"
            for cell in group.cells
        ]
    return lines
