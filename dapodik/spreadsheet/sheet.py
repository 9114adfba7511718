"""What a sheet is: the layout that the download writes, the import reads and Unduhan lists."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dapodik.pokok.models import Sekolah

from .columns import Column

# The field of the first column of every sheet, the running number.
NUMBER = "nomor"
# Above the headers: title, school, place, time of the download.
HEADER_ROW = 5
# The text of every column but the running number.
Cells = Sequence[str]


class SheetError(Exception):
    """The file is not a sheet that can be imported; the message says why and what to do (Indonesian)."""


@dataclass(frozen=True)
class Sheet:
    """A spreadsheet layout of Dapodik.

    `title`: what stands in A1, and on the tab where that has no name of its own (`tab`); `columns` in the
    order of the download; `rows` yields the rows of the download, `count` says how many they are, `counted`
    what they are, in words for Unduhan. `file_word`: how the names of its files begin. `identity`: sets of
    fields, by each of which records are recognised; a file that has the columns of none of them cannot be
    read, any other column may be missing. `parts`: the titles of sheets that have a part of its rows, in the
    same columns; the import reads them too.
    """

    title: str
    file_word: str
    columns: Sequence[Column]
    rows: Callable[[Sekolah], Iterable[Cells]]
    count: Callable[[], int]
    counted: str
    identity: Sequence[Sequence[str]]
    tab: str = ""
    parts: Sequence[str] = ()

    @property
    def way_out(self) -> str:
        """The cure of most files that cannot be imported."""
        return f"Unduh ulang {self.title} dari aplikasi, lalu pilih berkas itu tanpa mengubahnya."

    @property
    def header_rows(self) -> int:
        """2 where groups of columns have a header of their own, else 1."""
        return 2 if any(column.sub for column in self.columns) else 1

    @property
    def first_row(self) -> int:
        """The number of the first row of data."""
        return HEADER_ROW + self.header_rows
