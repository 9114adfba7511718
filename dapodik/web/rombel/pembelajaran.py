"""What a class learns, from whom and how many hours a week: all rows on one page."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dapodik.akun.access import operator_only
from dapodik.pokok import acts
from dapodik.pokok.models import Journal, Pembelajaran, RombonganBelajar, Sekolah
from dapodik.pokok.models.fields import TEXT_MAX
from dapodik.pokok.write import Edit
from dapodik.referensi.pembelajaran import mata_pelajaran
from dapodik.referensi.text import no_control_characters

from ..author import author_of
from ..record_form import version_sent
from ..tindakan.way_back import with_way_back
from . import queries

_BLANK_ROWS = 5
_MOST_HOURS = 60
FIELDS = ("nama_mata_pelajaran", "ptk_id", "jam_mengajar_per_minggu")


class LessonForm(forms.Form):
    """The form of one lesson. A blank row makes no lesson."""

    nama_mata_pelajaran = forms.CharField(
        label="Mata pelajaran",
        max_length=TEXT_MAX,
        required=False,
        validators=[no_control_characters],
        widget=forms.TextInput({"list": "mata-pelajaran", "autocomplete": "off"}),
    )
    ptk_id = forms.ChoiceField(label="PTK", required=False)
    jam_mengajar_per_minggu = forms.CharField(
        label="Jam per minggu",
        max_length=5,
        required=False,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "size": 4}),
    )
    hapus = forms.BooleanField(label="Hapus", required=False)

    def __init__(self, lesson: Pembelajaran, staff: list[tuple[str, str]], data: Any, prefix: str) -> None:
        self.lesson = lesson
        initial = {name: lesson.plain(name) or "" for name in FIELDS}
        super().__init__(data, prefix=prefix, initial=initial)
        self.fields["ptk_id"].choices = queries.with_chosen(staff, lesson.ptk)  # type: ignore[attr-defined]
        for name in (*FIELDS, "hapus"):
            self.fields[name].widget.attrs["aria-label"] = self.fields[name].label

    def clean_jam_mengajar_per_minggu(self) -> str:
        """Hours as a plain number; a comma is read as a point."""
        text = str(self.cleaned_data["jam_mengajar_per_minggu"]).replace(",", ".")
        whole, _, half = text.partition(".")
        if text and not (f"{whole}{half}".isascii() and whole.isdigit() and (half or "0").isdigit()):
            raise forms.ValidationError("Tulis jamnya dengan angka, misalnya 4.")
        if text and not 0 < float(text) <= _MOST_HOURS:
            raise forms.ValidationError(f"Jam per minggu 1 sampai {_MOST_HOURS}.")
        return text

    def clean(self) -> None:
        """A lesson has a name."""
        if (self.cleaned_data.get("ptk_id") or self.cleaned_data.get("jam_mengajar_per_minggu")) and not (
            self.cleaned_data.get("nama_mata_pelajaran") or self.errors or self.cleaned_data.get("hapus")
        ):
            self.add_error("nama_mata_pelajaran", "Isi mata pelajarannya.")

    def edit(self, rombel: RombonganBelajar) -> Edit | None:
        """The edit that stores the row, or None where there is nothing to store."""
        known = not self.lesson._state.adding
        if self.cleaned_data["hapus"]:
            return Edit(Pembelajaran, {"soft_delete": True}, self.lesson.pk) if known else None
        values: dict[str, Any] = {name: self.cleaned_data[name] for name in FIELDS}
        if not known and not values["nama_mata_pelajaran"]:
            return None
        values["ptk_id"] = values["ptk_id"] or None
        return Edit(Pembelajaran, {**values, "rombongan_belajar_id": rombel.pk}, self.lesson.pk)


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the rows; on POST save them all, or none and say why."""
    rombel = queries.to_change(pk)
    rows = _rows(rombel, request.POST or None)
    if request.method == "POST" and _saved(request, rombel, rows):
        return redirect("rombel:pembelajaran", pk)
    newest = _changes(rombel).first()
    context = {
        "rombel": rombel,
        "rows": rows,
        "versi": newest.pk if newest else 0,
        "subjects": _subjects(rombel),
        "total": queries.hours(rombel),
        "hours": queries.hours_of_staff(rombel),
    }
    return render(request, "rombel/pembelajaran.html", context)


def _rows(rombel: RombonganBelajar, data: Any) -> list[LessonForm]:
    """The lessons and some blank rows. A lesson that was not on the page that was sent is only shown."""
    staff = queries.staff()
    lessons = Pembelajaran.live.filter(rombongan_belajar=rombel).select_related("ptk")
    rows = []
    for lesson in lessons.order_by("create_date", "pk"):
        was_sent = data is not None and f"{lesson.pk}-{FIELDS[0]}" in data
        rows.append(LessonForm(lesson, staff, data if was_sent else None, str(lesson.pk)))
    return rows + [LessonForm(Pembelajaran(), staff, data, f"baru-{number}") for number in range(_BLANK_ROWS)]


def _saved(request: HttpRequest, rombel: RombonganBelajar, rows: list[LessonForm]) -> bool:
    other = _changes(rombel).filter(id__gt=version_sent(request)).first()
    if other:
        messages.error(
            request,
            f"{other.author} mengubah pembelajaran ini saat halaman terbuka. Belum ada yang disimpan; "
            "periksa, lalu simpan sekali lagi untuk memakai isian Anda.",
        )
        return False
    sent_rows = [row for row in rows if row.is_bound]
    # Each is asked, so that all errors show at once.
    if not min([row.is_valid() for row in sent_rows]):
        messages.error(request, "Belum tersimpan. Periksa isian yang ditandai.")
        return False
    edits = [edit for row in sent_rows if (edit := row.edit(rombel))]
    act = acts.perform(f"Pembelajaran {rombel}"[:TEXT_MAX], edits, author_of(request))
    text = f"{act.records} baris tersimpan" if act else "tidak ada yang berubah"
    messages.success(request, with_way_back(f"Pembelajaran {rombel}: {text}.", act))
    return True


def _changes(rombel: RombonganBelajar) -> "QuerySet[Journal]":
    """What happened to the lessons of a class, deleted ones too; the newest first."""
    lessons = Pembelajaran.objects.filter(rombongan_belajar=rombel).values("pk")
    return Journal.objects.filter(record_id__in=lessons).order_by("-id")


def _subjects(rombel: RombonganBelajar) -> list[str]:
    sekolah = Sekolah.live.first()
    tingkat = rombel.tingkat_pendidikan_id
    is_smk = bool(sekolah and sekolah.bentuk and sekolah.bentuk.nama == "SMK")
    return mata_pelajaran(int(tingkat) if tingkat.isdigit() else 1, is_smk)
