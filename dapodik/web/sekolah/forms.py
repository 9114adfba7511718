"""The form of the school."""

from dapodik.pokok.models import Sekolah

from ..record_form import RecordForm


class SekolahForm(RecordForm[Sekolah]):
    """The school's profile. NPSN and region come with registration and the sheet."""

    model = Sekolah
    sections = [
        ("Identitas", ["nama", "npsn", "bentuk_pendidikan_id", "status_sekolah", "nss"]),
        (
            "Alamat",
            ["alamat_jalan", "rt", "rw", "nama_dusun", "desa_kelurahan", "kode_pos", "lintang", "bujur"],
        ),
        ("Kontak", ["nomor_telepon", "email", "website"]),
    ]


class WilayahForm(RecordForm[Sekolah]):
    """Where the school lies, as it is shown and not changed here."""

    model = Sekolah
    sections = [("Wilayah", ["kecamatan", "kabupaten_kota", "provinsi", "kode_wilayah", "semester_id"])]
