"""Synchronisation by file in a real browser: make, upload at pusat, take the reply home, read it."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.site_process import Site
from tests.test_story import menu, synchronise

from .test_persetujuan_browser import ready

__all__ = ["ready"]
Picture = Callable[[str], None]


def download(page: Page, pressed: Locator, folder: Path) -> Path:
    with page.expect_download() as found:
        pressed.press("Enter")
    path = folder / found.value.suggested_filename
    found.value.save_as(path)
    return path


def test_there_and_back(page: Page, ready: Site, screenshot: Picture, tmp_path: Path) -> None:
    synchronise(page)
    menu(page, "Sekolah")
    page.get_by_role("link", name="Ubah").press("Enter")
    page.get_by_label("Alamat jalan").fill("Jalan Panjang 7")
    page.get_by_role("button", name="Simpan").press("Enter")
    menu(page, "Sinkronisasi")
    page.get_by_role("link", name="Tanpa internet").press("Enter")
    home = page.url
    expect(page.get_by_text("1 data menunggu dikirim")).to_be_visible()
    letter = download(page, page.get_by_role("button", name="Buat berkas kirim"), tmp_path)
    page.reload()
    screenshot("berkas")
    page.set_viewport_size({"width": 390, "height": 844})
    screenshot("berkas-ponsel")
    page.set_viewport_size({"width": 1366, "height": 768})
    pusat = page.get_by_text("/offline/").inner_text()

    page.goto(pusat)
    page.get_by_label("Berkas kirim").set_input_files(letter)
    screenshot("pusat-unggah")
    page.get_by_role("button", name="Unggah").press("Enter")
    expect(page.get_by_role("heading", name="Berkas diterima")).to_be_visible()
    screenshot("pusat-hasil")
    page.set_viewport_size({"width": 390, "height": 844})
    screenshot("pusat-hasil-ponsel")
    page.set_viewport_size({"width": 1366, "height": 768})
    reply = download(page, page.get_by_role("link", name="Unduh berkas jawaban"), tmp_path)

    page.goto(home)
    page.get_by_label("Berkas jawaban dari pusat").set_input_files(letter)
    page.get_by_role("button", name="Baca berkas jawaban").press("Enter")
    expect(page.get_by_text("masalah nomor 601")).to_be_visible()
    screenshot("salah-berkas")
    page.get_by_label("Berkas jawaban dari pusat").set_input_files(reply)
    page.get_by_role("button", name="Baca berkas jawaban").press("Enter")
    expect(page.get_by_text("Tidak ada perubahan yang menunggu dikirim")).to_be_visible()
    expect(page.get_by_text("(berkas jawaban)")).to_be_visible()
    screenshot("terbaca")
