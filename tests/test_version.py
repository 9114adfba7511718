"""The version number stands in one file and is told wherever an operator or an officer looks for it."""

import re
import subprocess
import sys
from urllib.request import urlopen

import pytest
from django.test import Client

from tests.site_process import ROOT, SECONDS, environment

VERSION = (ROOT / "VERSION").read_text(encoding="ascii").strip()
FOOT = f"versi {VERSION}."


def test_it_is_three_numbers_and_stands_in_one_file():
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)
    sources = [file for room in ("dapodik", "sync") for file in (ROOT / room).rglob("*.py")]
    assert [file for file in sources if f'"{VERSION}"' in file.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("words", [["--version"], ["version"], ["start", "--version"], ["sync", "--version"]])
def test_commands_say_it(tmp_path, words):
    command = [sys.executable, str(ROOT / "manage.py"), *words]
    done = subprocess.run(
        command, env=environment(DAPODIK_DATA=str(tmp_path)), capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (0, f"{VERSION}\n"), done.stderr


@pytest.mark.django_db
def test_every_page_of_the_site_says_it_at_its_foot(django_user_model):
    django_user_model.objects.create_user("operator", password="kata-sandi-panjang")
    assert FOOT in Client().get("/masuk/").content.decode()


def test_start_says_it(site):
    with urlopen(f"{site.url}/mulai/", timeout=SECONDS) as page:
        assert FOOT in page.read().decode()
    assert f"Data Pokok Sekolah {VERSION}. Aplikasi siap di {site.url}" in site.output()
