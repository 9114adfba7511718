"""Records to download, and the download read back."""

from io import BytesIO
from typing import Any
from uuid import UUID

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from dapodik.pokok import write
from dapodik.pokok.models import Origin
from dapodik.pokok.write import Author, Edit
from dapodik.spreadsheet.export import write_sheet
from dapodik.spreadsheet.sheets.peserta_didik import PESERTA_DIDIK

from .sheet_file import POSITION

OPERATOR = Author("Operator", Origin.FORM)
FIRST = 7


def save(model: type[Any], **values: Any) -> UUID:
    own_id = write.new_id()
    write.save([Edit(model, values, own_id)], OPERATOR)
    return own_id


def change(model: type[Any], record_id: UUID, **values: Any) -> None:
    write.save([Edit(model, values, record_id)], OPERATOR)


def exported() -> BytesIO:
    file = BytesIO()
    write_sheet(PESERTA_DIDIK, file, "Operator (o@s.example)")
    file.seek(0)
    return file


def sheet() -> Worksheet:
    sheet = load_workbook(exported()).active
    assert isinstance(sheet, Worksheet)
    return sheet


def column(name: str) -> list[Any]:
    lines = sheet().iter_rows(min_row=FIRST, values_only=True)
    return [line[POSITION[name]] for line in lines if line[0] is not None]
