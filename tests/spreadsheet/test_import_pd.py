"""Importing a Daftar Peserta Didik: what happens to whom, and to whom nothing happens."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dapodik.pokok import semester_baru, write
from dapodik.pokok.models import (
    AnggotaRombel,
    Journal,
    Origin,
    PesertaDidik,
    PesertaDidikLongitudinal,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)
from dapodik.pokok.write import Author, Edit
from dapodik.spreadsheet import import_pd
from dapodik.spreadsheet.import_pd import ImportPlan
from dapodik.spreadsheet.sheet import SheetError
from tests.lanes import examples

from .sheet_file import PLACE, SCHOOL, pupil, sheet_file

# A sheet is read in a process of its own, here a hundred of them: too many for the fast lane.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
IMPORTER = Author("Penguji", Origin.IMPORT)
OPERATOR = Author("Operator", Origin.FORM)
AFTER_STAMP = timezone.make_aware(datetime(2026, 11, 20, 9))  # noqa: DTZ001


@pytest.fixture
def february() -> Iterator[None]:
    """The next semester has begun: a sheet from the future would be asked about."""
    with time_machine.travel(datetime(2027, 2, 10, tzinfo=UTC)):
        yield


def run(file: BytesIO, answers: dict[str, str] | None = None) -> ImportPlan:
    return import_pd.apply_import(import_pd.read_sheet(file), IMPORTER, answers)


def only(**where: Any) -> PesertaDidik:
    child: PesertaDidik = PesertaDidik.live.get(**where)
    return child


def rombel_of(child: PesertaDidik) -> str:
    place = AnggotaRombel.live.filter(peserta_didik=child).first()
    return place.rombongan_belajar.nama if place else ""


def edit_later(record: PesertaDidik, origin: Origin = Origin.FORM, **values: Any) -> None:
    """A change made after the sheet was downloaded."""
    write.save([Edit(PesertaDidik, values, record.id)], Author("SK KIP 9/2026", origin))
    Journal.objects.filter(origin=origin).update(at=AFTER_STAMP)


def test_the_school_comes_from_the_sheet() -> None:
    plan = run(sheet_file([pupil(1), pupil(2, Rombel_Saat_Ini="Kelas II B")]))
    sekolah = Sekolah.live.get()
    assert (sekolah.nama, sekolah.bentuk_pendidikan_id, sekolah.status_sekolah) == (SCHOOL, "5", "1")
    assert (sekolah.kecamatan, sekolah.kabupaten_kota) == ("Kec. Garut Kota", "Kab. Garut")
    assert (sekolah.kode_wilayah, sekolah.semester_id) == ("320501", "20261")
    grades = dict(RombonganBelajar.live.values_list("nama", "tingkat_pendidikan_id"))
    assert grades == {"Kelas 4A": "4", "Kelas II B": "2"}
    assert plan.new_rombel == ["Kelas 4A", "Kelas II B"]


def test_a_pupil_arrives_with_everything() -> None:
    run(sheet_file([pupil(1, Kebutuhan_Khusus="A - Tuna netra, B - Tuna rungu", Sekolah_Asal="TK Melati")]))
    child = only()
    registrasi = RegistrasiPesertaDidik.live.get()
    assert (child.agama_id, child.penerima_kps, str(child.tanggal_lahir)) == ("1", False, "2017-05-12")
    assert child.kebutuhan_khusus_id == "3"
    assert (registrasi.nipd, registrasi.sekolah_asal) == ("260001", "TK Melati")
    assert registrasi.peserta_didik == child
    assert rombel_of(child) == "Kelas 4A"


def test_a_second_import_changes_nothing() -> None:
    rows = [pupil(1), pupil(2, NIK="320501120517000"), pupil(3, Tanggal_Lahir="31/02/2017")]
    run(sheet_file(rows))
    acts = Journal.objects.count()
    plan = run(sheet_file(rows))
    assert (plan.unchanged, len(plan.changed), len(plan.added)) == (3, 0, 0)
    assert Journal.objects.count() == acts


def test_a_mended_sheet_changes_what_was_mended() -> None:
    run(sheet_file([pupil(1, Agama=None), pupil(2)]))
    acts = Journal.objects.count()
    plan = run(sheet_file([pupil(1, RT="7"), pupil(2)]))
    (changed,) = plan.changed
    assert [(c.label, c.old, c.new) for c in changed.changes] == [("agama", "", "Islam"), ("RT", "2", "7")]
    (row,) = Journal.objects.all()[acts:]
    assert row.changes == {"agama_id": ["", "1"], "rt": ["2", "7"]}


def test_an_empty_cell_clears_and_an_absent_pupil_stays() -> None:
    run(sheet_file([pupil(1), pupil(2)]))
    plan = run(sheet_file([pupil(1, Alamat=None, Rombel_Saat_Ini=None)]))
    child = only(nisn="0170000001")
    assert (child.alamat_jalan, rombel_of(child)) == ("", "")
    assert [absent.nisn for absent in plan.absent] == ["0170000002"]
    assert rombel_of(only(nisn="0170000002")) == "Kelas 4A"


def test_a_pupil_moves_between_classes() -> None:
    run(sheet_file([pupil(1)]))
    run(sheet_file([pupil(1, Rombel_Saat_Ini="Kelas 4B")]))
    assert rombel_of(only()) == "Kelas 4B"
    assert AnggotaRombel.objects.count() == 1


@pytest.mark.usefixtures("february")
def test_the_next_semester_has_its_own_classes() -> None:
    run(sheet_file([pupil(1)]))
    run(sheet_file([pupil(1)], stamp="Tanggal Unduh: 2027-02-01 10:00:00"))
    assert Sekolah.live.get().semester_id == "20262"
    assert sorted(AnggotaRombel.live.values_list("rombongan_belajar__semester_id", flat=True)) == [
        "20261",
        "20262",
    ]


@pytest.mark.usefixtures("february")
def test_a_newer_semester_keeps_the_measures_of_the_one_that_closes() -> None:
    run(sheet_file([pupil(1)]))
    before = only().tinggi_badan
    run(sheet_file([pupil(1, Tinggi_Badan="199")], stamp="Tanggal Unduh: 2027-02-01 10:00:00"))
    measures = PesertaDidikLongitudinal.live.get()
    assert (measures.semester_id, measures.tinggi_badan) == ("20261", before)


@pytest.mark.usefixtures("february")
def test_a_sheet_of_the_semester_that_was_opened_here_finds_its_classes() -> None:
    run(sheet_file([pupil(1)]))
    state = semester_baru.SchoolState(Sekolah.live.get())
    plan = semester_baru.plan(state, semester_baru.SemesterChoices.usual(state, state.now.last_day))
    semester_baru.open_semester(plan, OPERATOR)
    done = run(sheet_file([pupil(1)], stamp="Tanggal Unduh: 2027-02-01 10:00:00"))
    assert (done.unchanged, done.new_rombel, AnggotaRombel.live.count()) == (1, [], 2)


@pytest.mark.usefixtures("february")
def test_a_sheet_from_before_the_active_semester_is_asked_about() -> None:
    """It may have been opened before its first day; a closed one stays as it was."""
    run(sheet_file([pupil(1)], stamp="Tanggal Unduh: 2027-02-01 10:00:00"))
    old = sheet_file([pupil(1, Rombel_Saat_Ini="Kelas 4B")])
    question = import_pd.plan_import(import_pd.read_sheet(old)).questions[0]
    assert question.key == "semester_lalu"
    old.seek(0)
    with pytest.raises(SheetError, match="sudah ditutup"):
        run(old, {"semester_lalu": "20261"})
    old.seek(0)
    run(old, {"semester_lalu": "20262"})
    assert set(RombonganBelajar.live.values_list("semester_id", flat=True)) == {"20262"}


@pytest.mark.parametrize(
    "again",
    [
        pytest.param({"NIK": "3205011205179999", "Nama": "Lain"}, id="by NISN"),
        pytest.param({"NISN": "0999999999", "Nama": "Lain"}, id="by NIK"),
        pytest.param({"NISN": None, "NIK": None, "Nama": "anak  b"}, id="by name and birth date"),
    ],
)
def test_a_pupil_is_recognised(again: dict[str, Any]) -> None:
    run(sheet_file([pupil(1)]))
    plan = run(sheet_file([pupil(1) | again]))
    assert (len(plan.changed), PesertaDidik.live.count()) == (1, 1)


def test_where_several_match_the_next_key_decides() -> None:
    run(sheet_file([pupil(1), pupil(2, NISN="0170000001")]))
    plan = run(sheet_file([pupil(1), pupil(2, NISN="0170000001", RT="9")]))
    assert (plan.unchanged, len(plan.changed), len(plan.unclear)) == (1, 1, 0)
    assert only(rt="9").nik.endswith("0002")


def test_keys_that_name_different_pupils_make_the_row_unclear() -> None:
    run(sheet_file([pupil(1), pupil(2)]))
    plan = run(sheet_file([pupil(1, NIK="3205011205170002", RT="9"), pupil(2)]))
    assert [row.row for row in plan.unclear] == [7]
    assert not PesertaDidik.live.filter(rt="9").exists()
    assert plan.absent == []


def test_two_rows_are_never_merged() -> None:
    run(sheet_file([pupil(1)]))
    plan = run(sheet_file([pupil(1, RT="8"), pupil(1, RT="9", NISN=None)]))
    assert [row.row for row in plan.unclear] == [7, 8]
    assert only().rt == "2"
    assert run(sheet_file([pupil(5), pupil(5, NISN="0170099999")])).counts()["added"] == 2


def test_a_row_that_nothing_recognises_is_not_applied() -> None:
    plan = run(sheet_file([pupil(1, NISN=None, NIK="12", Tanggal_Lahir=None), pupil(2)]))
    assert [row.row for row in plan.unclear] == [7]
    assert PesertaDidik.live.count() == 1


def test_who_was_deleted_or_has_left_does_not_come_back_by_a_sheet() -> None:
    run(sheet_file([pupil(1), pupil(2)]))
    gone, left = only(nisn="0170000001"), RegistrasiPesertaDidik.live.get(nipd="260002")
    write.save(
        [
            Edit(PesertaDidik, {"soft_delete": True}, gone.id),
            Edit(RegistrasiPesertaDidik, {"jenis_keluar_id": "1", "tanggal_keluar": "2026-11-01"}, left.id),
        ],
        OPERATOR,
    )
    plan = run(sheet_file([pupil(1), pupil(2)]))
    assert [row.row for row in plan.unclear] == [7, 8]
    assert PesertaDidik.live.count() == 1


@pytest.mark.parametrize("origin", [Origin.FORM, Origin.SK, Origin.PUSAT])
def test_an_old_sheet_never_brings_the_kps_back(origin: Origin) -> None:
    old = [pupil(1, Penerima_KPS="Ya", **{"No._KPS": "KPS123"})]
    run(sheet_file(old))
    card = {"penerima_kip": True, "nomor_kip": "ABC123", "nama_di_kip": "ANAK B"}
    edit_later(only(), origin, penerima_kps=False, no_kps="", **card)
    old[0]["RT"] = "9"
    plan = run(sheet_file(old))
    child = only()
    assert (child.no_kps, child.nomor_kip, child.rt) == ("", "ABC123", "9")
    labels = {cell.label for cell in plan.unapplied}
    assert labels == {"penerima KPS", "nomor KPS", "penerima KIP", "nomor KIP", "nama di KIP"}


CARD = {"penerima_kip": True, "nomor_kip": "ABC123", "nama_di_kip": "ANAK B"}


@pytest.mark.parametrize("origin", [Origin.SK, Origin.PUSAT])
@pytest.mark.parametrize(
    "newer",
    [
        pytest.param({}, id="an empty cell"),
        pytest.param({"Penerima_KIP": "Ya", "Nomor_KIP": "ZZZ999"}, id="another card"),
        pytest.param({"Penerima_KPS": "Ya", "No._KPS": "KPS123"}, id="the KPS that the SK has ended"),
    ],
)
def test_no_sheet_takes_back_what_an_sk_or_pusat_gave(origin: Origin, newer: dict[str, str]) -> None:
    run(sheet_file([pupil(1, Penerima_KPS="Ya", **{"No._KPS": "KPS123"})]))
    write.save(
        [Edit(PesertaDidik, {**CARD, "penerima_kps": False, "no_kps": ""}, only().id)],
        Author("SK KIP 9/2026", origin),
    )
    later = timezone.localtime().strftime("Tanggal Unduh: %Y-%m-%d %H:%M:%S")
    Journal.objects.filter(origin=origin).update(at=timezone.now() - timedelta(days=9))
    plan = run(sheet_file([pupil(1, RT="9", **newer)], stamp=later))
    child = only()
    assert (child.rt, child.nomor_kip, child.nama_di_kip, child.no_kps) == ("9", "ABC123", "ANAK B", "")
    assert (child.penerima_kip, child.penerima_kps) == (True, False)
    assert {str(group.reason) for group in plan.unapplied_groups()} == {"diberikan SK atau pusat"}
    # What somebody has taken away by hand is no gift any more.
    write.save([Edit(PesertaDidik, {**dict.fromkeys(CARD, ""), "penerima_kip": None}, child.id)], OPERATOR)
    Journal.objects.update(at=timezone.now() - timedelta(days=9))
    run(sheet_file([pupil(1, Nomor_KIP="AAA111")], stamp=later))
    assert only().nomor_kip == "AAA111"


def test_what_another_computer_of_the_school_changed_is_no_gift_of_pusat() -> None:
    run(sheet_file([pupil(1)]))
    edit_later(only(), Origin.COMPUTER, rt="5")
    assert run(sheet_file([pupil(1)])).counts()["held"] == 1
    assert run(sheet_file([pupil(1)], stamp="Tanggal Unduh: 2026-11-21 08:00:00")).counts()["held"] == 0
    assert only().rt == "2"


def test_fields_that_belong_together_are_held_together() -> None:
    run(sheet_file([pupil(1)]))
    edit_later(only(), nomor_kip="ABC123")
    plan = run(sheet_file([pupil(1, Nomor_KIP="ABC123", **{"No._KPS": "KPS9"})]))
    assert only().no_kps == ""
    assert [cell.label for cell in plan.unapplied] == ["nomor KPS"]


def test_a_new_card_in_a_sheet_makes_a_recipient_and_is_stored_as_printed() -> None:
    kps = {"Penerima_KPS": "Ya", "No._KPS": "KPS1"}
    run(sheet_file([pupil(1, **kps), pupil(2, Nomor_KIP="zz99zz", Penerima_KIP=None)]))
    assert (only(nomor_kip="ZZ99ZZ").penerima_kip, only(no_kps="KPS1").penerima_kip) == (True, False)
    # What the sheet says beside the number stands; an empty cell says nothing.
    card = {"Nomor_KIP": "ab12cd", "Penerima_KIP": None}
    run(sheet_file([pupil(1, **kps, **card), pupil(2, Nomor_KIP="zz99zz", Penerima_KIP="Tidak")]))
    first, second = only(no_kps="KPS1"), only(nomor_kip="ZZ99ZZ")
    assert (first.nomor_kip, first.penerima_kip, first.penerima_kps) == ("AB12CD", True, True)
    assert second.penerima_kip is False
    again = run(sheet_file([pupil(1, **kps, Nomor_KIP="AB12cd", Penerima_KIP="Ya")]))
    assert again.counts()["unchanged"] == 1


def test_an_empty_cell_takes_back_nothing_that_follows_from_another() -> None:
    file = {"Nomor_KIP": "AB12CD", "Penerima_KIP": None, "Penerima_KPS": None}
    run(sheet_file([pupil(1, **file)]))
    plan = run(sheet_file([pupil(1, **file)]))
    assert plan.counts()["unchanged"] == 1
    assert (only().penerima_kip, only().penerima_kps) == (True, False)


@pytest.mark.parametrize(
    ("unreadable", "kps"),
    [({"Penerima_KPS": "mungkin"}, (True, "KPS9")), ({"No._KPS": "=1+1"}, (True, "KPS9"))],
)
def test_a_kps_that_cannot_be_read_is_cleared_as_a_whole_or_not_at_all(
    unreadable: dict[str, str], kps: tuple[bool, str]
) -> None:
    run(sheet_file([pupil(1, Penerima_KPS="Ya", **{"No._KPS": "KPS9"})]))
    run(sheet_file([pupil(1, Nomor_KIP="AB12CD", **{"Penerima_KPS": "Ya", "No._KPS": "KPS9", **unreadable})]))
    assert (only().penerima_kps, only().no_kps) == kps


def test_what_was_changed_before_the_download_is_not_held() -> None:
    run(sheet_file([pupil(1)]))
    edit_later(only(), rt="5")
    Journal.objects.update(at=AFTER_STAMP - timedelta(days=30))
    plan = run(sheet_file([pupil(1)]))
    assert (only().rt, plan.unapplied) == ("2", [])


def test_a_place_changed_by_hand_is_held() -> None:
    run(sheet_file([pupil(1), pupil(2, Rombel_Saat_Ini="Kelas 4B")]))
    place = AnggotaRombel.live.get(peserta_didik=only(nisn="0170000001"))
    other = RombonganBelajar.live.get(nama="Kelas 4B")
    write.save([Edit(AnggotaRombel, {"rombongan_belajar_id": other.id}, place.id)], OPERATOR)
    Journal.objects.filter(origin=Origin.FORM).update(at=AFTER_STAMP)
    plan = run(sheet_file([pupil(1), pupil(2, Rombel_Saat_Ini="Kelas 4B")]))
    assert [(cell.current, cell.in_sheet) for cell in plan.unapplied] == [("Kelas 4B", "Kelas 4A")]


def test_an_unreadable_cell_keeps_its_text_and_loses_nothing_else() -> None:
    run(sheet_file([pupil(1)]))
    bad = {"Tanggal_Lahir": "kapan-kapan", "Agama": "Jedi", "Penerima_KIP": "mungkin", "RT": "4"}
    plan = run(sheet_file([pupil(1, **bad)]))
    child = only()
    assert (child.rt, str(child.tanggal_lahir), child.agama_id) == ("4", "2017-05-12", "1")
    texts = {"agama_id": "Jedi", "penerima_kip": "mungkin"}
    assert child.tak_terbaca == texts
    assert [(cell.row, cell.column) for cell in plan.unreadable] == [(7, "G"), (7, "I"), (7, "AT")]
    run(sheet_file([pupil(1)]))
    assert only().tak_terbaca == {}


def test_a_formula_and_a_number_that_lost_digits_are_unreadable() -> None:
    plan = run(sheet_file([pupil(1, NIPD="=1+1", NIK=3205011205170001.0 * 10, RT=3, RW=4.0)]))
    assert {cell.column for cell in plan.unreadable} == {"C", "H"}
    child = only()
    assert (child.nik, child.rt, child.rw) == ("", "3", "4")
    assert RegistrasiPesertaDidik.live.get().tak_terbaca == {"nipd": "=1+1"}


def test_what_the_sheet_does_not_tell_is_asked() -> None:
    file = sheet_file([pupil(1, Rombel_Saat_Ini="Melati")], "Sekolah Harapan", "Kecamatan Antah", None)
    with pytest.raises(import_pd.Unanswered) as asked:
        run(file)
    questions = {question.key for question in asked.value.plan.questions}
    assert questions == {"semester", "bentuk", "wilayah", "tingkat:Melati"}
    assert not Sekolah.objects.exists()
    answers = {"semester": "20261", "bentuk": "5", "wilayah": "320503", "tingkat:Melati": "2"}
    with pytest.raises(import_pd.Unanswered):
        run(file, answers | {"tingkat:Melati": "7"})
    now = import_pd.plan_import(import_pd.read_sheet(file), {"semester": "19991"}).questions
    semester = next(question for question in now if question.key == "semester").choices[0][0]
    run(file, answers | {"semester": semester})
    assert RombonganBelajar.live.get().tingkat_pendidikan_id == "2"


def test_an_smp_has_its_own_grades() -> None:
    rows = [
        pupil(1, Rombel_Saat_Ini="VII A"),
        pupil(2, Rombel_Saat_Ini="9 F"),
        pupil(3, Rombel_Saat_Ini="VIIIB"),
    ]
    run(sheet_file(rows, "SMPN 3 CONTOH"))
    assert Sekolah.live.get().bentuk_pendidikan_id == "6"
    assert dict(RombonganBelajar.live.values_list("nama", "tingkat_pendidikan_id")) == {
        "VII A": "7",
        "9 F": "9",
        "VIIIB": "8",
    }


@pytest.mark.parametrize(
    ("school", "place"),
    [("SD NEGERI 8 CONTOH", PLACE), (SCHOOL, PLACE.replace("Garut Kota", "Cibatu"))],
)
def test_a_sheet_of_another_school_is_refused(school: str, place: str) -> None:
    run(sheet_file([pupil(1)]))
    with pytest.raises(SheetError, match="Lembar ini milik"):
        run(sheet_file([pupil(2)], school, place))
    assert PesertaDidik.live.count() == 1


def test_what_was_confirmed_is_what_is_done() -> None:
    run(sheet_file([pupil(1)]))
    sheet = import_pd.read_sheet(sheet_file([pupil(1, RT="8")]))
    plan = import_pd.plan_import(sheet)
    write.save([Edit(PesertaDidik, {"rt": "3"}, only().id)], IMPORTER)
    with pytest.raises(import_pd.Changed):
        import_pd.apply_import(sheet, IMPORTER, confirmed=plan.fingerprint())
    assert only().rt == "3"


def test_statements_do_not_grow_with_the_rows(django_assert_max_num_queries: Any) -> None:
    run(sheet_file([pupil(number) for number in range(300)]))
    with django_assert_max_num_queries(20):
        run(sheet_file([pupil(number) for number in range(300)]))


def test_the_command_reports_asks_and_refuses(tmp_path: Path) -> None:
    path = tmp_path / "daftar.xlsx"
    path.write_bytes(sheet_file([pupil(1)]).getvalue())
    with pytest.raises(CommandError, match="--yes"):
        call_command("import_pd", str(path), stderr=StringIO())
    assert not Sekolah.objects.exists()
    out = StringIO()
    call_command("import_pd", str(path), "--yes", "--json", stdout=out)
    assert json.loads(out.getvalue())["added"] == 1
    with pytest.raises(CommandError, match="tidak dapat dibuka"):
        call_command("import_pd", str(tmp_path / "tiada.xlsx"))
    path.write_bytes(sheet_file([pupil(1, Rombel_Saat_Ini="Melati")]).getvalue())
    with pytest.raises(CommandError, match="tingkat:Melati"):
        call_command("import_pd", str(path), "--yes")
    call_command("import_pd", str(path), "--yes", "--jawab", "tingkat:Melati=4", stdout=StringIO())
    assert rombel_of(only()) == "Melati"


_cell = st.one_of(
    st.none(),
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.sampled_from(["Ya", "Tidak", "Islam", "L", "P", "-", "2017-05-12", "=1", "Kelas 1", "0170000001"]),
)
_headers = "Nama|NIPD|JK|NISN|NIK|Tanggal Lahir|Agama|RT|Penerima KIP|Kebutuhan Khusus|Nama Ibu|Sekolah Asal"
_row = st.dictionaries(st.sampled_from(_headers.split("|")), _cell)


class AnyCells(TestCase):
    @settings(max_examples=examples(40), suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(_row, max_size=5))
    def test_whatever_the_cells_hold_a_second_import_changes_nothing(
        self, rows: list[dict[str, Any]]
    ) -> None:
        rows = [pupil(number) | row for number, row in enumerate(rows)]
        run(sheet_file(rows))
        acts = Journal.objects.count()
        again = run(sheet_file(rows))
        assert not again.changed and not again.added
        assert Journal.objects.count() == acts
