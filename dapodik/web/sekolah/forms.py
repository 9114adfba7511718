"""The form of the school."""

from typing import cast

from django import forms
from django.http import QueryDict

from dapodik.pokok.models import Sekolah
from dapodik.referensi.bentuk_pendidikan import BENTUK

from ..form_sections import Section
from ..record_form import RecordForm


class SekolahForm(RecordForm[Sekolah]):
    """The school's profile. The region has a page of its own (`wilayah`), the semester too."""

    model = Sekolah
    sections = [
        Section("Identitas", ["nama", "npsn", "bentuk_pendidikan_id", "status_sekolah", "nss"]),
        Section(
            "Alamat",
            ["alamat_jalan", "rt", "rw", "nama_dusun", "desa_kelurahan", "kode_pos", "lintang", "bujur"],
        ),
        Section("Kontak", ["nomor_telepon", "email", "website"]),
    ]

    def __init__(self, record: Sekolah | None, data: QueryDict | None = None) -> None:
        super().__init__(record, data)
        # What the form decides (grades, ages, capacity) is known of these alone.
        field = cast(forms.ChoiceField, self.fields["bentuk_pendidikan_id"])
        known = {"", *BENTUK, self.record.bentuk_pendidikan_id}
        field.choices = [pair for pair in cast(list[tuple[str, str]], field.choices) if pair[0] in known]


class WilayahForm(RecordForm[Sekolah]):
    """Where the school lies, as it is shown and not changed here."""

    model = Sekolah
    sections = [
        Section("Wilayah", ["kecamatan", "kabupaten_kota", "provinsi", "kode_wilayah", "semester_id"])
    ]
