"""Sheets that must not do what they seem to say: older ones, damaged ones, with rows that are no pupils."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from dapodik.pokok import acts, write
from dapodik.pokok.models import Act, AnggotaRombel, Origin, PesertaDidik, RombonganBelajar, Sekolah
from dapodik.pokok.write import Author, Edit
from dapodik.spreadsheet import import_pd
from dapodik.spreadsheet.import_pd import ImportPlan
from dapodik.spreadsheet.models import ImportedSheet
from dapodik.spreadsheet.sheet import SheetError

from .sheet_content import content
from .sheet_file import pupil

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
IMPORTER = Author("Penguji", Origin.IMPORT)
AUGUST, LATE_NOVEMBER = "2026-08-03 09:10:11", "2026-11-20 08:00:00"
SIX = [pupil(number) for number in range(1, 7)]
DAMAGED = {"NISN": None, "NIK": None, "Tanggal_Lahir": "2000-01-01"}


@pytest.fixture(autouse=True)
def _november() -> Any:
    with time_machine.travel(datetime(2026, 11, 30, tzinfo=UTC)):
        yield


def run(rows: list[dict[str, Any]], stamp: str | None = "2026-11-09 08:15:02", **answers: str) -> ImportPlan:
    return import_pd.apply_import(content(rows, stamp), IMPORTER, answers)


def asked(rows: list[dict[str, Any]], stamp: str | None = "2026-11-09 08:15:02", **answers: str) -> list[str]:
    """The keys of the questions; nothing is imported while there are any."""
    before = PesertaDidik.objects.count()
    with pytest.raises(import_pd.Unanswered) as unanswered:
        run(rows, stamp, **answers)
    assert PesertaDidik.objects.count() == before
    return [question.key for question in unanswered.value.plan.questions]


def rombel_of(nisn: str) -> str:
    place = AnggotaRombel.live.filter(peserta_didik__nisn=nisn).first()
    return place.rombongan_belajar.nama if place else ""


NEWER = {"Nomor_KIP": "BGS001", "Penerima_KIP": "Ya", "Rombel_Saat_Ini": "Kelas 4B", "Alamat": None}
OLDER = {"Penerima_KPS": "Ya", "No._KPS": "KPS12", "Agama": "Kristen", "NIPD": "old"}


@pytest.mark.parametrize("first", [[pupil(1, **OLDER)], []], ids=["after an older one", "first of all"])
def test_an_older_sheet_changes_nothing_that_a_later_one_brought(first: list[dict[str, Any]]) -> None:
    if first:
        run(first, AUGUST)
    run([pupil(1, **NEWER)])
    before = PesertaDidik.objects.values().get(), rombel_of("0170000001")
    plan = run([pupil(1, **OLDER), pupil(2)], AUGUST)
    assert (PesertaDidik.objects.values().get(nisn="0170000001"), rombel_of("0170000001")) == before
    assert {str(group.reason) for group in plan.unapplied_groups()} == {
        "sudah datang dari lembar yang lebih baru"
    }
    assert {"rombel", "alamat", "nomor KPS", "NIPD"} <= {cell.label for cell in plan.unapplied}
    assert "unduhan 9 November 2026 08.15, sudah diimpor" in plan.notes[0]
    # The pupil whom the later sheet did not have is nobody's.
    assert [added.nisn for added in plan.added] == ["0170000002"]
    assert run([pupil(1, **OLDER)], LATE_NOVEMBER).counts()["held"] == 0


def test_a_later_import_that_was_taken_back_holds_nothing() -> None:
    run([pupil(1)], AUGUST)
    later = run([pupil(1, Alamat="Jl. Salah")], LATE_NOVEMBER)
    assert later.act
    acts.take_back(later.act, IMPORTER)
    assert run([pupil(1, Alamat="Jl. Benar")]).counts()["held"] == 0
    assert PesertaDidik.live.get().alamat_jalan == "Jl. Benar"


def test_a_sheet_without_a_date_is_asked_if_it_is_newer() -> None:
    run([pupil(1)])
    bare = {"semester": "20261"}
    assert asked([pupil(1, RT="9")], None, **bare) == ["lebih_baru"]
    assert run([pupil(1, RT="9")], None, lebih_baru="data", **bare).counts()["held"] == 1
    assert run([pupil(1, RT="9")], None, lebih_baru="lembar", **bare).counts()["changed"] == 1
    # It has no place in the order of downloads, and stands in nobody's way.
    assert run([pupil(1)]).counts()["changed"] == 1


@pytest.mark.parametrize("stamp", ["2062-11-09 08:15:02", "2027-03-01 08:00:00", "2009-01-01 00:00:07"])
def test_a_date_that_cannot_be_is_asked_about_and_opens_no_semester(stamp: str) -> None:
    assert asked([pupil(1)], stamp) == ["semester"]
    assert not Sekolah.objects.exists()
    run([pupil(1)], stamp, semester="20261")
    assert Sekolah.live.get().semester_id == "20261"
    assert ImportedSheet.objects.get().stamp is None
    assert run([pupil(1)]).counts()["unchanged"] == 1


def test_a_date_years_away_does_not_close_the_semester_of_a_school() -> None:
    run([pupil(1)])
    plan = import_pd.plan_import(content([pupil(1)], "2062-11-09 08:15:02"))
    (question, _) = plan.questions
    assert "9 November 2062" in question.text and "30 November 2026" in question.text
    assert [value for value, _ in question.choices] == ["20261", "20262"]


def test_everybody_new_with_the_names_of_those_who_are_here_is_no_new_school() -> None:
    run(SIX)
    damaged = [
        {**cells, **{name.replace("_", " "): value for name, value in DAMAGED.items()}} for cells in SIX
    ]
    assert asked(damaged) == ["nama_sama"]
    same = run(damaged, nama_sama="sama")
    assert (len(same.unclear), PesertaDidik.objects.count()) == (6, 6)
    assert len(run(damaged, nama_sama="lain", semua_baru="benar").added) == 6


def test_everybody_new_and_everybody_absent_is_asked_once_and_refused() -> None:
    run(SIX)
    strangers = [pupil(number) for number in range(11, 17)]
    assert asked(strangers) == ["semua_baru"]
    with pytest.raises(SheetError, match="Tidak ada yang diimpor"):
        run(strangers, semua_baru="batal")
    run(strangers, semua_baru="benar")
    assert PesertaDidik.live.count() == 12


def test_a_new_school_year_is_not_strange() -> None:
    run(SIX)
    plan = run([*SIX[2:], pupil(8), pupil(9)])
    assert (len(plan.added), len(plan.absent)) == (2, 2)


def test_a_row_that_stands_twice_is_one_pupil_and_said() -> None:
    plan = run([*SIX, SIX[2]])
    assert (PesertaDidik.live.count(), len(plan.added)) == (6, 6)
    (group,) = plan.left_out_groups()
    assert group.names == "baris 13 Anak D, sama dengan baris 9"
    again = run([*SIX, SIX[2]])
    assert (again.unchanged, again.unclear) == (6, [])


def test_two_new_rows_that_nothing_tells_apart_are_not_imported() -> None:
    plan = run([*SIX, pupil(3, RT="9"), pupil(4, NISN=None, NIK=None)])
    assert [(row.row, "sama dengan baris" in row.reason) for row in plan.unclear] == [
        (9, True),
        (13, True),
        (14, True),
    ]
    assert PesertaDidik.live.count() == 5


def test_an_unreadable_birth_date_recognises_nobody() -> None:
    plan = run([pupil(1, NISN=None, NIK=None, Tanggal_Lahir="entah")])
    assert (len(plan.unclear), PesertaDidik.objects.count()) == (1, 0)


NO_PUPILS = [
    {"Nama": "Jumlah", "JK": "6", "Tanggal Lahir": "6 orang"},
    {"Nama": "TOTAL L", "JK": "L", "NISN": 3},
    {"Alamat": "Jumlah siswa: 6", "RT": 6},
    {"Nama": "Mengetahui,", "Tanggal Lahir": "Garut, 9 November 2026"},
    {"Nama": "Kepala Sekolah", "Tanggal Lahir": "2026-11-09"},
    {"Nama": "H. Dadang Suherman", "Tanggal Lahir": "Rina Marlina"},
    {"Nama": "NIP. 197001011990031001", "NIK": "NIP. 198001011990031001"},
    {"Nama": "Nama", "NIPD": "NIPD", "JK": "JK", "NISN": "NISN", "Alamat": "Alamat"},
    {"Data Ayah": "Nama", "NIK Ayah": "NIK", "Nama Ibu": "Nama"},
    {"Nama": 2, "NIPD": 3, "JK": 4, "NISN": 5, "Tempat Lahir": 6},
    {"Nama": "(2)", "NIPD": "(3)", "JK": "(4)", "NISN": "(5)"},
]


def test_rows_that_are_no_pupils_are_left_out_and_said() -> None:
    plan = run([*SIX, *NO_PUPILS])
    assert PesertaDidik.live.count() == 6
    assert (plan.unclear, len(plan.left_out)) == ([], len(NO_PUPILS))
    reasons = {str(group.reason): len(group.rows) for group in plan.left_out_groups()}
    assert (
        reasons["judul kolom di tengah lembar"] == 2
        and reasons["nomor kolom"] == 2
        and reasons["jumlah"] == 3
    )


def test_a_pupil_with_little_is_a_pupil() -> None:
    bare = {"Nama": "Total Prasetya", "JK": "L", "NISN": "0170000099"}
    young = {"Nama": "Ani", "JK": "P", "Tanggal Lahir": "2019-01-02"}
    assert len(run([bare, young]).added) == 2


@pytest.mark.parametrize("written", ["KELAS 4A", "kelas 4a ", " Kelas  4A", "Kelas 4 A"])
def test_a_class_in_other_letters_is_the_same_class(written: str) -> None:
    run([pupil(1)])
    plan = run([pupil(1, Rombel_Saat_Ini=written)])
    assert (plan.unchanged, plan.new_rombel) == (1, [])


def test_a_class_with_nearly_the_name_of_another_is_asked_about() -> None:
    run([pupil(number, Rombel_Saat_Ini=f"Kelas 4{mark}") for number, mark in enumerate("ABC", start=1)])
    typed = pupil(1, Rombel_Saat_Ini="Kelas 4X")
    assert asked([typed]) == ["rombel:Kelas 4X"]
    with pytest.raises(import_pd.Unanswered) as unanswered:
        run([typed])
    (question,) = unanswered.value.plan.questions
    assert [value for value, _ in question.choices] == ["baru", "Kelas 4A", "Kelas 4B", "Kelas 4C"]
    assert run([typed], **{"rombel:Kelas 4X": "Kelas 4A"}).unchanged == 1
    run([typed], **{"rombel:Kelas 4X": "Kelas 4B"})
    assert rombel_of("0170000001") == "Kelas 4B"
    run([typed], **{"rombel:Kelas 4X": "baru"})
    assert rombel_of("0170000001") == "Kelas 4X"
    # The next class in the row is no typing error.
    assert run([pupil(2, Rombel_Saat_Ini="Kelas 4D")]).new_rombel == ["Kelas 4D"]


def test_an_import_is_an_act_that_can_be_taken_back() -> None:
    run(SIX)
    wrong = [pupil(1, RT="9", Agama="?", Rombel_Saat_Ini="Kelas 5A"), *SIX[1:], pupil(8)]
    before = list(PesertaDidik.live.order_by("nisn").values("nisn", "rt", "agama_id", "tak_terbaca"))
    act = run(wrong, LATE_NOVEMBER).act
    assert act and act.title == (
        "Impor Daftar Peserta Didik (unduhan 20 November 2026 08.00): 1 ditambah, 1 diubah"
    )
    undone = acts.take_back(act, Author("Operator", Origin.UNDO))
    assert undone.left == 0
    assert list(PesertaDidik.live.order_by("nisn").values("nisn", "rt", "agama_id", "tak_terbaca")) == before
    assert rombel_of("0170000001") == "Kelas 4A" and list(
        RombonganBelajar.live.values_list("nama", flat=True)
    ) == ["Kelas 4A"]
    # The right sheet may bring the same pupil again.
    assert [added.nisn for added in run([*SIX, pupil(8)], LATE_NOVEMBER).added] == ["0170000008"]


def test_taking_back_the_first_import_leaves_the_school_and_who_was_edited_since() -> None:
    act = run(SIX).act
    assert act
    edited = PesertaDidik.live.get(nisn="0170000001")
    write.save([Edit(PesertaDidik, {"rt": "7"}, edited.id)], Author("Operator", Origin.FORM))
    acts.take_back(act, Author("Operator", Origin.UNDO))
    assert Sekolah.live.exists() and [child.rt for child in PesertaDidik.live.all()] == ["7"]


def test_a_sheet_that_changes_nothing_is_no_act_but_remembered() -> None:
    run(SIX)
    assert run(SIX, LATE_NOVEMBER).act is None
    assert (Act.objects.count(), ImportedSheet.objects.count()) == (1, 2)
    assert run([pupil(1, RT="9")]).counts()["held"] == 1
