"""Marks that a report program sends: records with history, findings and a page; and what is refused."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from dapodik.pokok import write
from dapodik.pokok.models import (
    Journal,
    MatevRapor,
    Nilai,
    Pembelajaran,
    Pending,
    PesertaDidik,
    RombonganBelajar,
    Sekolah,
)
from dapodik.pokok.write import Edit
from dapodik.referensi.semester import Semester
from dapodik.validasi import engine
from dapodik.webservice.posted import body_of, rows_of
from dapodik.webservice.refusals import Refused
from sync.wire.catalogue import catalogue
from tests.school import AUTHOR, School
from tests.web.conftest import kepala_sekolah, operator

from . import difficult_school
from .conftest import Call

__all__ = ["kepala_sekolah", "operator"]
CLIENT_TIMES = {
    "create_date": "2030-01-01 00:00:00",
    "last_update": "2030-01-01 06:00:00",
    "soft_delete": 0,
    "last_sync": "1901-01-01 00:00:00",
    "updater_id": "0b1a0c26-8c1b-4f47-a4d2-16d46a9f9f10",
}


class Rapor:
    """A report program: one evaluation of the first class, marks of its pupils."""

    def __init__(self, school: School, token: str) -> None:
        self.school, self.token = school, token
        self.evaluasi, self.nilai = uuid4(), uuid4()

    def post(self, name: str, body: Any, query: str = "npsn=69999998&table=rapor", **more: Any) -> Any:
        sent = body if isinstance(body, str | bytes) else json.dumps(body)
        return Client(enforce_csrf_checks=True).post(
            f"/WebService/{name}?{query}",
            sent,
            **{"content_type": "application/json", **more},
            headers={"authorization": f"Bearer {self.token}"},
        )

    @property
    def matev(self) -> dict[str, Any]:
        return {
            "id_evaluasi": str(self.evaluasi),
            "rombongan_belajar_id": str(self.school.rombel[0]),
            "mata_pelajaran_id": 401000000,
            "pembelajaran_id": str(Pembelajaran.live.get().pk),
            "nm_mata_evaluasi": "Seni & Budaya",
            "a_dari_template": 1,
            "no_urut": 3,
            "kkm_kognitif": None,
            "kkm_psikomotorik": None,
            **CLIENT_TIMES,
        }

    @property
    def mark(self) -> dict[str, Any]:
        return {
            "nilai_id": str(self.nilai),
            "id_evaluasi": str(self.evaluasi),
            "anggota_rombel_id": str(self.school.places[0]),
            "nilai_kognitif_angka": 87,
            "ket_kognitif": "Ma'ruf mampu\n\tmenggambar.",
            **CLIENT_TIMES,
        }


@pytest.fixture
def rapor(difficult: School, token: str) -> Rapor:
    return Rapor(difficult, token)


@pytest.fixture
def marked(rapor: Rapor) -> Rapor:
    """It has sent its evaluation and a mark."""
    for name, body in (("postMatevRapor", rapor.matev), ("postNilai", rapor.mark)):
        answer = rapor.post(name, body)
        assert (answer.status_code, answer.json()["success"]) == (200, True), answer.content
    return rapor


def only(model: type[Model]) -> Any:
    return model._default_manager.get()


def test_marks_become_records_with_history(marked: Rapor) -> None:
    matev, mark = only(MatevRapor), only(Nilai)
    assert (matev.pk, mark.pk) == (marked.evaluasi, marked.nilai)
    assert (matev.mata_pelajaran_id, matev.nm_mata_evaluasi, matev.a_dari_template, matev.no_urut) == (
        *("401000000", "Seni & Budaya", True, "3"),
    )
    assert (mark.nilai_kognitif_angka, mark.ket_kognitif) == ("87", "Ma'ruf mampu menggambar.")
    assert mark.peserta_didik.pk == marked.school.pupils[0] and mark.last_update.year < 2030
    entries = Journal.objects.filter(record_id__in=[matev.pk, mark.pk])
    assert {(entry.author, entry.origin) for entry in entries} == {("e-Rapor (Web Service)", "webservice")}


def test_marks_are_synchronised_like_any_record(marked: Rapor, operator: Client) -> None:
    assert {"matev_rapor", "nilai"} <= set(catalogue().kinds)
    waiting = Pending.objects.filter(pk__in=[marked.evaluasi, marked.nilai], is_new=True)
    assert {row.kind for row in waiting} == {"matev_rapor", "nilai"}
    for record in (only(MatevRapor), only(Nilai)):
        values = {name: record.plain(name) for name in record.synced_fields()}
        assert catalogue().kinds[record.kind()].first_problem(values) is None
    sekolah = Sekolah.live.get()
    apps.get_model("sync_lokal", "Connection").objects.create(
        url="http://localhost:1", sekolah_id=sekolah.pk, npsn="1", nama="X", installation=1, key="k"
    )
    page = operator.get("/sinkronisasi/perubahan/nilai/").content.decode()
    assert "Ma&#x27;ruf Nur’aini" in page and f"/rombel/{marked.school.rombel[0]}/" in page


def test_the_same_id_changes_and_nothing_new_is_a_success(marked: Rapor) -> None:
    acts = Journal.objects.count()
    again = marked.post("postNilai", marked.mark)
    assert (again.status_code, again.json()) == (200, {"success": True, "message": "Tidak ada yang berubah."})
    assert Journal.objects.count() == acts
    marked.post("postNilai", marked.mark | {"nilai_kognitif_angka": 90.0})
    assert only(Nilai).nilai_kognitif_angka == "90"
    acts = Journal.objects.count()
    marked.post("postNilai", marked.mark | {"nilai_kognitif_angka": "90,5"})
    assert (only(Nilai).nilai_kognitif_angka, Journal.objects.count()) == ("90.5", acts + 1)


@pytest.mark.parametrize("name", ["postMatevRapor", "postNilai"])
def test_each_way_of_sending_is_accepted(marked: Rapor, name: str) -> None:
    row = marked.matev if name == "postMatevRapor" else marked.mark
    wrapped = {"npsn": "69999998", "semester_id": "20261", "table": "rapor", "rows": [row]}
    form = "&".join(
        f"{key}={value}" for key, value in row.items() if value is not None and key != "ket_kognitif"
    )
    for sent in (
        marked.post(name, wrapped, query=""),
        marked.post(name, [row]),
        marked.post(name, row, content_type="application/x-www-form-urlencoded"),
        marked.post(name, form, content_type="application/x-www-form-urlencoded"),
        marked.post(name, row, content_type="text/plain"),
    ):
        assert (sent.status_code, sent.json()["success"]) == (200, True), sent.content


def test_what_was_sent_is_read_again(marked: Rapor, call: Call) -> None:
    (matev,) = call("getMatevNilai", a_dari_template="1").json()["rows"]
    assert (matev["id_evaluasi"], matev["mata_pelajaran_id"]) == (str(marked.evaluasi), 401000000)
    assert (matev["soft_delete"], matev["last_sync"]) == (0, "1901-01-01 00:00:00")
    assert UUID(matev["updater_id"])
    assert call("getMatevNilai", a_dari_template="0").json()["results"] == 0
    (mark,) = call("getNilai", table="rapor", id_evaluasi=str(marked.evaluasi)).json()["rows"]
    assert (mark["nilai_id"], mark["nilai_kognitif_angka"]) == (str(marked.nilai), 87)
    assert call("getNilai", id_evaluasi=str(uuid4())).json()["results"] == 0
    assert call("getNilai").json()["results"] == 1
    for wrong in ({"id_evaluasi": "x"}, {"table": "ujian"}):
        assert call("getNilai", **wrong).status_code == 400


WRONG = [
    ("postMatevRapor", {"id_evaluasi": "x"}, "id_evaluasi bukan UUID"),
    ("postMatevRapor", {"id_evaluasi": None}, "id_evaluasi harus diisi"),
    ("postMatevRapor", {"id_evaluasi": 7}, "id_evaluasi bukan UUID"),
    ("postMatevRapor", {"rombongan_belajar_id": str(uuid4())}, "tidak ada di data sekolah ini"),
    ("postMatevRapor", {"pembelajaran_id": str(uuid4())}, "tidak ada di data sekolah ini"),
    ("postMatevRapor", {"nm_mata_evaluasi": "x" * 51}, "nm_mata_evaluasi"),
    ("postMatevRapor", {"nm_mata_evaluasi": {"a": 1}}, "nm_mata_evaluasi"),
    ("postMatevRapor", {"no_urut": "satu"}, "no_urut"),
    ("postMatevRapor", {"a_dari_template": "ya"}, "a_dari_template"),
    ("postNilai", {"nilai_kognitif_angka": "A"}, "nilai_kognitif_angka"),
    ("postNilai", {"nilai_kognitif_angka": "٣"}, "nilai_kognitif_angka"),
    ("postNilai", {"nilai_kognitif_angka": True}, "nilai_kognitif_angka"),
    ("postNilai", {"nilai_kognitif_angka": 1e300}, "nilai_kognitif_angka"),
    ("postNilai", {"anggota_rombel_id": str(uuid4())}, "tidak ada di data sekolah ini"),
    ("postNilai", {"id_evaluasi": str(uuid4())}, "tidak ada di data sekolah ini"),
    ("postNilai", {"ket_kognitif": "x" * 1001}, "ket_kognitif"),
    ("postNilai", {"ket_kognitif": "a\x00b"}, "ket_kognitif"),
]


@pytest.mark.parametrize(("name", "wrong", "message"), WRONG)
def test_what_cannot_be_read_is_refused_and_changes_nothing(
    marked: Rapor, name: str, wrong: dict[str, Any], message: str
) -> None:
    acts = Journal.objects.count()
    right = marked.matev if name == "postMatevRapor" else marked.mark
    other = {"id_evaluasi" if name == "postMatevRapor" else "nilai_id": str(uuid4())}
    answer = marked.post(name, {"rows": [right | other, right | wrong]})
    assert (answer.status_code, answer.json()["success"]) == (400, False)
    assert message in answer.json()["message"]
    assert Journal.objects.count() == acts


@pytest.mark.parametrize(
    "body", ["", "{", "7", "[]", '{"rows": []}', '{"rows": [7]}', "[" * 100_000, b"\xff"]
)
def test_nonsense_is_refused(marked: Rapor, body: Any) -> None:
    answer = marked.post("postNilai", body)
    assert (answer.status_code, answer.json()["success"]) == (400, False)


@examples(max_examples=50, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=200), st.sampled_from(["application/json", "application/x-www-form-urlencoded"]))
def test_any_bytes_are_read_or_refused(raw: bytes, content_type: str) -> None:
    try:
        rows = rows_of(body_of(raw, content_type))
    except Refused as refused:
        assert refused.status == 400
    else:
        assert all(isinstance(row, dict) for row in rows)


def test_another_school_and_an_application_without_the_right_are_refused(marked: Rapor) -> None:
    assert marked.post("postNilai", marked.mark, query="npsn=1").status_code == 403
    assert marked.post("postNilai", marked.mark, query="").json()["message"] == "Parameter NPSN harap diisi"
    reader = Rapor(marked.school, difficult_school.application(nama="Perpustakaan", izin=["nilai"]))
    assert reader.post("postNilai", marked.mark).status_code == 403
    answer = Client().get("/WebService/postNilai", headers={"authorization": f"Bearer {marked.token}"})
    assert answer.status_code == 405


def test_a_closed_semester_stays_as_it_was_reported(marked: Rapor) -> None:
    sekolah = Sekolah.live.get()
    write.save([Edit(Sekolah, {"semester_id": Semester(sekolah.semester_id).after.id}, sekolah.pk)], AUTHOR)
    for name, body in (("postMatevRapor", marked.matev), ("postNilai", marked.mark)):
        answer = marked.post(name, body | {"no_urut": 9, "nilai_kognitif_angka": 1})
        assert answer.status_code == 403 and "sudah ditutup" in answer.json()["message"]


def test_a_mark_out_of_range_is_stored_found_and_mended_by_sending_again(
    marked: Rapor, operator: Client
) -> None:
    marked.post("postNilai", marked.mark | {"nilai_kognitif_angka": 105})
    engine.refresh()
    (finding,) = engine.findings().filter(code="ROM_NILAI_BATAS")
    assert "1 nilai rapor" in finding.message and "105 (Seni & Budaya, Ma'ruf Nur’aini)" in finding.message
    address = f"/rombel/{marked.school.rombel[0]}/nilai/"
    assert address in operator.get("/validasi/?tingkat=warning").content.decode()
    assert "di luar 0–100" in operator.get(address).content.decode()
    marked.post("postNilai", marked.mark)
    engine.refresh()
    assert not engine.findings().filter(code="ROM_NILAI_BATAS").exists()


def test_the_operator_and_the_head_look_at_the_marks(
    marked: Rapor, operator: Client, kepala_sekolah: Client
) -> None:
    rombel = f"/rombel/{marked.school.rombel[0]}/"
    for client in (operator, kepala_sekolah):
        assert f"{rombel}nilai/" in client.get(rombel).content.decode()
        page = client.get(f"{rombel}nilai/").content.decode()
        assert "Seni &amp; Budaya" in page and "87" in page and "e-Rapor (Web Service)" in page
    page = operator.get(f"{rombel}nilai/?evaluasi={marked.evaluasi}").content.decode()
    assert "Ma&#x27;ruf mampu menggambar." in page
    assert operator.get(f"{rombel}nilai/?evaluasi=x").status_code == 200
    assert "Belum ada nilai" in operator.get(f"/rombel/{marked.school.rombel[1]}/nilai/").content.decode()
    history = operator.get(f"/riwayat/nilai/{marked.nilai}/").content.decode()
    assert "87" in history and "Web Service" in history


def test_deleting_a_class_takes_its_evaluations_along(marked: Rapor, operator: Client, call: Call) -> None:
    address = f"/rombel/{marked.school.rombel[0]}/"
    assert "mata evaluasi rapor" in operator.get(f"{address}hapus/").content.decode()
    operator.post(f"{address}hapus/")
    assert RombonganBelajar.objects.get(pk=marked.school.rombel[0]).soft_delete
    assert call("getMatevNilai").json()["results"] == call("getNilai").json()["results"] == 0
    operator.post(f"{address}pulihkan/")
    assert call("getNilai").json()["results"] == 1
    assert PesertaDidik.live.filter(pk=marked.school.pupils[0]).exists()
