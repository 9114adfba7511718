"""Each rule: a record that breaks it and nothing else, and one that just passes."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dapodik.pokok import write
from dapodik.pokok.models import (
    AnggotaRombel,
    KeaktifanPtk,
    MatevRapor,
    Nilai,
    PesertaDidik,
    Ptk,
    Record,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)
from dapodik.pokok.models.fields import DateField
from dapodik.pokok.write import Edit
from dapodik.referensi.semester import Semester
from dapodik.validasi import engine
from dapodik.validasi.rule import RULES, SET_RULES, book, is_filled
from tests.school import AUTHOR, make_school

from . import cases
from .cases import ENTRY, TODAY, Case, Values

pytestmark = pytest.mark.django_db


def codes_and_fields() -> set[tuple[str, str]]:
    engine.refresh()
    return {(finding.code, finding.field) for finding in engine.findings()}


def codes() -> set[str]:
    return {code for code, _ in codes_and_fields()}


def change(model: type[Record], pk: UUID, **values: Any) -> None:
    write.save([Edit(model, values, pk)], AUTHOR)


@pytest.mark.parametrize("bentuk", ["SD", "SMP", "SMA", "SMK", "SLB"])
def test_a_school_without_mistakes_has_no_finding(bentuk: str) -> None:
    make_school(bentuk, pupils=70)
    assert codes_and_fields() == set()


def broken_and_passing(model: type[Record], pk: UUID, case: Case) -> None:
    """The first values give the rule's finding at its field and no other, the second none."""
    code, broken, passing = case
    record = model.live.get(pk=pk)
    before = {name: record.plain(name) for name in record.synced_fields()}
    change(model, pk, **_values(broken, record))
    rule = book()[code]
    assert codes_and_fields() == {(code, rule.field)}
    assert {finding.level for finding in engine.findings()} == {rule.level}
    change(model, pk, **before)
    change(model, pk, **_values(passing, record))
    assert codes_and_fields() == set()


def _values(values: Values, record: Any) -> Mapping[str, Any]:
    return values(record) if callable(values) else values


def _with(prefix: str, person: list[Case]) -> list[Case]:
    return [(f"{prefix}_{code}", broken, passing) for code, broken, passing in person]


@pytest.mark.parametrize("case", _with("PD", cases.PERSON) + cases.PUPIL, ids=lambda case: case[0])
def test_a_pupil(case: Case) -> None:
    broken_and_passing(PesertaDidik, make_school().pupils[0], case)


@pytest.mark.parametrize("case", cases.REGISTRASI, ids=lambda case: case[0])
def test_a_registrasi_is_shown_at_the_pupil(case: Case) -> None:
    school = make_school()
    broken_and_passing(RegistrasiPesertaDidik, school.registrasi[0], case)


@pytest.mark.parametrize("case", _with("PTK", cases.PERSON) + cases.STAFF, ids=lambda case: case[0])
def test_a_ptk(case: Case) -> None:
    broken_and_passing(Ptk, make_school().ptk[1], case)


@pytest.mark.parametrize("case", cases.CIVIL_SERVANT, ids=lambda case: case[0])
def test_a_civil_servant(case: tuple[str, dict[str, Any], dict[str, Any]]) -> None:
    code, broken, passing = case
    pk = make_school().ptk[1]
    broken_and_passing(
        Ptk,
        pk,
        (
            code,
            lambda ptk: cases.civil_servant(ptk, **broken),
            lambda ptk: cases.civil_servant(ptk, **passing),
        ),
    )


def test_the_parts_of_a_nip() -> None:
    pk = make_school().ptk[1]
    ptk = Ptk.live.get(pk=pk)
    nip = cases.civil_servant(ptk)["nip"]
    for code, wrong in (
        ("PTK_NIP_TMT", nip[:12] + "13" + nip[14:]),
        ("PTK_NIP_TMT", nip[:8] + "1990" + nip[12:]),
        ("PTK_NIP_JK", nip[:14] + "1" + nip[15:]),
    ):
        change(Ptk, pk, **cases.civil_servant(ptk, nip=wrong))
        assert codes() == {code}
    # Of a PPPK the two digits are the number of the agreement.
    contract = {"status_kepegawaian_id": "11", "nip": nip[:12] + "21" + nip[14:]}
    change(Ptk, pk, **cases.civil_servant(ptk, **contract))
    assert codes() == set()


def test_a_teacher_past_retirement() -> None:
    pk = make_school().ptk[1]
    for years, expected in ((60, {"PTK_PENSIUN"}), (59, set())):
        born = date(TODAY.year - years, 1, 1)
        nik = f"320501{born.day + 40:02d}{born:%m%y}0001"
        change(Ptk, pk, tanggal_lahir=born, nik=nik)
        change(Ptk, pk, **cases.civil_servant(Ptk.live.get(pk=pk)))
        assert codes() == expected


@pytest.mark.parametrize("case", cases.CLASS, ids=lambda case: case[0])
def test_a_class(case: Case) -> None:
    broken_and_passing(RombonganBelajar, make_school().rombel[0], case)


@pytest.mark.parametrize("case", cases.SCHOOL, ids=lambda case: case[0])
def test_the_school(case: Case) -> None:
    broken_and_passing(Sekolah, make_school().sekolah, case)


def test_a_form_of_school_is_chosen() -> None:
    school = make_school()
    change(Sekolah, school.sekolah, bentuk_pendidikan_id="")
    assert codes() == {"SEK_BENTUK_KOSONG"}


def test_a_class_of_an_smk_has_a_programme() -> None:
    school = make_school("SMK")
    change(RombonganBelajar, school.rombel[0], jurusan_id_str="")
    assert codes_and_fields() == {("ROM_JURUSAN", "jurusan_id_str")}


@pytest.mark.parametrize(("bentuk", "age", "passes"), [("SMP", 16, 15), ("SMA", 22, 21)])
def test_too_old_at_entry(bentuk: str, age: int, passes: int) -> None:
    school = make_school(bentuk)
    grade = {"SMP": 7, "SMA": 10}[bentuk]
    for years, expected in ((age, "PD_USIA_TINGKAT" if age > grade + 11 else "PD_USIA_MASUK"), (passes, "")):
        change(PesertaDidik, school.pupils[0], **cases.born(years))
        assert codes() - {"PD_NISN_KOSONG"} == ({expected} if expected else set())


def test_a_new_pupil_entered_this_year() -> None:
    school = make_school("SMP")
    day = date(ENTRY.year - 1, 7, 1)
    change(RegistrasiPesertaDidik, school.registrasi[0], tanggal_masuk_sekolah=day)
    assert codes_and_fields() == {("PD_TANGGAL_MASUK_TA", "tanggal_masuk_sekolah")}
    change(RegistrasiPesertaDidik, school.registrasi[0], tanggal_masuk_sekolah=ENTRY - timedelta(days=60))
    assert codes_and_fields() == set()


def test_born_in_the_future() -> None:
    school = make_school()
    tomorrow = cases.TOMORROW
    nik = f"320501{tomorrow:%d%m%y}0001"
    special = {"nik": nik, "nisn": "", "kebutuhan_khusus_id": "1"}
    change(RegistrasiPesertaDidik, school.registrasi[0], tanggal_masuk_sekolah=None)
    change(PesertaDidik, school.pupils[0], tanggal_lahir=tomorrow, **special)
    assert codes() == {"PD_TANGGAL_LAHIR_MASA_DEPAN", "PD_TANGGAL_MASUK_KOSONG"}


def test_no_date_upsets_a_rule() -> None:
    school = make_school(pupils=1)
    for model, pk in (
        (PesertaDidik, school.pupils[0]),
        (RegistrasiPesertaDidik, school.registrasi[0]),
        (Ptk, school.ptk[0]),
    ):
        dates = [field.attname for field in model._meta.concrete_fields if isinstance(field, DateField)]
        for name in dates:
            for day, others in ((date.min, date.max), (date.max, date.min)):
                change(model, pk, **{**dict.fromkeys(dates, others), name: day})
                assert codes()


def test_from_grade_two_on_a_pupil_has_a_nisn() -> None:
    school = make_school()
    change(PesertaDidik, school.pupils[0], nisn="")
    assert codes_and_fields() == set()
    change(PesertaDidik, school.pupils[1], nisn="")
    assert codes_and_fields() == {("PD_NISN_KOSONG", "nisn")}


def test_leaving() -> None:
    school = make_school()
    registrasi = school.registrasi[1]
    change(AnggotaRombel, school.places[1], soft_delete=True)
    steps: list[tuple[dict[str, Any], set[tuple[str, str]]]] = [
        ({"jenis_keluar_id": "2"}, {("REG_KELUAR_TANPA_TANGGAL", "tanggal_keluar")}),
        (
            {"tanggal_keluar": date(ENTRY.year - 9, 1, 1)},
            {("REG_KELUAR_SEBELUM_MASUK", "tanggal_keluar")},
        ),
        ({"tanggal_keluar": TODAY}, set()),
        ({"jenis_keluar_id": "1"}, {("REG_LULUS_TINGKAT", "jenis_keluar_id")}),
    ]
    change(AnggotaRombel, school.places[1], soft_delete=False)
    for values, expected in steps:
        change(RegistrasiPesertaDidik, registrasi, **values)
        assert codes_and_fields() - {("LIN_ANGGOTA_SUDAH_KELUAR", "jenis_keluar_id")} == expected
    name = PesertaDidik.live.get(pk=school.pupils[1]).nama
    assert {(finding.record_id, finding.label) for finding in engine.findings()} == {(registrasi, name)}
    change(AnggotaRombel, school.places[1], soft_delete=True)
    assert "LIN_ANGGOTA_SUDAH_KELUAR" not in codes()


@pytest.mark.parametrize(
    ("code", "field", "value"),
    [
        ("LIN_NISN_GANDA", "nisn", ""),
        ("LIN_KIP_GANDA", "nomor_kip", "ABC123"),
        ("LIN_NIK_GANDA", "nik", ""),
    ],
)
def test_what_two_pupils_share_is_shown_at_both(code: str, field: str, value: str) -> None:
    school = make_school()
    first, second = school.pupils[0], school.pupils[6]
    pupil = PesertaDidik.live.get(pk=first)
    for pk in (first, second):
        name = PesertaDidik.live.get(pk=pk).nama
        change(PesertaDidik, pk, **{field: value or getattr(pupil, field)}, nama_di_kip=name if value else "")
    assert codes() == {code}
    assert {finding.record_id for finding in engine.findings()} == {first, second}
    # Who has left shares nothing.
    left = {"jenis_keluar_id": "2", "tanggal_keluar": TODAY}
    change(RegistrasiPesertaDidik, school.registrasi[6], **left)
    change(AnggotaRombel, school.places[6], soft_delete=True)
    assert codes() == set()


def test_one_card_in_two_writings_is_one_card() -> None:
    school = make_school()
    for pk, number in ((school.pupils[0], "ABC123"), (school.pupils[6], "abc123")):
        change(PesertaDidik, pk, nomor_kip=number, nama_di_kip=PesertaDidik.live.get(pk=pk).nama)
    assert codes() == {"LIN_KIP_GANDA", "PD_KIP_HURUF_KECIL"}
    shared = [finding for finding in engine.findings() if finding.code == "LIN_KIP_GANDA"]
    assert {finding.record_id for finding in shared} == {school.pupils[0], school.pupils[6]}
    assert all("ABC123" in finding.message for finding in shared)


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("LIN_NUPTK_GANDA", {"nuptk": "1" * 16}),
        ("LIN_EMAIL_GANDA", {"email": "sama@contoh.id"}),
        ("LIN_PTK_NIK_GANDA", {"nik": "3205014301800002", "tanggal_lahir": "1980-01-03"}),
        ("LIN_NIP_GANDA", {"nip": "198001032010032001", "tanggal_lahir": "1980-01-03"}),
    ],
)
def test_what_two_ptk_share(code: str, values: dict[str, Any]) -> None:
    school = make_school()
    for pk in school.ptk[1:3]:
        change(Ptk, pk, **values)
    assert {
        finding.record_id for finding in (engine.refresh(), engine.findings().filter(code=code))[1]
    } == set(school.ptk[1:3])
    change(Ptk, school.ptk[2], **dict.fromkeys(values.keys() - {"tanggal_lahir"}, ""))
    assert code not in codes()


def test_nobody_is_both_pupil_and_staff() -> None:
    school = make_school()
    pupil = PesertaDidik.live.get(pk=school.pupils[0])
    change(Ptk, school.ptk[1], nik=pupil.nik)
    assert ("LIN_NIK_PD_PTK", "nik") in codes_and_fields()
    change(Ptk, school.ptk[1], jenis_keluar_id="9", tanggal_keluar=TODAY)
    assert "LIN_NIK_PD_PTK" not in codes()


def test_one_child_entered_twice() -> None:
    school = make_school()
    pupil = PesertaDidik.live.get(pk=school.pupils[0])
    mother = pupil.nama_ibu_kandung
    change(PesertaDidik, school.pupils[6], nama=pupil.nama.upper(), nama_ibu_kandung=mother)
    assert codes() == {"LIN_PD_KEMBAR"}
    change(PesertaDidik, school.pupils[6], nama_ibu_kandung="Ibunda Lain")
    assert codes() == set()


def test_siblings_with_two_family_numbers() -> None:
    school = make_school()
    mother = PesertaDidik.live.get(pk=school.pupils[1]).nama_ibu_kandung
    change(PesertaDidik, school.pupils[0], no_kk="3205011205100009", nama_ibu_kandung=mother)
    assert codes() == {"LIN_KK_BEDA_SAUDARA"}
    change(PesertaDidik, school.pupils[0], alamat_jalan="Kp. Kidul")
    assert codes() == set()


def test_two_pupils_with_one_nipd() -> None:
    school = make_school()
    change(RegistrasiPesertaDidik, school.registrasi[0], nipd="N1")
    assert codes_and_fields() == {("LIN_NIPD_GANDA", "nipd")}
    assert {finding.record_id for finding in engine.findings()} == set(school.pupils[:2])


def test_a_pupil_who_is_enrolled_twice() -> None:
    school = make_school()
    again = {"peserta_didik_id": school.pupils[0], "nipd": "N99", "jenis_pendaftaran_id": "7"}
    second = write.new_id()
    write.save([Edit(RegistrasiPesertaDidik, again, second)], AUTHOR)
    assert codes_and_fields() == {("LIN_REGISTRASI_GANDA", "nipd")}
    change(RegistrasiPesertaDidik, second, soft_delete=True)
    assert codes_and_fields() == set()


def test_places_in_classes() -> None:
    school = make_school()
    change(AnggotaRombel, school.places[0], soft_delete=True)
    assert codes_and_fields() == {("PD_TANPA_ROMBEL", "rombel")}
    change(AnggotaRombel, school.places[0], soft_delete=False)
    second = {"peserta_didik_id": school.pupils[0], "rombongan_belajar_id": school.rombel[1]}
    write.save([Edit(AnggotaRombel, second)], AUTHOR)
    assert codes_and_fields() == {("LIN_PD_DUA_ROMBEL", "rombel")}


@pytest.mark.parametrize(
    ("was", "kind", "expected"),
    [
        ("1", "6", set()),
        ("2", "", {"LIN_TINGKAT_LONCAT"}),
        ("1", "5", {"LIN_JENIS_PENDAFTARAN_ROMBEL"}),
    ],
)
def test_what_became_of_last_semesters_class(was: str, kind: str, expected: set[str]) -> None:
    """The school stands in a Genap: nobody changes grade, and all go on."""
    school = make_school()
    active = Semester(Sekolah.live.get().semester_id)
    genap = active.before if active.is_ganjil else active
    change(Sekolah, school.sekolah, semester_id=genap.id)
    for pk in school.rombel:
        change(RombonganBelajar, pk, semester_id=genap.id)
    before = write.new_id()
    values = {
        "semester_id": genap.before.id,
        "nama": "Dulu",
        "jenis_rombel": "1",
        "tingkat_pendidikan_id": was,
    }
    member = {"rombongan_belajar_id": before, "peserta_didik_id": school.pupils[0]}
    baseline = codes()
    write.save([Edit(RombonganBelajar, values, before), Edit(AnggotaRombel, member)], AUTHOR)
    change(AnggotaRombel, school.places[0], jenis_pendaftaran_id=kind)
    assert codes() - baseline == expected


def test_what_two_classes_share() -> None:
    school = make_school()
    taken = RombonganBelajar.live.get(pk=school.rombel[1])
    for field, code in (
        ("nama", "ROM_NAMA_GANDA"),
        ("id_ruang_str", "ROM_RUANG_GANDA"),
        ("ptk_id", "ROM_WALI_GANDA"),
    ):
        before = getattr(RombonganBelajar.live.get(pk=school.rombel[0]), field)
        change(RombonganBelajar, school.rombel[0], **{field: getattr(taken, field)})
        assert codes() == {code}
        change(RombonganBelajar, school.rombel[0], **{field: before})
        assert codes() == set()


def test_a_wali_is_a_teacher_who_is_here() -> None:
    school = make_school()
    change(Ptk, school.ptk[1], jenis_ptk_id="93")
    assert codes() == {"ROM_WALI_BUKAN_GURU"}
    change(Ptk, school.ptk[1], jenis_ptk_id="92", jenis_keluar_id="9", tanggal_keluar=TODAY)
    assert codes() == {"ROM_WALI_KELUAR"}


@pytest.mark.parametrize(("members", "expected"), [(28, set()), (29, {"ROM_ANGGOTA_MAKS"})])
def test_a_class_holds_as_many_as_the_rule_says(members: int, expected: set[str]) -> None:
    school = make_school(pupils=30)
    # Leaving out the ages: everybody moves into the first class.
    moved = [
        Edit(AnggotaRombel, {"rombongan_belajar_id": school.rombel[0]}, pk) for pk in school.places[:members]
    ]
    write.save(moved, AUTHOR)
    assert {code for code in codes() if code == "ROM_ANGGOTA_MAKS"} == expected
    write.save([Edit(AnggotaRombel, {"soft_delete": True}, pk) for pk in school.places], AUTHOR)
    assert "ROM_ANGGOTA_KOSONG" in codes()


def test_no_more_classes_than_pupils_fill() -> None:
    school = make_school()
    rombel = RombonganBelajar.live.get(pk=school.rombel[0])
    values = {name: getattr(rombel, name) for name in rombel.synced_fields()}
    more = {**values, "nama": "Kelas Zz", "ptk_id": school.ptk[0], "id_ruang_str": "Ruang Zz"}
    second = write.new_id()
    write.save([Edit(RombonganBelajar, more, second)], AUTHOR)
    change(AnggotaRombel, school.places[0], rombongan_belajar_id=second)
    assert codes() == {"ROM_JUMLAH_TINGKAT", "ROM_WALI_BUKAN_GURU"}
    change(RombonganBelajar, second, soft_delete=True)
    change(AnggotaRombel, school.places[0], rombongan_belajar_id=school.rombel[0])
    change(RombonganBelajar, school.rombel[5], soft_delete=True)
    assert "ROM_JUMLAH_SEKOLAH" in codes()


def test_clubs() -> None:
    school = make_school(pupils=20)
    club = write.new_id()
    semester = Sekolah.live.get().semester_id
    values = {"nama": "Pramuka", "jenis_rombel": "51", "semester_id": semester, "ptk_id": school.ptk[1]}
    write.save([Edit(RombonganBelajar, values, club)], AUTHOR)
    members = [
        Edit(AnggotaRombel, {"rombongan_belajar_id": club, "peserta_didik_id": pk}) for pk in school.pupils
    ]
    write.save(members[:19], AUTHOR)
    assert codes() == {"ROM_EKSKUL_MIN"}
    write.save(members[19:], AUTHOR)
    assert codes() == set()
    change(RombonganBelajar, club, ptk_id=None)
    assert codes() == {"ROM_EKSKUL_PEMBINA"}


def test_the_head_of_school() -> None:
    school = make_school()
    change(Ptk, school.ptk[1], jenis_ptk_id="91")
    assert codes() == {"SEK_KEPALA_SEKOLAH_GANDA", "ROM_WALI_BUKAN_GURU"}
    change(Ptk, school.ptk[1], jenis_ptk_id="92")
    change(Ptk, school.ptk[0], jenis_ptk_id="93")
    assert codes_and_fields() == {("SEK_KEPALA_SEKOLAH", "kepala_sekolah")}
    change(Ptk, school.ptk[0], tugas_tambahan="Plt. Kepala Sekolah")
    assert codes_and_fields() == set()


def test_months() -> None:
    school = make_school()
    pk = school.ptk[1]
    month = KeaktifanPtk.live.filter(ptk=pk).get()
    change(KeaktifanPtk, month.pk, soft_delete=True)
    assert codes_and_fields() == {("PTK_KEAKTIFAN", "keaktifan")}
    change(KeaktifanPtk, month.pk, soft_delete=False)

    def with_month(day: date) -> set[str]:
        made = write.new_id()
        values = {"ptk_id": pk, "bulan": f"{day:%Y-%m}", "aktif": True}
        write.save([Edit(KeaktifanPtk, values, made)], AUTHOR)
        seen = codes()
        change(KeaktifanPtk, made, soft_delete=True)
        return seen

    last = date.fromisoformat(f"{month.bulan}-01")
    assert with_month((last - timedelta(days=1)).replace(day=1)) == set()
    assert with_month((last - timedelta(days=40)).replace(day=1)) == {"PTK_KEAKTIFAN_LOMPAT"}
    later = (last + timedelta(days=70)).replace(day=1)
    assert with_month(later) == {"PTK_KEAKTIFAN_MASA_DEPAN", "PTK_KEAKTIFAN_LOMPAT"}
    change(Ptk, pk, tmt_tugas=TODAY)
    assert codes() == {"PTK_KEAKTIFAN_SEBELUM_TMT"}


def test_a_mark_of_a_report_out_of_range() -> None:
    rombel = make_school().rombel[0]
    matev, nilai = write.new_id(), write.new_id()
    change(MatevRapor, matev, rombongan_belajar_id=rombel, nm_mata_evaluasi="IPAS")
    anggota = AnggotaRombel.live.filter(rombongan_belajar=rombel).values_list("pk", flat=True)[0]
    values = {"matev_rapor_id": matev, "anggota_rombel_id": anggota}

    def with_mark(mark: str) -> set[str]:
        change(Nilai, nilai, **values, nilai_kognitif_angka=mark)
        return codes()

    assert with_mark("100") == with_mark("0") == set()
    assert with_mark("101") == with_mark("-1") == {"ROM_NILAI_BATAS"}


def test_every_rule_is_proved_here() -> None:
    """A rule that no test names has no proof; one function's rules for many fields share theirs."""
    here = Path(__file__).parent
    text = "".join((here / name).read_text(encoding="utf-8") for name in ("test_rules.py", "cases.py"))
    tabled = {case[0] for case in [*cases.PUPIL, *cases.STAFF, *cases.REGISTRASI]}
    proved = tabled | {f"{prefix}_{case[0]}" for prefix in ("PD", "PTK") for case in cases.PERSON}
    unproved = [code for code in [*RULES, *SET_RULES] if code not in proved and f'"{code}"' not in text]
    assert [code for code in unproved if not code.endswith("_LAMA")] == []


@pytest.mark.parametrize("code", [code for code in RULES if code.endswith("_LAMA")])
def test_a_code_that_may_no_longer_be_chosen(code: str) -> None:
    school = make_school()
    rule = RULES[code]
    pk = {"peserta_didik": school.pupils[0], "ptk": school.ptk[0]}[rule.kind]
    model: type[Record] = {"peserta_didik": PesertaDidik, "ptk": Ptk}[rule.kind]
    offered = [pair[0] for pair in model._meta.get_field(rule.field).table.offered() if pair[0][:1] != "-"]
    assert not rule.check({rule.field: offered[0]})
    change(model, pk, **{rule.field: "zz"})
    assert (code, rule.field) in codes_and_fields()


@pytest.mark.parametrize("code", [code for code, rule in RULES.items() if rule.mend])
@given(text=st.text(st.sampled_from("abAB 12.-'RTW:Nyibu"), max_size=24))
def test_a_cure_mends_and_is_offered_only_where_something_is_wrong(code: str, text: str) -> None:
    rule = RULES[code]
    assert rule.mend
    new = rule.mend(text)
    if new is not None and new != text and is_filled(text) and rule.check({rule.field: text}):
        assert not rule.check({rule.field: new})
