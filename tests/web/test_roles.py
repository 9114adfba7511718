"""Who sees what: every address of the site as a PTK, as the head, and as a page that forgot to say."""

from uuid import UUID

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from dapodik.akun.models import Pengguna, Peran
from dapodik.pokok import write
from dapodik.pokok.models import Journal, Origin, PesertaDidik, Ptk
from dapodik.pokok.write import Author, Edit
from dapodik.urls import urlpatterns as all_pages
from tests.web.semester.test_semester import past

from .test_every_page import PAGES, address, known_records

pytestmark = pytest.mark.slow

__all__ = ["past"]

# All that a PTK may open. A new page is not among them until it says so and is written here.
OPEN_TO_PTK = {
    "beranda",
    "belum_terkirim",
    "keluar",
    "masuk",
    "mulai",
    "pembaruan",
    "pengaturan:akun",
    "pengaturan:keluar_semua",
    "pengaturan:riwayat_saya",
    "pengaturan:sandi",
    "pintasan",
    "ptk:saya",
    "semester",
    "tampilan",
}
# What the head may send: nothing that reaches a record or another account.
OPEN_TO_HEAD = OPEN_TO_PTK | {
    "hapus_saringan",
    "peserta_didik:kolom",
    "ptk:kolom",
    "saringan",
    "sinkronisasi:persetujuan",
    "sinkronisasi:saklar",
}


@pytest.mark.parametrize("name", sorted(set(PAGES) - OPEN_TO_PTK))
def test_a_ptk_finds_every_other_page_closed(ptk: Client, own_ptk: Ptk, name: str) -> None:
    acts, accounts = Journal.objects.count(), list(Pengguna.objects.values())
    assert ptk.get(address(name)).status_code == 403
    assert ptk.post(address(name), {"nama": "X"}).status_code == 403
    assert ptk.get(address(name, own_ptk.pk)).status_code == 403
    assert (Journal.objects.count(), list(Pengguna.objects.values())) == (acts, accounts)


@pytest.mark.parametrize("name", sorted(OPEN_TO_PTK))
def test_what_is_open_shows_nobody_else(ptk: Client, own_ptk: Ptk, name: str) -> None:
    page = ptk.get(address(name), follow=True)
    assert page.status_code in (200, 405)
    assert_only_own(page.content.decode(), own_ptk)


@pytest.mark.parametrize("name", sorted(set(PAGES) - OPEN_TO_HEAD))
def test_the_head_sends_nothing_to_a_page_that_changes_something(
    kepala_sekolah: Client, school: None, name: str
) -> None:
    assert kepala_sekolah.post(address(name), {"nama": "X"}).status_code == 403


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_head_looks_at_every_page_and_changes_nothing(
    kepala_sekolah: Client, school: None, name: str
) -> None:
    acts = Journal.objects.count()
    pk = known_records().get(name.split(":")[0])
    for place in {address(name), address(name, pk)}:
        assert kepala_sekolah.get(place).status_code in (200, 302, 403, 404, 405)
    assert Journal.objects.count() == acts


@pytest.mark.parametrize("name", sorted(PAGES))
def test_an_operator_changes_nothing_in_a_past_semester(
    operator: Client, school: None, past: str, name: str
) -> None:
    operator.post("/semester/", {"semester_id": past})
    acts = Journal.objects.count()
    part = name.split(":")[0]
    pk = known_records().get(part)
    for place in {address(name), address(name, pk)}:
        assert operator.get(place).status_code in (200, 302, 403, 404, 405)
        sent = operator.post(place, {"nama": "X", "cara": "tarik"})
        assert sent.status_code == 403 or name in OPEN_TO_HEAD or part in settings.OF_NO_SEMESTER
    assert Journal.objects.count() == acts


def test_a_ptk_sees_their_own_page_in_every_tab(ptk: Client, own_ptk: Ptk) -> None:
    home = ptk.get("/", follow=True)
    assert home.redirect_chain[-1] == ("/ptk/saya/", 302)
    assert own_ptk.nama in home.content.decode() and "Keaktifan" in home.content.decode()
    for tab, _ in home.context["tabs"]:
        assert_only_own(ptk.get("/ptk/saya/", {"tab": tab}).content.decode(), own_ptk)


def test_a_finding_that_names_a_colleague_is_not_told(ptk: Client, operator: Client, own_ptk: Ptk) -> None:
    other = Ptk.live.exclude(pk=own_ptk.pk).first()
    assert other
    author = Author("Penguji", Origin.FORM)
    write.save([Edit(Ptk, {"nik": other.nik, "no_kk": "1"}, own_ptk.pk)], author)
    assert f"dipakai juga oleh {other.nama}" in operator.get(f"/ptk/{own_ptk.pk}/").content.decode()
    page = ptk.get("/ptk/saya/").content.decode()
    assert other.nama not in page and "bukan 16 angka" in page


@pytest.mark.parametrize("linked", [None, UUID(int=7)])
def test_an_account_without_its_record_is_told_what_to_do(ptk: Client, linked: UUID | None) -> None:
    Pengguna.objects.filter(peran=Peran.PTK).update(ptk_id=linked)
    page = ptk.get("/", follow=True)
    assert "Belum terhubung dengan data PTK" in page.content.decode()


def test_the_menu_leads_only_where_one_may_go(ptk: Client, kepala_sekolah: Client, school: None) -> None:
    for client, least in ((ptk, 2), (kepala_sekolah, 8)):
        entries = client.get("/pengaturan/akun/").context["menu"]
        assert len(entries) >= least
        assert {client.get(entry.address).status_code for entry in entries} <= {200, 302}


def forgetful(request: HttpRequest) -> HttpResponse:
    """A new page by somebody who thought of no role."""
    return HttpResponse("rahasia")


urlpatterns = [path("baru/", forgetful), *all_pages]


@pytest.mark.urls(__name__)
def test_a_new_page_is_closed_until_it_says_otherwise(
    operator: Client, kepala_sekolah: Client, ptk: Client
) -> None:
    assert Client().get("/baru/")["Location"] == "/masuk/?next=/baru/"
    assert [client.get("/baru/").status_code for client in (operator, kepala_sekolah, ptk)] == [200, 200, 403]
    assert [client.post("/baru/").status_code for client in (operator, kepala_sekolah, ptk)] == [
        200,
        403,
        403,
    ]


def test_a_role_that_is_taken_away_is_gone_at_the_next_click(operator: Client, own_ptk: Ptk) -> None:
    Pengguna.objects.filter(username="operator").update(peran=Peran.PTK, ptk_id=own_ptk.pk)
    assert operator.get(reverse("peserta_didik:daftar")).status_code == 403


def assert_only_own(page: str, own: Ptk) -> None:
    others = Ptk.objects.exclude(pk=own.pk).values_list("nama", flat=True)
    pupils = PesertaDidik.objects.values_list("nama", flat=True)
    assert [name for name in (*others, *pupils) if name in page] == []


@pytest.mark.parametrize("registered_first", [False, True])
def test_no_word_of_the_menu_is_closed_to_the_head(
    kepala_sekolah: Client, request: pytest.FixtureRequest, school: None, registered_first: bool
) -> None:
    if registered_first:
        request.getfixturevalue("registered")
    menu = kepala_sekolah.get("/").context["menu"]
    assert "Sinkronisasi" in {word.label for word in menu}
    for word in menu:
        assert kepala_sekolah.get(word.address, follow=True).status_code == 200, word.label


def test_the_head_reads_that_the_operator_registers_the_school(
    kepala_sekolah: Client, operator: Client, school: None
) -> None:
    page = kepala_sekolah.get("/sinkronisasi/", follow=True).content.decode()
    assert "belum terdaftar di pusat" in page and "Operator sekolah yang mendaftarkannya" in page
    assert "Kode registrasi" not in page and "Kode registrasi" in (
        operator.get("/sinkronisasi/", follow=True).content.decode()
    )
    home = kepala_sekolah.get("/").content.decode()
    assert "Operator sekolah yang mendaftarkannya" in home and "Daftarkan sekarang" not in home
    assert kepala_sekolah.post("/sinkronisasi/daftar/", {"npsn": "20100001"}).status_code == 403
