"""Every address of the site, as each role and as nobody, with sense and with nonsense."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dapodik.pokok.models import Journal, PesertaDidik, Ptk, RombonganBelajar

from .form_data import form_data

pytestmark = pytest.mark.slow

PUBLIC = {"masuk", "mulai"}
# Without a record of their own, or for one's own account alone.
FOR_ALL = {
    "masuk",
    "keluar",
    "mulai",
    "akun",
    "sandi",
    "kolom",
    "keluar_semua",
    "belum_terkirim",
    "semester",
} | {
    "pembaruan",
    "pintasan",
    "tampilan",
}


def names(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        else:
            yield f"{space}{entry.name}", entry


PAGES = dict(names())


def address(name: str, pk: UUID | None = None) -> str:
    """The page's address, for records that do not exist unless told."""
    made = {"kind": "peserta_didik", "pk": pk or uuid4()}
    converters = PAGES[name].pattern.converters
    values: dict[str, Any] = {
        key: 1 if type(converters[key]).__name__ == "IntConverter" else made[key] for key in converters
    }
    return reverse(name, kwargs=values)


def known_records() -> dict[str, UUID]:
    models = {"peserta_didik": PesertaDidik, "ptk": Ptk, "rombel": RombonganBelajar}
    return {space: model.live.values_list("pk", flat=True).first() for space, model in models.items()}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_nobody_gets_in(operator: Client, school: None, name: str) -> None:
    for method in ("get", "post"):
        answer = getattr(Client(), method)(address(name))
        if (name, method) == ("beranda", "get"):
            # Other programs take any other answer there for a site that is down: it is the login page itself.
            assert answer.status_code == 200 and 'name="password"' in answer.content.decode()
        elif name.split(":")[-1] not in PUBLIC:
            assert answer["Location"].startswith(("/masuk/", "/mulai/")), method


@pytest.mark.parametrize("name", sorted(PAGES))
def test_an_operator_never_meets_a_traceback(operator: Client, school: None, name: str) -> None:
    pk = known_records().get(name.split(":")[0])
    for place in {address(name), address(name, pk)}:
        for query in (
            "",
            "?page=x&urut=%00&cari=%F0%9F%92%A5&bulan=9&tab=?&field=%27&next=//x&dari=-1&jenis=%00",
        ):
            assert operator.get(place + query).status_code < 500


@pytest.mark.parametrize("name", sorted(set(PAGES) - {"pengaturan:tambah", "contoh"}))
def test_nonsense_sent_to_a_page_changes_nothing(operator: Client, school: None, name: str) -> None:
    acts = Journal.objects.count()
    nonsense = {
        "versi": "x" * 50,
        "nama": "\0",
        "rombel": "x",
        "kolom": "x",
        "setuju": "x",
        "aktif": "x",
        "pk": "\x85",
    }
    assert operator.post(address(name), nonsense).status_code < 500
    assert Journal.objects.count() == acts


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_head_changes_no_record(kepala_sekolah: Client, school: None, name: str) -> None:
    acts = Journal.objects.count()
    pk = known_records().get(name.split(":")[0])
    answer = kepala_sekolah.post(address(name, pk), {"nama": "X", "cara": "tarik"})
    assert answer.status_code in (302, 403, 404, 405) or name.split(":")[-1] in FOR_ALL
    assert Journal.objects.count() == acts


@pytest.mark.parametrize("status", [400, 403, 404, 405])
def test_an_error_says_what_to_do(
    operator: Client, kepala_sekolah: Client, school: None, status: int
) -> None:
    asked = {
        400: lambda: operator.get("/", headers={"host": "example.com"}),
        403: lambda: kepala_sekolah.get("/peserta-didik/tambah/"),
        404: lambda: operator.get("/apa/"),
        405: lambda: operator.get("/riwayat/kembalikan/"),
    }[status]
    answer = asked()
    assert answer.status_code == status
    assert "Ke Beranda" in answer.content.decode()


def test_an_old_form_says_that_nothing_was_saved(school: None, operator: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = operator.cookies
    answer = strict.post("/pengaturan/akun/", {"nama": "X"})
    assert answer.status_code == 403
    assert "Belum ada yang disimpan" in answer.content.decode()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_nothing_stays_in_the_browsers_cache(operator: Client, school: None, name: str) -> None:
    pk = known_records().get(name.split(":")[0])
    for answer in (operator.get(address(name, pk)), Client().get(address(name, pk))):
        assert "no-store" in answer["Cache-Control"]


def test_pages_carry_strict_headers(operator: Client, school: None) -> None:
    answer = operator.get("/")
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"]) == ("DENY", "nosniff")
    page = answer.content.decode()
    assert " style=" not in page and " onclick=" not in page and "<style" not in page


def test_the_school_is_changed_on_its_page(operator: Client, school: None) -> None:
    data = form_data(operator, "/sekolah/ubah/", "npsn") | {"alamat_jalan": "Jalan Baru 1"}
    assert operator.post("/sekolah/ubah/", data)["Location"] == "/sekolah/"
    entry = Journal.objects.order_by("-id")[0]
    assert entry.kind == "sekolah" and list(entry.changes) == ["alamat_jalan"]


def test_the_sheet_is_downloaded(operator: Client, school: None) -> None:
    answer = operator.get("/unduhan/peserta-didik.xlsx")
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert b"".join(answer.streaming_content)[:2] == b"PK"


def test_without_a_school_the_download_says_what_to_do(operator: Client) -> None:
    answer = operator.get("/unduhan/peserta-didik.xlsx", follow=True)
    assert "Belum ada data sekolah" in answer.content.decode()


def test_without_a_school_nobody_is_added_to_it(operator: Client) -> None:
    for page in ("/peserta-didik/tambah/", "/ptk/tambah/", "/rombel/tambah/"):
        for answer in (operator.get(page), operator.post(page, {"nama": "Ani"})):
            assert (answer.status_code, answer.headers["Location"]) == (302, "/sekolah/"), page
    assert not Journal.objects.exists()
    for page in ("/sekolah/", "/rombel/", "/validasi/"):
        assert "/mulai/pintu/" in operator.get(page).content.decode(), page
