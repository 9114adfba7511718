"""The door: lockout, logins that end, and what was typed meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from dapodik.akun.models import Pengguna, Peran, Peristiwa, RiwayatKeamanan
from dapodik.pokok.models import PesertaDidik
from tests.web.conftest import account
from tests.web.form_data import form_data

Wait = Callable[..., None]
RIGHT = "rahasia-sekali"


def log_in(password: str = RIGHT, name: str = "operator", **more: str) -> str:
    """What the login page says to a stranger; "" where it let them in."""
    answer = Client(**more).post("/masuk/", {"username": name, "password": password})
    return "" if answer.status_code == 302 else str(answer.content.decode())


@pytest.fixture
def someone(db: None) -> Pengguna:
    return account(Peran.OPERATOR)


def wrong(times: int, name: str = "operator") -> list[str]:
    return [log_in("salah", name) for _ in range(times)]


@pytest.mark.parametrize("name", ["operator", "tidak-ada"])
def test_after_five_wrong_tries_a_name_must_wait(someone: Pengguna, name: str) -> None:
    answers = wrong(5, name)
    assert all("kata sandi salah" in page for page in answers)
    assert ["Tersisa" in page for page in answers] == [False, False, True, True, False]
    assert "Coba lagi dalam 1 menit" in answers[4]
    assert RiwayatKeamanan.objects.get(peristiwa=Peristiwa.TERKUNCI).catatan == "1 menit"
    assert "Coba lagi dalam" in log_in(RIGHT, name)


def test_the_wait_grows_and_ends(someone: Pengguna, wait: Wait) -> None:
    wrong(5)
    for minutes in (1, 2, 5, 15, 15):
        wait(minutes=minutes, seconds=-5)
        assert "Coba lagi dalam" in log_in()
        wait(seconds=6)
        assert "kata sandi salah" in log_in("salah")
    wait(minutes=15, seconds=1)
    assert log_in() == ""
    assert "Coba lagi dalam" not in log_in("salah")


def test_a_day_later_and_a_clock_set_back_lock_nobody_out(someone: Pengguna, wait: Wait) -> None:
    wrong(5)
    wait(hours=-3)
    assert log_in() == ""
    wrong(4)
    wait(days=1, minutes=1)
    assert "Coba lagi dalam" not in log_in("salah")


def test_another_name_does_not_wait_but_another_address_does(someone: Pengguna) -> None:
    account(Peran.KEPALA_SEKOLAH)
    wrong(6)
    assert log_in(name="kepala_sekolah") == ""
    for address in ("127.0.0.2", "127.8.0.1", "::1", "10.0.0.8"):
        assert "Coba lagi dalam" in log_in(REMOTE_ADDR=address)


def test_tries_from_many_addresses_are_counted_together(someone: Pengguna) -> None:
    answers = [log_in("salah", REMOTE_ADDR=f"127.0.0.{number}") for number in range(2, 9)]
    assert ["kata sandi salah" in page for page in answers] == [True] * 5 + [False] * 2
    assert RiwayatKeamanan.objects.filter(peristiwa=Peristiwa.GAGAL).count() == 5


def test_all_names_together_have_a_limit(someone: Pengguna, wait: Wait) -> None:
    assert "Coba lagi" not in "".join(log_in("salah", f"nama{number}") for number in range(29))
    assert "untuk semua nama. Coba lagi dalam 1" in log_in("salah", "nama29")
    assert RiwayatKeamanan.objects.get(peristiwa=Peristiwa.TERKUNCI).catatan == "semua nama, 15 menit"
    assert "untuk semua nama" in log_in() and "untuk semua nama" in log_in("salah", "lain")
    assert RiwayatKeamanan.objects.filter(peristiwa=Peristiwa.GAGAL).count() == 30
    # A clock that was set back locks nobody out; else it ends when the tries are a quarter of an hour old.
    wait(hours=-1)
    assert "semua nama" not in log_in("salah", "lain")
    wait(hours=1, minutes=15, seconds=1)
    assert log_in() == ""


def test_the_case_of_a_name_gives_no_more_tries(someone: Pengguna) -> None:
    wrong(3, "operator")
    wrong(2, "OPERATOR")
    assert "Coba lagi dalam" in log_in()


@pytest.mark.django_db(transaction=True)
def test_many_tries_at_once_are_no_more_than_five() -> None:
    account(Peran.OPERATOR)

    def attempt(_: int) -> str:
        try:
            return log_in("salah")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(attempt, range(16)))
    assert all("kata sandi salah" in page or "Coba lagi dalam" in page for page in answers)
    assert RiwayatKeamanan.objects.filter(peristiwa=Peristiwa.GAGAL).count() == 5


@pytest.mark.parametrize(
    "sent",
    [
        {"username": "\0", "password": "x"},
        {"username": "x" * 500, "password": "x"},
        {"username": "operator"},
        {"password": "x"},
        {"username": "💥", "password": "💥"},
        {},
    ],
)
def test_nonsense_is_answered_at_the_form(someone: Pengguna, sent: dict[str, str]) -> None:
    page = Client().post("/masuk/", sent)
    assert page.status_code == 200 and page.context["form"].errors


def test_what_was_typed_as_a_name_is_nowhere_to_be_read(someone: Pengguna) -> None:
    wrong(1, "rahasia-saya-yang-salah-kotak")
    row = RiwayatKeamanan.objects.get()
    assert row.pengguna is None
    assert "rahasia-saya" not in str(vars(row))


def test_an_inactive_account_is_told_so_and_its_sessions_are_dead(operator: Client) -> None:
    Pengguna.objects.update(is_active=False)
    assert "Akun ini tidak aktif. Hubungi operator sekolah." in log_in()
    assert "kata sandi salah" in log_in("salah")
    page = operator.get("/rombel/", follow=True)
    assert "Sesi ini sudah tidak berlaku." in page.content.decode()


def test_an_unused_login_ends_and_says_so(operator: Client, school: None, wait: Wait) -> None:
    assert operator.get("/rombel/").status_code == 200
    wait(minutes=29)
    assert operator.get("/rombel/").status_code == 200
    wait(minutes=29)
    assert operator.get("/rombel/").status_code == 200
    wait(minutes=31)
    page = operator.get("/rombel/?page=2", follow=True)
    assert page.redirect_chain == [("/masuk/?next=/rombel/%3Fpage%3D2", 302)]
    assert "Sesi Anda berakhir karena 30 menit tidak dipakai." in page.content.decode()
    back = operator.post(
        page.redirect_chain[0][0], {"username": "operator", "password": RIGHT, "next": "/rombel/?page=2"}
    )
    assert back["Location"] == "/rombel/?page=2"


@pytest.mark.slow
def test_a_login_ends_after_a_day_of_work(operator: Client, school: None, wait: Wait) -> None:
    for _ in range(29):
        assert operator.get("/rombel/").status_code == 200
        wait(minutes=25)
    page = operator.get("/rombel/", follow=True)
    assert "sudah 12 jam sejak masuk" in page.content.decode()
    assert RiwayatKeamanan.objects.get().peristiwa == Peristiwa.BERAKHIR


def sent_too_late(operator: Client, pupil: PesertaDidik, wait: Wait) -> str:
    """A form that was open for too long is sent and not lost; its address."""
    form = reverse("peserta_didik:ubah", args=[pupil.pk])
    data = form_data(operator, form, "nisn") | {"alamat_jalan": "Jalan “Baru” & 1"}
    wait(minutes=45)
    sent = urlencode(data, doseq=True)
    page = operator.post(form, sent, content_type="application/x-www-form-urlencoded", follow=True)
    assert "Sesi Anda berakhir karena 30 menit tidak dipakai." in page.content.decode()
    assert "belum tersimpan; isiannya menunggu" in page.content.decode()
    assert PesertaDidik.objects.get(pk=pupil.pk).alamat_jalan == pupil.alamat_jalan
    assert "“Baru”" in str(dict(operator.session))
    return form


def test_what_was_sent_too_late_waits_and_is_sent_again(
    operator: Client, pupil: PesertaDidik, wait: Wait
) -> None:
    form = sent_too_late(operator, pupil, wait)
    page = operator.post("/masuk/", {"username": "operator", "password": RIGHT}, follow=True)
    assert "Isian Anda masih ada" in page.content.decode()
    kept = form_data(operator, "/masuk/belum-terkirim/", "nisn")
    done = operator.post("/masuk/belum-terkirim/", kept, follow=True)
    assert done.redirect_chain[0] == (form, 307)
    assert PesertaDidik.objects.get(pk=pupil.pk).alamat_jalan == "Jalan “Baru” & 1"
    assert operator.get("/masuk/belum-terkirim/")["Location"] == "/"


def test_what_was_sent_too_late_can_be_dropped(operator: Client, pupil: PesertaDidik, wait: Wait) -> None:
    sent_too_late(operator, pupil, wait)
    operator.post("/masuk/", {"username": "operator", "password": RIGHT})
    operator.post("/masuk/belum-terkirim/", {"_buang": "1"})
    assert operator.get("/masuk/belum-terkirim/")["Location"] == "/"


def test_nobody_else_is_given_what_was_sent_too_late(
    operator: Client, pupil: PesertaDidik, wait: Wait
) -> None:
    sent_too_late(operator, pupil, wait)
    account(Peran.KEPALA_SEKOLAH)
    answer = operator.post("/masuk/", {"username": "kepala_sekolah", "password": RIGHT})
    assert answer["Location"] == "/"
    assert operator.get("/masuk/belum-terkirim/")["Location"] == "/"
    assert "“Baru”" not in str(dict(operator.session))


def test_a_password_is_never_kept(operator: Client, wait: Wait) -> None:
    operator.get("/")
    wait(minutes=45)
    data = {"old_password": RIGHT, "new_password1": "baru-sekali-33", "new_password2": "baru-sekali-33"}
    page = operator.post("/pengaturan/kata-sandi/", data, follow=True)
    assert "belum tersimpan. Setelah masuk, kirim sekali lagi." in page.content.decode()
    assert "baru-sekali-33" not in str(dict(operator.session))


def test_leaving_too_late_is_no_loss(operator: Client, wait: Wait) -> None:
    operator.get("/")
    wait(minutes=45)
    page = operator.post("/keluar/", follow=True)
    assert "Sesi Anda berakhir" in page.content.decode()
    assert "belum tersimpan" not in page.content.decode()


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/ptk/keaktifan/?bulan=2026-10", "/ptk/keaktifan/%3Fbulan%3D2026-10"),
        ("http://example.com/x", "/"),
        ("http://[", "/"),
        ("", "/"),
    ],
)
def test_a_form_that_meets_the_login_page_leads_back_to_its_page(
    db: None, someone: Pengguna, referer: str, back: str
) -> None:
    answer = Client().post("/ptk/kolom/", {}, headers={"referer": referer})
    assert answer["Location"] == f"/masuk/?next={back}"


def test_a_list_that_narrows_while_typing_leads_to_the_whole_login_page(someone: Pengguna) -> None:
    here = {"hx-request": "true", "hx-current-url": "http://testserver/ptk/?cari=a"}
    answer = Client().get("/ptk/?cari=ab", headers=here)
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/masuk/?next=/ptk/%3Fcari%3Da")
