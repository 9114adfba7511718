"""The forms of a PTK: the record itself, leaving and coming back, and the two riwayat."""

from typing import Any

from django import forms
from django.utils import timezone

from dapodik.pokok.models import Ptk, RwyKepangkatan, RwyPendFormal

from ..form_sections import Section
from ..record_form import RecordForm

# Reasons for leaving that only pupils have: Lulus, Putus Sekolah.
_ONLY_PUPILS = {"1", "5"}
_LEAVING = ["jenis_keluar_id", "tanggal_keluar"]
_LETTER = ["nomor_surat_tugas", "tanggal_surat_tugas", "tmt_tugas"]


class PtkForm(RecordForm[Ptk]):
    """What is known of the PTK and of the assignment to this school."""

    model = Ptk
    sections = [
        Section(
            "Identitas",
            [
                "nama",
                "jenis_kelamin",
                "nik",
                "no_kk",
                "nuptk",
                "tempat_lahir",
                "tanggal_lahir",
                "nama_ibu_kandung",
                "agama_id",
                "kewarganegaraan",
                "pendidikan_terakhir",
            ],
        ),
        Section(
            "Keluarga",
            ["status_perkawinan", "nama_suami_istri", "nip_suami_istri", "pekerjaan_suami_istri", "karpas"],
        ),
        Section(
            "Kepegawaian",
            [
                "status_kepegawaian_id",
                "nip",
                "jenis_ptk_id",
                "jabatan_ptk_id_str",
                "tugas_tambahan",
                "pangkat_golongan_id",
                "sumber_gaji_id",
                "lembaga_pengangkat_id",
                "sk_cpns",
                "tgl_cpns",
                "tmt_pns",
                "sk_pengangkatan",
                "tmt_pengangkatan",
                "karpeg",
            ],
        ),
        Section("Penugasan", ["ptk_induk", *_LETTER]),
        Section(
            "Kompetensi",
            [
                "sudah_lisensi_kepala_sekolah",
                "nuks",
                "pernah_diklat_kepengawasan",
                "keahlian_braille",
                "keahlian_bhs_isyarat",
            ],
        ),
        Section(
            "Alamat dan kontak",
            [
                "alamat_jalan",
                "rt",
                "rw",
                "nama_dusun",
                "desa_kelurahan",
                "kecamatan",
                "kode_pos",
                "lintang",
                "bujur",
                "nomor_telepon_rumah",
                "nomor_telepon_seluler",
                "email",
            ],
        ),
        Section("Pajak dan rekening", ["npwp", "nm_wp", "bank", "rekening_bank", "rekening_atas_nama"]),
    ]


class PtkKeluarForm(RecordForm[Ptk]):
    """Why and when a PTK leaves the school."""

    model = Ptk
    sections = [Section("Keluar", _LEAVING)]

    def __init__(self, record: Ptk, data: Any = None) -> None:
        super().__init__(record, data)
        for name in _LEAVING:
            self.fields[name].required = True
        reasons: Any = self.fields["jenis_keluar_id"]
        reasons.choices = [pair for pair in reasons.choices if pair[0] not in _ONLY_PUPILS]

    def clean_tanggal_keluar(self) -> Any:
        """Not before the assignment began, and not to come: who leaves is gone from the lists at once."""
        day, since = self.cleaned_data["tanggal_keluar"], self.record.tmt_tugas
        if since and day < since:
            raise forms.ValidationError(f"Sebelum TMT tugas ({since:%d-%m-%Y}). Periksa tanggalnya.")
        if day > timezone.localdate():
            raise forms.ValidationError("Tanggal ini belum tiba. Catat keluarnya pada harinya.")
        return day


class PtkKembaliForm(RecordForm[Ptk]):
    """The assignment with which a PTK who had left is at the school again."""

    model = Ptk
    sections = [Section("Penugasan", _LETTER)]

    @property
    def values(self) -> dict[str, Any]:
        """With the leaving taken off."""
        return {**super().values, "jenis_keluar_id": "", "tanggal_keluar": None}


class PendidikanForm(RecordForm[RwyPendFormal]):
    """One formal education of a PTK."""

    model = RwyPendFormal
    sections = [
        Section(
            "Pendidikan formal",
            [
                "jenjang_pendidikan_id",
                "satuan_pendidikan_formal",
                "fakultas",
                "prodi",
                "bidang_studi_id_str",
                "gelar_akademik_id_str",
                "kependidikan",
                "nim",
                "tahun_masuk",
                "tahun_lulus",
                "status_kuliah",
                "semester",
                "ipk",
            ],
        )
    ]

    def __init__(self, record: RwyPendFormal | None, data: Any = None) -> None:
        super().__init__(record, data)
        self.fields["jenjang_pendidikan_id"].required = True

    def clean(self) -> dict[str, Any]:
        """Nobody finishes before having begun."""
        begun, done = (self.cleaned_data.get(name) or "" for name in ("tahun_masuk", "tahun_lulus"))
        if begun.isdecimal() and done.isdecimal() and int(done) < int(begun):
            self.add_error("tahun_lulus", f"Sebelum tahun masuk ({begun}). Periksa tahunnya.")
        return self.cleaned_data


class KepangkatanForm(RecordForm[RwyKepangkatan]):
    """One rank that a PTK was given."""

    model = RwyKepangkatan
    sections = [
        Section(
            "Kepangkatan",
            [
                "pangkat_golongan_id",
                "nomor_sk",
                "tanggal_sk",
                "tmt_pangkat",
                "masa_kerja_gol_tahun",
                "masa_kerja_gol_bulan",
            ],
        )
    ]

    def __init__(self, record: RwyKepangkatan | None, data: Any = None) -> None:
        super().__init__(record, data)
        self.fields["pangkat_golongan_id"].required = True
