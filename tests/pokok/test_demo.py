"""The demonstration school: whole, the same every time, and only where there is none."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from dapodik.pokok import demo
from dapodik.pokok.models import (
    KINDS,
    AnggotaRombel,
    Journal,
    KeaktifanPtk,
    Origin,
    PesertaDidik,
    Ptk,
    RombonganBelajar,
    Sekolah,
)
from dapodik.pokok.models.record import clean

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY = date(2026, 11, 12)


def pupils_made_on(today: date) -> list[dict[str, Any]]:
    """What a school made on that day says of its pupils; nothing of it is kept."""
    with transaction.atomic():
        demo.make(today)
        made = [
            {name: pupil.plain(name) for name in pupil.synced_fields()}
            for pupil in PesertaDidik.live.order_by("nama")
        ]
        transaction.set_rollback(True)
    return made


def test_it_is_a_whole_school() -> None:
    demo.make(TODAY)
    assert PesertaDidik.live.count() == 300
    assert RombonganBelajar.live.count() == 12
    assert Ptk.live.count() == 18
    assert all(1 <= rombel.anggota.count() <= 28 for rombel in RombonganBelajar.live.all())
    assert {rombel.ptk.jenis_ptk_id for rombel in RombonganBelajar.live.all()} == {"92"}
    assert PesertaDidik.live.filter(penerima_kps=True).count() == 12
    assert Journal.objects.exclude(origin=Origin.DEMO).count() == 0


def test_every_value_fits_its_field() -> None:
    demo.make(TODAY)
    for model in KINDS.values():
        for record in model.objects.all():
            for name in record.synced_fields():
                clean(model, name, record.plain(name))


def test_its_names_and_numbers_belong_to_one_person_each() -> None:
    demo.make(TODAY)
    people = list(PesertaDidik.live.values_list("nama", "nik", "nisn"))
    assert len({nama for nama, _, _ in people}) == 300
    assert len({nik for _, nik, _ in people}) == 300
    # One NISN is planted twice.
    assert len({nisn for _, _, nisn in people}) == 299


def test_a_nik_tells_region_birthday_and_sex() -> None:
    demo.make(TODAY)
    odd = [pupil for pupil in PesertaDidik.live.all() if not nik_fits(pupil)]
    # A short NIK and a wrong year of birth are planted.
    assert len(odd) == 2
    assert all(nik_fits(ptk) for ptk in Ptk.live.all())


def nik_fits(person: PesertaDidik | Ptk) -> bool:
    born = person.tanggal_lahir
    day = born.day + 40 * (person.jenis_kelamin == "P")
    return len(person.nik) == 16 and person.nik[:4] == "3205" and person.nik[6:12] == f"{day:02d}{born:%m%y}"


@pytest.mark.parametrize(
    ("today", "months"),
    [
        (date(2026, 7, 3), []),
        (date(2026, 11, 12), ["2026-07", "2026-08", "2026-09", "2026-10"]),
        (date(2027, 2, 1), ["2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "2026-12", "2027-01"]),
    ],
)
def test_the_months_that_are_over_are_filled(today: date, months: list[str]) -> None:
    demo.make(today)
    rows = KeaktifanPtk.live.values_list("bulan", flat=True)
    assert sorted(set(rows)) == months
    assert len(rows) == 18 * len(months)


def test_it_is_the_same_every_time() -> None:
    assert pupils_made_on(TODAY) == pupils_made_on(TODAY)


def test_dates_follow_the_day_and_names_do_not() -> None:
    first, later = pupils_made_on(TODAY), pupils_made_on(date(2028, 11, 12))
    assert [pupil["nama"] for pupil in first] == [pupil["nama"] for pupil in later]
    born, born_later = (
        [date.fromisoformat(pupil["tanggal_lahir"]) for pupil in school] for school in (first, later)
    )
    assert {(b - a).days for a, b in zip(born, born_later, strict=True)} <= {730, 731}


@pytest.mark.parametrize("today", [date(2027, 3, 1), date(2027, 6, 30), date(2028, 2, 29)])
def test_in_the_second_semester_everybody_goes_on(today: date) -> None:
    demo.make(today)
    assert set(AnggotaRombel.live.values_list("jenis_pendaftaran_id", flat=True)) == {"6"}
    assert Sekolah.objects.get().semester_id.endswith("2")


def test_the_command_reports_and_refuses_a_second_school() -> None:
    out = StringIO()
    call_command("demo", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {
        "npsn": demo.NPSN,
        "nama": demo.NAMA,
        "peserta_didik": 300,
        "ptk": 18,
        "rombongan_belajar": 12,
    }
    with pytest.raises(CommandError, match="Sudah ada data sekolah"):
        call_command("demo")
    assert Sekolah.objects.count() == 1
