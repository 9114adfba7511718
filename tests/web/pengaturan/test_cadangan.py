"""Pages of backups: made, downloaded, restored after a look, refused; for operators alone."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from dapodik.akun.history import record
from dapodik.akun.models import Peran, Peristiwa, RiwayatKeamanan
from dapodik.pokok import demo, write
from dapodik.pokok.models import Origin, Pending, PesertaDidik, Sekolah
from dapodik.pokok.write import Author, Edit
from dapodik.program.cadangan import locked, retention, store
from dapodik.program.cadangan.restore import whole_database
from tests.site_process import ROOT
from tests.web.conftest import TODAY, account

LIST = "/pengaturan/cadangan/"


@pytest.fixture
def operator(transactional_db: None, tmp_path: Path, settings: LazySettings) -> Iterator[Client]:
    """A browser in which the operator is logged in; what is written is really written."""
    settings.DATA_DIR = tmp_path
    demo.make(TODAY)
    client = Client()
    client.force_login(account(Peran.OPERATOR))
    yield client


def rename(nama: str) -> None:
    write.save([Edit(Sekolah, {"nama": nama}, Sekolah.live.get().pk)], Author("Penguji", Origin.FORM))


def made(operator: Client) -> store.Backup:
    page = operator.post(f"{LIST}buat/", follow=True)
    assert "Cadangan selesai dibuat" in page.content.decode()
    return store.backups()[0]


def test_a_backup_is_made_listed_and_downloaded(operator: Client) -> None:
    assert "Belum ada cadangan" in operator.get(LIST).content.decode()
    backup = made(operator)
    page = operator.get(LIST).content.decode()
    assert "300 peserta didik, 18 PTK, 12 rombel" in page and "Dibuat sendiri" in page
    answer = operator.get(f"{LIST}{backup.number}/unduh/")
    assert answer["Content-Disposition"] == f'attachment; filename="{backup.path.name}"'
    assert b"".join(answer.streaming_content) == backup.path.read_bytes()


def test_restoring_says_what_is_replaced_and_keeps_it(operator: Client) -> None:
    backup = made(operator)
    rename("SALAH KETIK")
    page = operator.get(f"{LIST}{backup.number}/pulihkan/").content.decode()
    assert "SALAH KETIK" in page and "SD CONTOH HARAPAN" in page
    assert Sekolah.live.get().nama == "SALAH KETIK"
    answer = operator.post(f"{LIST}{backup.number}/pulihkan/", follow=True)
    assert answer.redirect_chain == [("/masuk/", 302)]
    assert "sudah dipulihkan" in answer.content.decode()
    assert Sekolah.live.get().nama == "SD CONTOH HARAPAN"
    assert [one.kind for one in store.backups()] == [store.BEFORE_RESTORE, store.OWN]
    # Nobody's session has outlived it.
    assert operator.get(LIST)["Location"].startswith("/masuk/")
    operator.post("/masuk/", {"username": "operator", "password": "rahasia-sekali"})
    operator.post(f"{LIST}{store.backups()[0].number}/pulihkan/")
    assert Sekolah.live.get().nama == "SALAH KETIK"


def test_the_history_of_security_outlives_a_restore(operator: Client) -> None:
    backup = made(operator)
    operator.get(f"{LIST}{backup.number}/unduh/")
    record(Peristiwa.AKUN, account(Peran.KEPALA_SEKOLAH), note="dibuat")
    operator.post(f"{LIST}{backup.number}/pulihkan/")
    operator.post("/masuk/", {"username": "operator", "password": "rahasia-sekali"})
    lines = RiwayatKeamanan.objects.order_by("id")
    assert [(line.peristiwa, line.siapa, line.pengguna is None) for line in lines] == [
        (Peristiwa.CADANGAN, "Ibu Operator sekolah", False),
        (Peristiwa.CADANGAN, "Ibu Operator sekolah", False),
        (Peristiwa.AKUN, "kepala_sekolah", True),
        (Peristiwa.PULIHKAN, "Ibu Operator sekolah", False),
        (Peristiwa.MASUK, "Ibu Operator sekolah", False),
    ]
    # What both have is not there twice.
    operator.post(f"{LIST}{store.backups()[0].number}/pulihkan/")
    events = [line.peristiwa for line in RiwayatKeamanan.objects.order_by("id")]
    assert (events.count(Peristiwa.AKUN), events.count(Peristiwa.PULIHKAN)) == (1, 2)


def test_what_was_made_and_deleted_again_is_no_loss(operator: Client) -> None:
    address = f"{LIST}{made(operator).number}/pulihkan/"
    unsent = operator.get(address).context["unsent"]
    pk = write.new_id()
    for values in ({"nama": "Salah Masuk"}, {"soft_delete": True}):
        write.save([Edit(PesertaDidik, values, pk)], Author("Penguji", Origin.FORM))
    assert operator.get(address).context["unsent"] == unsent == Pending.objects.count() - 1


def test_a_file_from_elsewhere_is_looked_at_first(operator: Client) -> None:
    content = made(operator).path.read_bytes()
    store.backups()[0].path.unlink()
    answer = operator.post(f"{LIST}ambil/", {"berkas": SimpleUploadedFile("x", content)}, follow=True)
    assert "Ganti semua data dengan cadangan" in answer.content.decode()
    assert [one.kind for one in store.backups()] == [store.CARRIED]


PASSPHRASE = "perahu kuda nil"


def carried_in(operator: Client, content: bytes, passphrase: str = "") -> HttpResponse:
    sent = {"berkas": SimpleUploadedFile("x", content), "password": passphrase}
    return operator.post(f"{LIST}ambil/", sent, follow=True)


def test_a_backup_is_carried_out_locked_and_comes_back(
    operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locked, "_COST", 2**4)
    backup = made(operator)
    address = f"{LIST}{backup.number}/bawa/"
    assert "tidak ada yang dapat membukanya lagi" in operator.get(address).content.decode()
    answer = operator.post(address, {"password1": PASSPHRASE, "password2": PASSPHRASE})
    name = backup.path.name.replace(".cadangan", "-terkunci.cadangan")
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    content = b"".join(answer.streaming_content)
    assert len(content) == int(answer["Content-Length"]) and content.startswith(b"DAPODIK-CADANGAN-TERKUNCI")
    backup.path.unlink()
    for wrong, said in (
        ("", "Cadangan ini terkunci."),
        ("perahu kuda liar", "Kata sandi cadangan ini salah."),
    ):
        assert said in str(carried_in(operator, content, wrong).context["form"].errors["password"])
    broken = carried_in(operator, content[:-1], PASSPHRASE)
    assert "rusak atau terpotong" in str(broken.context["form"].errors["berkas"])
    assert list(store.folder().iterdir()) == []
    assert "Ganti semua data dengan cadangan" in carried_in(operator, content, PASSPHRASE).content.decode()
    rename("SALAH KETIK")
    operator.post(f"{LIST}{store.backups()[0].number}/pulihkan/")
    assert Sekolah.live.get().nama == "SD CONTOH HARAPAN"


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({}, "password1", "Ketik kata sandinya"),
        ({"password1": "pendek", "password2": "pendek"}, "password1", "Terlalu mudah ditebak"),
        ({"password1": PASSPHRASE, "password2": PASSPHRASE.upper()}, "password2", "tidak sama"),
    ],
)
def test_a_lock_that_would_not_hold_is_refused_at_the_field(
    operator: Client, sent: dict[str, str], field: str, said: str
) -> None:
    page = operator.post(f"{LIST}{made(operator).number}/bawa/", sent)
    assert said in str(page.context["form"].errors[field])
    assert PASSPHRASE not in page.content.decode()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"DAPODIK-CADANGAN 1\n{}\nx\n"])
def test_a_file_that_is_none_is_refused_at_the_field(operator: Client, content: bytes) -> None:
    answer = operator.post(f"{LIST}ambil/", {"berkas": SimpleUploadedFile("x", content)})
    page = answer.content.decode()
    assert answer.status_code == 200 and "text-error" in page
    assert ("bukan cadangan" in page) or ("rusak" in page)
    assert list(store.folder().iterdir()) == []


def test_another_schools_backup_asks_for_a_tick(operator: Client) -> None:
    backup = made(operator)
    with closing(sqlite3.connect(store.database())) as database, database:
        database.execute(f"UPDATE sekolah SET id = '{1:032x}', npsn = '20200001', nama = 'SD LAIN'")
    address = f"{LIST}{backup.number}/pulihkan/"
    assert "milik sekolah lain" in operator.get(address).content.decode()
    assert "bukan sekolah di komputer ini" in operator.post(address, follow=True).content.decode()
    assert Sekolah.live.get().nama == "SD LAIN"
    operator.post(address, {"sekolah_lain": "on"})
    assert Sekolah.live.get().nama == "SD CONTOH HARAPAN"


def test_not_while_it_synchronises(operator: Client) -> None:
    backup = made(operator)
    rename("SALAH KETIK")
    with whole_database():
        page = operator.post(f"{LIST}{backup.number}/pulihkan/", follow=True).content.decode()
    assert "Sinkronisasi sedang berjalan" in page and Sekolah.live.get().nama == "SALAH KETIK"


def test_a_damaged_one_is_shown_as_such(operator: Client) -> None:
    backup = made(operator)
    backup.path.write_bytes(b"rusak")
    assert "Rusak, tidak dapat dipulihkan" in operator.get(LIST).content.decode()
    page = operator.post(f"{LIST}{backup.number}/pulihkan/", follow=True).content.decode()
    assert "Tidak ada data yang berubah" in page


def test_a_backup_is_deleted_after_a_question(operator: Client) -> None:
    backup = made(operator)
    assert "tidak dapat dipulihkan lagi" in operator.get(f"{LIST}{backup.number}/hapus/").content.decode()
    assert store.find(backup.number)
    operator.post(f"{LIST}{backup.number}/hapus/")
    assert store.backups() == []


def test_others_do_not_even_see_them(operator: Client) -> None:
    backup = made(operator)
    head = Client()
    head.force_login(account(Peran.KEPALA_SEKOLAH))
    for page in ("", f"{backup.number}/unduh/", f"{backup.number}/pulihkan/", f"{backup.number}/hapus/"):
        assert head.get(LIST + page).status_code == head.post(LIST + page).status_code == 403
    assert "cadangan" not in head.get("/pengaturan/").content.decode().lower()


def test_one_is_made_only_when_something_was_written(operator: Client) -> None:
    assert store.make_if_moved() and store.make_if_moved() is None
    rename("LAIN")
    assert store.make_if_moved() and store.make_if_moved() is None
    assert [one.kind for one in store.backups()] == [store.AUTOMATIC] * 2


def test_what_is_made_by_itself_is_thinned_out(operator: Client) -> None:
    own = made(operator)
    for number in range(8):
        rename(f"SD {number}")
        store.make_if_moved()
    assert [one.kind for one in store.backups()] == [store.AUTOMATIC] * 5 + [store.OWN]
    assert store.find(own.number)


def test_page_and_guide_tell_how_long_backups_are_kept(
    operator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide = (ROOT / "docs" / "panduan.md").read_text(encoding="utf-8")
    spans = f"tiap hari ({retention.DAYS}), minggu ({retention.WEEKS}), dan bulan ({retention.MONTHS})"
    assert f"{retention.LAST} yang terakhir, lalu satu untuk {spans}" in guide
    made(operator)
    monkeypatch.setattr(retention, "DAYS", 9)
    page = " ".join(operator.get(LIST).content.decode().split())
    assert f"disimpan 9 hari, {retention.WEEKS} minggu, dan {retention.MONTHS} bulan" in page
