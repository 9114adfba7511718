"""Validasi in a real browser: the walk by keyboard, mending at once, setting aside; no console error."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.site_process import Site
from tests.spreadsheet.sheet_file import pupil, sheet_file
from tests.test_story import first_account, menu

Picture = Callable[[str], None]


def imported(page: Page, site: Site) -> None:
    """A school of six pupils: two names with blanks, two wrong NIK, one odd RT."""
    first_account(page, site)
    page.goto(f"{site.url}/peserta-didik/impor/")
    rows = [
        pupil(1, Nama="  Budi   Santoso"),
        pupil(2, Nama="Siti  Aminah"),
        pupil(3, NIK="320501120517003"),
        pupil(4, NIK="32050112"),
        pupil(5, RT="100"),
        pupil(6),
    ]
    sheet = sheet_file(rows).getvalue()
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.get_by_label(re.compile("Berkas")).set_input_files(
        {"name": "daftar.xlsx", "mimeType": mime, "buffer": sheet}
    )
    page.get_by_role("button", name="Periksa lembar ini").press("Enter")
    page.get_by_role("button", name="Impor sekarang").press("Enter")
    expect(page.get_by_role("heading", name="Validasi")).to_be_visible()


def test_the_walk_by_keyboard_refuses_what_is_wrong(
    page: Page, start_site: Callable[..., Site], screenshot: Picture
) -> None:
    imported(page, start_site("--no-demo").started())
    screenshot("validasi")
    page.get_by_role("link", name="Perbaiki").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name=nik]")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("123")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Belum tersimpan, karena yang diketik ini tidak valid:")).to_be_visible()
    screenshot("belum-tersimpan")
    page.locator("[name=nik]").fill("3205011205170003")
    page.keyboard.press("Enter")
    expect(page.locator("[name=nik]")).to_have_value("32050112")
    expect(page.locator("[name=nik]")).to_be_focused()
    page.locator("[name=nik]").fill("3205011205170004")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Tidak ada lagi sesudah ini.")).to_be_visible()
    expect(page.get_by_text("Tidak ada isian yang tidak valid: data boleh dikirim.")).to_be_visible()


def test_names_are_mended_at_once_and_brought_back(
    page: Page, start_site: Callable[..., Site], screenshot: Picture
) -> None:
    imported(page, start_site("--no-demo").started())
    page.goto(f"{page.url.split('/validasi')[0]}/validasi/?kelompok=aturan&tingkat=warning")
    screenshot("menurut-aturan")
    row = page.get_by_role("row", name=re.compile("memuat spasi berlebih"))
    row.get_by_role("link", name="Betulkan sekaligus").press("Enter")
    screenshot("betulkan-sekaligus")
    page.get_by_role("button", name="Betulkan yang dicentang").press("Enter")
    expect(page.get_by_text("2 data dibetulkan.")).to_be_visible()
    page.get_by_role("button", name="Urungkan").press("Enter")
    expect(page.get_by_text("2 isian dikembalikan ke semula.")).to_be_visible()


def test_a_warning_is_set_aside_with_a_reason(page: Page, start_site: Callable[..., Site]) -> None:
    imported(page, start_site("--no-demo").started())
    page.goto(f"{page.url.split('/validasi')[0]}/validasi/?aturan=PD_RT")
    row = page.get_by_role("row", name=re.compile("RT “100”"))
    row.get_by_text("Kesampingkan", exact=True).first.press("Enter")
    row.get_by_label("Alasan").fill("RT memang 100")
    row.get_by_role("button", name="Kesampingkan").press("Enter")
    expect(
        page.get_by_text("1 peringatan dikesampingkan. Muncul lagi bila isiannya berubah.")
    ).to_be_visible()
    page.get_by_role("link", name="1 peringatan dikesampingkan").press("Enter")
    expect(page.get_by_text("RT memang 100")).to_be_visible()
    menu(page, "Validasi")
