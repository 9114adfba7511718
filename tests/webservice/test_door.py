"""Who may call, and how a refusal looks to each family of clients."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from dapodik.webservice.models import Aplikasi, Panggilan
from dapodik.webservice.wrong_tokens import SECONDS, TRIES, WrongTokens
from tests.school import School

from . import difficult_school
from .conftest import Call

DENIED = "Access denied - You are not authorized to access this page. #1"
UNKNOWN = "Aplikasi tidak terdaftar pada Web Service Dapodik"


def refusal(answer: Any) -> tuple[int, str]:
    """Status and message, after the ways in which clients recognise a refusal were tried."""
    text = answer.content.decode()
    body = json.loads(text)
    assert re.search(r'\{[^{}]*"success":false', text)
    assert json.loads(text[text.index("{") : text.rindex("}") + 1]) == body
    assert body["http_code"] == answer.status_code and body["status_code"]
    assert answer["Content-Type"].startswith("application/json")
    return answer.status_code, body["message"]


def test_a_call_without_a_token_is_401_and_with_a_wrong_one_403(call: Call) -> None:
    for header in ({}, {"authorization": ""}, {"authorization": "Bearer "}, {"authorization": "Basic x"}):
        answer = Client().get("/WebService/getSekolah", {"npsn": "69999998"}, headers=header)
        assert refusal(answer) == (401, UNKNOWN)
        assert answer.json()["detail"] == DENIED
    answer = call("getSekolah", bearer="salah")
    assert refusal(answer) == (403, UNKNOWN) and DENIED in answer.content.decode()


def test_the_school_must_be_named_and_be_this_one(call: Call) -> None:
    assert refusal(call("getSekolah", npsn="")) == (403, "Parameter NPSN harap diisi")
    assert refusal(call("getSekolah", npsn="10000000")) == (403, "Sekolah tidak ditemukan")
    for answer in (call("getSekolah", npsn=""), call("getSekolah", npsn="10000000")):
        assert "Access denied" not in answer.content.decode()


@pytest.mark.parametrize("name", ["getPTK", "getGTK", "getSemester", "getAnggotaRombel", "", "x/y", "%00"])
def test_an_endpoint_that_does_not_exist_is_404_in_json(call: Call, name: str) -> None:
    status, message = refusal(call(name))
    assert status == 404 and "page not found" in message


def test_a_way_of_calling_that_does_not_exist_is_405(token: str) -> None:
    answer = Client().post(
        "/WebService/getSekolah", {"npsn": "1"}, headers={"authorization": f"Bearer {token}"}
    )
    assert refusal(answer)[0] == 405


def test_localhost_is_one_and_another_address_is_refused(token: str) -> None:
    header = {"authorization": f"Bearer {token}"}
    for address in ("127.0.0.1", "::1", "::ffff:127.0.0.1"):
        answer = Client(REMOTE_ADDR=address).get("/WebService/getSekolah?npsn=69999998", headers=header)
        assert answer.status_code == 200, address
    answer = Client(REMOTE_ADDR="192.168.7.7").get("/WebService/getSekolah?npsn=69999998", headers=header)
    assert refusal(answer) == (403, "IP Address yang didaftarkan pada Web Service Dapodik berbeda")


@pytest.mark.parametrize("alamat", ["127.0.0.1", "::1", "192.168.7.7"])
def test_an_application_calls_from_where_it_was_registered(difficult: School, alamat: str) -> None:
    token = difficult_school.application(alamat=alamat)
    here = Client(REMOTE_ADDR="127.0.0.1" if alamat == "::1" else alamat)
    answer = here.get("/WebService/getSekolah?npsn=69999998", headers={"authorization": f"bearer {token}"})
    assert answer.status_code == 200


def test_only_ticked_data_is_given(difficult: School, call: Call) -> None:
    token = difficult_school.application(nama="Perpustakaan", izin=["peserta_didik"])
    assert call("getPesertaDidik", bearer=token).status_code == 200
    status, message = refusal(call("getPengguna", bearer=token))
    assert status == 403 and "tidak diizinkan" in message


def test_an_application_that_is_switched_off_is_unknown(call: Call) -> None:
    Aplikasi.objects.update(aktif=False)
    assert refusal(call("getSekolah")) == (403, UNKNOWN)


def test_without_an_application_nothing_answers(difficult: School) -> None:
    answer = Client().get("/WebService/getSekolah", headers={"authorization": "Bearer x"})
    assert refusal(answer) == (403, UNKNOWN)


def test_many_wrong_tokens_make_an_address_wait_but_one_old_token_does_not(call: Call) -> None:
    for _ in range(TRIES + 5):
        assert call("getSekolah", bearer="token-lama").status_code == 403
    for number in range(TRIES):
        call("getSekolah", bearer=f"tebakan-{number}")
    answer = call("getSekolah")
    assert refusal(answer)[0] == 429 and 0 < int(answer["Retry-After"]) <= SECONDS
    logged = Panggilan.objects.count()
    call("getSekolah", bearer="tebakan-lagi")
    assert Panggilan.objects.count() == logged
    elsewhere = Client(REMOTE_ADDR="192.168.7.8").get(
        "/WebService/getSekolah", headers={"authorization": "Bearer x"}
    )
    assert elsewhere.status_code == 403


def test_the_wait_ends() -> None:
    now = 0.0
    tokens = WrongTokens(lambda: now)
    for number in range(TRIES):
        tokens.note("10.0.0.1", str(number))
    assert (tokens.wait("10.0.0.1"), tokens.wait("10.0.0.2")) == (SECONDS, 0)
    now = SECONDS - 1.0
    assert tokens.wait("10.0.0.1") == 1
    now = SECONDS + 1.0
    assert tokens.wait("10.0.0.1") == 0


def test_a_call_leaves_no_cookie_and_reads_none(operator_cookie: Client, token: str) -> None:
    path = "/WebService/getSekolah?npsn=69999998"
    for client, header in (
        (Client(enforce_csrf_checks=True), {"authorization": f"Bearer {token}"}),
        (operator_cookie, {"authorization": f"Bearer {token}"}),
    ):
        answer = client.get(path, headers=header)
        assert answer.status_code == 200 and not answer.cookies and "Vary" not in answer
        assert "no-store" in answer["Cache-Control"]
    assert operator_cookie.get(path).status_code == 401
    assert operator_cookie.get("/peserta-didik/").status_code == 200


@pytest.fixture
def operator_cookie(difficult: School) -> Client:
    client = Client()
    assert client.login(username="siti", password="rahasia-sekali")
    return client


def test_a_foreign_host_is_refused_in_json(token: str) -> None:
    header = {"authorization": f"Bearer {token}", "host": "example.com"}
    assert refusal(Client().get("/WebService/getSekolah?npsn=69999998", headers=header))[0] == 400


@pytest.mark.parametrize("path", ["//WebService/getSekolah", "/WebService//getSekolah"])
def test_a_slash_too_many_does_not_matter(token: str, path: str) -> None:
    header = {"authorization": f"Bearer {token}"}
    answer = Client().get("/", {"npsn": "69999998"}, headers=header, PATH_INFO=path)
    assert answer.status_code == 200 and answer.json()["results"] == 1


def test_letters_of_the_path_count(token: str) -> None:
    header = {"authorization": f"Bearer {token}"}
    assert Client().get("/webservice/getSekolah", headers=header).status_code == 404


def test_every_call_is_in_the_log_without_its_token(call: Call, token: str) -> None:
    call("getPesertaDidik")
    call("getPTK")
    call("getSekolah", bearer="salah")
    rows = list(Panggilan.objects.order_by("pk").values_list("aplikasi__nama", "endpoint", "status"))
    assert rows == [
        ("e-Rapor", "getPesertaDidik", 200),
        ("e-Rapor", "getPTK", 404),
        (None, "getSekolah", 403),
    ]
    assert Panggilan.objects.order_by("pk")[0].baris == 10
    assert token not in str(list(Panggilan.objects.values())) + str(list(Aplikasi.objects.values()))
