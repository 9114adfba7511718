"""Unduhan lists every sheet, and each can be downloaded from there."""

from io import BytesIO

from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from dapodik.pokok import present
from dapodik.spreadsheet.sheets import SHEETS


def test_every_sheet_is_listed_and_leads_to_its_file(operator: Client, school: None) -> None:
    page = operator.get("/unduhan/").content.decode()
    for name, sheet in SHEETS.items():
        address = reverse(f"unduhan:{name}")
        assert sheet.title in page and f'href="{address}"' in page
        answer = operator.get(address)
        book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
        assert book.sheetnames == [sheet.title]
        assert f'filename="{sheet.file_word}-' in answer["Content-Disposition"]


def test_the_pupils_of_now_are_counted(operator: Client, school: None) -> None:
    count = present.pupils().count()
    assert f"66 kolom, susunan yang sama dengan unduhan Dapodik. Berisi {count}" in " ".join(
        operator.get("/unduhan/").content.decode().split()
    )


def test_without_a_school_it_says_what_to_do(operator: Client) -> None:
    page = operator.get("/unduhan/").content.decode()
    assert "Belum ada data sekolah" in page and "Unduh xlsx" not in page
