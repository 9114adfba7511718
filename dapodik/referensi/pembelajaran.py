"""What classes usually learn: the names that forms propose; any other may be typed.

Source: structure of the Kurikulum Merdeka (Permendikbudristek 12/2024, annex). The national tables of
subjects and curricula and their codes are not public.
"""

KURIKULUM = ("Kurikulum Merdeka", "Kurikulum 2013")

_ALL = (
    "Pendidikan Agama dan Budi Pekerti",
    "Pendidikan Pancasila",
    "Bahasa Indonesia",
    "Matematika",
    "Bahasa Inggris",
    "Pendidikan Jasmani, Olahraga, dan Kesehatan",
    "Seni dan Budaya",
    "Muatan Lokal",
    "Koding dan Kecerdasan Artifisial",
)
_SD = ("Guru Kelas SD", "Ilmu Pengetahuan Alam dan Sosial (IPAS)")
_SMP = ("Ilmu Pengetahuan Alam (IPA)", "Ilmu Pengetahuan Sosial (IPS)", "Informatika", "Prakarya")
_SMA = (
    *("Fisika", "Kimia", "Biologi", "Sosiologi", "Ekonomi", "Geografi", "Antropologi", "Sejarah"),
    *(
        "Informatika",
        "Bahasa Arab",
        "Bahasa Jepang",
        "Matematika Tingkat Lanjut",
        "Prakarya dan Kewirausahaan",
    ),
)
_SMK = (
    *("Sejarah", "Informatika", "Projek Ilmu Pengetahuan Alam dan Sosial", "Dasar-dasar Program Keahlian"),
    *("Konsentrasi Keahlian", "Projek Kreatif dan Kewirausahaan", "Praktik Kerja Lapangan"),
)


def mata_pelajaran(tingkat: int, is_smk: bool) -> list[str]:
    """The usual subjects of a grade (1 to 13), by name."""
    own = _SD if tingkat <= 6 else _SMP if tingkat <= 9 else _SMK if is_smk else _SMA
    return sorted({*_ALL, *own})
