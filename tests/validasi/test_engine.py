"""The engine: always equal to a full run, whatever was edited; cheap however large the school."""

import json
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import BooleanField, DateField
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from dapodik.pokok import write
from dapodik.pokok.models import (
    AnggotaRombel,
    PesertaDidik,
    Ptk,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)
from dapodik.pokok.write import Edit
from dapodik.validasi import engine, levels
from dapodik.validasi.models import Finding, ValidationState
from dapodik.validasi.rule import RULES, SET_RULES
from tests.lanes import examples
from tests.school import AUTHOR, School, make_school


def everything() -> list[tuple[Any, ...]]:
    engine.refresh()
    return sorted(
        (one.code, str(one.record_id), one.field, one.level, one.label, one.message)
        for one in Finding.objects.all()
    )


def from_scratch() -> list[tuple[Any, ...]]:
    ValidationState.objects.all().delete()
    return everything()


@pytest.mark.django_db
def test_nothing_runs_where_nothing_changed(django_assert_max_num_queries: Any) -> None:
    make_school()
    engine.refresh()
    with django_assert_max_num_queries(2):
        engine.refresh()


@pytest.mark.django_db
def test_statements_do_not_grow_with_the_school() -> None:
    counts = []
    for size in (10, 120):
        with transaction.atomic():
            make_school(pupils=size)
            with CaptureQueriesContext(connection) as queries:
                from_scratch()
            transaction.set_rollback(True)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_after_an_edit_only_what_reads_the_field_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    school = make_school()
    engine.refresh()
    ran: list[str] = []
    original = engine.order_of

    def told(codes: tuple[str, ...]) -> Any:
        ran.extend(codes)
        return original(codes)

    monkeypatch.setattr(engine, "order_of", told)
    write.save([Edit(PesertaDidik, {"rt": "100"}, school.pupils[0])], AUTHOR)
    engine.refresh()
    assert ran == ["PD_RT", "PD_RT_KOSONG"]


@pytest.mark.django_db
def test_a_new_day_runs_everything() -> None:
    school = make_school()
    everything()
    ValidationState.objects.update(day=date(2020, 1, 1))
    Finding.objects.create(
        code="X", level="invalid", kind="ptk", record_id=school.ptk[0], label="", field="", message=""
    )
    assert everything() == []


@pytest.mark.django_db
def test_the_text_of_an_unreadable_cell_is_a_finding() -> None:
    school = make_school()
    write.save(
        [
            Edit(
                PesertaDidik,
                {"tak_terbaca": {"tanggal_lahir": "12 Mei"}, "tanggal_lahir": None},
                school.pupils[0],
            )
        ],
        AUTHOR,
    )
    write.save([Edit(RegistrasiPesertaDidik, {"tak_terbaca": {"nipd": "=1"}}, school.registrasi[0])], AUTHOR)
    engine.refresh()
    assert {(one.code, one.field, one.level) for one in engine.findings()} == {
        ("PESERTA_DIDIK_TAK_TERBACA", "tanggal_lahir", "invalid"),
        ("PESERTA_DIDIK_TAK_TERBACA", "nipd", "invalid"),
    }
    assert "12 Mei" in engine.findings().get(field="tanggal_lahir").message
    born = PesertaDidik.live.get(pk=school.pupils[1]).tanggal_lahir - timedelta(days=1)
    nik = f"320501{born:%d%m%y}0900"
    write.save(
        [Edit(PesertaDidik, {"tanggal_lahir": born, "nik": nik, "nisn": ""}, school.pupils[0])], AUTHOR
    )
    write.save([Edit(RegistrasiPesertaDidik, {"tak_terbaca": {}}, school.registrasi[0])], AUTHOR)
    assert everything() == []


@pytest.mark.django_db
def test_the_command_reports_and_its_exit_code_says_whether_sending_is_held_up() -> None:
    school = make_school()
    out = StringIO()
    call_command("validate", "--json", stdout=out)
    assert json.loads(out.getvalue()) == []
    write.save([Edit(PesertaDidik, {"rt": "100", "nisn": "0000000001"}, school.pupils[0])], AUTHOR)
    told = StringIO()
    call_command("validate", stdout=told)
    assert "peringatan: 1" in told.getvalue() and "catatan: 1" in told.getvalue()
    write.save([Edit(PesertaDidik, {"agama_id": ""}, school.pupils[0])], AUTHOR)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("validate", "--json", stdout=out)
    (first, *_) = json.loads(out.getvalue())
    assert first == {
        "code": "PD_AGAMA_KOSONG",
        "level": "invalid",
        "kind": "peserta_didik",
        "record_id": str(school.pupils[0]),
        "label": "Anak Aa",
        "field": "agama_id",
        "message": "Agama belum dipilih. Pilih dari daftar.",
    }
    assert engine.counts() == {"peserta_didik": {"invalid": 1, "warning": 1, "info": 1}}


# Values that break, mend and collide.
_PUPIL = st.fixed_dictionaries({}, optional={
    "nama": st.sampled_from(["Anak Ab", "Budi 2", "", "Anak Aa"]),
    "nik": st.sampled_from(["", "1", "3205011205170001", "3205015205170001"]),
    "nisn": st.sampled_from(["", "0170000001", "017"]),
    "tanggal_lahir": st.sampled_from([None, date(2017, 5, 12), date(2001, 1, 1)]),
    "rt": st.sampled_from(["1", "100"]),
    "nomor_kip": st.sampled_from(["", "ABC123"]),
    "nama_di_kip": st.sampled_from(["", "ANAK AB", "LAIN"]),
    "no_kk": st.sampled_from(["", "3205011205100001", "3205011205100002"]),
    "nama_ibu_kandung": st.sampled_from(["", "Rina Aa"]),
    "lintang": st.sampled_from(["", "-7.2", "5"]),
    "bujur": st.sampled_from(["", "107.9"]),
    "tak_terbaca": st.sampled_from([{}, {"rt": "dua"}]),
    "soft_delete": st.booleans(),
})  # fmt: skip
_REGISTRASI = st.fixed_dictionaries({}, optional={
    "nipd": st.sampled_from(["", "N0", "N1"]),
    "jenis_keluar_id": st.sampled_from(["", "1", "2"]),
    "tanggal_keluar": st.sampled_from([None, date(2026, 8, 1), date(2001, 1, 1)]),
    "jenis_pendaftaran_id": st.sampled_from(["", "1", "2"]),
    "tak_terbaca": st.sampled_from([{}, {"nipd": "=1"}]),
    "soft_delete": st.booleans(),
})  # fmt: skip
_STAFF = st.fixed_dictionaries({}, optional={
    "nama": st.sampled_from(["Guru Ab", "Guru 1"]),
    "nik": st.sampled_from(["", "3205014101800001", "3205011205170001"]),
    "jenis_ptk_id": st.sampled_from(["91", "92", "93"]),
    "jenis_keluar_id": st.sampled_from(["", "1"]),
    "soft_delete": st.booleans(),
})  # fmt: skip
_ROMBEL = st.fixed_dictionaries({}, optional={
    "nama": st.sampled_from(["Kelas Aa", "Kelas Ab", ""]),
    "tingkat_pendidikan_id": st.sampled_from(["1", "6", "9"]),
    "id_ruang_str": st.sampled_from(["", "Ruang Aa"]),
    "jenis_rombel": st.sampled_from(["1", "51"]),
    "soft_delete": st.booleans(),
    "semester_id": st.sampled_from(["20251", "20261", "20262"]),
})  # fmt: skip
_SEKOLAH = st.fixed_dictionaries({}, optional={
    "semester_id": st.sampled_from(["20251", "20261", "20262"]),
    "bentuk_pendidikan_id": st.sampled_from(["5", "6", ""]),
    "status_sekolah": st.sampled_from(["1", "2"]),
    "lintang": st.sampled_from(["-7.2", "-1"]),
})  # fmt: skip
_edit = st.one_of(
    st.tuples(st.just("pupils"), st.integers(0, 3), _PUPIL),
    st.tuples(st.just("registrasi"), st.integers(0, 3), _REGISTRASI),
    st.tuples(st.just("ptk"), st.integers(0, 2), _STAFF),
    st.tuples(st.just("rombel"), st.integers(0, 1), _ROMBEL),
    st.tuples(st.just("places"), st.integers(0, 3), st.sampled_from([0, 1, None])),
    st.tuples(st.just("owner"), st.integers(0, 3), st.integers(0, 3)),
    st.tuples(st.just("sekolah"), st.just(0), _SEKOLAH),
)
_MODELS = {
    "pupils": PesertaDidik,
    "registrasi": RegistrasiPesertaDidik,
    "ptk": Ptk,
    "rombel": RombonganBelajar,
}


def edit_of(school: School, what: str, number: int, values: Any) -> Edit:
    if what == "places":
        target = {"soft_delete": True} if values is None else {"rombongan_belajar_id": school.rombel[values]}
        return Edit(AnggotaRombel, {"soft_delete": False, **target}, school.places[number])
    if what == "owner":
        return Edit(
            RegistrasiPesertaDidik, {"peserta_didik_id": school.pupils[values]}, school.registrasi[number]
        )
    if what == "sekolah":
        return Edit(Sekolah, values, school.sekolah)
    return Edit(_MODELS[what], values, getattr(school, what)[number])


class AnyEdits(TestCase):
    @settings(max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(
            st.lists(_edit, min_size=1, max_size=3, unique_by=lambda one: one[:2]), min_size=1, max_size=6
        )
    )
    @example(
        [[("rombel", 1, {"nama": "Kelas Aa", "tingkat_pendidikan_id": "1"})], [("rombel", 0, {"nama": "X"})]]
    )
    # A group that is no class has findings of rules on records together alone.
    @example([[("rombel", 0, {"jenis_rombel": "51"})], [("rombel", 0, {"id_ruang_str": "Ruang Aa"})]])
    def test_whatever_is_edited_the_findings_are_those_of_a_full_run(self, acts: list[list[Any]]) -> None:
        school = make_school(pupils=8)
        engine.refresh()
        for act in acts:
            edits = {edit.id: edit for edit in (edit_of(school, *one) for one in act)}
            write.save(list(edits.values()), AUTHOR)
            engine.refresh()
        kept = everything()
        assert kept == from_scratch()


def _values_of(name: str) -> Any:
    """What may stand in a field, right and wrong."""
    field = next(one for one in PesertaDidik._meta.concrete_fields if one.attname == name)
    if isinstance(field, BooleanField):
        return st.sampled_from([None, True, False])
    if isinstance(field, DateField):
        return st.sampled_from([None, date(2001, 1, 1), date(2090, 1, 1)])
    return st.sampled_from(["", " ", "x", "0", "-1", "3205", "Budi 2", "9" * 20])


_WRONG = st.sampled_from([name for name in PesertaDidik.synced_fields() if name != "soft_delete"]).flatmap(
    lambda name: st.tuples(st.just(name), _values_of(name))
)


class OneBrokenField(TestCase):
    @settings(max_examples=examples(150), suppress_health_check=[HealthCheck.too_slow])
    @given(_WRONG)
    def test_only_rules_that_read_the_field_find_something(self, wrong: tuple[str, Any]) -> None:
        school = make_school(pupils=6)
        field, value = wrong
        write.save([Edit(PesertaDidik, {field: value}, school.pupils[0])], AUTHOR)
        found = everything()
        for code, *_ in found:
            reads = RULES[code].reads if code in RULES else SET_RULES[code].reads["peserta_didik"]
            assert field in reads
        assert found == from_scratch()


@pytest.mark.django_db
@pytest.mark.parametrize("bentuk", ["SD", "SMP", "SMA", "SMK"])
def test_a_large_school_without_mistakes_has_no_finding(bentuk: str) -> None:
    make_school(bentuk, pupils=500)
    assert everything() == []


@pytest.mark.django_db
def test_pusat_lowers_a_rule_for_everybody_and_never_raises_one() -> None:
    school = make_school()
    write.save([Edit(PesertaDidik, {"agama_id": "", "rt": "100"}, school.pupils[0])], AUTHOR)
    assert engine.invalid_count() == 1
    assert levels.adopt({"PD_AGAMA_KOSONG": "warning", "PD_RT": "invalid", "X_UNKNOWN": "off", "PD_RW": "?"})
    assert engine.invalid_count() == 0
    assert engine.counts() == {"peserta_didik": {"warning": 2}}
    assert levels.adopt({"PD_AGAMA_KOSONG": "off"})
    engine.refresh()
    assert engine.counts() == {"peserta_didik": {"warning": 1}}
    assert not levels.adopt({"PD_AGAMA_KOSONG": "off"})
    assert levels.adopt({})
    assert engine.invalid_count() == 1


@pytest.mark.django_db
def test_a_level_depends_on_the_form_of_school() -> None:
    for bentuk, expected in (("SD", "info"), ("SMP", "warning")):
        with transaction.atomic():
            school = make_school(bentuk)
            wali = RombonganBelajar.live.get(pk=school.rombel[1]).ptk_id
            write.save([Edit(RombonganBelajar, {"ptk_id": wali}, school.rombel[0])], AUTHOR)
            engine.refresh()
            assert {one.level for one in engine.findings()} == {expected}
            transaction.set_rollback(True)
