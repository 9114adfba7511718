"""The whole story in a real browser: from the first run to the ten KIP numbers in the downloaded sheet."""

from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.site_process import Site
from tests.spreadsheet.sheet_file import pupil, sheet_file

Picture = Callable[[str], None]
PASSWORD = "rahasia-sekali-1"
# What mends each of the demonstration school's invalid fields, by the field's name in the form.
CURES = {
    "nik": "3205030101170001",
    "nisn": "0170009999",
    "nama_ibu_kandung": "Rina Wulandari",
    "no_kps": "KPS00000000001",
}


def first_account(page: Page, site: Site) -> None:
    """A stranger opens the site and makes the operator's account."""
    page.goto(site.url)
    page.get_by_label("Nama lengkap").fill("Siti Operator")
    page.get_by_label("Nama pengguna").fill("operator")
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_label("Ulangi kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Buat akun").press("Enter")
    expect(page.get_by_role("heading", name="Dari mana datanya?")).to_be_visible()


def menu(page: Page, word: str) -> None:
    entries = page.get_by_role("navigation", name="Menu utama")
    entries.get_by_role("link", name=word, exact=True).press("Enter")


def mend_all(page: Page) -> int:
    """Walk through the invalid fields as Validasi leads; how many forms it took."""
    menu(page, "Validasi")
    page.get_by_role("link", name="Perbaiki").first.press("Enter")
    forms = 0
    while "/ubah/?" in page.url:
        focused = page.locator(":focus")
        name = focused.get_attribute("name") or ""
        if focused.evaluate("element => element.tagName") == "SELECT":
            focused.select_option(index=1)
        else:
            focused.fill(CURES[name])
        page.get_by_role("button", name="Simpan").press("Enter")
        forms += 1
        assert forms < 20, f"the walk does not end; at {page.url}"
    return forms


def synchronise(page: Page) -> None:
    menu(page, "Sinkronisasi")
    page.get_by_role("button", name="Sinkronkan").press("Enter")
    expect(page.get_by_text("Data di sini dan di pusat sudah dicocokkan dan sama.")).to_be_visible(
        timeout=60_000
    )


def test_the_whole_story(
    page: Page, start_site: Callable[..., Site], screenshot: Picture, tmp_path: Path
) -> None:
    site = start_site().started()
    first_account(page, site)
    screenshot("pintu")
    page.get_by_role("button", name="Coba sekolah contoh").press("Enter")
    expect(page.get_by_text("isian tidak valid menghalangi sinkronisasi")).to_be_visible()
    screenshot("beranda")

    # Nothing is sent before it is valid.
    menu(page, "Sinkronisasi")
    screenshot("daftar")
    page.get_by_role("button", name="Daftarkan ke pusat contoh").press("Enter")
    expect(page.get_by_role("button", name="Sinkronkan")).to_be_disabled()
    menu(page, "Validasi")
    screenshot("validasi")
    assert mend_all(page) >= 6
    expect(page.get_by_text("Tidak ada isian yang tidak valid")).to_be_visible()

    synchronise(page)
    screenshot("sinkronisasi-pertama")
    home = page.url
    publish_sample(page, site)
    screenshot("pusat")
    page.goto(home)
    synchronise(page)
    row = page.get_by_role("row", name="Peserta didik 10 sukses")
    expect(row).to_be_visible()
    screenshot("sinkronisasi-kip-masuk")
    row.get_by_role("link").press("Enter")
    expect(page.get_by_text("SK KIP").first).to_be_visible()
    screenshot("perubahan-masuk")

    menu(page, "Unduhan")
    screenshot("unduhan")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh xlsx").press("Enter")
    sheet = tmp_path / download.value.suggested_filename
    assert sheet.name.startswith("daftar_pd-SD CONTOH HARAPAN-")
    download.value.save_as(sheet)
    assert_ten_cards(sheet, came_in=kip_numbers(page, home))


def publish_sample(page: Page, site: Site) -> None:
    """An officer of pusat publishes the ten-card SK."""
    menu(page, "Pengaturan")
    page.get_by_role("link", name="http://127.0.0.1").press("Enter")
    page.get_by_role("button", name="Terbitkan SK sepuluh kartu").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("10")


def kip_numbers(page: Page, home: str) -> set[str]:
    """The new numbers as the page of what came in shows them."""
    page.goto(home)
    page.get_by_role("row", name="Peserta didik 10 sukses").get_by_role("link").press("Enter")
    cells = page.locator("tr", has=page.get_by_role("cell", name="Nomor KIP", exact=True)).locator(
        "td:nth-child(4)"
    )
    return set(cells.all_inner_texts())


def assert_ten_cards(sheet: Path, came_in: set[str]) -> None:
    """The ten numbers are in the sheet, with Penerima KIP, and the KPS they replaced are gone."""
    rows = list(load_workbook(sheet).active.iter_rows(min_row=7, values_only=True))
    cards = {row[46]: row for row in rows if row[46] in came_in}
    assert len(rows) == 300
    assert len(came_in) == len(cards) == 10
    assert {(row[45], row[22], row[23]) for row in cards.values()} == {("Ya", "Tidak", None)}


def test_a_sheet_is_imported_and_a_pupil_found(
    page: Page, start_site: Callable[..., Site], screenshot: Picture, tmp_path: Path
) -> None:
    sheet = tmp_path / "daftar.xlsx"
    sheet.write_bytes(sheet_file([pupil(n) for n in range(1, 40)] + [pupil(40, Agama="Jedi")]).getvalue())
    first_account(page, start_site("--no-demo").started())
    page.get_by_role("link", name="Impor lembar").press("Enter")
    wrong = tmp_path / "catatan.xlsx"
    wrong.write_text("bukan lembar")
    page.get_by_label("Berkas Daftar Peserta Didik").set_input_files(wrong)
    page.get_by_role("button", name="Periksa lembar ini").press("Enter")
    expect(page.get_by_text("Berkas ini bukan lembar .xlsx, dan bukan CSV")).to_be_visible()
    page.get_by_label("Berkas Daftar Peserta Didik").set_input_files(sheet)
    page.get_by_role("button", name="Periksa lembar ini").press("Enter")
    expect(page.get_by_text("Belum ada yang berubah.")).to_be_visible()
    screenshot("pratinjau")
    page.get_by_role("button", name="Impor sekarang").press("Enter")
    expect(page.get_by_text("Impor selesai: 40 ditambah")).to_be_visible()
    expect(page.get_by_role("cell", name="Isi lembar “Jedi” tidak terbaca.")).to_be_visible()
    menu(page, "Peserta didik")
    # htmx narrows the list while the operator types.
    page.get_by_label("Cari nama").press_sequentially("0170000017")
    expect(page.get_by_text("1 peserta didik", exact=True)).to_be_visible()
    screenshot("peserta-didik")
    page.get_by_role("link", name="Anak R").press("Enter")
    screenshot("rinci")
