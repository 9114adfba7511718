"""KIP lists as Excel and other programs save them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.pusat.kip import normalising, reading
from sync.pusat.kip.sk_line import SkLine

HEADER = "nisn,nik,nama,tanggal_lahir,nomor_kip,nama_di_kip"
CELLS = "0191000011,3205015402190011,Anisa Purnamasari,2019-02-14,ANI001,ANISA"


def read(tmp_path: Path, content: str | bytes) -> list[SkLine]:
    path = tmp_path / "daftar.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return reading.read(path)


@pytest.mark.parametrize(
    "content",
    [
        f"{HEADER}\n{CELLS}\n",
        f"\ufeff{HEADER}\r\n{CELLS}\r\n",
        f"{HEADER}\n{CELLS}".replace(",", ";"),
        f"{HEADER}\n{CELLS}".replace(",", "\t"),
        f"sep=;\r\n{HEADER}\r\n{CELLS}".replace(",", ";"),
        f"sep=,\n\n{HEADER}\n\n{CELLS}\n,,,,,\n",
        f"NISN,NIK,Nama Peserta Didik,Tgl. Lahir,No KIP,Nama di KIP\n{CELLS}",
        f'"NISN";"NIK";"NAMA";"Tanggal Lahir";"Nomor KIP";"Nama di KIP"\n{CELLS}'.replace(",", ";"),
    ],
)
def test_every_csv_of_these_columns_is_read(tmp_path: Path, content: str) -> None:
    (line,) = read(tmp_path, content)
    assert (line.nomor_kip, line.nama_di_kip, line.keys["nama"]) == ("ANI001", "ANISA", "Anisa Purnamasari")
    assert (line.problem, line.notes) == ("", ())


def test_a_name_in_windows_letters_is_read(tmp_path: Path) -> None:
    (line,) = read(tmp_path, f"{HEADER}\n{CELLS}".replace("Anisa P", "Anisé P").encode("cp1252"))
    assert line.keys["nama"] == "Anisé Purnamasari"


def test_a_line_has_the_number_that_an_editor_shows(tmp_path: Path) -> None:
    broken = CELLS.replace("ANISA", '"ANI\nSA"')
    lines = read(tmp_path, f"{HEADER}\n\n\n{CELLS}\n{broken}\n\n{CELLS}\n")
    assert [line.number for line in lines] == [4, 5, 8]


@pytest.mark.parametrize(
    ("cells", "keys", "note"),
    [
        ("141000031,,Lintang,2014-03-05", ("0141000031", "", "2014-03-05"), "nol di depannya hilang"),
        ("0131 000 032,,R,2013-07-19", ("0131000032", "", "2013-07-19"), "spasi"),
        (
            "'0121000033,'3273096311120033,W,2012-11-23",
            ("0121000033", "3273096311120033", "2012-11-23"),
            "petik",
        ),
        ("0141000034,,Y,30/06/2014", ("0141000034", "", "2014-06-30"), "dibaca 2014-06-30"),
        ("0141000034,,Y,5 Maret 2014", ("0141000034", "", "2014-03-05"), "dibaca 2014-03-05"),
    ],
)
def test_a_spoiled_cell_is_read_and_said(
    tmp_path: Path, cells: str, keys: tuple[str, ...], note: str
) -> None:
    (line,) = read(tmp_path, f"{HEADER}\n{cells},LTG001,X\n")
    assert tuple(line.keys[name] for name in ("nisn", "nik", "tanggal_lahir")) == keys
    assert note in line.notes[0]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ('0191000011,"3,20501E+15",A,2019-02-14,ANI001,A', "digit akhirnya sudah hilang"),
        ("0191000011,,A,31/02/2019,ANI001,A", "TTTT-BB-HH"),
        ("0191000011,,A\x00B,2019-02-14,ANI001,A", "tidak terlihat"),
        (f"0191000011,,A,2019-02-14,ANI001,{'A' * 256}", "255 huruf"),
    ],
)
def test_a_cell_that_lost_its_meaning_is_named(tmp_path: Path, cells: str, problem: str) -> None:
    (line,) = read(tmp_path, f"{HEADER}\n{cells}\n")
    assert problem in line.problem


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    for reader in (normalising.nisn, normalising.nik, normalising.birth_date):
        try:
            reader(text)
        except normalising.Unusable as reason:
            assert str(reason)
