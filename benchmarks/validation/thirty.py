"""The thirty rules on a pupil that every contender checks."""

DIGITS = {
    "nik": 16,
    "no_kk": 16,
    "nisn": 10,
    "nik_ayah": 16,
    "nik_ibu": 16,
    "nik_wali": 16,
    "kode_pos": 5,
}
REQUIRED = (
    "jenis_kelamin",
    "tempat_lahir",
    "tanggal_lahir",
    "nik",
    "agama_id",
    "alamat_jalan",
    "desa_kelurahan",
    "nama_ibu_kandung",
    "no_kk",
    "jenis_tinggal_id",
)
RANGE = {
    "rt": (0, 99),
    "rw": (0, 99),
    "tinggi_badan": (50, 220),
    "berat_badan": (5, 150),
    "lingkar_kepala": (30, 70),
    "jumlah_saudara_kandung": (0, 20),
    "jarak_rumah_ke_sekolah_km": (0, 50),
    "anak_keberapa": (1, 25),
}
# (field, partner): filled and equal to the partner.
SAME = (("no_kk", "nik"), ("nik_ibu", "nik_ayah"))
# (field, flag): empty although the flag says that there is one.
WITHOUT = (("no_kps", "penerima_kps"), ("nomor_kip", "penerima_kip"))
FIELDS = sorted(
    {*DIGITS, *REQUIRED, *RANGE, "nama", "nik_ayah", *(name for pair in (*SAME, *WITHOUT) for name in pair)}
)
OURS = [
    "PD_NIK_16",
    "PD_NO_KK_16",
    "PD_NISN_FORMAT",
    "PD_NIK_AYAH_16",
    "PD_NIK_IBU_16",
    "PD_NIK_WALI_16",
    "PD_KODE_POS",
    "PD_JK_KOSONG",
    "PD_TEMPAT_LAHIR_KOSONG",
    "PD_TANGGAL_LAHIR_KOSONG",
    "PD_NIK_KOSONG",
    "PD_AGAMA_KOSONG",
    "PD_ALAMAT_KOSONG",
    "PD_KELURAHAN_KOSONG",
    "PD_IBU_KOSONG",
    "PD_NO_KK_KOSONG",
    "PD_JENIS_TINGGAL",
    "PD_RT",
    "PD_RW",
    "PD_TINGGI",
    "PD_BERAT",
    "PD_LINGKAR_KEPALA",
    "PD_SAUDARA",
    "PD_JARAK",
    "PD_ANAK_KE",
    "PD_NAMA_ANGKA",
    "PD_KK_SAMA_NIK",
    "PD_NIK_AYAH_IBU_SAMA",
    "PD_KPS_TANPA_NOMOR",
    "PD_KIP_TANPA_NOMOR",
]
