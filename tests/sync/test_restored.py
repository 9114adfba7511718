"""A backup that is restored between synchronisations: nothing of pusat's is brought back to what it was."""

from collections.abc import Callable
from pathlib import Path

from tests.site_process import manage

from .conftest import Laptop, Pusat, by_nisn
from .whole import assert_whole


def command(computer: Laptop, *words: object) -> None:
    """With the computer's application closed."""
    computer.stop()
    done = manage(*words, data=computer.folder)
    assert done.returncode == 0, done.stderr
    computer.start()


def test_restored_between_two_synchronisations(
    school: Laptop, pusat: Pusat, code: str, laptop: Callable[..., Laptop], tmp_path: Path
) -> None:
    ids, file = by_nisn(school), tmp_path / "kemarin.cadangan"
    sent, sent_twice, untouched = (ids[f"015000000{n}"] for n in (1, 2, 3))
    school.edit("peserta_didik", sent_twice, berat_badan="40")
    command(school, "backup", file)
    school.edit("peserta_didik", sent, tinggi_badan="151")
    school.edit("peserta_didik", sent_twice, berat_badan="41")
    assert school("sync")["status"] == "selesai"
    school.edit("peserta_didik", sent, tinggi_badan="152")
    assert school("sync")["status"] == "selesai"

    command(school, "restore", file)
    pupils = school("records", kind="peserta_didik")
    assert (pupils[sent]["tinggi_badan"], pupils[sent_twice]["berat_badan"]) == ("140", "40")
    school.edit("peserta_didik", untouched, nama="Ketikan Baru")
    run = school("sync")
    assert run["status"] == "selesai" and run["receipt"]

    pupils = school("records", kind="peserta_didik")
    assert (pupils[sent]["tinggi_badan"], pupils[untouched]["nama"]) == ("152", "Ketikan Baru")
    # The older of the two values is not lost either: it is shown as one that did not win.
    assert pupils[sent_twice]["berat_badan"] == "41"
    assert [(c["field"], c["kept"], c["lost"]) for c in run["conflicts"]] == [("berat_badan", "41", "40")]
    assert_whole(school, pusat, code, laptop)


def test_one_is_made_before_a_synchronisation_that_follows_work(school: Laptop) -> None:
    def made() -> int:
        return len(list((school.folder / "cadangan").glob("*-otomatis.cadangan")))

    school("sync")
    before = made()
    school("sync")
    assert made() == before
    school.edit("peserta_didik", by_nisn(school)["0150000001"], tinggi_badan="151")
    school("sync")
    assert made() == before + 1
