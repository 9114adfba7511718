"""The first run: one account, once; and nobody in without it."""

import pytest
from django.test import Client

from dapodik.akun.models import Pengguna
from dapodik.pokok import demo
from dapodik.pokok.models import PesertaDidik

pytestmark = pytest.mark.django_db
ACCOUNT = {
    "nama": "Siti",
    "username": "siti",
    "password1": "rahasia-sekali-1",
    "password2": "rahasia-sekali-1",
}


@pytest.mark.parametrize("address", ["/masuk/", "/peserta-didik/", "/sinkronisasi/", "/apa/"])
def test_every_page_leads_to_the_first_account(client: Client, address: str) -> None:
    assert client.get(address)["Location"] == "/mulai/"


def test_the_first_page_is_the_first_account_itself(client: Client) -> None:
    page = client.get("/")
    assert page.status_code == 200 and 'action="/mulai/"' in page.content.decode()


def test_the_account_is_made_and_the_doors_stand_open(client: Client) -> None:
    assert client.post("/mulai/", ACCOUNT)["Location"] == "/mulai/pintu/"
    page = client.get("/mulai/pintu/").content.decode()
    assert all(words in page for words in ("Sekolah contoh", "Impor lembar", "Daftar ke pusat"))
    assert client.get("/")["Location"] == "/mulai/pintu/"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"password1": "12345678", "password2": "12345678"}, "password2"),
        ({"password2": "lain-sekali-1"}, "password2"),
        ({"nama": ""}, "nama"),
        ({"nama": "Siti\x07"}, "nama"),
        ({"username": "a b"}, "username"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(client: Client, wrong: dict[str, str], field: str) -> None:
    page = client.post("/mulai/", ACCOUNT | wrong)
    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert not Pengguna.objects.exists()


def test_it_is_closed_once_there_is_an_account(client: Client) -> None:
    client.post("/mulai/", ACCOUNT)
    stranger = Client()
    assert stranger.post("/mulai/", ACCOUNT | {"username": "lain"})["Location"] == "/masuk/"
    assert Pengguna.objects.count() == 1


def test_the_demonstration_school_is_made_once(client: Client) -> None:
    client.post("/mulai/", ACCOUNT)
    assert client.post("/mulai/contoh/")["Location"] == "/"
    assert demo.NAMA in client.get("/").content.decode()
    assert client.post("/mulai/contoh/")["Location"] == "/mulai/pintu/"
    assert PesertaDidik.objects.count() == 300


def test_a_wrong_password_is_refused_and_a_right_one_goes_where_one_wanted(client: Client) -> None:
    client.post("/mulai/", ACCOUNT)
    stranger = Client()
    wanted = stranger.get("/rombel/")["Location"]
    assert wanted == "/masuk/?next=/rombel/"
    refused = stranger.post(wanted, {"username": "siti", "password": "salah"})
    assert "Nama pengguna atau kata sandi salah" in refused.content.decode()
    entered = stranger.post(
        wanted, {"username": "siti", "password": ACCOUNT["password1"], "next": "/rombel/"}
    )
    assert entered["Location"] == "/rombel/"
    assert stranger.post("/keluar/")["Location"] == "/masuk/"
    assert stranger.get("/rombel/").status_code == 302


def test_a_login_never_leads_to_another_site(client: Client) -> None:
    client.post("/mulai/", ACCOUNT)
    sent = {"username": "siti", "password": ACCOUNT["password1"], "next": "https://example.com/"}
    assert Client().post("/masuk/", sent)["Location"] == "/"
