"""Importing a Daftar Peserta Didik on a page: choose, look at what would happen, agree."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dapodik.akun.access import operator_only, user_of
from dapodik.akun.history import record
from dapodik.akun.models import Peristiwa
from dapodik.pokok.models import Origin
from dapodik.spreadsheet import import_pd
from dapodik.spreadsheet.import_pd import ImportPlan
from dapodik.spreadsheet.reader import SheetContent
from dapodik.spreadsheet.sheet import SheetError

from ..author import author_of
from ..tindakan.way_back import with_way_back
from . import chosen_file

MAX_BYTES = 50 * 1024 * 1024
_ANSWER = "jawab:"


class ChooseForm(forms.Form):
    """Choosing the file to import."""

    berkas = forms.FileField(
        label="Berkas Daftar Peserta Didik (.xlsx)",
        allow_empty_file=True,
        widget=forms.ClearableFileInput({"accept": ".xlsx"}),
        error_messages={"required": "Pilih dahulu berkasnya."},
    )

    def clean_berkas(self) -> UploadedFile:
        """Refuse a file that is too large, or that is no Daftar Peserta Didik of this school."""
        file: UploadedFile = self.cleaned_data["berkas"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(f"Berkas ini lebih dari {MAX_BYTES // 1024**2} MB.")
        try:
            import_pd.plan_import(import_pd.read_sheet(file))
        except SheetError as error:
            raise forms.ValidationError(str(error)) from error
        return file


@require_http_methods(["GET", "POST"])
@operator_only
def choose(request: HttpRequest) -> HttpResponse:
    """Show the form to choose a file; on POST store it and go on to the preview."""
    sent = request.method == "POST"
    form = ChooseForm(request.POST, request.FILES) if sent else ChooseForm()
    if sent and form.is_valid():
        return redirect("peserta_didik:pratinjau", chosen_file.store(request, form.cleaned_data["berkas"]))
    return render(request, "peserta_didik/impor.html", {"form": form})


@require_http_methods(["GET", "POST"])
@operator_only
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what the import would do, and ask what the sheet leaves open; import it on `setuju`."""
    path = chosen_file.stored(request, pk)
    answers = {
        key.removeprefix(_ANSWER): str(value)
        for key, value in request.POST.items()
        if key.startswith(_ANSWER)
    }
    try:
        with path.open("rb") as file:
            sheet = import_pd.read_sheet(file)
        if "setuju" in request.POST:
            done = import_pd.apply_import(
                sheet, author_of(request, Origin.IMPORT), answers, request.POST["setuju"]
            )
            return _done(request, path, done)
        plan = import_pd.plan_import(sheet, answers)
    except (import_pd.Changed, import_pd.Unanswered) as refused:
        messages.error(request, str(refused))
        plan = refused.plan
    except SheetError as error:
        messages.error(request, str(error))
        return redirect("peserta_didik:impor")
    return render(request, "peserta_didik/pratinjau.html", _context(pk, sheet, plan, answers))


@require_POST
@operator_only
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete the chosen file."""
    chosen_file.stored(request, pk).unlink()
    messages.info(request, "Impor dibatalkan. Tidak ada data yang berubah.")
    return redirect("peserta_didik:daftar")


def _done(request: HttpRequest, path: Path, plan: ImportPlan) -> HttpResponse:
    path.unlink()
    record(Peristiwa.IMPOR, user_of(request), request, "Daftar Peserta Didik")
    counts = plan.counts()
    sentence = (
        f"Impor selesai: {counts['added']} ditambah, {counts['changed']} diubah, {counts['unchanged']} "
        "tetap. Periksa hasilnya di Validasi."
    )
    messages.success(request, with_way_back(sentence, plan.act))
    return redirect("validasi:daftar")


def _context(pk: UUID, sheet: SheetContent, plan: ImportPlan, answers: dict[str, str]) -> dict[str, Any]:
    open_keys = {question.key for question in plan.questions}
    return {
        "pk": pk,
        "sheet": sheet,
        "differences": list(sheet.layout.differences()),
        "plan": plan,
        "strange": plan.strange(),
        "counts": plan.counts(),
        "questions": [(_ANSWER + question.key, question) for question in plan.questions],
        "answered": [(_ANSWER + key, value) for key, value in answers.items() if key not in open_keys],
        "fingerprint": plan.fingerprint(),
        "will_change": bool(plan.edits),
    }
