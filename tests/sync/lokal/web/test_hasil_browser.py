"""After a synchronisation, by keyboard: what came in, a conflict, the tanda terima and pusat's page on it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.site_process import ROOT, Site, environment
from tests.test_story import publish_sample

from .test_persetujuan_browser import ready

__all__ = ["ready"]

Picture = Callable[[str], None]
# Two of those to whom the sample decree gives a card get another KPS number here, which pusat has not seen.
EDITED = """
from dapodik.pokok import write
from dapodik.pokok.models import Origin, PesertaDidik
found = PesertaDidik.live.exclude(no_kps="").filter(nomor_kip="")
chosen = sorted(found, key=lambda one: str(one.pk))[:2]
edits = [write.Edit(PesertaDidik, {"no_kps": f"KPS9999999999{n}"}, one.pk) for n, one in enumerate(chosen)]
write.save(edits, write.Author("Siti Operator", Origin.FORM))
"""
REFUSED = """
from dapodik.pokok import write
from dapodik.pokok.models import Origin, Pending, PesertaDidik
one = PesertaDidik.live.order_by("nama")[3]
edit = write.Edit(PesertaDidik, {"email": "a@contoh.example"}, one.pk)
write.save([edit], write.Author("Siti", Origin.FORM))
problem = {"number": 403, "field": "email", "sentence": ""}
Pending.objects.filter(pk=one.pk).update(problem=problem)
"""


def shell(site: Site, script: str) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), "shell", "-c", script]
    subprocess.run(command, env=environment(DAPODIK_DATA=str(site.data)), check=True, capture_output=True)


def reach(page: Page, wanted: Locator) -> None:
    """Go to it by Tab alone, and press Enter."""
    expect(wanted).to_be_visible()
    for _ in range(120):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError("Tab does not lead there")


def link(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=name).first


def both_sizes(page: Page, screenshot: Picture, name: str) -> None:
    screenshot(name)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, "wider than the screen"
    screenshot(f"{name}-ponsel")
    page.set_viewport_size({"width": 1366, "height": 768})


def test_after_a_synchronisation_by_keyboard(
    page: Page, ready: Site, screenshot: Picture, tmp_path: Path
) -> None:
    def synchronise() -> None:
        page.goto(f"{ready.url}/sinkronisasi/")
        reach(page, page.get_by_role("button", name="Sinkronkan"))
        expect(page.get_by_text("sudah dicocokkan dan sama.")).to_be_visible(timeout=120_000)

    page.goto(f"{ready.url}/sinkronisasi/riwayat/")
    expect(page.get_by_text("Belum pernah sinkron")).to_be_visible()
    synchronise()
    publish_sample(page, ready)
    shell(ready, EDITED)
    synchronise()
    expect(page.get_by_text("2 isian diubah di dua tempat")).to_be_visible()
    screenshot("sinkronisasi")

    # What came in, down to a pupil.
    reach(page, link(page, "Lihat rincian"))
    expect(page.get_by_role("heading", name="Hasil sinkronisasi")).to_be_visible()
    both_sizes(page, screenshot, "hasil")
    result = page.url
    reach(page, page.get_by_role("cell", name="Peserta didik", exact=True).get_by_role("link").first)
    expect(page.get_by_text("SK KIP").first).to_be_visible()
    both_sizes(page, screenshot, "masuk")
    reach(page, page.locator("tbody a").first)
    expect(page.get_by_role("link", name="Riwayat").first).to_be_visible()

    # A conflict from Beranda: one is kept, the other taken back.
    page.goto(ready.url)
    reach(page, link(page, "Lihat dan pilih"))
    expect(page.get_by_role("button", name="Pakai nilai ini")).to_have_count(4)
    both_sizes(page, screenshot, "konflik")
    reach(page, page.get_by_role("button", name="Pakai nilai ini").first)
    expect(page.get_by_text("1 konflik dijawab.")).to_be_visible()
    expect(page.get_by_role("button", name="Pakai nilai ini")).to_have_count(2)
    reach(page, page.get_by_role("button", name="Pakai nilai ini").last)
    expect(page.get_by_text("Tidak ada konflik yang menunggu jawaban.")).to_be_visible()
    reach(page, link(page, "Sudah dijawab (2)"))
    expect(page.get_by_text("Nilai yang kalah dipakai")).to_be_visible()
    both_sizes(page, screenshot, "konflik-dijawab")

    # The tanda terima, its PDF, and pusat's public page.
    page.goto(result)
    reach(page, link(page, "Buka tanda terima"))
    both_sizes(page, screenshot, "tanda-terima")
    with page.expect_download() as download:
        reach(page, link(page, "Unduh PDF"))
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name.startswith("tanda-terima-") and file.read_bytes().startswith(b"%PDF-")
    reach(page, link(page, "periksa di halaman pusat"))
    expect(page.get_by_role("heading", name="Asli")).to_be_visible()
    page.context.clear_cookies()
    page.reload()
    expect(page.get_by_role("heading", name="Asli")).to_be_visible()
    both_sizes(page, screenshot, "pusat-asli")
    field = page.get_by_label("Jumlah data seluruhnya")
    field.focus()
    page.keyboard.press("End")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tidak asli")).to_be_visible()
    both_sizes(page, screenshot, "pusat-tidak-asli")


def test_what_pusat_refused_and_the_history(page: Page, ready: Site, screenshot: Picture) -> None:
    page.goto(f"{ready.url}/sinkronisasi/")
    reach(page, page.get_by_role("button", name="Sinkronkan"))
    expect(page.get_by_text("sudah dicocokkan dan sama.")).to_be_visible(timeout=120_000)
    shell(ready, REFUSED)
    page.goto(ready.url)
    reach(page, link(page, "Lihat sebabnya"))
    expect(page.get_by_text("masalah nomor 403")).to_be_visible()
    both_sizes(page, screenshot, "disisihkan")
    reach(page, link(page, "Perbaiki"))
    expect(page.locator("[name=email]")).to_be_focused()
    page.keyboard.type("b@contoh.example")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Tidak ada data yang disisihkan")).to_be_visible()
    page.goto(f"{ready.url}/sinkronisasi/riwayat/")
    both_sizes(page, screenshot, "riwayat")
    reach(page, link(page, "Berhenti"))
    expect(page.get_by_text("Tidak ada sinkronisasi dengan hasil seperti ini.")).to_be_visible()
