"""Importing a sheet on pages: choose, look at what would happen, agree."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dapodik.akun.access import user_of
from dapodik.akun.history import record
from dapodik.akun.models import Peristiwa
from dapodik.pokok.models import Origin
from dapodik.spreadsheet.importing.act import Changed, Unanswered
from dapodik.spreadsheet.importing.importer import Importer
from dapodik.spreadsheet.importing.report import ImportPlan
from dapodik.spreadsheet.reader import SheetContent
from dapodik.spreadsheet.sheet import SheetError

from ..author import author_of
from ..tindakan.way_back import with_way_back
from . import chosen_file

MAX_BYTES = 50 * 1024 * 1024
_ANSWER = "jawab:"


@dataclass(frozen=True)
class ImportPages:
    """The pages of the import of one sheet.

    `title` of the sheet; `file` in words; `persons`: what its rows are; `number` and `group`: what tells them
    apart on the preview (`group` "" for none); `space`: the names of the pages' addresses begin with it.
    """

    importer: Importer
    title: str
    file: str
    persons: str
    number: str
    group: str
    space: str

    def choose(self, request: HttpRequest) -> HttpResponse:
        """Show the form to choose a file; on POST store it and go on to the preview."""
        sent = request.method == "POST"
        form = ChooseForm(self, request.POST, request.FILES) if sent else ChooseForm(self)
        if sent and form.is_valid():
            pk = chosen_file.store(request, self.space, form.cleaned_data["berkas"])
            return redirect(f"{self.space}:pratinjau", pk)
        return render(request, "impor/berkas.html", {"form": form, **self._context()})

    def preview(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Show what the import would do, and ask what the sheet leaves open; import it on `setuju`."""
        path = chosen_file.stored(request, self.space, pk)
        answers = {
            key.removeprefix(_ANSWER): str(value)
            for key, value in request.POST.items()
            if key.startswith(_ANSWER)
        }
        try:
            with path.open("rb") as file:
                sheet = self.importer.read_sheet(file)
            if "setuju" in request.POST:
                author = author_of(request, Origin.IMPORT)
                done = self.importer.apply_import(sheet, author, answers, request.POST["setuju"])
                return self._done(request, path, done)
            plan = self.importer.plan_import(sheet, answers)
        except (Changed, Unanswered) as refused:
            messages.error(request, str(refused))
            plan = refused.plan
        except SheetError as error:
            messages.error(request, str(error))
            return redirect(f"{self.space}:impor")
        context = {**_context(pk, sheet, plan, answers), **self._context()}
        context["cancel_url"] = reverse(f"{self.space}:batal", args=[pk])
        return render(request, "impor/pratinjau.html", context)

    def cancel(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Delete the chosen file."""
        chosen_file.stored(request, self.space, pk).unlink()
        messages.info(request, "Impor dibatalkan. Tidak ada data yang berubah.")
        return redirect(f"{self.space}:daftar")

    def _context(self) -> dict[str, Any]:
        return {"pages": self, "list_url": reverse(f"{self.space}:daftar")}

    def _done(self, request: HttpRequest, path: Path, plan: ImportPlan) -> HttpResponse:
        path.unlink()
        counts = plan.counts()
        sentence = (
            f"Impor selesai: {counts['added']} ditambah, {counts['changed']} diubah, {counts['unchanged']} "
            "tetap. Periksa hasilnya di Validasi."
        )
        record(Peristiwa.IMPOR, user_of(request), request, self.title)
        messages.success(request, with_way_back(sentence, plan.act))
        return redirect("validasi:daftar")


class ChooseForm(forms.Form):
    """Choosing the file to import."""

    berkas = forms.FileField(
        allow_empty_file=True,
        widget=forms.ClearableFileInput({"accept": ".xlsx,.csv"}),
        error_messages={"required": "Pilih dahulu berkasnya."},
    )

    def __init__(self, pages: "ImportPages", *args: Any) -> None:
        super().__init__(*args)
        self._importer = pages.importer
        self.fields["berkas"].label = f"Berkas {pages.title} (.xlsx atau .csv)"

    def clean_berkas(self) -> UploadedFile:
        """Refuse a file that is too large, or that is no such sheet of this school."""
        file: UploadedFile = self.cleaned_data["berkas"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(f"Berkas ini lebih dari {MAX_BYTES // 1024**2} MB.")
        try:
            self._importer.plan_import(self._importer.read_sheet(file))
        except SheetError as error:
            raise forms.ValidationError(str(error)) from error
        return file


def _context(pk: UUID, sheet: SheetContent, plan: ImportPlan, answers: dict[str, str]) -> dict[str, Any]:
    open_keys = {question.key for question in plan.questions}
    return {
        "pk": pk,
        "sheet": sheet,
        "remarks": list(sheet.remarks()),
        "plan": plan,
        "strange": plan.strange(),
        "counts": plan.counts(),
        "questions": [(_ANSWER + question.key, question) for question in plan.questions],
        "answered": [(_ANSWER + key, value) for key, value in answers.items() if key not in open_keys],
        "fingerprint": plan.fingerprint(),
        "will_change": bool(plan.edits),
    }
