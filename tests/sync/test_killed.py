"""Either process killed (SIGKILL) at any point of a run: the next run ends with both sides equal."""

from collections.abc import Callable

import pytest

from . import points
from .conftest import NPSN, Killed, Laptop, Pusat, by_nisn, fill, pupil
from .whole import assert_whole


def change_much(one: Laptop) -> None:
    """An edit, a new pupil and a deletion."""
    ids = by_nisn(one)
    one.edit("peserta_didik", ids["0150000001"], rt="9")
    enrol(one, 90)
    strike(one, ids["0150000002"])


def enrol(one: Laptop, number: int) -> str:
    """A new pupil in the class."""
    new = one.make("peserta_didik", **pupil(number))
    one.make("registrasi_peserta_didik", peserta_didik_id=new, nipd=f"26{number:04d}")
    (rombel,) = one("records", kind="rombongan_belajar")
    one.make("anggota_rombel", peserta_didik_id=new, rombongan_belajar_id=rombel)
    return new


def strike(one: Laptop, pk: str) -> None:
    """Delete a pupil and what names them."""
    one.edit("peserta_didik", pk, soft_delete=True)
    for kind in ("registrasi_peserta_didik", "anggota_rombel"):
        for other, values in one("records", kind=kind).items():
            if values["peserta_didik_id"] == pk:
                one.edit(kind, other, soft_delete=True)


@pytest.mark.parametrize(
    ("point", "times"),
    [*((point, 1) for point in points.LAPTOP), *((point, 2) for point in points.LAPTOP_EACH_ROUND)],
)
def test_school_killed(
    point: str, times: int, school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    """The first round of a run that makes records pulls, the second sends the batch."""
    change_much(school)
    school("die", point=point, times=times)
    with pytest.raises(Killed):
        school("sync")
    school.restart()
    school.edit("peserta_didik", by_nisn(school)["0150000003"], rw="8")
    assert school("sync")["status"] == "selesai"
    assert_whole(school, pusat, code, laptop)


@pytest.mark.parametrize("point", points.PUSAT)
def test_pusat_killed(
    point: str, school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    change_much(school)
    pusat.kill()
    pusat.start(die_at=point)
    cut = school("sync")
    assert cut["status"] == "gagal" and cut["problem"] in (101, 106)
    pusat.wait_dead()
    pusat.start()
    assert school("sync")["status"] == "selesai"
    assert_whole(school, pusat, code, laptop)


@pytest.mark.parametrize("point", ["before sending", "before the answer is stored"])
def test_edited_while_the_batch_is_under_way(
    point: str, school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop]
) -> None:
    """Sent and then changed again, taken back, emptied, filled for the first time, or deleted, all before
    the answer is known: what stands here in the end is what pusat gets, and nothing is reverted."""
    ids = by_nisn(school)
    school.edit("peserta_didik", ids["0150000001"], rt="9", email="satu@sekolah.example")
    school.edit("peserta_didik", ids["0150000002"], rt="9")
    new, gone = enrol(school, 90), enrol(school, 91)
    school("die", point=point, times=2)  # The first round only looks whether another has made them.
    with pytest.raises(Killed):
        school("sync")
    school.restart()
    school.edit("peserta_didik", ids["0150000001"], rt="1", email="")
    school.edit("peserta_didik", ids["0150000002"], rt="10")
    school.edit("peserta_didik", new, email="baru@sekolah.example", nomor_telepon_seluler="081234567890")
    strike(school, gone)
    before = school("records", kind="peserta_didik")
    done = school("sync")
    assert (done["status"], done["problem"], done["conflicts"]) == ("selesai", None, [])
    assert school("records", kind="peserta_didik") == before
    assert before[ids["0150000001"]]["rt"] == "1" and before[new]["email"] == "baru@sekolah.example"
    assert_whole(school, pusat, code, laptop)


def test_first_run_killed_after_every_batch(laptop: Callable[..., Laptop], pusat: Pusat, code: str) -> None:
    one = laptop("large")
    fill(one, pupils=400)
    one("register", url=pusat.url, npsn=NPSN, code=code)
    for _ in range(3):
        one("die", point="before the ack is stored")
        with pytest.raises(Killed):
            one("sync")
        one.restart()
    assert one("sync")["status"] == "selesai"
    assert_whole(one, pusat, code, laptop)
