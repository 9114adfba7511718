"""The form of a PTK."""

from dapodik.pokok.models import Ptk

from ..record_form import RecordForm


class PtkForm(RecordForm[Ptk]):
    """What is known of the PTK and of the assignment to this school."""

    model = Ptk
    sections = [
        (
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
                "pendidikan_terakhir",
                "status_perkawinan",
                "nama_suami_istri",
                "npwp",
            ],
        ),
        (
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
            ],
        ),
        ("Penugasan", ["ptk_induk", "nomor_surat_tugas", "tanggal_surat_tugas", "tmt_tugas"]),
        (
            "Alamat dan kontak",
            [
                "alamat_jalan",
                "rt",
                "rw",
                "nama_dusun",
                "desa_kelurahan",
                "kecamatan",
                "kode_pos",
                "nomor_telepon_seluler",
                "email",
            ],
        ),
        ("Keluar", ["jenis_keluar_id", "tanggal_keluar"]),
    ]
