"""What an account keeps: named filters, columns, brightness, shortcuts."""

import pytest
from django.test import Client

from dapodik.akun.models import Pengguna, Saringan
from dapodik.web.saringan.views import FILTERS_MAX

LIST = "/peserta-didik/"


def keep(client: Client, nama: str, query: str, daftar: str = "peserta_didik:daftar") -> str:
    sent = {"nama": nama, "query": query, "daftar": daftar, "next": LIST}
    return client.post("/saringan/", sent, follow=True).content.decode()


@pytest.mark.parametrize("address", [LIST, "/ptk/", "/validasi/"])
def test_a_filter_is_kept_under_a_name_and_removed(operator: Client, school: None, address: str) -> None:
    shown = operator.get(f"{address}?cari=an&page=2").context
    keep(operator, "  Yang   ber-an ", shown["saringan_query"], shown["daftar"])
    saringan = Saringan.objects.get()
    assert (saringan.nama, saringan.query) == ("Yang ber-an", "cari=an")
    page = operator.get(address).content.decode()
    assert f'href="{address}?cari=an"' in page and "Yang ber-an" in page
    assert (
        f'href="{address}?cari=an" aria-current="true"' in operator.get(f"{address}?cari=an").content.decode()
    )
    assert operator.post(f"/saringan/{saringan.pk}/hapus/", {"next": address})["Location"] == address
    assert "Yang ber-an" not in operator.get(address).content.decode().replace("“Yang ber-an”", "")


def test_the_same_name_means_the_new_filter(operator: Client, school: None) -> None:
    keep(operator, "Satu", "kip=True")
    keep(operator, "Satu", "kip=False&status=semua")
    assert Saringan.objects.get().query == "kip=False&status=semua"


@pytest.mark.parametrize(
    ("nama", "query", "said"),
    [
        ("", "kip=True", "beri nama dahulu"),
        ("Satu", "", "saring dahulu"),
        ("Satu", "page=3", "saring dahulu"),
        ("Satu", "cari=" + "x" * 2000, "saring dahulu"),
    ],
)
def test_a_filter_that_cannot_be_kept_says_why(
    operator: Client, school: None, nama: str, query: str, said: str
) -> None:
    assert said in keep(operator, nama, query)
    assert not Saringan.objects.exists()


@pytest.mark.slow
def test_there_is_an_end_to_filters(operator: Client, school: None) -> None:
    for number in range(FILTERS_MAX):
        keep(operator, f"Saringan {number}", "kip=True")
    assert "Hapus yang tidak dipakai" in keep(operator, "Satu lagi", "kip=True")
    assert "tersimpan" in keep(operator, "Saringan 0", "kip=False")
    assert Saringan.objects.count() == FILTERS_MAX


def test_nobody_sees_or_removes_the_filters_of_others(
    operator: Client, kepala_sekolah: Client, school: None
) -> None:
    keep(operator, "Milik operator", "kip=True")
    assert "Milik operator" not in kepala_sekolah.get(LIST).content.decode()
    assert kepala_sekolah.post(f"/saringan/{Saringan.objects.get().pk}/hapus/").status_code == 404
    keep(kepala_sekolah, "Milik kepala", "kip=True")
    assert Saringan.objects.count() == 2


def test_columns_outlast_the_session(operator: Client, school: None) -> None:
    operator.post("/peserta-didik/kolom/", {"kolom": ["nama", "no_kk"], "next": LIST})
    other = Client()
    other.force_login(Pengguna.objects.get(username="operator"))
    shown = [column.name for column in other.get(LIST).context["table"].columns]
    assert [name for name in shown if name != "pilih"] == ["nama", "no_kk"]
    other.post("/peserta-didik/kolom/", {"next": LIST})
    assert len(operator.get(LIST).context["table"].columns) > 2


def test_choosing_columns_and_filters_keep_what_the_list_shows(operator: Client, school: None) -> None:
    part = operator.get(f"{LIST}?cari=an&kip=True", headers={"hx-request": "true"}).content.decode()
    inside = part[part.index('id="hasil"') : part.index("</main>")]
    assert inside.count('name="next" value="/peserta-didik/?cari=an&amp;kip=True"') == 2


@pytest.mark.parametrize(
    ("wanted", "sheet"),
    [
        ("gelap", 'gelap.css" media="screen"'),
        ("auto", 'gelap.css" media="screen and (prefers-color-scheme: dark)"'),
        ("terang", ""),
        ("?", 'gelap.css" media="screen and (prefers-color-scheme: dark)"'),
    ],
)
def test_brightness_belongs_to_the_account(ptk: Client, wanted: str, sheet: str) -> None:
    assert ptk.post("/tampilan/", {"tampilan": wanted, "next": "/ptk/saya/"})["Location"] == "/ptk/saya/"
    page = ptk.get("/ptk/saya/").content.decode()
    assert (sheet in page) if sheet else ("gelap.css" not in page)


def test_single_letters_can_be_switched_off(operator: Client, school: None) -> None:
    assert "data-shortcuts" in operator.get("/bantuan/pintasan/").content.decode()
    operator.post("/bantuan/pintasan/", {"mati": "1"})
    assert "<body>" in operator.get("/").content.decode()
    operator.post("/bantuan/pintasan/", {"nyala": "1"})
    assert "data-shortcuts" in operator.get("/").content.decode()


def test_every_word_of_the_menu_has_a_letter_of_its_own(operator: Client, school: None) -> None:
    answer = operator.get("/bantuan/pintasan/")
    keys = [entry.key for entry in answer.context["menu"]]
    assert len(set(keys)) == len(keys) and all(keys)
    assert all(f"<kbd>{key}</kbd>" in answer.content.decode() for key in keys)
