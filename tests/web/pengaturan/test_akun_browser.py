"""The door in a real browser, by keyboard: login, lockout, one-time password, what was typed too long."""

import re
import subprocess
import sys
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from tests.site_process import ROOT, Site, environment
from tests.test_story import PASSWORD, menu
from tests.web.keyboard import go, type_into

Picture = Callable[[str], None]
SMALL = {"width": 390, "height": 844}
# Nobody has used the site for an hour.
AN_HOUR = """
from django.contrib.sessions.models import Session
for one in Session.objects.all():
    kept = one.get_decoded()
    kept["dipakai_pada"] -= 3600
    one.session_data = Session.objects.encode(kept)
    one.save()
"""


def an_hour_passes(site: Site) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), "shell", "-c", AN_HOUR]
    subprocess.run(command, env=environment(DAPODIK_DATA=str(site.data)), check=True, capture_output=True)


def type_login(page: Page, name: str, password: str) -> None:
    """Name, Tab, password, Enter; the cursor stands in the first field already."""
    expect(page.get_by_label("Nama pengguna")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def leave(page: Page) -> None:
    page.get_by_role("button", name="Keluar").press("Enter")
    expect(page.get_by_role("heading", name="Masuk")).to_be_visible()


def test_wrong_passwords_by_keyboard(page: Page, home: Site, screenshot: Picture) -> None:
    leave(page)
    type_login(page, "operator", "salah")
    for sentence in ("kata sandi salah", "kata sandi salah", "Tersisa 2 percobaan", "Tersisa 1 percobaan"):
        expect(page.get_by_label("Kata sandi")).to_have_value("")
        expect(page.get_by_label("Kata sandi")).to_be_focused()
        expect(page.get_by_text(sentence)).to_be_visible()
        page.keyboard.type("salah")
        page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"Coba lagi dalam (1 menit|\d+ detik)"))).to_be_visible()
    screenshot("terkunci")
    expect(page.get_by_label("Kata sandi")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Terlalu banyak percobaan yang salah untuk nama ini.")).to_be_visible()


def test_a_teacher_chooses_a_password_and_sees_only_their_own(
    page: Page, home: Site, screenshot: Picture
) -> None:
    menu(page, "Pengaturan")
    page.get_by_role("link", name="Pengguna", exact=True).press("Enter")
    page.get_by_role("link", name="Tambah pengguna").press("Enter")
    expect(page.get_by_label("Nama lengkap")).to_be_focused()
    page.keyboard.type("Guru Satu")
    page.keyboard.press("Tab")
    page.keyboard.type("guru1")
    page.keyboard.press("Tab")
    # Past the e-mail, which may stay empty.
    page.keyboard.press("Tab")
    page.keyboard.type("PTK")
    screenshot("tambah-pengguna")
    page.get_by_role("button", name="Buat akun").press("Enter")
    expect(page.get_by_text("Pilih data PTK pemilik akun ini.")).to_be_visible()
    page.get_by_label("Data PTK").select_option(index=2)
    page.get_by_role("button", name="Buat akun").press("Enter")
    password = page.locator(".secret").inner_text()
    screenshot("kata-sandi-sementara")
    page.get_by_role("link", name="Sudah dicatat").press("Enter")
    expect(page.get_by_text("kata sandi sementara")).to_be_visible()
    screenshot("pengguna")
    leave(page)

    type_login(page, "guru1", password)
    expect(page.get_by_label("Kata sandi sementara")).to_be_focused()
    for word in (password, "ombak-biru-7", "ombak-biru-7"):
        page.keyboard.type(word)
        page.keyboard.press("Tab")
    screenshot("ganti-kata-sandi")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Keaktifan")).to_be_visible()
    words = page.get_by_role("navigation", name="Menu utama").get_by_role("link").all_inner_texts()
    assert words == ["Data saya", "Akun saya"]
    screenshot("data-saya")


def test_what_was_typed_while_the_login_ended_is_sent_after_all(
    page: Page, home: Site, screenshot: Picture
) -> None:
    menu(page, "Sekolah")
    page.get_by_role("link", name="Ubah").press("Enter")
    page.get_by_label("Alamat jalan").fill("Jalan Panjang 7")
    an_hour_passes(home)
    page.get_by_role("button", name="Simpan").press("Enter")
    expect(page.get_by_text("isiannya menunggu sampai Anda masuk")).to_be_visible()
    screenshot("sesi-berakhir")
    type_login(page, "operator", PASSWORD)
    expect(page.get_by_role("heading", name="Isian Anda masih ada")).to_be_visible()
    screenshot("belum-terkirim")
    page.get_by_role("button", name="Kirim sekarang").press("Enter")
    expect(page.get_by_text("Data sekolah tersimpan.")).to_be_visible()


def test_a_changed_password_is_noticed_in_the_other_browser(
    page: Page, browser: Browser, home: Site, screenshot: Picture
) -> None:
    other = browser.new_page(locale="id-ID")
    other.goto(home.url)
    type_login(other, "operator", PASSWORD)
    expect(other.get_by_role("heading", name="Beranda")).to_be_visible()
    page.get_by_role("link", name="Siti Operator").press("Enter")
    screenshot("akun-saya")
    page.get_by_role("link", name="Ganti kata sandi").press("Enter")
    expect(page.get_by_label("Kata sandi lama")).to_be_focused()
    for word in (PASSWORD, "ombak-biru-7", "ombak-biru-7"):
        page.keyboard.type(word)
        page.keyboard.press("Tab")
    page.get_by_role("button", name="Ganti kata sandi").press("Enter")
    expect(page.get_by_text("Kata sandi diganti.")).to_be_visible()
    other.reload()
    expect(other.get_by_text("Sesi ini sudah tidak berlaku.")).to_be_visible()
    other.close()
    page.goto(f"{home.url}/pengaturan/riwayat-keamanan/")
    expect(page.get_by_role("cell", name="Kata sandi diganti")).to_be_visible()
    screenshot("riwayat-keamanan")


def test_a_forgotten_password_is_reset_by_the_operator(page: Page, home: Site, screenshot: Picture) -> None:
    page.keyboard.type("ge")
    go(page, "link", "Pengguna")
    go(page, "link", "Tambah pengguna")
    for label, text in {"Nama lengkap": "Bapak Lupa", "Nama pengguna": "lupa", "Peran": "Kepala"}.items():
        type_into(page, label, text)
    go(page, "button", "Buat akun")
    first = page.locator(".secret").inner_text()
    go(page, "link", "Sudah dicatat")
    go(page, "link", "Kata sandi Bapak Lupa")
    expect(page.get_by_role("heading", name="Atur ulang kata sandi Bapak Lupa?")).to_be_visible()
    screenshot("tanya")
    go(page, "button", "Atur ulang kata sandi")
    password = page.locator(".secret").inner_text()
    assert password != first
    screenshot("kata-sandi-sementara")
    page.set_viewport_size(SMALL)
    screenshot("kata-sandi-sementara-kecil")
    go(page, "link", "Sudah dicatat")
    expect(page.get_by_text(password)).to_have_count(0)
    screenshot("pengguna-kecil")
    go(page, "button", "Keluar")

    type_login(page, "lupa", first)
    expect(page.get_by_text("kata sandi salah")).to_be_visible()
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Anda masuk dengan kata sandi sementara.")).to_be_visible()
    expect(page.get_by_label("Kata sandi sementara")).to_be_focused()
    for word in (password, "12345678", "12345678"):
        page.keyboard.type(word)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_be_visible()
    screenshot("terlalu-mudah-kecil")
    expect(page.get_by_label("Kata sandi sementara")).to_be_focused()
    for word in (password, "ombak-biru-7", "ombak-biru-7"):
        page.keyboard.type(word)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kata sandi diganti.")).to_be_visible()
    expect(page.get_by_role("link", name="Peserta didik", exact=True).first).to_be_visible()
