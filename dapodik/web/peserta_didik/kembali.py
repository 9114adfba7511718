"""Kembali bersekolah: who has left comes back. The registrasi that ended stays; a new one begins."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dapodik.akun.access import operator_only
from dapodik.pokok import acts, present, write
from dapodik.pokok.models import KEMBALI_BERSEKOLAH, Act, AnggotaRombel, PesertaDidik, RegistrasiPesertaDidik
from dapodik.pokok.models.fields import TEXT_MAX
from dapodik.pokok.semester import active
from dapodik.pokok.write import Edit
from dapodik.referensi.text import no_control_characters

from ..author import author_of
from ..form_page import form_page
from ..tindakan.way_back import with_way_back


class PesertaDidikKembaliForm(forms.Form):
    """The new registrasi, begun from the last one, and the class."""

    tanggal_masuk_sekolah = forms.DateField(
        label="Tanggal masuk sekolah",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    nipd = forms.CharField(
        label="NIPD", required=False, max_length=TEXT_MAX, validators=[no_control_characters]
    )
    sekolah_asal = forms.CharField(
        label="Sekolah asal", required=False, max_length=TEXT_MAX, validators=[no_control_characters]
    )
    rombel = forms.ChoiceField(label="Rombel", required=False)

    def __init__(self, last: RegistrasiPesertaDidik, data: Any = None) -> None:
        known = {"nipd": last.nipd, "sekolah_asal": last.sekolah_asal}
        super().__init__(data, initial=known | {"tanggal_masuk_sekolah": timezone.localdate()})
        classes = [(str(rombel.pk), rombel.nama) for rombel in present.rombel_of(active())]
        cast(forms.ChoiceField, self.fields["rombel"]).choices = [("", "— belum ada rombel —"), *classes]

    def edits(self, last: RegistrasiPesertaDidik, registrasi: UUID) -> list[Edit]:
        """The new registrasi under this id, and the place in the class."""
        values = dict(self.cleaned_data)
        rombel, pupil = values.pop("rombel"), last.peserta_didik_id
        values |= {
            "peserta_didik_id": pupil,
            "sekolah_id": last.sekolah_id,
            "jenis_pendaftaran_id": KEMBALI_BERSEKOLAH,
        }
        place = present.place_of(cast(PesertaDidik, last.peserta_didik), active())
        member = {"peserta_didik_id": pupil, "rombongan_belajar_id": rombel}
        return [
            Edit(RegistrasiPesertaDidik, values, registrasi),
            *([Edit(AnggotaRombel, member, place.pk if place else write.new_id())] if rombel else []),
        ]


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page on which a pupil comes back."""
    pupil = get_object_or_404(PesertaDidik.live, pk=pk)
    last = present.registrasi_of(pupil)
    here = reverse("peserta_didik:rinci", args=[pk])
    if last is None or not last.jenis_keluar_id:
        messages.error(request, f"{pupil} tidak tercatat keluar.")
        return redirect(here)
    form, registrasi = PesertaDidikKembaliForm(last, request.POST or None), write.new_id()
    done: list[Act | None] = []

    def save() -> bool:
        if form.is_valid():
            title = f"Kembali bersekolah: {pupil}"[:TEXT_MAX]
            done.append(acts.perform(title, form.edits(last, registrasi), author_of(request)))
        return form.is_valid()

    return form_page(
        request,
        "peserta_didik/kembali.html",
        [form],
        save,
        [pk, registrasi],
        message=lambda: with_way_back(f"{pupil} kembali bersekolah.", done[0]),
        after=here,
        back=here,
        context={"form": form, "pupil": pupil, "last": last},
    )
