"""What pusat answers to callers that are wrong, foreign or hostile."""

import re
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import requests

from sync.lokal.engine.client import Client
from sync.wire import messages, packing
from sync.wire.catalogue import catalogue
from sync.wire.messages import Answer, Batch, Change, Comparison, Exchange, Offer
from sync.wire.problems import SyncProblem
from sync.wire.registration import Registered, Registration

from ..conftest import NAME, NPSN, Pusat

PUPIL = UUID("3fa85f64-5717-4562-b3fc-2c963f66afa6")


@pytest.fixture
def joined(pusat: Pusat, code: str) -> Registered:
    with Client(pusat.url) as client:
        return client.register(Registration(NPSN, code, "laptop TU"))


def offer(joined: Registered, pusat: Pusat, *changes: Change, number: int = 1) -> Answer:
    with Client(pusat.url, joined.key) as client:
        return client.exchange(
            Exchange(
                catalogue=catalogue().hash,
                app="1",
                epoch="e",
                acked=number - 1,
                since=0,
                offer=Offer(number, packing.encode(Batch(list(changes)))),
            )
        )


def refused(call: object) -> int:
    with pytest.raises(SyncProblem) as met:
        call()  # type: ignore[operator]
    return met.value.number


def test_what_was_sent_is_held_to_the_letter(joined: Registered, pusat: Pusat) -> None:
    odd = {
        f"baru_{n}": text
        for n, text in enumerate(["\\", "\\N", "\\.", "\\n", "a\tb\nc\rd", "\x01\"'", "é\u2028😀"])
    }
    answer = offer(joined, pusat, Change("peserta_didik", PUPIL, {"nama": "Budi Santoso", **odd}))
    assert answer.ack and not answer.ack.results
    with Client(pusat.url, joined.key) as client:
        (stored,) = (item for item in client.compare(Comparison({})).items if item.id == PUPIL)
    assert stored.values == {"nama": "Budi Santoso", **odd}


def test_registration_names_the_school(joined: Registered) -> None:
    assert (joined.npsn, joined.nama) == (NPSN, NAME)


def test_wrong_codes_are_refused_and_then_slowed_down(pusat: Pusat, code: str) -> None:
    with Client(pusat.url) as client:
        for _ in range(5):
            assert refused(lambda: client.register(Registration(NPSN, "SALAH", "x"))) == 202
        assert refused(lambda: client.register(Registration(NPSN, code, "x"))) == 205
        assert refused(lambda: client.register(Registration("00000000", code, "x"))) == 202


@pytest.mark.parametrize("key", ["", "1.salah", "x.y", "9999999.z", "²³.a"])
def test_a_wrong_key_is_refused(pusat: Pusat, joined: Registered, key: str) -> None:
    request = packing.pack(Exchange(catalogue="c", app="1", epoch="e", acked=0, since=0))
    headers = {"Authorization": f"Bearer {key}".encode(), "Content-Type": packing.CONTENT_TYPE}
    answer = requests.post(f"{pusat.url}/sync/v1/exchange", data=request, headers=headers, timeout=30)
    assert answer.status_code == 401
    assert packing.unpack(answer.content, messages.Refusal).problem == 201


def test_a_revoked_key_is_refused_and_a_new_one_is_not(pusat: Pusat, joined: Registered, code: str) -> None:
    hello = Exchange(catalogue="c", app="1", epoch="e", acked=0, since=0)
    with Client(pusat.url) as client:
        second = client.register(Registration(NPSN, code, "laptop kepala"))
    left = pusat.command("revoke", "--npsn", NPSN, "--computer", str(joined.installation), "--json")
    assert [computer["label"] for computer in left["computers"]] == ["laptop kepala"]
    with Client(pusat.url, joined.key) as client:
        assert refused(lambda: client.exchange(hello)) == 201
    with Client(pusat.url, second.key) as client:
        assert client.exchange(hello).page is not None
    assert pusat.command("revoke", "--npsn", NPSN, "--all", "--json") == {"computers": []}
    with Client(pusat.url, second.key) as client:
        assert refused(lambda: client.exchange(hello)) == 201


@pytest.mark.parametrize("body", [b"", b"{}", b"\x00" * 100, b"\x28\xb5\x2f\xfd" + b"x" * 50])
def test_bytes_that_are_no_message_are_refused_by_number(
    pusat: Pusat, joined: Registered, body: bytes
) -> None:
    headers = {"Authorization": f"Bearer {joined.key}"}
    answer = requests.post(f"{pusat.url}/sync/v1/exchange", data=body, headers=headers, timeout=30)
    assert answer.status_code == 400
    assert packing.unpack(answer.content, messages.Refusal).problem == 305


def test_a_batch_that_cannot_be_read_is_refused_and_not_stored(pusat: Pusat, joined: Registered) -> None:
    with Client(pusat.url, joined.key) as client:
        bad = Exchange(catalogue="c", app="1", epoch="e", acked=0, since=0, offer=Offer(1, b"\xff\xff"))
        assert refused(lambda: client.exchange(bad)) == 305
    good = offer(joined, pusat, Change("peserta_didik", PUPIL, {"nama": "Budi"}))
    assert good.ack and good.ack.head_after == good.ack.head_before + 1


@pytest.mark.parametrize(
    ("change", "problem", "field"),
    [
        (Change("peserta_didik", PUPIL, {"nama": "x" * 256}), 401, "nama"),
        (Change("peserta_didik", PUPIL, {"agama_id": "77"}), 402, "agama_id"),
        (Change("peserta_didik", PUPIL, {"tanggal_lahir": "31-12-2015"}), 403, "tanggal_lahir"),
        (Change("peserta_didik", PUPIL, {"jenis_kelamin": "X"}), 403, "jenis_kelamin"),
        (Change("peserta_didik", PUPIL, {"penerima_kip": "Ya"}), 403, "penerima_kip"),
        (Change("peserta_didik", PUPIL, {"nama": True}), 403, "nama"),
        (Change("peserta_didik", PUPIL, {"nama": "Budi\0"}), 403, "nama"),
        (Change("peserta_didik", PUPIL, {"bukan nama": "x"}), 403, "bukan nama"),
        (Change("rahasia", PUPIL, {"nama": "Budi"}), 404, ""),
        (Change("sekolah", PUPIL, {"nama": "Sekolah lain"}), 405, ""),
        (Change("registrasi_peserta_didik", PUPIL, {}, {"sekolah_id": PUPIL}), 405, "sekolah_id"),
        (Change("registrasi_peserta_didik", PUPIL, {"sekolah_id": str(PUPIL)}), 405, "sekolah_id"),
    ],
)
def test_a_poisonous_record_is_put_aside_and_the_rest_goes_on(
    pusat: Pusat, joined: Registered, change: Change, problem: int, field: str
) -> None:
    sound = Change("peserta_didik", uuid4(), {"nama": "Sehat"})
    answer = offer(joined, pusat, change, sound)
    assert answer.ack is not None
    assert [(r.problem, r.field) for r in answer.ack.results] == [(problem, field)]
    assert answer.ack.head_after == answer.ack.head_before + 1


def test_a_record_does_not_change_its_kind(pusat: Pusat, joined: Registered) -> None:
    offer(joined, pusat, Change("peserta_didik", PUPIL, {"nama": "Budi"}))
    answer = offer(joined, pusat, Change("ptk", PUPIL, {"nama": "Ani"}), number=2)
    assert answer.ack is not None and [r.problem for r in answer.ack.results] == [405]


def test_the_same_batch_again_gets_the_stored_answer(pusat: Pusat, joined: Registered) -> None:
    change = Change("peserta_didik", PUPIL, {"nama": "Budi"})
    first, second = offer(joined, pusat, change), offer(joined, pusat, change)
    assert first.ack == second.ack and first.head == second.head


def test_another_batch_under_a_used_name_starts_a_new_epoch(pusat: Pusat, joined: Registered) -> None:
    offer(joined, pusat, Change("peserta_didik", PUPIL, {"nama": "Budi"}))
    other = offer(joined, pusat, Change("peserta_didik", PUPIL, {"nama": "Ani"}))
    assert other.new_epoch and other.ack is None
    skipped = offer(joined, pusat, Change("peserta_didik", PUPIL, {"nama": "Ani"}), number=5)
    assert skipped.new_epoch


def test_a_field_of_a_newer_application_is_kept(pusat: Pusat, joined: Registered) -> None:
    offer(joined, pusat, Change("peserta_didik", PUPIL, {"nama": "Budi", "hobi": "Sepak bola"}))
    with Client(pusat.url, joined.key) as client:
        page = client.exchange(Exchange(catalogue="c", app="1", epoch="lain", acked=0, since=0)).page
    assert page is not None
    assert {"nama": "Budi", "hobi": "Sepak bola"} in [item.values for item in page.items]


def test_pages_are_closed_without_the_officers_key(pusat: Pusat) -> None:
    for path in ("/", "/sk/", "/sekolah/", "/sk/contoh/"):
        answer = requests.get(pusat.url + path, allow_redirects=False, timeout=30)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/masuk/")
    assert requests.get(f"{pusat.url}/masuk/?kunci=salah", timeout=30).status_code == 403


STRICT = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def test_pages_have_strict_headers(pusat: Pusat) -> None:
    with requests.Session() as browser:
        answers = [browser.get(f"{pusat.url}/{page}", timeout=30) for page in ("masuk/", "sekolah/", "sk/")]
        key = (pusat.folder / "kunci_petugas").read_text(encoding="ascii")
        answers += [
            browser.get(f"{pusat.url}/{page}", timeout=30) for page in (f"masuk/?kunci={key}", "sk/", "x")
        ]
    assert [answer.status_code for answer in answers] == [200] * 5 + [404]
    for answer in answers:
        assert answer.headers.items() >= STRICT.items()
        policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == policy["form-action"] == "'self'"
        assert policy["object-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert "no-store" in answer.headers["Cache-Control"]


def test_behind_a_proxy_cookies_are_for_https_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUSAT_HOSTS", "pusat.example,127.0.0.1")
    pusat = Pusat(tmp_path)
    pusat.start()
    try:
        host = {"Host": "pusat.example"}
        page = requests.get(f"{pusat.url}/masuk/", headers=host, timeout=30)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
        assert token
        key = (tmp_path / "kunci_petugas").read_text(encoding="ascii")

        def logged_in(origin: str) -> requests.Response:
            return requests.post(
                f"{pusat.url}/masuk/",
                {"kunci": key, "csrfmiddlewaretoken": token[1]},
                headers={**host, "Origin": origin, "Cookie": f"pusat_csrf={page.cookies['pusat_csrf']}"},
                allow_redirects=False,
                timeout=30,
            )

        answers = [logged_in("https://pusat.example"), logged_in("https://lain.example")]
    finally:
        pusat.kill()
    assert [answer.status_code for answer in answers] == [302, 403]
    cookies = [cookie for answer in (page, *answers) for cookie in answer.cookies]
    assert {cookie.name for cookie in cookies} == {"pusat_csrf", "pusat_sesi"}
    assert all(cookie.secure for cookie in cookies)
