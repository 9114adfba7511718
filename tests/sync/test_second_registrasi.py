"""Who left and came back has two registrasi, on every computer and at pusat."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from dapodik.pokok import write
from dapodik.pokok.models import Origin, PesertaDidik, RegistrasiPesertaDidik
from dapodik.pokok.write import Author, Edit, Incoming
from sync.lokal.engine import identity

from .conftest import Laptop, Pusat, by_nisn
from .whole import assert_settled, assert_whole

KIND = "registrasi_peserta_didik"
FIRST: dict[str, Any] = {"nipd": "260001"}
ENDED = FIRST | {"jenis_keluar_id": "2", "tanggal_keluar": "2026-10-01"}
BACK = {"nipd": "260001", "jenis_pendaftaran_id": "7", "tanggal_masuk_sekolah": "2026-11-02"}


def test_both_travel_and_stay_two(
    school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    pk = by_nisn(school)["0150000001"]
    rows = school("records", kind=KIND)
    first = next(own for own, values in rows.items() if values["peserta_didik_id"] == pk)
    school.edit(KIND, first, **{name: ENDED[name] for name in ("jenis_keluar_id", "tanggal_keluar")})
    [place] = [k for k, v in school("records", kind="anggota_rombel").items() if v["peserta_didik_id"] == pk]
    school.edit("anggota_rombel", place, soft_delete=True)
    assert school("sync")["status"] == "selesai"
    [rombel] = school("records", kind="rombongan_belajar")
    school.make(KIND, peserta_didik_id=pk, sekolah_id=rows[first]["sekolah_id"], **BACK)
    school.make("anggota_rombel", peserta_didik_id=pk, rombongan_belajar_id=rombel)
    assert school("sync")["status"] == "selesai"
    mine = [v for v in school("records", kind=KIND).values() if v["peserta_didik_id"] == pk]
    assert sorted(registrasi["jenis_keluar_id"] for registrasi in mine) == ["", "2"]
    assert_settled(school)
    assert_whole(school, pusat, code, laptop)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("own", "theirs", "left"),
    [
        (FIRST, FIRST, 1),
        (FIRST, ENDED, 1),
        (BACK, ENDED, 2),
        (BACK, BACK | {"tanggal_masuk_sekolah": "2026-11-03"}, 1),
        (BACK, BACK | {"jenis_keluar_id": "2"}, 1),
        (BACK | {"tanggal_masuk_sekolah": "2026-11-20"}, BACK | {"jenis_keluar_id": "2"}, 2),
    ],
)
def test_only_what_is_one_enrolment_is_united(own: dict[str, Any], theirs: dict[str, Any], left: int) -> None:
    pupil, run, pusat = uuid4(), uuid4(), Author("Pusat", Origin.PUSAT)
    write.receive([Incoming(PesertaDidik, pupil, {"nama": "Budi"}, pusat)], run)
    tie = {"peserta_didik_id": str(pupil)}
    write.save([Edit(RegistrasiPesertaDidik, own | tie)], Author("Operator", Origin.FORM))
    write.receive([Incoming(RegistrasiPesertaDidik, uuid4(), theirs | tie, pusat)], run)
    identity.unite(run)
    assert RegistrasiPesertaDidik.live.count() == left
