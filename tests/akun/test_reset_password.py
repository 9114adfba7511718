"""`manage.py reset_password`, as somebody at the school's computer runs it."""

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.site_process import Site, manage
from tests.test_story import first_account


def test_a_forgotten_password_is_replaced(
    page: Page, start_site: Callable[..., Site], data_dir: Path
) -> None:
    site = start_site("--no-demo").started()
    first_account(page, site)
    done = manage("reset_password", "operator", "--json", data=data_dir)
    assert done.returncode == 0, done.stderr
    password = json.loads(done.stdout)["kata_sandi_sementara"]
    assert password not in site.output() and password not in done.stderr

    page.reload()
    expect(page.get_by_text("Sesi ini sudah tidak berlaku.")).to_be_visible()
    page.get_by_label("Nama pengguna").fill("operator")
    page.get_by_label("Kata sandi").fill(password)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Anda masuk dengan kata sandi sementara.")).to_be_visible()


def test_an_unknown_name_is_told_the_known_ones(data_dir: Path) -> None:
    done = manage("reset_password", "siapa", data=data_dir)
    assert done.returncode == 1
    assert "Tidak ada pengguna aktif bernama “siapa”." in done.stderr
    assert "Traceback" not in done.stderr
