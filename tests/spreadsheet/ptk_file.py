"""The sheets of the PTK made for tests, in the layout that Dapodik's own downloads have.

Written down here by hand and not taken from the program's columns, which are what is tested.
"""

from io import BytesIO
from typing import Any

from openpyxl import Workbook

from .sheet_file import PLACE, SCHOOL, STAMP

HEADERS = """No|Nama|NUPTK|JK|Tempat Lahir|Tanggal Lahir|NIP|Status Kepegawaian|Jenis PTK|Agama|Alamat Jalan
RT|RW|Nama Dusun|Desa/Kelurahan|Kecamatan|Kode Pos|Telepon|HP|Email|Tugas Tambahan|SK CPNS|Tanggal CPNS
SK Pengangkatan|TMT Pengangkatan|Lembaga Pengangkatan|Pangkat Golongan|Sumber Gaji|Nama Ibu Kandung
Status Perkawinan|Nama Suami/Istri|NIP Suami/Istri|Pekerjaan Suami/Istri|TMT PNS|Sudah Lisensi Kepala Sekolah
Pernah Diklat Kepengawasan|Keahlian Braille|Keahlian Bahasa Isyarat|NPWP|Nama Wajib Pajak|Kewarganegaraan|Bank
Nomor Rekening Bank|Rekening Atas Nama|NIK|No KK|Karpeg|Karis/Karsu|Lintang|Bujur|NUKS""".replace(
    "\n", "|"
).split("|")
POSITION = {name: index for index, name in enumerate(HEADERS)}


def ptk(number: int, **other: Any) -> dict[str, Any]:
    """The cells of an ordinary teacher; keyword arguments by header, blanks as `_` (`Tanggal_Lahir`)."""
    letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number % 26]
    cells: dict[str, Any] = {
        "Nama": f"Guru {letter * (number // 26 + 1)}, S.Pd.",
        "NUPTK": f"07527396402{number:05d}",
        "JK": "P",
        "Tempat Lahir": "Garut",
        "Tanggal Lahir": f"1980-03-{number % 28 + 1:02d}",
        "NIP": f"198003012006042{number:03d}",
        "Status Kepegawaian": "PNS",
        "Jenis PTK": "Guru",
        "Agama": "Islam",
        "Alamat Jalan": "Jl. Melati 7",
        "RT": "2",
        "RW": "10",
        "Desa/Kelurahan": "Sukamaju",
        "Kecamatan": "Kec. Garut Kota",
        "Kode Pos": "44151",
        "HP": "081234567890",
        "Email": f"guru{number}@contoh.example",
        "SK CPNS": "821/KEP/2006",
        "Tanggal CPNS": "2006-04-01",
        "SK Pengangkatan": "822/KEP/2007",
        "TMT Pengangkatan": "2007-05-01",
        "Lembaga Pengangkatan": "Pemerintah Kab/Kota",
        "Pangkat Golongan": "III/b",
        "Sumber Gaji": "APBD Kabupaten/Kota",
        "Nama Ibu Kandung": "Hani Rahayu",
        "Status Perkawinan": "Kawin",
        "Pekerjaan Suami/Istri": "Wiraswasta",
        "TMT PNS": "2007-05-01",
        "Sudah Lisensi Kepala Sekolah": "Tidak",
        "Keahlian Braille": "Tidak",
        "NPWP": "091234567443000",
        "Kewarganegaraan": "ID",
        "NIK": f"320501410380{number:04d}",
        "No KK": "3205011205100001",
    }
    return {**cells, **{name.replace("_", " "): value for name, value in other.items()}}


def ptk_file(
    staff: list[dict[str, Any]],
    title: str = "Daftar Guru",
    tab: str = "Daftar guru",
    school: str = SCHOOL,
    place: str = PLACE,
) -> BytesIO:
    """An xlsx with these PTK."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = tab
    for line in ([title], [school], [place], [STAMP, None, "Pengunduh: Operator (o@s.example)"], HEADERS):
        sheet.append(line)
    for number, cells in enumerate(staff, start=1):
        line: list[Any] = [number, *[None] * (len(HEADERS) - 1)]
        for name, value in cells.items():
            line[POSITION[name]] = value
        sheet.append(line)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file
