"""Who is at this school, and in which class: every list, count, sheet and act gives the same answer."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from dapodik.pokok import present, write
from dapodik.pokok.models import (
    EKSKUL,
    AnggotaRombel,
    PesertaDidik,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)
from dapodik.pokok.semester_baru import SchoolState, closing_measures
from dapodik.pokok.write import Edit
from dapodik.referensi.semester import Semester
from dapodik.spreadsheet.import_pd import plan_import, read_sheet
from dapodik.validasi.rows import Context, rows
from dapodik.validasi.snapshot import Snapshot
from dapodik.web.validasi.selection import class_names
from tests.school import AUTHOR, School, make_school
from tests.spreadsheet.exported import exported, sheet
from tests.spreadsheet.sheet_file import POSITION

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# {NISN: name of the class, "" where the pupil is in none}.
Present = dict[str, str]
LEFT = {"jenis_keluar_id": "2", "tanggal_keluar": "2026-10-01"}


def save(*edits: Edit) -> None:
    write.save(list(edits), AUTHOR)


def as_made(school: School) -> None:
    """Nothing is wrong with anybody."""


def without_registrasi(school: School) -> None:
    pk = write.new_id()
    place = {"peserta_didik_id": pk, "rombongan_belajar_id": school.rombel[0]}
    save(
        Edit(PesertaDidik, {"nama": "Anak Baru", "nisn": "0199999999", "jenis_kelamin": "P"}, pk),
        Edit(AnggotaRombel, place),
    )


def with_deleted_registrasi(school: School) -> None:
    save(Edit(RegistrasiPesertaDidik, {"soft_delete": True}, school.registrasi[0]))


def with_two_registrasi(school: School) -> None:
    values = {"peserta_didik_id": school.pupils[0], "nipd": "N-baru", "tanggal_masuk_sekolah": "2026-07-20"}
    save(Edit(RegistrasiPesertaDidik, values))


def left(school: School) -> None:
    save(Edit(RegistrasiPesertaDidik, LEFT, school.registrasi[0]))


def left_with_another_registrasi_deleted(school: School) -> None:
    left(school)
    deleted = write.new_id()
    save(Edit(RegistrasiPesertaDidik, {"peserta_didik_id": school.pupils[0], "nipd": "X"}, deleted))
    save(Edit(RegistrasiPesertaDidik, {"soft_delete": True}, deleted))


def left_and_returned(school: School) -> None:
    left(school)
    save(Edit(RegistrasiPesertaDidik, {"peserta_didik_id": school.pupils[0], "nipd": "N-lagi"}))


def deleted(school: School) -> None:
    save(Edit(PesertaDidik, {"soft_delete": True}, school.pupils[0]))


def without_class(school: School) -> None:
    save(Edit(AnggotaRombel, {"soft_delete": True}, school.places[0]))


def in_a_deleted_class(school: School) -> None:
    save(Edit(RombonganBelajar, {"soft_delete": True}, school.rombel[0]))


def in_a_class_of_last_semester(school: School) -> None:
    rombel, semester = write.new_id(), Semester(Sekolah.live.get().semester_id).before.id
    save(
        Edit(RombonganBelajar, {"nama": "Kelas Lama", "semester_id": semester}, rombel),
        Edit(AnggotaRombel, {"rombongan_belajar_id": rombel}, school.places[0]),
    )


def twice_in_one_class(school: School) -> None:
    values = {"peserta_didik_id": school.pupils[0], "rombongan_belajar_id": school.rombel[0]}
    save(Edit(AnggotaRombel, values))


def in_a_group_too(school: School) -> None:
    group, semester = write.new_id(), Sekolah.live.get().semester_id
    values = {"nama": "Pramuka", "semester_id": semester, "jenis_rombel": EKSKUL}
    place = {"peserta_didik_id": school.pupils[0], "rombongan_belajar_id": group}
    save(Edit(RombonganBelajar, values, group), Edit(AnggotaRombel, place))


# What happened to one pupil, how many are here then, and how many of them in no class.
SITUATIONS: dict[Callable[[School], None], tuple[int, int]] = {
    as_made: (12, 0),
    without_registrasi: (13, 0),
    with_deleted_registrasi: (12, 0),
    with_two_registrasi: (12, 0),
    left: (11, 0),
    left_with_another_registrasi_deleted: (11, 0),
    left_and_returned: (12, 0),
    deleted: (11, 0),
    without_class: (12, 1),
    in_a_deleted_class: (12, 2),
    in_a_class_of_last_semester: (12, 1),
    twice_in_one_class: (12, 0),
    in_a_group_too: (12, 0),
}


def once(pairs: list[tuple[str, str]]) -> Present:
    """The pairs by pupil; nobody is listed twice."""
    assert Counter(nisn for nisn, _ in pairs).most_common(1)[0][1] == 1
    return dict(pairs)


def class_names_by_id() -> dict[Any, str]:
    return {None: "", **dict(RombonganBelajar.objects.values_list("pk", "nama"))}


def in_validasi() -> Present:
    names, snapshot = class_names_by_id(), Snapshot(Context.now())
    by_row = once([(row["nisn"], names[row["rombel"]]) for row in rows(PesertaDidik)])
    rombel = {place.pupil: place.nama for place in snapshot.places}
    assert by_row == once([(pupil.nisn, rombel.get(pupil.id, "")) for pupil in snapshot.pupils])
    shown = class_names()
    assert by_row == {pupil.nisn: shown.get(pupil.id, "") for pupil in snapshot.pupils}
    return by_row


def in_list(client: Client) -> Present:
    page = client.get("/peserta-didik/")
    assert page.context["table"].paginator.count == page.context["filter"].qs.count()
    return once([(pupil.nisn, pupil.rombel) for pupil in page.context["filter"].qs])


def in_classes(client: Client) -> Present:
    """Who is on the pages of the classes, and on the sheets of their measures."""
    pairs: list[tuple[str, str]] = []
    for rombel in client.get("/rombel/").context["table"].data:
        page = client.get(reverse("rombel:rinci", args=[rombel.pk]))
        members = [pupil.nisn for pupil in page.context["table"].data]
        assert rombel.jumlah == rombel.laki + rombel.perempuan == len(members) == page.context["total"]
        measures = client.get("/peserta-didik/data-periodik/", {"rombel": rombel.pk}).context["sheet"]
        assert sorted(members) == sorted(line.pupil.nisn for line in measures.lines)
        moving = client.get(reverse("rombel:anggota", args=[rombel.pk]), {"dari": "semua"}).context
        assert sorted(members) == sorted(pupil.nisn for pupil in moving["inside"])
        assert len(members) + len(moving["outside"]) == offered_for_download(client)
        pairs += [(nisn, rombel.nama) for nisn in members]
    return once(pairs)


def offered_for_download(client: Client) -> int:
    kinds = client.get("/unduhan/").context["kinds"]
    counts = {card.name: card.count for _, cards in kinds for card in cards}
    return int(counts["peserta_didik"])


def in_download(file: Path) -> Present:
    call_command("export_pd", file, verbosity=0)
    lines = [line for line in sheet().iter_rows(min_row=7, values_only=True) if line[0] is not None]
    return once([(str(line[POSITION["NISN"]]), line[POSITION["Rombel Saat Ini"]] or "") for line in lines])


def in_semester_baru() -> Present:
    state = SchoolState(Sekolah.live.get())
    nisn = dict(PesertaDidik.objects.values_list("pk", "nisn"))
    pairs = [
        (nisn[member.id], rombel.nama) for rombel in state.classes for member in state.members[rombel.pk]
    ]
    return once(pairs + [(nisn[member.id], "") for member in state.without])


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.__name__)
def test_everybody_counts_the_same_pupils(
    operator: Client, tmp_path: Path, situation: Callable[[School], None]
) -> None:
    school = make_school()
    situation(school)
    count, without = SITUATIONS[situation]
    here = in_list(operator)
    assert (len(here), list(here.values()).count("")) == (count, without)
    assert in_validasi() == here
    assert in_download(tmp_path / "daftar.xlsx") == here
    assert in_semester_baru() == here
    assert in_classes(operator) == {nisn: rombel for nisn, rombel in here.items() if rombel}
    beranda = operator.get("/").context["found"]
    assert (beranda.total, beranda.without_class) == (count, without)
    assert offered_for_download(operator) == count
    mass = operator.get("/peserta-didik/ubah-banyak/", {"semua": "1"})
    assert mass.context["count"] == count
    hits = operator.get("/cari/", {"q": "Anak"}).context["found"][0].hits
    assert sum(hit.mark == "" for hit in hits) == count
    assert len(list(closing_measures("20261"))) == count


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.__name__)
def test_what_was_downloaded_is_recognised_as_what_is_here(situation: Callable[[School], None]) -> None:
    school = make_school()
    situation(school)
    plan = plan_import(read_sheet(exported()))
    assert not plan.unclear and not plan.added and not plan.absent


def test_of_two_registrasi_of_one_day_the_last_that_ended_counts() -> None:
    make_school(pupils=1)
    pupil = PesertaDidik.live.get()
    RegistrasiPesertaDidik.objects.update(soft_delete=True)
    for nipd, day in (("1", "2026-08-01"), ("2", "2026-09-01")):
        ended = {"jenis_keluar_id": "3", "tanggal_masuk_sekolah": "2026-07-13", "tanggal_keluar": day}
        save(Edit(RegistrasiPesertaDidik, {"peserta_didik_id": pupil.pk, "nipd": nipd, **ended}))
    counted = present.registrasi_of(pupil)
    assert counted and counted.nipd == "2"
