"""What each endpoint gives: fields, types, stand-ins, paging, semesters."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dapodik.akun.models import Pengguna
from dapodik.pokok import write
from dapodik.pokok.models import PesertaDidik, RombonganBelajar, Sekolah
from dapodik.pokok.write import Edit
from dapodik.referensi.semester import Semester
from dapodik.webservice.doc_page import FILE, page
from dapodik.webservice.endpoints import ENDPOINTS
from dapodik.webservice.fields import Field, Type
from tests.school import AUTHOR, School, make_school

from . import difficult_school
from .conftest import Call
from .difficult_school import NAMES, is_uuid

READ = [name for name in ENDPOINTS if name.startswith("get")]
# The envelope's `id`, as clients know it.
IDS = {
    "getSekolah": "sekolah_id",
    "getPengguna": "pengguna_id",
    "getGtk": "ptk_terdaftar_id",
    "getRombonganBelajar": "rombongan_belajar_id",
    "getPesertaDidik": "registrasi_id",
    "getMataPelajaran": "mata_pelajaran_id",
    "getMatevNilai": "id_evaluasi",
}


def rows_of(answer: Any) -> list[dict[str, Any]]:
    rows = answer.json()["rows"]
    return rows if isinstance(rows, list) else [rows]


def assert_types(fields: tuple[Field, ...], rows: list[dict[str, Any]], profile: str) -> None:
    """Every row has the profile's keys, no other, in order, each of its type."""
    known = [field for field in fields if field.since <= profile]
    for row in rows:
        assert list(row) == [field.name for field in known]
        for field in known:
            value = row[field.name]
            if field.type is Type.LIST:
                assert isinstance(value, list)
                assert_types(field.fields, value, profile)
            elif value is None:
                assert field.may_be_null, field.name
            else:
                kinds = {Type.TEXT: str, Type.FLAG: bool}.get(field.type, int)
                assert type(value) in ((int, float) if kinds is int else (kinds,)), (field.name, value)


@pytest.mark.parametrize("name", READ)
def test_every_row_has_the_fields_of_its_profile_and_their_types(
    call: Call, old_token: str, name: str
) -> None:
    for profile, answer in (("2026", call(name)), ("2021", call(name, bearer=old_token))):
        body = answer.json()
        assert list(body) == ["results", "id", "start", "limit", "rows"]
        assert body["id"] == IDS.get(name, body["id"])
        assert isinstance(body["rows"], dict) == (name == "getSekolah")
        assert_types(ENDPOINTS[name].fields, rows_of(answer), profile)


def test_the_school_is_one_object(call: Call) -> None:
    row = call("getSekolah", start="0", limit="1", semester_id="19991").json()["rows"]
    assert (row["bentuk_pendidikan_id"], row["bentuk_pendidikan_id_str"]) == (5, "SD")
    assert (row["status_sekolah"], row["status_sekolah_str"]) == ("1", "Negeri")
    assert (row["nomor_fax"], row["is_sks"], row["bujur"]) == (None, False, "107.9")


def test_pupils_are_those_with_a_class_once_each(call: Call, difficult: School) -> None:
    answer = call("getPesertaDidik").json()
    ids = [row["peserta_didik_id"] for row in answer["rows"]]
    assert answer["results"] == len(ids) == len(set(ids)) == 10
    # The ninth has no class, the tenth has left; who is in a club too has one row.
    assert not {str(difficult.pupils[8]), str(difficult.pupils[9])} & set(ids)
    assert set(NAMES) <= {row["nama"] for row in answer["rows"]}
    assert {row["semester_id"] for row in answer["rows"]} == {Sekolah.live.get().semester_id}


def test_what_clients_cannot_do_without_has_a_stand_in(call: Call, difficult: School) -> None:
    rows = {row["peserta_didik_id"]: row for row in call("getPesertaDidik").json()["rows"]}
    semester = Semester(Sekolah.live.get().semester_id)
    for row in rows.values():
        assert is_uuid(row["registrasi_id"]) and is_uuid(row["peserta_didik_id"])
        date.fromisoformat(row["tanggal_masuk_sekolah"])
        date.fromisoformat(row["tanggal_lahir"])
        assert (
            row["jenis_pendaftaran_id"] and row["tingkat_pendidikan_id"] and row["jenis_pendaftaran_id_str"]
        )
    bare = rows[str(difficult.pupils[5])]
    assert (bare["nisn"], bare["alamat_jalan"], bare["tanggal_lahir"]) == ("", "", "1900-01-01")
    assert (bare["nama_wali"], bare["pekerjaan_wali_id"], bare["pekerjaan_wali_id_str"]) == (None, 0, "")
    for number, year in ((6, Semester(semester.before.id).tahun_ajaran), (7, semester.tahun_ajaran)):
        row = rows[str(difficult.pupils[number])]
        assert (row["jenis_pendaftaran_id"], row["jenis_pendaftaran_id_str"]) == ("1", "Siswa baru")
        assert row["tanggal_masuk_sekolah"] == f"{year}-07-01", number
    assert PesertaDidik.objects.get(pk=difficult.pupils[5]).tanggal_lahir is None


def test_a_pupil_without_registrasi_has_the_same_id_at_every_call(call: Call, difficult: School) -> None:
    first, second = (
        {row["peserta_didik_id"]: row["registrasi_id"] for row in call("getPesertaDidik").json()["rows"]}
        for _ in range(2)
    )
    assert first == second and first[str(difficult.pupils[6])] != str(difficult.registrasi[6])


def test_classes_of_every_kind_come_with_members_and_lessons(call: Call, difficult: School) -> None:
    rows = call("getRombonganBelajar").json()["rows"]
    assert [row["jenis_rombel_str"] for row in rows] == ["Kelas"] * 6 + ["Ekstrakurikuler"]
    first = next(row for row in rows if row["rombongan_belajar_id"] == str(difficult.rombel[0]))
    assert (first["ptk_id"], first["ptk_id_str"], first["id_ruang"], first["kurikulum_id"]) == ("", "", "", 0)
    assert (first["tingkat_pendidikan_id"], first["tingkat_pendidikan_id_str"]) == ("1", "Kelas 1")
    (lesson,) = first["pembelajaran"]
    assert lesson["nama_mata_pelajaran"] == lesson["mata_pelajaran_id_str"] == "Seni & Budaya"
    assert (lesson["mata_pelajaran_id"], lesson["induk_pembelajaran_id"], lesson["ptk_id"]) == (0, None, "")
    pupils = {row["peserta_didik_id"]: row for row in call("getPesertaDidik").json()["rows"]}
    for row in rows:
        if row["jenis_rombel"] == "1":
            for member in row["anggota_rombel"]:
                assert pupils[member["peserta_didik_id"]]["anggota_rombel_id"] == member["anggota_rombel_id"]
    assert len(rows[-1]["anggota_rombel"]) == 1


def test_staff_of_both_endpoints_are_the_same(call: Call, difficult: School) -> None:
    staff = {row["ptk_id"]: row for row in call("getGtk").json()["rows"]}
    users = call("getPengguna").json()["rows"]
    assert {row["ptk_id"] for row in users if row["peran_id_str"] != "Operator Sekolah"} == set(staff)
    roles = {row["ptk_id"]: row["peran_id_str"] for row in users}
    head, of_first, library = map(str, difficult.ptk[:3])
    # The first class has no wali any more; its former one leads the club.
    assert (roles[head], roles[of_first], roles[library]) == ("Kepala Sekolah", "PTK", "Wali Kelas")


def test_the_head_alone_is_taken_for_the_head(call: Call, difficult: School) -> None:
    """As one client does it: "kepala" in the code if there is one, else in its text."""
    heads = [
        row["ptk_id"]
        for row in call("getGtk").json()["rows"]
        if "kepala" in (row["jabatan_ptk_id"] or row["jabatan_ptk_id_str"]).lower()
    ]
    assert heads == [str(difficult.ptk[0])]


def test_users_have_an_address_and_never_a_hash(call: Call, difficult: School) -> None:
    users = call("getPengguna").json()["rows"]
    assert {row["password"] for row in users} == {""}
    assert all(re.fullmatch(r"[^@\s]+@[^@\s]+", row["username"]) for row in users)
    names = {row["ptk_id"]: row["username"] for row in users}
    assert names[str(difficult.ptk[0])] == "1234567890123456@ptk.invalid"
    assert names[str(difficult.ptk[2])] == f"{difficult.ptk[2]}@ptk.invalid"
    operators = [row for row in users if row["peran_id_str"] == "Operator Sekolah"]
    assert [(row["nama"], row["username"]) for row in operators] == [("Siti O'Brien", "op@contoh.example")]
    assert Pengguna.objects.get().password not in str(users)


def test_ranks_are_for_newer_clients_alone(call: Call, old_token: str, difficult: School) -> None:
    library = str(difficult.ptk[2])
    new, old = (
        next(row for row in answer.json()["rows"] if row["ptk_id"] == library)
        for answer in (call("getGtk"), call("getGtk", bearer=old_token))
    )
    assert (new["rwy_kepangkatan"][0]["nomor_sk"], old["rwy_kepangkatan"]) == ("1/SK", [])
    assert (old["pangkat_golongan_terakhir"], old["bidang_studi_terakhir"]) == ("III/a", "PGSD")
    assert (old["ptk_induk"], old["tahun_ajaran_id"]) == ("0", Sekolah.live.get().semester_id[:4])


PORTIONS = [
    ({}, 0, 10, 10),
    ({"page": "1"}, 0, 10, 10),
    ({"page": "1", "limit": "4"}, 0, 4, 4),
    ({"page": "3", "limit": "4"}, 8, 4, 2),
    ({"page": "4", "limit": "4"}, 12, 4, 0),
    ({"start": "8", "limit": "4"}, 8, 4, 2),
    ({"start": "0", "limit": "4"}, 0, 4, 4),
    ({"limit": "5000"}, 0, 5000, 10),
    ({"limit": "0", "page": "x", "start": "-1"}, 0, 10, 10),
    ({"limit": "9" * 5000}, 0, 10, 10),
]


@pytest.mark.parametrize(("asked", "start", "limit", "count"), PORTIONS)
def test_portions(call: Call, asked: dict[str, str], start: int, limit: int, count: int) -> None:
    body = call("getPesertaDidik", **asked).json()
    assert (body["results"], body["start"], body["limit"], len(body["rows"])) == (10, start, limit, count)


@pytest.mark.parametrize("name", ["getGtk", "getPengguna", "getRombonganBelajar", "getPesertaDidik"])
def test_portions_together_are_everything_once(call: Call, name: str) -> None:
    every = call(name).json()["rows"]
    gathered: list[Any] = []
    while len(gathered) < call(name).json()["results"]:
        gathered += call(name, page=str(len(gathered) // 3 + 1), limit="3").json()["rows"]
    assert gathered == every


@pytest.mark.parametrize("semester", ["19991", "x", "20269", "99991"])
@pytest.mark.parametrize("name", [name for name in READ if name != "getSekolah"])
def test_a_semester_without_data_is_empty(call: Call, name: str, semester: str) -> None:
    body = call(name, semester_id=semester).json()
    assert (body["results"], body["rows"], body["limit"]) == (0, [], 20)


def test_an_earlier_semester_shows_who_was_there(call: Call, difficult: School) -> None:
    before = Semester(Sekolah.live.get().semester_id).before.id
    (row,) = call("getPesertaDidik", semester_id=before).json()["rows"]
    assert (row["peserta_didik_id"], row["nama_rombel"]) == (str(difficult.pupils[6]), "Lama")
    assert row["semester_id"] == before
    (rombel,) = call("getRombonganBelajar", semester_id=before).json()["rows"]
    assert len(rombel["anggota_rombel"]) == 1
    assert call("getGtk", semester_id=before).json()["rows"][0]["tahun_ajaran_id"] == before[:4]


def test_a_class_without_a_grade_has_that_of_its_name(call: Call, difficult: School) -> None:
    values = {"tingkat_pendidikan_id": "", "nama": "Kelas 4 Merdeka"}
    write.save([Edit(RombonganBelajar, values, difficult.rombel[0])], AUTHOR)
    rows = [row for row in call("getPesertaDidik").json()["rows"] if row["nama_rombel"] == "Kelas 4 Merdeka"]
    assert {row["tingkat_pendidikan_id"] for row in rows} == {"4"}


def test_the_number_of_queries_does_not_grow_with_the_school(db: None) -> None:
    make_school("SMP", 30)
    token = difficult_school.application()
    few = {name: queries(name, token) for name in READ}
    write.save([Edit(Sekolah, {"soft_delete": True}, Sekolah.live.get().pk)], AUTHOR)
    make_school("SMP", 300)
    assert {name: queries(name, token) for name in READ} == few
    assert max(few.values()) <= 14


def queries(name: str, token: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = Client().get(
            f"/WebService/{name}?npsn=69999998", headers={"authorization": f"Bearer {token}"}
        )
    assert answer.status_code == 200
    return len(asked)


def test_the_page_is_as_generated() -> None:
    assert FILE.read_text(encoding="utf-8") == page()
