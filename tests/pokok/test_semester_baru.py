"""The next semester: copied at mid-year; at the year's end pupils move up, stay or graduate. One act."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dapodik.pokok import acts, present, semester_baru, write
from dapodik.pokok.models import (
    EKSKUL,
    Act,
    AnggotaRombel,
    Origin,
    Pembelajaran,
    PesertaDidikLongitudinal,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)
from dapodik.pokok.semester_baru import SchoolState, SemesterChoices
from dapodik.pokok.write import Author, Edit
from dapodik.referensi.bentuk_pendidikan import promoted_name
from dapodik.validasi import engine
from tests.school import School, make_school

pytestmark = pytest.mark.django_db
AUTHOR = Author("Operator", Origin.MASS)
TODAY = date(2027, 6, 20)
NAMES = {"SMK": "{} TKJ 1"}


def named_school(bentuk: str = "SD", semester: str = "20262", pupils: int = 12) -> School:
    """A school whose classes say their grade."""
    school, pattern = make_school(bentuk, pupils), NAMES.get(bentuk, "Kelas {}A")
    first = RombonganBelajar.live.order_by("nama").values_list("pk", "tingkat_pendidikan_id")
    edits = [
        Edit(RombonganBelajar, {"nama": pattern.format(grade), "semester_id": semester}, pk)
        for pk, grade in first
    ]
    write.save([*edits, Edit(Sekolah, {"semester_id": semester}, school.sekolah)], AUTHOR)
    return school


def state() -> SchoolState:
    return SchoolState(Sekolah.live.get())


def opened(choices: SemesterChoices | None = None) -> semester_baru.SemesterPlan:
    now = state()
    plan = semester_baru.plan(now, choices or SemesterChoices.usual(now, TODAY))
    assert not plan.obstacles
    semester_baru.open_semester(plan, AUTHOR)
    return plan


def place(pupil: UUID, semester: str) -> AnggotaRombel | None:
    membership: AnggotaRombel | None = AnggotaRombel.live.filter(
        peserta_didik=pupil, rombongan_belajar__semester_id=semester
    ).first()
    return membership


@pytest.mark.parametrize(
    ("nama", "tingkat", "higher"),
    [
        ("Kelas 4", 4, "Kelas 5"),
        ("VII A", 7, "VIII A"),
        ("4A", 4, "5A"),
        ("VIIIB", 8, "IXB"),
        ("x tkj 1", 10, "xi tkj 1"),
        ("1 Umar 2", 1, "2 Umar 2"),
        ("Melati", 3, "Melati"),
        ("Kelas 4", 5, "Kelas 4"),
    ],
)
def test_the_name_goes_up_with_the_grade(nama: str, tingkat: int, higher: str) -> None:
    assert promoted_name(nama, tingkat) == higher


def test_at_mid_year_everything_is_copied() -> None:
    school = named_school(semester="20261")
    lesson = {"rombongan_belajar_id": school.rombel[0], "nama_mata_pelajaran": "Matematika"}
    club = write.save(
        [
            Edit(Pembelajaran, {**lesson, "ptk_id": school.ptk[1], "jam_mengajar_per_minggu": "5"}),
            Edit(RombonganBelajar, {"nama": "Pramuka", "jenis_rombel": EKSKUL, "semester_id": "20261"}),
        ],
        AUTHOR,
    )[1].record
    write.save(
        [Edit(AnggotaRombel, {"rombongan_belajar_id": club.pk, "peserta_didik_id": school.pupils[0]})], AUTHOR
    )
    opened()
    assert Sekolah.live.get().semester_id == "20262"
    old, new = (
        RombonganBelajar.live.filter(semester_id=semester).order_by("nama") for semester in ("20261", "20262")
    )
    same = ("nama", "tingkat_pendidikan_id", "ptk_id", "kurikulum_id_str", "id_ruang_str", "jenis_rombel")
    assert list(new.values(*same)) == list(old.values(*same))
    went_on = place(school.pupils[3], "20262")
    assert went_on and went_on.jenis_pendaftaran_id == "6"
    copied = Pembelajaran.live.get(rombongan_belajar__semester_id="20262")
    assert (copied.nama_mata_pelajaran, copied.ptk_id) == ("Matematika", school.ptk[1])
    assert AnggotaRombel.live.filter(rombongan_belajar__nama="Pramuka").count() == 2
    measures = PesertaDidikLongitudinal.live.get(peserta_didik=school.pupils[0])
    assert (measures.semester_id, measures.tinggi_badan) == ("20261", "120")


def test_at_the_years_end_pupils_move_up_stay_and_graduate() -> None:
    school = named_school()
    now = state()
    stays = frozenset([school.pupils[0], school.pupils[5]])  # of the first and of the last grade
    opened(replace(SemesterChoices.usual(now, TODAY), stays=stays))
    outcome = {
        number: (membership.rombongan_belajar.nama, membership.jenis_pendaftaran_id) if membership else None
        for number in (0, 1, 4, 5, 6, 11)
        if (membership := place(school.pupils[number], "20271")) or True
    }
    assert outcome == {
        0: ("Kelas 1A", "5"),
        1: ("Kelas 3A", "3"),
        4: ("Kelas 6A", "3"),
        5: ("Kelas 6A", "5"),
        6: ("Kelas 2A", "3"),
        11: None,
    }
    left = RegistrasiPesertaDidik.live.exclude(jenis_keluar_id="").get()
    assert (left.pk, left.jenis_keluar_id, left.tanggal_keluar) == (school.registrasi[11], "1", TODAY)
    # The teacher, the room and the programme stay with the grade.
    for new in RombonganBelajar.live.filter(semester_id="20271"):
        old = RombonganBelajar.live.get(semester_id="20262", nama=new.nama)
        assert (new.ptk_id, new.id_ruang_str) == (old.ptk_id, old.id_ruang_str)
    engine.refresh()
    codes = set(engine.findings(level="invalid").values_list("code", flat=True))
    assert not codes & {"ROM_TINGKAT", "ROM_NAMA_GANDA", "PD_TANPA_ROMBEL", "REG_LULUS_TINGKAT"}
    assert not engine.findings().filter(code__startswith="LIN_JENIS").exists()


def test_who_graduates_has_left_whatever_registrasi_there_was() -> None:
    school = named_school()
    without, twice = school.pupils[5], school.pupils[11]
    edits = [
        Edit(RegistrasiPesertaDidik, {"soft_delete": True}, school.registrasi[5]),
        Edit(RegistrasiPesertaDidik, {"peserta_didik_id": twice, "nipd": "N-lain"}),
    ]
    write.save(edits, AUTHOR)
    opened()
    assert not present.pupils().filter(pk__in=[without, twice]).exists()
    ended = present.leavers().values_list("peserta_didik_id", "jenis_keluar_id", "tanggal_keluar")
    assert sorted(ended) == sorted([(without, "1", TODAY), (twice, "1", TODAY), (twice, "1", TODAY)])
    acts.take_back(Act.objects.get(), AUTHOR)
    assert present.pupils().count() == 12


def test_the_empty_first_class_is_made_where_names_do_not_say_the_grade() -> None:
    school = named_school()
    write.save([Edit(RombonganBelajar, {"nama": "Melati"}, school.rombel[0])], AUTHOR)
    opened()
    new = RombonganBelajar.live.filter(semester_id="20271").values_list("nama", "tingkat_pendidikan_id")
    assert {("Melati", "2"), ("Melati (tingkat pertama)", "1")} <= set(new)


def test_an_smk_graduates_from_twelve_where_it_has_no_thirteen() -> None:
    named_school("SMK", pupils=8)
    write.save(
        [
            Edit(RombonganBelajar, {"soft_delete": True}, pk)
            for pk in RombonganBelajar.live.filter(tingkat_pendidikan_id="13").values_list("pk", flat=True)
        ],
        AUTHOR,
    )
    plan = opened()
    assert {target.tingkat for target in plan.targets} == {"10", "11", "12"}
    assert len(plan.graduates) == 2 and len(plan.state.without) == 2


@pytest.mark.parametrize(
    ("bentuk", "last"),
    [("SD", {"6"}), ("SMP", {"9"}), ("SMA", {"12"}), ("SMK", {"12", "13"}), ("SLB", {"6", "9", "12"})],
)
def test_only_a_last_grade_graduates(bentuk: str, last: set[str]) -> None:
    named_school(bentuk, pupils=1)
    now = state()
    nobody_goes_up = replace(SemesterChoices.usual(now, TODAY), names={})
    refused = {obstacle.rombel for obstacle in semester_baru.plan(now, nobody_goes_up).obstacles}
    assert {rombel.tingkat_pendidikan_id for rombel in now.classes if rombel.pk not in refused} == last


def test_a_grade_that_the_school_does_not_hold_may_graduate_as_it_cannot_go_up() -> None:
    school = named_school()
    write.save([Edit(RombonganBelajar, {"tingkat_pendidikan_id": "8"}, school.rombel[0])], AUTHOR)
    now = state()
    assert not semester_baru.plan(now, SemesterChoices.usual(now, TODAY)).obstacles


def test_it_is_taken_back_as_one() -> None:
    school = named_school()
    opened()
    act = acts.Act.objects.get()
    acts.take_back(act, AUTHOR)
    assert Sekolah.live.get().semester_id == "20262"
    assert not RombonganBelajar.live.filter(semester_id="20271").exists()
    assert not PesertaDidikLongitudinal.live.exists()
    assert RegistrasiPesertaDidik.live.filter(jenis_keluar_id="").count() == 12
    # And done again.
    opened()
    assert place(school.pupils[1], "20271")


def test_what_of_the_next_semester_is_here_already_is_kept() -> None:
    school = named_school(semester="20261")
    values = {"nama": "kelas  1a", "tingkat_pendidikan_id": "1", "semester_id": "20262"}
    there = write.save([Edit(RombonganBelajar, values)], AUTHOR)[0].record
    own = {"rombongan_belajar_id": there.pk, "peserta_didik_id": school.pupils[2]}
    write.save([Edit(AnggotaRombel, own)], AUTHOR)
    opened()
    assert RombonganBelajar.live.filter(semester_id="20262").count() == 6
    assert place(school.pupils[0], "20262").rombongan_belajar_id == there.pk  # type: ignore[union-attr]
    assert (
        AnggotaRombel.live.filter(
            peserta_didik=school.pupils[2], rombongan_belajar__semester_id="20262"
        ).count()
        == 1
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"tingkat_pendidikan_id": ""}, "belum punya tingkat"),
        ({}, "dipakai untuk dua tingkat"),
    ],
)
def test_what_cannot_be_is_told(change: dict[str, str], sentence: str) -> None:
    school = named_school()
    if change:
        write.save([Edit(RombonganBelajar, change, school.rombel[0])], AUTHOR)
    now = state()
    usual = SemesterChoices.usual(now, TODAY)
    names = usual.names if change else dict.fromkeys(usual.names, "Sama")
    assert any(
        sentence in obstacle.text
        for obstacle in semester_baru.plan(now, replace(usual, names=names)).obstacles
    )


def test_statements_do_not_grow_with_the_school() -> None:
    """But for the portions in which the database takes many rows at once."""
    counts = []
    for pupils in (12, 48):
        named_school(pupils=pupils)
        with CaptureQueriesContext(connection) as queries:
            opened()
        counts.append(len(queries))
        acts.take_back(acts.Act.objects.latest("at"), AUTHOR)
        write.save([Edit(Sekolah, {"soft_delete": True}, Sekolah.live.get().pk)], AUTHOR)
        for pk in RombonganBelajar.live.values_list("pk", flat=True):
            write.save([Edit(RombonganBelajar, {"soft_delete": True}, pk)], AUTHOR)
    assert counts[1] <= counts[0] + 6


def test_an_older_semester_is_taken_back_after_the_newer() -> None:
    named_school(semester="20261")
    opened()
    opened()
    newer, older = Act.objects.order_by("-at")
    assert "Urungkan dahulu" in acts.why_not(older)
    with pytest.raises(acts.CannotUndo):
        acts.take_back(older, AUTHOR)
    assert RombonganBelajar.live.filter(semester_id="20262").exists()
    acts.take_back(newer, AUTHOR)
    assert acts.why_not(older) == ""
    acts.take_back(older, AUTHOR)
    assert set(RombonganBelajar.live.values_list("semester_id", flat=True)) == {"20261"}
    assert Sekolah.live.get().semester_id == "20261"


def test_an_act_in_a_semester_that_is_over_since_is_left_as_it_is() -> None:
    school = named_school(semester="20261")
    moved, left = place(school.pupils[0], "20261"), place(school.pupils[1], "20261")
    assert moved and left
    other = next(pk for pk in school.rombel if pk != moved.rombongan_belajar_id)
    into = acts.perform("Anggota", [Edit(AnggotaRombel, {"rombongan_belajar_id": other}, moved.pk)], AUTHOR)
    out = {"jenis_keluar_id": "2", "tanggal_keluar": "2026-10-01"}
    registrasi = RegistrasiPesertaDidik.live.get(peserta_didik=school.pupils[1])
    gone = acts.perform(
        "Keluar",
        [
            Edit(RegistrasiPesertaDidik, out, registrasi.pk),
            Edit(AnggotaRombel, {"soft_delete": True}, left.pk),
        ],
        AUTHOR,
    )
    assert into and gone and acts.why_not(into) == ""
    opened()
    assert "semester yang lalu" in acts.why_not(into)
    done = acts.take_back(gone, AUTHOR)
    assert (done.fields, done.left) == (2, 1)
    registrasi.refresh_from_db()
    assert registrasi.jenis_keluar_id == "" and place(school.pupils[1], "20261") is None
    acts.take_back(Act.objects.get(until_sent=True), AUTHOR)
    assert acts.why_not(into) == ""


def test_who_came_into_a_class_of_a_semester_that_is_taken_back_goes_with_it() -> None:
    school = named_school(semester="20261")
    place_before = place(school.pupils[0], "20261")
    assert place_before
    write.save([Edit(AnggotaRombel, {"soft_delete": True}, place_before.pk)], AUTHOR)
    opened()
    assert place(school.pupils[0], "20262") is None
    new = RombonganBelajar.live.filter(semester_id="20262").order_by("nama")[0]
    values = {"rombongan_belajar_id": new.pk, "peserta_didik_id": school.pupils[0]}
    write.save([Edit(AnggotaRombel, values)], AUTHOR)
    acts.take_back(Act.objects.get(until_sent=True), AUTHOR)
    write.save([Edit(AnggotaRombel, {"soft_delete": False}, place_before.pk)], AUTHOR)
    opened()
    places = AnggotaRombel.live.filter(peserta_didik=school.pupils[0], rombongan_belajar__semester_id="20262")
    assert places.count() == 1
