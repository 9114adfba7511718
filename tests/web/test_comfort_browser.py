"""Search, shortcuts, the guard of unsaved changes, and the dark, in a real browser with the keyboard."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.site_process import Site

Picture = Callable[[str], None]
SMALL = {"width": 390, "height": 844}


@pytest.fixture
def asked(page: Page) -> list[str]:
    """What the browser asked before it left a page; each time the answer is to stay."""
    problems: list[str] = []

    def stay(dialog: Dialog) -> None:
        problems.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    return problems


SHOWN = {"terang": "Terang", "gelap": "Gelap", "auto": "Seperti"}


def show(page: Page, brightness: str) -> None:
    page.get_by_label("Tampilan").focus()
    page.keyboard.type(SHOWN[brightness])
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_somebody_is_found_and_opened_by_keyboard(page: Page, home: Site, screenshot: Picture) -> None:
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Cari peserta didik")
    expect(box).to_be_focused()
    page.keyboard.type("an")
    first = page.locator(".search .hits a").first
    expect(first).to_be_visible()
    expect(page.locator(".search [role=status]")).to_contain_text("ditemukan")
    screenshot("hasil")
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(first).to_have_count(0)
    expect(box).to_be_focused()
    page.keyboard.type(" di")
    expect(first).to_be_visible()
    name = first.locator("strong").inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    page.keyboard.press("/")
    page.keyboard.type("tidakadayangbegini")
    expect(page.get_by_text("Tidak ada peserta didik atau PTK")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hasil pencarian")).to_be_visible()
    page.set_viewport_size(SMALL)
    page.keyboard.press("/")
    page.get_by_role("searchbox", name="Cari peserta didik").fill("an")
    expect(first).to_be_visible()
    screenshot("kecil")


def test_shortcuts_work_everywhere_but_not_while_typing(page: Page, home: Site, screenshot: Picture) -> None:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    screenshot("pintasan")
    page.keyboard.press("n")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.type("gp")
    expect(page).to_have_url(re.compile("/peserta-didik/$"))
    page.keyboard.type("jjk")
    expect(page.locator("main tbody a").first).to_be_focused()
    screenshot("daftar")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Ubah", exact=True)).to_be_visible()
    page.keyboard.press("e")
    expect(page).to_have_url(re.compile("/ubah/$"))
    name = page.locator("[name=nama]")
    name.fill("")
    page.keyboard.type("Gadis /n?e")
    expect(name).to_have_value("Gadis /n?e")
    expect(page.get_by_text("Belum disimpan")).to_be_visible()
    screenshot("belum-disimpan")
    page.keyboard.press("Control+s")
    expect(page.get_by_text(re.compile("tersimpan"))).to_be_visible()
    page.keyboard.type("gt")
    expect(page.get_by_role("heading", name="PTK", exact=True)).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Tambah PTK")).to_be_visible()
    page.goto(f"{home.url}/bantuan/pintasan/")
    page.get_by_role("button", name="Matikan pintasan satu huruf").press("Enter")
    expect(page.get_by_role("button", name="Nyalakan")).to_be_visible()
    page.keyboard.type("gp?/")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page).to_have_url(re.compile("/bantuan/pintasan/$"))


def test_the_keyboard_goes_on_after_htmx_has_changed_the_page(page: Page, home: Site) -> None:
    page.goto(f"{home.url}/peserta-didik/impor/")
    page.get_by_role("button", name="Periksa lembar ini").press("Enter")
    page.locator("input[type=file]").set_input_files({"name": "x.xlsx", "mimeType": "", "buffer": b"x"})
    page.get_by_role("button", name="Periksa lembar ini").press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    page.keyboard.type("an")
    expect(page.locator(".search .hits a").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".search .hits a").first).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_changed_form_is_not_left_unasked(page: Page, home: Site, asked: list[str]) -> None:
    for address, change in (
        ("/peserta-didik/tambah/", "[name=nama]"),
        ("/ptk/tambah/", "[name=nama]"),
        ("/sekolah/ubah/", "[name=alamat_jalan]"),
        ("/pengaturan/akun/", "[name=nama]"),
        ("/ptk/keaktifan/", "main input[type=checkbox]"),
    ):
        page.goto(home.url + address)
        page.locator(".menu").get_by_role("link", name="Rombel").press("Enter")
        expect(page.get_by_role("heading", name="Rombongan belajar")).to_be_visible()
        assert asked == [], address
        page.goto(home.url + address)
        field = page.locator(change).first
        if field.get_attribute("type") == "checkbox":
            field.press("Space")
        else:
            field.press_sequentially("X")
        expect(page.get_by_text("Belum disimpan")).to_be_visible()
        page.locator(".menu").get_by_role("link", name="Rombel").press("Enter")
        expect(page.get_by_text("Belum disimpan")).to_be_visible()
        assert asked == ["beforeunload"], address
        field.press("Enter")
        expect(page.get_by_text(re.compile("tersimpan|Belum tersimpan")).first).to_be_visible()
        assert asked == ["beforeunload"], address
        page.evaluate(
            "document.querySelectorAll('main form').forEach((form) => { form.dataset.leaving = '' })"
        )
        asked.clear()


def test_a_form_that_came_back_unsaved_is_guarded(page: Page, home: Site, asked: list[str]) -> None:
    page.goto(f"{home.url}/peserta-didik/tambah/")
    page.locator("[name=nama]").fill("Anak Baru")
    page.locator("[name=nik]").fill("12")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Belum tersimpan")).to_be_visible()
    expect(page.get_by_text("Belum disimpan")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".menu").get_by_role("link", name="Rombel").press("Enter")
    expect(page.locator("[name=nama]")).to_have_value("Anak Baru")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize(("wanted", "scheme"), [("terang", "light"), ("gelap", "dark"), ("auto", "dark")])
def test_there_is_enough_contrast(
    page: Page, home: Site, screenshot: Picture, wanted: str, scheme: str
) -> None:
    """Charts and the map too, which axe passes over."""
    page.emulate_media(color_scheme="dark" if wanted == "auto" else "light")
    show(page, wanted)
    for address in (
        "/",
        "/peserta-didik/",
        "/peserta-didik/tambah/",
        "/validasi/",
        "/sinkronisasi/",
        "/rombel/",
    ):
        page.goto(home.url + address)
        expect(page.locator("html")).to_have_css("color-scheme", scheme)
        screenshot(address.strip("/").replace("/", "-") or "beranda")
        assert page.evaluate(CONTRAST) == []


def test_paper_is_light_and_without_the_frame(page: Page, home: Site) -> None:
    show(page, "gelap")
    page.goto(f"{home.url}/peserta-didik/")
    page.emulate_media(media="print")
    expect(page.locator("html")).to_have_css("color-scheme", "light")
    expect(page.locator(".on-paper")).to_contain_text(
        re.compile(r"NPSN .*\ssemester\s.*\sdicetak", re.DOTALL)
    )
    for selector in (".top", ".menu", ".foot", ".filters", ".own"):
        expect(page.locator(selector).first).to_be_hidden()
    expect(page.locator("thead").first).to_have_css("display", "table-header-group")
    heads, cells = (page.locator(f"{row} > :visible").count() for row in ("thead tr", "tbody tr:first-child"))
    assert heads == cells > 5
    assert page.pdf()[:4] == b"%PDF"


# Texts whose contrast with what lies behind them is below WCAG's 4.5 (3 for large ones), as "text ratio".
CONTRAST = """() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const linear = (c) => (c <= 10.02 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const light = (color) => {
    const [r, g, b] = channels(color).map(linear);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      if ((channels(color)[3] ?? 1) > 0) return color;
    }
  };
  const own = (element) => [...element.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data.trim());
  const found = new Set();
  for (const element of document.querySelectorAll("body *")) {
    const text = own(element).join("");
    if (!text || !element.checkVisibility() || element.closest(".visually-hidden, .skip, :disabled"))
      continue;
    const style = getComputedStyle(element), ink = element.closest("svg") ? style.fill : style.color;
    const a = light(ink), b = light(behind(element));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    if (ratio < (isLarge ? 3 : 4.5)) found.add(`${text.slice(0, 30)} ${ratio.toFixed(2)}`);
  }
  return [...found];
}"""


def test_on_a_small_screen_what_is_open_is_in_sight(page: Page, home: Site) -> None:
    page.set_viewport_size(SMALL)
    menu = page.get_by_role("navigation", name="Menu utama")
    for word, address in (("Beranda", "/"), ("Rombel", "/rombel/"), ("Pengaturan", "/pengaturan/")):
        page.goto(f"{home.url}{address}")
        expect(menu.get_by_role("link", name=word, exact=True)).to_be_in_viewport(ratio=1)
    # Not so that the field with the cursor is left.
    page.goto(f"{home.url}/validasi/lanjut/")
    expect(page.locator("main form :focus")).to_be_in_viewport(ratio=1)
    page.goto(f"{home.url}/ptk/")
    page.locator("tbody a").first.press("Enter")
    page.get_by_role("link", name="Keaktifan", exact=True).press("Enter")
    expect(page.get_by_role("link", name="Keaktifan", exact=True)).to_be_in_viewport(ratio=1)
    expect(menu.get_by_role("link", name="PTK", exact=True)).to_be_in_viewport(ratio=1)
