"""Keluar: a pupil leaves the school. The registrasi ends and with it the places in rombel of the active
semester, in one act; past semesters stay as they were. And taking that back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from dapodik.akun.access import operator_only
from dapodik.pokok import acts, display, present, write
from dapodik.pokok.display import FieldChange
from dapodik.pokok.models import (
    KELAS,
    AnggotaRombel,
    Journal,
    Origin,
    PesertaDidik,
    Plain,
    RegistrasiPesertaDidik,
)
from dapodik.pokok.models.fields import TEXT_MAX
from dapodik.pokok.semester import active
from dapodik.pokok.write import Edit
from dapodik.referensi.semester import Semester
from dapodik.referensi.tables import table
from dapodik.referensi.text import no_control_characters

from ..author import author_of
from ..form_page import form_page
from .pupil_edits import LeftOut, PupilEdits, Standing, change, standings

# The table holds reasons of schools and staff too.
_NOT_OF_PUPILS = {"8", "9"}


class PesertaDidikKeluarForm(forms.Form):
    """Why, when, and what is to be remembered of it; of several open registrasi, which one ends."""

    registrasi = forms.TypedChoiceField(label="Registrasi yang berakhir", coerce=UUID)
    jenis_keluar_id = forms.ChoiceField(label="Keluar karena")
    tanggal_keluar = forms.DateField(
        label="Tanggal keluar",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    keterangan = forms.CharField(
        label="Alasan atau keterangan",
        required=False,
        max_length=TEXT_MAX,
        validators=[no_control_characters],
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, opened: Sequence[RegistrasiPesertaDidik] = ()) -> None:
        super().__init__(data, initial={"tanggal_keluar": timezone.localdate()})
        choices = [
            ("", "— pilih —"),
            *((str(registrasi.pk), _enrolment(registrasi)) for registrasi in opened),
        ]
        cast(forms.ChoiceField, self.fields["registrasi"]).choices = choices
        if len(opened) < 2:
            del self.fields["registrasi"]
        offered = [pair for pair in table("jenis_keluar").offered() if pair[0] not in _NOT_OF_PUPILS]
        cast(forms.ChoiceField, self.fields["jenis_keluar_id"]).choices = [("", "— pilih —"), *offered]

    def clean_tanggal_keluar(self) -> date:
        """Not after this school year, nor after today where that is later: the year was mistyped."""
        day: date = self.cleaned_data["tanggal_keluar"]
        semester, last = active(), timezone.localdate()
        if semester:
            last = max(last, date(Semester(semester).tahun_ajaran + 1, 6, 30))
        if day > last:
            raise forms.ValidationError(
                f"Sesudah {last:%d-%m-%Y}, akhir tahun ajaran ini. Periksa tanggalnya."
            )
        return day


def leave(standing: Standing, values: Mapping[str, Any]) -> PupilEdits:
    """End the registrasi and the places; of several open registrasi just the one that `values` names. Raises
    LeftOut for who is not here."""
    counting = standing.enrolled()
    if len(standing.opened) > 1:
        ending = [registrasi for registrasi in standing.opened if registrasi.pk == values.get("registrasi")]
        if not ending:
            raise LeftOut("registrasinya lebih dari satu; pilih di halamannya yang mana yang berakhir")
        return change(ending[0], {name: value for name, value in values.items() if name != "registrasi"})
    edits = [Edit(AnggotaRombel, {"soft_delete": True}, place.pk) for place in standing.places]
    changes = [FieldChange("rombel", place.rombongan_belajar.nama, "") for place in standing.places]
    return change(counting, values) + PupilEdits(edits, changes)


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The short page on which one pupil leaves."""
    pupil = get_object_or_404(PesertaDidik.live, pk=pk)
    (standing,) = standings(PesertaDidik.live.filter(pk=pk))
    here = reverse("peserta_didik:rinci", args=[pk])
    if standing.registrasi is None:
        lacking = (
            f"{pupil} sudah tercatat keluar."
            if standing.has_left
            else f"{pupil} belum punya registrasi. Simpan dahulu lewat Ubah."
        )
        messages.error(request, lacking)
        return redirect(here)
    form = PesertaDidikKeluarForm(request.POST or None, standing.opened)

    def save() -> bool:
        if form.is_valid():
            acts.perform(
                f"Keluar: {pupil}"[:TEXT_MAX], leave(standing, form.cleaned_data).edits, author_of(request)
            )
        return form.is_valid()

    return form_page(
        request,
        "peserta_didik/keluar.html",
        [form],
        save,
        [pk, *(registrasi.pk for registrasi in standing.opened)],
        message=lambda: f"{pupil} tercatat keluar. Bila keliru, pilih “Batalkan keluar” di halaman ini.",
        after=here,
        back=here,
        context={
            "form": form,
            "pupil": pupil,
            "several": len(standing.opened) > 1,
            "places": standing.places,
        },
    )


@require_POST
@operator_only
@transaction.atomic
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take it back: the registrasi is open again, and the pupil back in the rombel that were left with it."""
    pupil = get_object_or_404(PesertaDidik.live, pk=pk)
    registrasi = present.registrasi_of(pupil)
    if registrasi is None or not registrasi.jenis_keluar_id:
        messages.error(request, f"{pupil} tidak tercatat keluar.")
        return redirect("peserta_didik:rinci", pk)
    entry = _leaving(registrasi)
    places = _left_with(registrasi, entry)
    edits = [Edit(RegistrasiPesertaDidik, _before(entry), registrasi.pk)]
    edits += [Edit(AnggotaRombel, {"soft_delete": False}, place.pk) for place in places]
    write.save(edits, author_of(request, Origin.UNDO))
    if entry:
        acts.note_undone(entry.operation)
    where = _where(pupil, places)
    messages.success(request, f"Keluarnya {pupil} dibatalkan: registrasinya berlaku lagi, {where}.")
    return redirect("peserta_didik:rinci", pk)


def _where(pupil: PesertaDidik, places: Sequence[AnggotaRombel]) -> str:
    """The place of the pupil now, in words: back in `places`, in a class that was given since, or in none."""
    if places:
        return f"kembali di {', '.join(place.rombongan_belajar.nama for place in places)}"
    given = present.place_of(pupil, active())
    return f"tetap di {given.rombongan_belajar.nama}" if given else "belum ada di rombel; pilih rombelnya"


def _enrolment(registrasi: RegistrasiPesertaDidik) -> str:
    """A registrasi among several of one pupil, in words."""
    shown = [
        display.value_label(RegistrasiPesertaDidik, name, registrasi.plain(name))
        for name in ("nipd", "jenis_pendaftaran_id", "tanggal_masuk_sekolah")
    ]
    return ", ".join(filter(None, shown)) or "tanpa keterangan"


def _leaving(registrasi: RegistrasiPesertaDidik) -> Journal | None:
    """The entry of the journal in which the registrasi ended."""
    entries = Journal.objects.filter(record_id=registrasi.pk).order_by("-id")
    return next((entry for entry in entries if entry.changes.get("jenis_keluar_id", ["-"])[0] == ""), None)


def _before(entry: Journal | None) -> dict[str, Plain]:
    """The values of the registrasi before it ended."""
    old: dict[str, Plain] = {"jenis_keluar_id": "", "tanggal_keluar": None}
    if entry and "keterangan" in entry.changes:
        old["keterangan"] = entry.changes["keterangan"][0]
    return old


def _left_with(registrasi: RegistrasiPesertaDidik, entry: Journal | None) -> list[AnggotaRombel]:
    """The places of the active semester that ended in the same act as the registrasi."""
    if entry is None:
        return []
    ended = Journal.objects.filter(operation=entry.operation, kind=AnggotaRombel.kind())
    pupil = registrasi.peserta_didik_id
    places = AnggotaRombel.objects.filter(
        pk__in=ended.values("record_id"),
        peserta_didik=pupil,
        soft_delete=True,
        rombongan_belajar__semester_id=active(),
        rombongan_belajar__soft_delete=False,
    )
    if present.rombel_of(active()).filter(anggota__peserta_didik=pupil, anggota__soft_delete=False).exists():
        places = places.exclude(rombongan_belajar__jenis_rombel=KELAS)
    return list(places.select_related("rombongan_belajar"))
