"""Rules on a pupil's enrolment: entry, class, and leaving."""

from datetime import timedelta

from dapodik.pokok.models import PesertaDidik, RegistrasiPesertaDidik
from dapodik.referensi.bentuk_pendidikan import LAST_GRADES

from ..limits import ENTERED_AT
from ..rows import Row
from ..rule import INVALID, WARNING, Broken, When, rule
from .families import at_most, required

PD = PesertaDidik
LEFT = RegistrasiPesertaDidik
# jenis_pendaftaran that a school may choose: siswa baru, pindahan, kembali bersekolah.
_OF_SCHOOL = {"1", "2", "7"}
_MOVED = "2"
_GRADUATED = "1"
_LAST_GRADES = {str(grade) for grade in LAST_GRADES}

required("PD_NIPD_KOSONG", PD, "nipd", "NIPD (nomor induk) belum diisi. Salin dari buku induk.")
at_most("PD_NIPD_PANJANG", PD, "nipd", "NIPD", INVALID)
at_most("PD_SKHUN_PANJANG", PD, "no_skhun", "Nomor SKHUN")
at_most("PD_PESERTA_UJIAN_PANJANG", PD, "no_peserta_ujian", "No. peserta ujian")
at_most("PD_IJAZAH_PANJANG", PD, "no_seri_ijazah", "No. seri ijazah")
required("PD_TANPA_ROMBEL", PD, "rombel", "Belum masuk rombel mana pun semester ini. Pilih rombelnya.")
# The spreadsheet carries neither, so a school that began from its spreadsheet completes them later.
required(
    "PD_TANGGAL_MASUK_KOSONG",
    PD,
    "tanggal_masuk_sekolah",
    "Tanggal masuk sekolah belum diisi. Lengkapi dari buku induk.",
    WARNING,
)
required(
    "PD_JENIS_PENDAFTARAN_KOSONG",
    PD,
    "jenis_pendaftaran_id",
    "Jenis pendaftaran belum dipilih. Lengkapi dari buku induk.",
    WARNING,
)


@rule(
    "PD_JENIS_PENDAFTARAN",
    PD,
    "jenis_pendaftaran_id",
    "Jenis pendaftaran ini untuk rombel, bukan untuk sekolah. Pilih siswa baru, pindahan, atau kembali "
    "bersekolah.",
)
def kind_of_enrolment(row: Row) -> Broken:
    """Only 1, 2 and 7 are for schools. Flags of the reference table."""
    return row["jenis_pendaftaran_id"] not in _OF_SCHOOL


@rule(
    "PD_TANGGAL_MASUK_MASA_DEPAN",
    PD,
    "tanggal_masuk_sekolah",
    "Tanggal masuk {nilai} belum tiba. Salin dari buku induk.",
)
def entry_in_the_future(row: Row) -> Broken:
    """Not after today. Source: public guides."""
    return bool(row["tanggal_masuk_sekolah"] > row["hari_ini"])


@rule(
    "PD_TANGGAL_MASUK_DINI",
    PD,
    "tanggal_masuk_sekolah",
    "Tanggal masuk {nilai} terlalu dekat dengan tanggal lahir {lahir}. Periksa keduanya.",
    INVALID,
    also=["tanggal_lahir"],
)
def entry_too_early(row: Row) -> Broken:
    """At two years of age at the earliest. Source: public guides."""
    born = row["tanggal_lahir"]
    early = born and (row["tanggal_masuk_sekolah"] - born).days < 365 * ENTERED_AT
    return {"lahir": born} if early else None


@rule(
    "PD_TANGGAL_MASUK_TA",
    PD,
    "tanggal_masuk_sekolah",
    "Siswa baru di tingkat {tingkat}, tetapi tanggal masuknya {nilai}, sebelum tahun ajaran ini. Periksa "
    "tanggal masuk dan rombelnya.",
    WARNING,
    also=["jenis_pendaftaran_id", "tingkat"],
)
def entry_of_this_year(row: Row) -> Broken:
    """A new pupil in the school's first grade entered in this school year.

    Source: proposal, plausibility.
    """
    limits, first = row["batas"], row["awal_tahun_ajaran"]
    if not (limits and first) or row["jenis_pendaftaran_id"] != "1":
        return None
    is_new = row["tingkat"] == str(limits.tingkat[0]) and limits.tingkat[0] != 1
    before = row["tanggal_masuk_sekolah"] < first - timedelta(days=60)
    return {"tingkat": row["tingkat"]} if is_new and before else None


@rule(
    "PD_SEKOLAH_ASAL",
    PD,
    "sekolah_asal",
    "Sekolah asal belum diisi. Salin dari ijazah atau surat pindah.",
    WARNING,
    also=["jenis_pendaftaran_id"],
    when=When.EMPTY,
)
def former_school(row: Row) -> Broken:
    """A pupil who moved here, or entered a school after SD, was at another school before.

    Source: proposal, plausibility.
    """
    limits = row["batas"]
    after_sd = bool(limits and limits.tingkat[0] >= 7 and row["jenis_pendaftaran_id"] == "1")
    return row["jenis_pendaftaran_id"] == _MOVED or after_sd


@rule(
    "PD_KELUAR_TANPA_SEBAB",
    PD,
    "tanggal_keluar",
    "Ada tanggal keluar {nilai}, tetapi sebab keluarnya belum dipilih. Pilih sebabnya, atau kosongkan "
    "tanggalnya.",
)
def left_without_reason(row: Row) -> Broken:
    """A leaving day comes with its reason: a row here is a pupil's who has not left.

    Source: proposal, plausibility.
    """
    return True


required(
    "REG_KELUAR_TANPA_TANGGAL",
    LEFT,
    "tanggal_keluar",
    "Sebab keluar sudah dipilih, tetapi tanggal keluarnya kosong. Isi tanggalnya.",
)


@rule(
    "REG_KELUAR_SEBELUM_MASUK",
    LEFT,
    "tanggal_keluar",
    "Tanggal keluar {nilai} sebelum tanggal masuk {masuk}. Betulkan salah satunya.",
    INVALID,
    also=["tanggal_masuk_sekolah"],
)
def left_before_entry(row: Row) -> Broken:
    """Leaving comes after entry. Source: proposal, plausibility."""
    entered = row["tanggal_masuk_sekolah"]
    return {"masuk": entered} if entered and row["tanggal_keluar"] < entered else None


@rule(
    "REG_LULUS_TINGKAT",
    LEFT,
    "jenis_keluar_id",
    "Keluar karena lulus, padahal di tingkat {tingkat}. Pilih sebab yang benar.",
    INVALID,
    also=["tingkat"],
)
def graduated_early(row: Row) -> Broken:
    """Only the last grades graduate: 6, 9, 12 and 13. Source: proposal, plausibility."""
    early = row["jenis_keluar_id"] == _GRADUATED and row["tingkat"] and row["tingkat"] not in _LAST_GRADES
    return {"tingkat": row["tingkat"]} if early else None
