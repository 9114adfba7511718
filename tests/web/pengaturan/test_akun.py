"""Akun saya: one's own name, password, sessions and history; and everybody's history."""

import pytest
from django.test import Client

from dapodik.akun.models import Pengguna, Peran, Peristiwa, RiwayatKeamanan
from tests.web.conftest import account

PASSWORD = "/pengaturan/kata-sandi/"
HISTORY = "/pengaturan/riwayat-keamanan/"
OLD = "rahasia-sekali"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/128.0 Safari/537.36"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0"


def entered(name: str = "operator", password: str = OLD, agent: str = CHROME) -> Client:
    client = Client(headers={"user-agent": agent})
    assert client.post("/masuk/", {"username": name, "password": password}).status_code == 302
    return client


def new(one: str, two: str | None = None, old: str = OLD) -> dict[str, str]:
    return {"old_password": old, "new_password1": one, "new_password2": one if two is None else two}


@pytest.fixture
def two(db: None) -> tuple[Client, Client]:
    """One account at two computers."""
    account(Peran.OPERATOR)
    return entered(), entered(agent=FIREFOX)


def test_a_changed_password_ends_the_other_sessions(two: tuple[Client, Client]) -> None:
    here, there = two
    said = here.post(PASSWORD, new("ombak-biru-7"), follow=True).content.decode()
    assert "Kata sandi diganti." in said
    assert here.get("/pengaturan/").status_code == 200
    page = there.get("/pengaturan/", follow=True)
    assert "Sesi ini sudah tidak berlaku. Silakan masuk lagi." in page.content.decode()
    entered(password="ombak-biru-7")


@pytest.mark.parametrize(
    ("data", "field", "said"),
    [
        (new("pendek"), "new_password2", "Pakai paling sedikit 8"),
        (new("password123"), "new_password2", "terlalu mudah ditebak"),
        (new(" " * 8), "new_password2", "terlalu pendek"),
        (new("1972030819"), "new_password2", "angka semua"),
        (new("operator1"), "new_password2", "terlalu mirip dengan nama"),
        (new("ombak-biru-7", "ombak-biru-8"), "new_password2", "tidak sama"),
        (new("ombak-biru-7", old="salah"), "old_password", "Kata sandi lama salah"),
        (new(OLD), "new_password1", "sama dengan yang lama"),
        (new(""), "new_password1", ""),
        ({"x": "1"}, "old_password", ""),
    ],
)
def test_a_bad_password_is_refused_in_plain_words(
    two: tuple[Client, Client], data: dict[str, str], field: str, said: str
) -> None:
    page = two[0].post(PASSWORD, data)
    assert said in str(page.context["form"].errors[field])
    assert two[1].get("/pengaturan/").status_code == 200
    entered()


def test_the_old_password_is_no_way_to_guess(two: tuple[Client, Client]) -> None:
    here, there = two

    def said(sent: dict[str, str], client: Client = here) -> str:
        return str(client.post(PASSWORD, sent).context["form"].errors)

    # What is wrong besides is said first, and costs no try.
    assert "tidak sama" in said(new("ombak-biru-7", "ombak-biru-8", old="salah"))
    assert not RiwayatKeamanan.objects.filter(peristiwa=Peristiwa.GAGAL).exists()
    wrong = new("ombak-biru-7", old="salah")
    answers = [said(wrong) for _ in range(5)]
    assert all("Kata sandi lama salah" in answer for answer in answers)
    assert "Tersisa 1 percobaan" in answers[3] and "Coba lagi dalam 1 menit" in answers[4]
    assert "Coba lagi dalam" in said(new("ombak-biru-7"), there)
    page = Client().post("/masuk/", {"username": "operator", "password": OLD})
    assert "Coba lagi dalam" in page.content.decode()


def test_a_changed_password_begins_the_count_anew(two: tuple[Client, Client]) -> None:
    for _ in range(4):
        two[0].post(PASSWORD, new("ombak-biru-7", old="salah"))
    assert two[0].post(PASSWORD, new("ombak-biru-7")).status_code == 302
    newest = RiwayatKeamanan.objects.order_by("-id").values_list("peristiwa", flat=True)
    assert list(newest[:2]) == [Peristiwa.GANTI_SANDI, Peristiwa.GAGAL]
    assert "Tersisa" not in str(two[0].post(PASSWORD, new("biru-laut-7", old="salah")).context["form"].errors)


def test_leaving_everywhere_ends_all_sessions(two: tuple[Client, Client]) -> None:
    here, there = two
    assert "Keluar dari semua komputer?" in here.get("/pengaturan/akun/keluar-semua/").content.decode()
    page = here.post("/pengaturan/akun/keluar-semua/", follow=True)
    assert "Anda sudah keluar dari semua komputer." in page.content.decode()
    assert [client.get("/pengaturan/").status_code for client in two] == [302, 302]
    assert entered().get("/pengaturan/").status_code == 200


def test_name_and_email_are_ones_own(two: tuple[Client, Client]) -> None:
    sent = {"nama": "Siti", "email": "siti@contoh.example", "peran": "ptk", "is_active": ""}
    two[0].post("/pengaturan/akun/", sent)
    own = Pengguna.objects.get()
    assert (own.nama, own.email, own.peran, own.is_active) == ("Siti", sent["email"], Peran.OPERATOR, True)
    wrong = two[0].post("/pengaturan/akun/", {"nama": "", "email": "x"})
    assert set(wrong.context["form"].errors) == {"nama", "email"}


def test_the_history_tells_who_when_and_from_where(two: tuple[Client, Client]) -> None:
    here, there = two
    there.post("/keluar/")
    Client(REMOTE_ADDR="10.0.0.8").post("/masuk/", {"username": "operator", "password": "salah"})
    Client().post("/masuk/", {"username": "siapa", "password": "salah"})
    rows = here.get(HISTORY).context["table"].rows
    events = [
        tuple(row.get_cell_value(name) for name in ("peristiwa", "peramban", "address")) for row in rows
    ]
    assert events == [
        ("Gagal masuk", "Peramban lain", "127.0.0.1"),
        ("Gagal masuk", "Peramban lain", "10.0.0.8"),
        ("Keluar", "Firefox di Linux", "127.0.0.1"),
        ("Masuk", "Firefox di Linux", "127.0.0.1"),
        ("Masuk", "Chrome di Windows", "127.0.0.1"),
    ]
    assert "(nama tidak dikenal)" in here.get(HISTORY).content.decode()


def test_the_history_is_filtered_and_paged(two: tuple[Client, Client], kepala_sekolah: Client) -> None:
    RiwayatKeamanan.objects.bulk_create(
        RiwayatKeamanan(at="2026-03-08T05:00:00Z", peristiwa=Peristiwa.GAGAL, name_key="x")
        for _ in range(120)
    )
    own = Pengguna.objects.get(username="operator").pk

    def number(**query: object) -> int:
        return int(two[0].get(HISTORY, query).context["table"].paginator.count)

    assert number() == 122
    assert number(pengguna=own) == 2
    assert number(pengguna="tidak_dikenal") == 120
    assert number(peristiwa="masuk") == 2
    assert number(dari="2026-03-08", sampai="2026-03-08") == 120
    assert number(sampai="2026-03-07") == 0
    assert number(dari="0001-01-01", sampai="9999-12-31") == 122
    assert number(page="-3", urut="x") == 122
    # What cannot be understood finds nothing, and its field says so.
    for wrong in ({"dari": "x"}, {"pengguna": "x"}, {"peristiwa": "\0"}):
        assert number(**wrong) == 0
        assert set(two[0].get(HISTORY, wrong).context["filter"].form.errors) == set(wrong)
    assert "Halaman 3 dari 3" in two[0].get(HISTORY, {"page": 3}).content.decode()
    assert kepala_sekolah.get(HISTORY).status_code == 200


def test_the_history_takes_a_fixed_number_of_queries(
    two: tuple[Client, Client], django_assert_max_num_queries: object
) -> None:
    two[0].get(HISTORY)
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        two[0].get(HISTORY)
    for _ in range(10):
        Client().post("/masuk/", {"username": "operator", "password": "salah"}, REMOTE_ADDR="10.0.0.8")
        entered()
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        two[0].get(HISTORY)


def test_ones_own_history_is_ones_own(two: tuple[Client, Client], kepala_sekolah: Client) -> None:
    own = two[0].get("/pengaturan/akun/riwayat/").content.decode()
    assert "Chrome di Windows" in own and "Firefox di Linux" in own
    assert "Chrome di Windows" not in kepala_sekolah.get("/pengaturan/akun/riwayat/").content.decode()
