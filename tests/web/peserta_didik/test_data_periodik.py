"""Data periodik of a class on one sheet."""

from typing import Any

import pytest
from django.test import Client

from dapodik.pokok import write
from dapodik.pokok.models import AnggotaRombel, Journal, Origin, PesertaDidik
from dapodik.pokok.write import Author, Edit
from tests.web.form_data import form_data

PAGE = "/peserta-didik/data-periodik/"


@pytest.fixture
def sheet(operator: Client, pupil: PesertaDidik) -> str:
    """The address of the sheet on which the pupil is."""
    return f"{PAGE}?rombel={AnggotaRombel.live.get(peserta_didik=pupil).rombongan_belajar_id}"


def cell(pupil: PesertaDidik, name: str) -> str:
    return f"{pupil.pk.hex}-{name}"


def opened(client: Client, sheet: str) -> dict[str, Any]:
    return dict(form_data(client, sheet, "versi"))


def test_one_save_changes_only_what_was_typed(operator: Client, pupil: PesertaDidik, sheet: str) -> None:
    acts = Journal.objects.count()
    data = opened(operator, sheet)
    assert "0 peserta didik diubah" in operator.post(sheet, data, follow=True).content.decode()
    assert Journal.objects.count() == acts
    data |= {cell(pupil, "tinggi_badan"): "133", cell(pupil, "berat_badan"): "31.5"}
    assert "1 peserta didik diubah" in operator.post(sheet, data, follow=True).content.decode()
    entry = Journal.objects.order_by("-id")[0]
    assert (entry.record_id, sorted(entry.changes)) == (pupil.pk, ["berat_badan", "tinggi_badan"])


def test_an_error_stands_at_its_cell_and_nothing_is_saved(
    operator: Client, pupil: PesertaDidik, sheet: str
) -> None:
    acts = Journal.objects.count()
    other = AnggotaRombel.live.filter(rombongan_belajar=sheet.split("=")[1]).exclude(peserta_didik=pupil)[0]
    data = opened(operator, sheet)
    data |= {cell(pupil, "tinggi_badan"): "a\x01", cell(other.peserta_didik, "berat_badan"): "30"}
    page = operator.post(sheet, data)
    line = next(candidate for candidate in page.context["sheet"].lines if candidate.pupil == pupil)
    assert set(line.errors) == {"tinggi_badan"} and Journal.objects.count() == acts


def test_a_cell_holds_a_number(operator: Client, pupil: PesertaDidik, sheet: str) -> None:
    acts = Journal.objects.count()
    page = operator.post(sheet, opened(operator, sheet) | {cell(pupil, "tinggi_badan"): "tinggi"})
    assert "Ketik angka, misalnya 132,5." in page.content.decode() and Journal.objects.count() == acts


def test_an_odd_measure_is_saved_and_marked_at_its_cell_alone(
    operator: Client, pupil: PesertaDidik, sheet: str
) -> None:
    page = operator.post(sheet, opened(operator, sheet) | {cell(pupil, "tinggi_badan"): "300"}, follow=True)
    lines = page.context["sheet"].lines
    marked = [
        (cells.pupil, name) for cells in lines for name, field in cells.fields.items() if field.findings
    ]
    assert marked == [(pupil, "tinggi_badan")]


def test_two_sheets_never_overwrite_silently(operator: Client, pupil: PesertaDidik, sheet: str) -> None:
    data = opened(operator, sheet)
    values = {"tinggi_badan": "150", "berat_badan": "44"}
    write.save([Edit(PesertaDidik, values, pupil.pk)], Author("Bu Wali", Origin.FORM))
    page = operator.post(sheet, data | {cell(pupil, "tinggi_badan"): "133"})
    assert "Bu Wali mengubahnya menjadi “150”" in page.content.decode()
    line = next(candidate for candidate in page.context["sheet"].lines if candidate.pupil == pupil)
    assert line["berat_badan"].value() == "44"
    again = {name: line[name].value() for name in line.fields} | {"tinggi_badan": "133"}
    sent = {cell(pupil, name): value for name, value in again.items()}
    operator.post(sheet, sent | {"versi": page.context["sheet"].version})
    pupil.refresh_from_db()
    assert (pupil.tinggi_badan, pupil.berat_badan) == ("133", "44")


def test_a_cell_that_was_not_sent_is_left_alone(operator: Client, pupil: PesertaDidik, sheet: str) -> None:
    acts = Journal.objects.count()
    operator.post(sheet, {"versi": "x"})
    assert Journal.objects.count() == acts


def test_it_costs_the_same_for_any_class(
    operator: Client, sheet: str, django_assert_max_num_queries: Any
) -> None:
    operator.get(sheet)
    with django_assert_max_num_queries(16):
        operator.get(sheet)


def test_without_a_class_the_page_says_what_to_do(operator: Client) -> None:
    assert "Belum ada rombel" in operator.get(PAGE).content.decode()
