"""Data periodik of a whole class on one sheet: the measures of the active semester, saved at once."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dapodik.akun.access import operator_only
from dapodik.pokok import display, present, write
from dapodik.pokok.models import Journal, PesertaDidik, RombonganBelajar
from dapodik.pokok.semester import active
from dapodik.pokok.semester_baru import MEASURES
from dapodik.pokok.write import Author, Edit
from dapodik.validasi.rules.checks import number

from ..author import author_of
from ..form_fields import form_field
from ..form_page import form_page
from ..record_form import Since, changes_of_all

_FIELDS = {field.attname: field for field in PesertaDidik._meta.concrete_fields}


class PupilRowForm(forms.Form):
    """The cells of one pupil. A cell that was not sent, or has its old value, is left as it is."""

    def __init__(self, pupil: PesertaDidik, data: QueryDict | None = None) -> None:
        self.pupil = pupil
        self.findings_of: UUID = pupil.pk
        super().__init__(data, prefix=pupil.pk.hex, initial={name: getattr(pupil, name) for name in MEASURES})
        for name in MEASURES:
            self.fields[name] = form_field(_FIELDS[name], "")
            self.fields[name].widget.attrs["aria-label"] = (
                f"{display.field_label(PesertaDidik, name)}, {pupil}"
            )

    def values(self, since: Since) -> dict[str, str]:
        """The changed values, {field: text}. `since`: what others changed while the sheet was open.

        Where both changed a cell it gets an error; what only others changed is shown.
        """
        values = {}
        for name in MEASURES:
            cell, new, now = self.add_prefix(name), self.cleaned_data[name].strip(), getattr(self.pupil, name)
            opened, by = since.get(name, (now, ""))
            if cell not in self.data or new == now:
                continue
            if new == opened:
                cast(QueryDict, self.data)[cell] = now
                continue
            values[name] = new
            if new and number(new) is None:
                self.add_error(name, "Ketik angka, misalnya 132,5.")
            elif by:
                shown = now or "kosong"
                self.add_error(name, f"{by} mengubahnya menjadi “{shown}”. Simpan sekali lagi bila yakin.")
        return values


class ClassMeasures:
    """The lines of a class. `version`: up to which entry of the journal the cells show what is stored."""

    def __init__(self, rombel: RombonganBelajar, data: QueryDict | None = None) -> None:
        data = data.copy() if data else None
        self.lines = [PupilRowForm(pupil, data) for pupil in present.members(rombel).order_by("nama", "pk")]
        self.version = _number(data.get("versi", "")) if data else _newest()
        self.saved = 0

    @property
    def ids(self) -> list[UUID]:
        """The pupils."""
        return [line.pupil.pk for line in self.lines]

    def submit(self, author: Author) -> bool:
        """Save what was typed; False, with errors at the cells and nothing saved, where it cannot be."""
        if not min([line.is_valid() for line in self.lines], default=True):
            return False
        since, self.version = changes_of_all(self.ids, self.version), _newest()
        typed = [(line, line.values(since.get(line.pupil.pk, {}))) for line in self.lines]
        if any(line.errors for line in self.lines):
            return False
        edits = [Edit(PesertaDidik, values, line.pupil.pk) for line, values in typed if values]
        self.saved = len(write.save(edits, author))
        return True


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def page(request: HttpRequest) -> HttpResponse:
    """The sheet of the class that the address names, else of the first."""
    classes = list(present.rombel_of(active()))
    rombel = _chosen(classes, request.GET.get("rombel", ""))
    if rombel is None:
        return render(request, "peserta_didik/data_periodik.html", {"classes": classes})
    sheet = ClassMeasures(rombel, request.POST or None)
    here = f"{reverse('peserta_didik:data_periodik')}?rombel={rombel.pk}"
    return form_page(
        request,
        "peserta_didik/data_periodik.html",
        sheet.lines,
        lambda: sheet.submit(author_of(request)),
        sheet.ids,
        message=lambda: f"Data periodik {rombel}: {sheet.saved} peserta didik diubah.",
        after=here,
        back=reverse("peserta_didik:daftar"),
        warn=False,
        context={
            "classes": classes,
            "rombel": rombel,
            "sheet": sheet,
            "headers": [display.field_label(PesertaDidik, name) for name in MEASURES],
        },
    )


def _chosen(classes: Sequence[RombonganBelajar], wanted: str) -> RombonganBelajar | None:
    return next((rombel for rombel in classes if str(rombel.pk) == wanted), classes[0] if classes else None)


def _newest() -> int:
    return Journal.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
