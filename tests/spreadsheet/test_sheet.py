"""A sheet is data: one with a single header row is written and read as any other."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

from openpyxl import load_workbook

from dapodik.pokok.models import Ptk, Sekolah
from dapodik.spreadsheet import writer
from dapodik.spreadsheet.columns import Column, Day, Text
from dapodik.spreadsheet.importing.rows import parse
from dapodik.spreadsheet.reader import read
from dapodik.spreadsheet.sheet import NUMBER, Sheet


def rows(sekolah: Sekolah) -> Iterator[list[str]]:
    yield ["Ani", "1980-03-01"]
    yield ["Budi", ""]


LIST = Sheet(
    title="Daftar Contoh",
    file_word="daftar-contoh",
    columns=[
        Column("No", None, NUMBER, Text()),
        Column("Nama", Ptk, "nama", Text()),
        Column("Tanggal Lahir", Ptk, "tanggal_lahir", Day()),
    ],
    rows=rows,
    count=lambda: 2,
    counted="PTK",
    identity=[("nama",)],
)


def written() -> BytesIO:
    file = BytesIO()
    head = writer.head(LIST.title, "SD CONTOH", "Kecamatan Kec. Pacet", datetime(2026, 11, 9, 8), "A")  # noqa: DTZ001
    assert writer.write(file, head, LIST, LIST.rows(Sekolah())) == 2
    return file


def test_headers_stand_in_one_row_and_data_follow() -> None:
    tab = load_workbook(written()).active
    assert tab is not None
    lines = [line[:3] for line in tab.iter_rows(min_row=5, values_only=True)]
    assert lines == [("No", "Nama", "Tanggal Lahir"), (1, "Ani", "1980-03-01"), (2, "Budi", None)]
    assert (tab.freeze_panes, list(tab.merged_cells.ranges)) == ("C6", [])


def test_it_is_read_back_as_it_was_written() -> None:
    content = read(written(), LIST)
    assert (content.nama_sekolah, content.layout.differs) == ("SD CONTOH", False)
    parsed = [parse(row, content.layout, Ptk) for row in content.rows]
    assert [(row.number, row.values[Ptk]) for row in parsed] == [
        (6, {"nama": "Ani", "tanggal_lahir": "1980-03-01"}),
        (7, {"nama": "Budi", "tanggal_lahir": None}),
    ]
