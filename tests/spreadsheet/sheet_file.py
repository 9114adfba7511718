"""Daftar Peserta Didik made for tests, in the layout that Dapodik's own download has.

Written down here by hand and not taken from the program's columns, which are what is tested.
"""

from io import BytesIO
from typing import Any

from openpyxl import Workbook

# One header to a column; a group's header stands over its first column alone.
HEADERS = (
    """No|Nama|NIPD|JK|NISN|Tempat Lahir|Tanggal Lahir|NIK|Agama|Alamat|RT|RW|Dusun|Kelurahan|Kecamatan
Kode Pos|Jenis Tinggal|Alat Transportasi|Telepon|HP|E-Mail|SKHUN|Penerima KPS|No. KPS
Data Ayah||||||Data Ibu||||||Data Wali|||||
Rombel Saat Ini|No Peserta Ujian Nasional|No Seri Ijazah|Penerima KIP|Nomor KIP|Nama di KIP|Nomor KKS
No Registrasi Akta Lahir|Bank|Nomor Rekening Bank|Rekening Atas Nama
Layak PIP (usulan dari sekolah)|Alasan Layak PIP
Kebutuhan Khusus|Sekolah Asal|Anak ke-berapa|Lintang|Bujur|No KK|Berat Badan|Tinggi Badan|Lingkar Kepala
""".replace("\n", "|").split("|")[:-1]
    + ["Jml. Saudara\nKandung", "Jarak Rumah\nke Sekolah (KM)"]
)
PARENT = ["Nama", "Tahun Lahir", "Jenjang Pendidikan", "Pekerjaan", "Penghasilan", "NIK"]
SUB_HEADERS = [None] * 24 + PARENT * 3 + [None] * 24
POSITION = {name: index for index, name in enumerate(HEADERS) if name} | {"Nama Ibu": 30, "NIK Ayah": 29}

SCHOOL = "SD NEGERI 9 CONTOH"
PLACE = "Kecamatan Kec. Garut Kota, Kabupaten Kab. Garut, Provinsi Prov. Jawa Barat"
STAMP = "Tanggal Unduh: 2026-11-09 08:15:02"


def pupil(number: int, **other: Any) -> dict[str, Any]:
    """The cells of an ordinary pupil; keyword arguments by header, blanks as `_` (`Tanggal_Lahir`)."""
    cells: dict[str, Any] = {
        "Nama": f"Anak {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number % 26] * (number // 26 + 1)}",
        "NIPD": f"26{number:04d}",
        "JK": "L",
        "NISN": f"01700{number:05d}",
        "Tempat Lahir": "Garut",
        "Tanggal Lahir": "2017-05-12",
        "NIK": f"320501120517{number:04d}",
        "Agama": "Islam",
        "Alamat": "Kp. Kaler",
        "RT": "2",
        "RW": "10",
        "Kelurahan": "Sukamaju",
        "Kecamatan": "Kec. Garut Kota",
        "Penerima KPS": "Tidak",
        "Nama Ibu": "Hani Rahayu",
        "Rombel Saat Ini": "Kelas 4A",
        "Penerima KIP": "Tidak",
        "Kebutuhan Khusus": "Tidak ada",
        "Jarak Rumah\nke Sekolah (KM)": "3.5",
    }
    return {**cells, **{name.replace("_", " "): value for name, value in other.items()}}


def sheet_file(
    pupils: list[dict[str, Any]],
    school: str = SCHOOL,
    place: str = PLACE,
    stamp: str | None = STAMP,
    headers: list[str] | None = None,
) -> BytesIO:
    """An xlsx with these pupils."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Daftar Peserta Didik"
    for line in (
        ["Daftar Peserta Didik"],
        [school],
        [place],
        [stamp, None, "Pengunduh: Operator (o@s.example)"],
    ):
        sheet.append(line)
    sheet.append([name or None for name in headers or HEADERS])
    sheet.append(SUB_HEADERS)
    for number, cells in enumerate(pupils, start=1):
        line: list[Any] = [number, *[None] * 65]
        for name, value in cells.items():
            line[POSITION[name]] = value
        sheet.append(line)
    file = BytesIO()
    book.save(file)
    return file
