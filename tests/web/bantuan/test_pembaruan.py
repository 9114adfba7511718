"""How the application is updated: a page for everybody, to which every "Perbarui aplikasi" leads."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import timezone

from sync.lokal.models import Run
from tests.site_process import ROOT

LINK = '<a href="/bantuan/pembaruan/">Perbarui aplikasi</a>'


def test_everybody_finds_the_page_from_the_foot_of_every_page(
    operator: Client, kepala_sekolah: Client, ptk: Client
) -> None:
    for client in (operator, kepala_sekolah, ptk):
        foot = client.get("/bantuan/pintasan/").content.decode().partition("<footer")[2]
        assert '<a href="/bantuan/pembaruan/">versi ' in foot
        page = client.get("/bantuan/pembaruan/").content.decode()
        assert "Ctrl-C" in page and "cadangan dibuat dengan sendirinya" in page


@pytest.mark.parametrize("number", [203, 207, 305])
def test_a_problem_that_an_update_cures_leads_there(operator: Client, number: int) -> None:
    now = timezone.now()
    run = Run.objects.create(started=now, ended=now, status=Run.Status.FAILED, problem=number, by="Operator")
    for address in ("/sinkronisasi/riwayat/", f"/sinkronisasi/{run.pk}/"):
        assert LINK in operator.get(address).content.decode(), address


def test_no_template_shows_a_cure_without_the_link() -> None:
    shown = re.compile(r"\{\{ [\w.]*\.cure \}\}|\{\{ message \}\}")
    pages = [file for file in (ROOT / "templates").rglob("*.html") if "pusat" not in file.parts]
    assert [file for file in pages if shown.search(file.read_text(encoding="utf-8"))] == []


def test_the_rest_of_the_text_is_escaped() -> None:
    text = Template("{{ text|with_guide }}").render(Context({"text": "<b> Perbarui aplikasi."}))
    assert text == f"&lt;b&gt; {LINK}."


def test_the_page_says_what_the_guide_says() -> None:
    """The guide is read on paper, the page in the application: both name the same steps."""
    guide = (ROOT / "docs" / "panduan.md").read_text(encoding="utf-8")
    page = Path(ROOT / "templates" / "bantuan" / "pembaruan.html").read_text(encoding="utf-8")
    for words in ("data-pokok-sekolah-", "Ctrl-C", "di samping", "ke atas", "manage.py start"):
        assert words in page and words in guide.partition("Memperbarui aplikasi")[2]
