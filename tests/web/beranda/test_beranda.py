"""Beranda: its numbers are those of the lists they lead to, in schools of every size and form."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from dapodik.pokok import write
from dapodik.pokok.models import (
    KELAS,
    AnggotaRombel,
    KeaktifanPtk,
    Origin,
    PesertaDidik,
    Ptk,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)
from dapodik.pokok.write import Author, Edit, new_id
from dapodik.web.beranda import charts
from dapodik.web.peserta_didik import umur

AUTHOR = Author("Penguji", Origin.FORM)
SEMESTER = "20261"


def home(client: Client) -> Any:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer


def make_school(bentuk: str, grades: Iterable[str], pupils: int = 0) -> None:
    """A school with a class in every grade, and pupils dealt out among them."""
    classes = [(new_id(), grade) for grade in grades]
    edits = [Edit(Sekolah, {"nama": "SEKOLAH UJI", "bentuk_pendidikan_id": bentuk, "semester_id": SEMESTER})]
    for pk, grade in classes:
        values = {"nama": f"Kelas {grade}", "tingkat_pendidikan_id": grade, "semester_id": SEMESTER}
        edits.append(Edit(RombonganBelajar, {**values, "jenis_rombel": KELAS}, pk))
    for number in range(pupils):
        edits += make_pupil(number, classes[number % len(classes)][0])
    write.save(edits, AUTHOR)


def make_pupil(number: int, rombel: Any) -> list[Edit]:
    pk = new_id()
    born = date(2010, 1, 1) + timedelta(days=number % 1500)
    values = {"nama": f"Anak {number}", "jenis_kelamin": "LP"[number % 2], "tanggal_lahir": born}
    return [
        Edit(PesertaDidik, {**values, "nisn": f"{number:010}", "penerima_kip": number % 3 == 0}, pk),
        Edit(RegistrasiPesertaDidik, {"peserta_didik_id": pk}),
        Edit(AnggotaRombel, {"peserta_didik_id": pk, "rombongan_belajar_id": rombel}),
    ]


def counted(client: Client, address: str) -> int:
    """How many rows the list at this address has."""
    total: int = client.get(address).context["table"].paginator.count
    return total


def bars(page: Any) -> list[charts.Bar]:
    return [*page.context["grade_chart"].bars, *page.context["age_chart"].bars]


@pytest.mark.slow
def test_every_number_is_that_of_its_list(operator: Client, school: None) -> None:
    odd = PesertaDidik.live.order_by("nama")[:3]
    for pupil, born in zip(odd, (None, date(2026, 3, 1), date(1901, 1, 1)), strict=True):
        write.save([Edit(PesertaDidik, {"tanggal_lahir": born, "nisn": ""}, pupil.pk)], AUTHOR)
    page = home(operator)
    shown = [(bar.address, bar.value) for bar in bars(page)]
    for table in ("grade_table", "age_table"):
        shown += [(address, total) for _, address, _, _, total in page.context[table]]
    shown += [(address, count) for _, count, address in page.context["cards"]]
    shown += [(address, count) for _, address, count in page.context["odd_ages"]]
    assert len(page.context["odd_ages"]) == 3
    for address, value in shown:
        assert counted(operator, address) == value, address


@pytest.mark.parametrize(
    "born", [date(2019, 7, 1), date(2019, 7, 2), date(2020, 2, 29), date(2001, 1, 1), None]
)
def test_the_list_of_an_age_holds_whom_the_pyramid_counts(
    operator: Client, school: None, born: date | None
) -> None:
    pupil = PesertaDidik.live.order_by("nama")[0]
    write.save([Edit(PesertaDidik, {"tanggal_lahir": born}, pupil.pk)], AUTHOR)
    day = umur.counted_on(SEMESTER)
    for group, _ in umur.CHOICES:
        holds = PesertaDidik.objects.filter(umur.born_in(group, day), pk=pupil.pk).exists()
        assert holds == (group == umur.group_of(born, day)), group


def test_what_to_do_is_true_and_the_most_urgent_comes_first(operator: Client, school: None) -> None:
    steps = home(operator).context["todo"]
    assert [step.urgency for step in steps] == sorted(step.urgency for step in steps)
    assert steps[0].level == "error" and "tidak valid" in steps[0].text
    for step in steps:
        assert operator.get(step.address).status_code == 200
    this = next(step for step in steps if step.text.endswith("keaktifannya bulan ini."))
    assert this.count == operator.get(this.address).context["missing"] == 18
    values = {"bulan": f"{timezone.localdate():%Y-%m}", "aktif": True}
    staff = Ptk.live.values_list("pk", flat=True)
    write.save([Edit(KeaktifanPtk, {"ptk_id": pk, **values}) for pk in staff], AUTHOR)
    assert not [step for step in home(operator).context["todo"] if "bulan ini" in step.text]


def test_pupils_without_a_class_or_a_number_are_named(operator: Client, school: None) -> None:
    pupil = PesertaDidik.live.exclude(nisn="").order_by("nama")[7]
    before = {step.text: step.count for step in home(operator).context["todo"]}
    place = AnggotaRombel.live.filter(peserta_didik=pupil)[0]
    write.save([Edit(AnggotaRombel, {"soft_delete": True}, place.pk)], AUTHOR)
    write.save([Edit(PesertaDidik, {"nisn": ""}, pupil.pk)], AUTHOR)
    after = {step.text: step for step in home(operator).context["todo"]}
    for text in ("peserta didik tanpa rombel.", "peserta didik tanpa NISN."):
        assert after[text].count == before.get(text, 0) + 1 == counted(operator, after[text].address)


def test_a_class_without_a_grade_is_a_class(operator: Client) -> None:
    make_school("5", ["1", ""], pupils=9)
    write.save(make_pupil(9, RombonganBelajar.live.get(tingkat_pendidikan_id="1").pk)[:2], AUTHOR)
    page = home(operator)
    (step,) = (step for step in page.context["todo"] if step.text == "peserta didik tanpa rombel.")
    assert step.count == counted(operator, step.address) == 1
    lines = {name: (address, total) for name, address, _, _, total in page.context["grade_table"]}
    address, without = lines.pop("Belum ada rombel")
    assert without == counted(operator, address) == 1
    assert lines.pop("Tingkat rombelnya belum diisi") == ("", 4)
    assert lines == {"Tingkat 1": (bars(page)[0].address.removesuffix("&jk=L"), 5)}
    assert 'href=""' not in page.content.decode()


def test_an_empty_school_says_where_to_begin(operator: Client) -> None:
    make_school("5", "123456")
    page = home(operator)
    words = page.content.decode()
    assert page.context["grade_chart"] is page.context["age_chart"] is None
    assert "Belum ada peserta didik" in words and "Belum ada PTK." in words and "<svg" not in words


def test_one_pupil_is_a_school_too(operator: Client) -> None:
    make_school("5", "1", pupils=1)
    page = home(operator)
    assert sorted(bar.value for bar in bars(page)) == [0, 0, 1, 1]
    assert [number for _, number in page.context["grade_chart"].ticks] == [0, 1]


def test_a_smk_has_its_grades_in_order(operator: Client) -> None:
    make_school("15", ["13", "10", "12", "11"], pupils=8)
    page = home(operator)
    assert [name for _, _, name in page.context["grade_chart"].names] == ["10", "11", "12", "13"]
    assert "Dapodikmen" in page.content.decode()


def test_a_school_of_every_grade_goes_from_one_to_twelve(operator: Client) -> None:
    make_school("29", [str(grade) for grade in range(12, 0, -1)], pupils=24)
    names = [name for _, _, name in home(operator).context["grade_chart"].names]
    assert names == [str(grade) for grade in range(1, 13)]


@pytest.mark.slow
def test_a_great_school_costs_no_more_queries(operator: Client) -> None:
    make_school("6", "789", pupils=3)

    def queries() -> int:
        home(operator)
        with CaptureQueriesContext(connection) as caught:
            home(operator)
        return len(caught)

    few = queries()
    rombel = RombonganBelajar.live.get(tingkat_pendidikan_id="8").pk
    write.save([edit for number in range(3, 600) for edit in make_pupil(number, rombel)], AUTHOR)
    assert queries() == few <= 45
    assert home(operator).context["found"].total == 600


def test_a_past_semester_shows_who_was_in_a_class_then(operator: Client) -> None:
    make_school("6", "789", pupils=9)
    graduate = RegistrasiPesertaDidik.live.filter(
        peserta_didik__anggota__rombongan_belajar__tingkat_pendidikan_id="9"
    )[0]
    left = {"jenis_keluar_id": "1", "tanggal_keluar": date(2026, 12, 20)}
    write.save([Edit(RegistrasiPesertaDidik, left, graduate.pk)], AUTHOR)
    now = {"nama": "Kelas 7", "tingkat_pendidikan_id": "7", "semester_id": "20262", "jenis_rombel": KELAS}
    write.save(
        [Edit(Sekolah, {"semester_id": "20262"}, Sekolah.live.get().pk), Edit(RombonganBelajar, now)], AUTHOR
    )
    assert home(operator).context["found"].total == 8
    operator.post("/semester/", {"semester_id": SEMESTER})
    page = home(operator)
    assert page.context["found"].total == 9 and page.context["todo"] == []
    for chart in ("grade_chart", "age_chart"):
        for bar in page.context[chart].bars:
            assert counted(operator, bar.address) == bar.value
    for _, count, address in page.context["cards"]:
        assert counted(operator, address) == count


def test_the_page_keeps_to_the_rules_of_the_site(operator: Client, school: None) -> None:
    page = home(operator).content.decode()
    assert " style=" not in page and "<style" not in page
    svgs = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(svgs) == 2 and page.count("Sebagai tabel") == 2
    for svg in svgs:
        numbers = re.findall(r' (?:x|y|width|height|x1|x2|y1|y2)="([^"]*)"', svg)
        assert numbers and all(re.fullmatch(r"-?\d+(\.\d)?", number) for number in numbers)


ROWS = st.lists(
    st.tuples(st.integers(0, 99999), st.integers(0, 99999)).map(lambda pair: ("7", *pair, sum(pair))),
    max_size=23,
)


@given(ROWS)
def test_bars_are_in_the_picture_and_as_long_as_their_number(rows: list[charts.Row]) -> None:
    for chart, reach, length in (
        (charts.columns(rows, lambda *_: ""), 150, lambda bar: bar.height),
        (charts.pyramid(rows, lambda *_: ""), 165, lambda bar: bar.width),
    ):
        numbers = [number for _, number in chart.ticks]
        assert numbers[0] == 0 and numbers[-1] >= max((bar.value for bar in chart.bars), default=0)
        assert len(numbers) <= 6 and len({b - a for a, b in zip(numbers, numbers[1:], strict=False)}) == 1
        for bar in chart.bars:
            assert length(bar) == reach * bar.value // numbers[-1]
            assert bar.x >= 0 and bar.x + bar.width <= chart.width
            assert bar.y >= 0 and bar.y + bar.height <= chart.height


def test_who_only_looks_is_not_asked_to_mend(operator: Client, kepala_sekolah: Client, school: None) -> None:
    write.save([Edit(PesertaDidik, {"nama": "Tanpa Rombel"})], AUTHOR)
    mended, looked_at = (client.get("/").content.decode() for client in (operator, kepala_sekolah))
    assert "Perbaiki di Validasi" in mended and "Perbaiki di Validasi" not in looked_at
    assert "menghalangi sinkronisasi." in looked_at and ">Lihat.</a>" in looked_at
