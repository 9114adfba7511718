"""What a client gets where a record has nothing and the client cannot do without: never stored anywhere."""

from datetime import date

from dapodik.pokok.models import Sekolah
from dapodik.referensi.bentuk_pendidikan import tingkat_of_rombel
from dapodik.referensi.semester import Semester

# Siswa baru.
JENIS_PENDAFTARAN = "1"
# Of who was born on a day that nobody has written down: seen at once to be no birthday.
TANGGAL_LAHIR = date(1900, 1, 1)
# There is no table of codes for what is kept by name alone: curricula and subjects.
NO_CODE = 0


def tingkat(written: str, rombel: str, sekolah: Sekolah) -> str:
    """The grade of a class: its own, else that in its name, else the lowest of the school."""
    if written:
        return written
    bentuk = sekolah.bentuk
    if bentuk is None:
        return "1"
    return str(tingkat_of_rombel(rombel, bentuk) or bentuk.tingkat[0])


def first_day(semester: str) -> date:
    """1 July of the school year of a semester."""
    return Semester(semester).entry_day
