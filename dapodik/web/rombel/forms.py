"""The forms of a class and of an extracurricular group."""

from typing import Any, cast

from django import forms
from django.http import QueryDict

from dapodik.pokok.models import EKSKUL, Ptk, RombonganBelajar, Sekolah

from ..form_sections import Section
from ..record_form import RecordForm
from . import queries

_ALL_GRADES = range(1, 14)
# Lists of what is usual, for fields in which anything may be typed: id of the page's <datalist>.
KURIKULUM_LIST = "kurikulum-biasa"


class GroupForm(RecordForm[RombonganBelajar]):
    """What a class and a group share: a name, and who leads them."""

    model = RombonganBelajar

    def __init__(self, record: RombonganBelajar | None, data: QueryDict | None = None) -> None:
        super().__init__(record, data)
        self.fields["nama"].required = True
        leads = Ptk.objects.filter(rombel_wali=self.record.pk).first()
        cast(forms.ChoiceField, self.fields["ptk_id"]).choices = queries.with_chosen(queries.staff(), leads)


class RombelForm(GroupForm):
    """What is known of the class; who is in it and what it learns have pages of their own."""

    sections = [
        Section("Rombel", ["nama", "tingkat_pendidikan_id", "ptk_id"]),
        Section("Kurikulum dan ruang", ["kurikulum_id_str", "id_ruang_str"]),
    ]

    def __init__(self, record: RombonganBelajar | None, data: QueryDict | None = None) -> None:
        super().__init__(record, data)
        self.fields["kurikulum_id_str"].widget.attrs["list"] = KURIKULUM_LIST
        self._offer_grades(self.record.tingkat_pendidikan_id)

    def _offer_grades(self, current: str) -> None:
        """Only what the form of school holds; a grade that stands there already stays."""
        sekolah = Sekolah.live.first()
        bentuk = sekolah.bentuk if sekolah else None
        grades = [str(grade) for grade in (bentuk.tingkat if bentuk else _ALL_GRADES)]
        grades += [current] if current and current not in grades else []
        field = cast(forms.ChoiceField, self.fields["tingkat_pendidikan_id"])
        field.choices = [("", "— pilih —"), *((grade, f"Kelas {grade}") for grade in grades)]


class RombelMenengahForm(RombelForm):
    """A class of a school with secondary grades: pupils choose what they specialise in."""

    sections = [
        Section("Rombel", ["nama", "tingkat_pendidikan_id", "ptk_id"]),
        Section("Kurikulum dan ruang", ["kurikulum_id_str", "jurusan_id_str", "id_ruang_str"]),
    ]


class EkskulForm(GroupForm):
    """An extracurricular group."""

    sections = [Section("Ekstrakurikuler", ["nama", "ptk_id", "id_ruang_str"])]

    def __init__(self, record: RombonganBelajar | None, data: QueryDict | None = None) -> None:
        super().__init__(record, data)
        self.fields["ptk_id"].label = "Pembina"


def form_of(jenis: str, record: RombonganBelajar | None, data: QueryDict | None) -> RecordForm[Any]:
    """The form of this kind of group (`KELAS`, `EKSKUL`)."""
    if jenis == EKSKUL:
        return EkskulForm(record, data)
    return RombelMenengahForm(record, data) if _has_jurusan(record) else RombelForm(record, data)


def _has_jurusan(record: RombonganBelajar | None) -> bool:
    """True where classes of this school can have a jurusan, or where this class has one already."""
    sekolah = Sekolah.live.first()
    bentuk = sekolah.bentuk if sekolah else None
    return bentuk is None or bentuk.tingkat[-1] > 9 or bool(record and record.jurusan_id_str)
