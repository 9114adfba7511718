"""Pengaturan, Web Service: applications, tokens, the log, and trying an endpoint."""

import re
from typing import Any

import pytest
from django.test import Client

from dapodik.akun.models import Peristiwa, RiwayatKeamanan
from dapodik.webservice.models import Aplikasi, Panggilan
from tests.web.conftest import kepala_sekolah, operator
from tests.web.form_data import form_data

from . import difficult_school

__all__ = ["kepala_sekolah", "operator"]
HOME = "/pengaturan/web-service/"
NEW = {"nama": "e-Rapor", "alamat": "127.0.0.1", "profil": "2021", "izin": ["sekolah", "peserta_didik"]}


def token_on(page: Any) -> str:
    shown = re.search(r'<strong class="secret">([A-Za-z0-9]{15})</strong>', page.content.decode())
    assert shown
    return shown[1]


def call(token: str, name: str = "getSekolah") -> int:
    answer = Client().get(f"/WebService/{name}?npsn=69999998", headers={"authorization": f"Bearer {token}"})
    return int(answer.status_code)


@pytest.fixture
def added(operator: Client) -> str:
    """The token of an application that the operator has added."""
    difficult_school.make()
    return token_on(operator.post(f"{HOME}tambah/", NEW))


def test_it_is_off_until_the_first_application(operator: Client) -> None:
    assert "Mati" in operator.get("/pengaturan/").content.decode()
    assert "Web Service mati" in operator.get(HOME).content.decode()


def test_an_application_is_added_and_its_token_shown_once(operator: Client, added: str) -> None:
    assert call(added) == 200
    made = Aplikasi.objects.get()
    assert (made.alamat, made.profil, made.dibuat_oleh) == ("localhost", "2021", "Ibu Operator sekolah")
    assert added not in str(vars(made))
    page = operator.get(HOME).content.decode()
    assert added not in page and "e-Rapor" in page and "Peserta didik" in page
    assert added not in operator.get(f"{HOME}{made.pk}/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"alamat": "komputer-guru"}, "alamat"),
        ({"alamat": "192.168.1.999"}, "alamat"),
        ({"izin": []}, "izin"),
        ({"izin": ["semua"]}, "izin"),
        ({"profil": "1999"}, "profil"),
        ({"nama": "x\x07"}, "nama"),
        ({"nama": ""}, "nama"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(operator: Client, wrong: dict[str, Any], field: str) -> None:
    page = operator.post(f"{HOME}tambah/", NEW | wrong)
    assert page.status_code == 200 and field in page.context["form"].errors
    assert not Aplikasi.objects.exists()


def test_a_new_token_ends_the_old_one(operator: Client, added: str) -> None:
    pk = Aplikasi.objects.get().pk
    assert "langsung tidak berlaku" in operator.get(f"{HOME}{pk}/token/").content.decode()
    renewed = token_on(operator.post(f"{HOME}{pk}/token/"))
    assert (call(added), call(renewed)) == (403, 200)


def test_an_application_is_switched_off_and_on(operator: Client, added: str) -> None:
    address = f"{HOME}{Aplikasi.objects.get().pk}/saklar/"
    operator.post(address)
    assert call(added) == 403
    operator.post(address)
    assert call(added) == 200


def test_it_is_changed_and_everything_is_written_down(operator: Client, added: str) -> None:
    pk = Aplikasi.objects.get().pk
    form = dict(form_data(operator, f"{HOME}{pk}/", "nama"))
    assert form["izin"] == NEW["izin"]
    assert operator.post(f"{HOME}{pk}/", form | {"izin": ["gtk"], "nama": "Rapor"})["Location"] == HOME
    assert (call(added), call(added, "getGtk")) == (403, 200)
    operator.post(f"{HOME}{pk}/saklar/")
    events = RiwayatKeamanan.objects.filter(peristiwa=Peristiwa.WEB_SERVICE).order_by("pk")
    notes = [event.catatan.split(":")[0] for event in events]
    assert notes == ["e-Rapor dibuat", "Rapor diubah", "Rapor dimatikan"]
    assert {event.siapa for event in events} == {"Ibu Operator sekolah"}
    assert "Rapor diubah: dari localhost, isian 2021, data: GTK (PTK)" in operator.get(HOME).content.decode()


def test_the_second_tab_is_told_and_saves_only_when_sent_again(operator: Client, added: str) -> None:
    address = f"{HOME}{Aplikasi.objects.get().pk}/"
    first, second = (dict(form_data(operator, address, "nama")) for _ in range(2))
    operator.post(address, first | {"nama": "Satu"})
    late = operator.post(address, second | {"nama": "Dua"})
    assert "sekali lagi" in late.content.decode() and Aplikasi.objects.get().nama == "Satu"
    operator.post(address, second | {"nama": "Dua", "versi": late.context["form"]["versi"].value()})
    assert Aplikasi.objects.get().nama == "Dua"


def test_the_operator_tries_an_endpoint(operator: Client, added: str) -> None:
    address = f"{HOME}{Aplikasi.objects.get().pk}/coba/"
    page = operator.post(address, {"endpoint": "getPesertaDidik"}).content.decode()
    assert "Status 200 · 10 baris" in page and "registrasi_id" in page and "anak_keberapa" not in page
    refused = operator.post(address, {"endpoint": "getPengguna"}).content.decode()
    assert "Status 403" in refused and "tidak diizinkan" in refused
    assert operator.post(address, {"endpoint": "x"}).status_code == 200
    logged = Panggilan.objects.order_by("pk")
    assert [(row.status, row.oleh) for row in logged] == [
        (200, "Ibu Operator sekolah"),
        (403, "Ibu Operator sekolah"),
    ]


def test_calls_are_listed_and_counted(operator: Client, added: str) -> None:
    for _ in range(60):
        call(added)
    call("salah")
    page = operator.get(HOME)
    (row, _), *_ = page.context["applications"]
    assert row.hari_ini == 60 and row.terakhir
    assert "(token tidak dikenal)" in page.content.decode()
    assert "Halaman 2 dari 2" in operator.get(HOME, {"page": "2"}).content.decode()
    assert operator.get(HOME, {"page": "x"}).status_code == 200


def test_the_head_looks_and_changes_nothing(kepala_sekolah: Client, operator: Client, added: str) -> None:
    pk = Aplikasi.objects.get().pk
    page = kepala_sekolah.get(HOME).content.decode()
    assert "e-Rapor" in page and "Tambah aplikasi" not in page
    for address in ("tambah/", f"{pk}/", f"{pk}/token/", f"{pk}/saklar/", f"{pk}/coba/"):
        assert kepala_sekolah.post(f"{HOME}{address}", NEW).status_code == 403
