"""Wrong settings: each has its id and a cure."""

from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.db import connection


def messages(identifier: str) -> list:
    return [message for message in run_checks() if message.id == identifier]


def test_nothing_to_say_of_good_settings():
    assert [message for message in run_checks() if message.id.startswith("dapodik.")] == []


@pytest.mark.parametrize("folder", ["relative", "/there/is/no/such/folder"])
def test_data_folder(settings, folder):
    settings.DATA_DIR = Path(folder)
    assert "--data" in messages("dapodik.E001")[0].hint


def test_an_open_folder(settings, tmp_path):
    tmp_path.chmod(0o755)
    settings.DATA_DIR = tmp_path
    assert "chmod 700" in messages("dapodik.W002")[0].msg
    tmp_path.chmod(0o700)
    assert messages("dapodik.W002") == []


def test_secret_key(settings):
    settings.SECRET_KEY = "short"
    assert "secret_key" in messages("dapodik.E002")[0].hint


@pytest.mark.parametrize(
    "url", ["pusat.contoh.id", "http://pusat.contoh.id", "ftp://127.0.0.1", "https://", "https://[::1", "//x"]
)
def test_refused_address_of_pusat(settings, url):
    settings.DEFAULT_PUSAT = url
    assert "https://" in messages("dapodik.E003")[0].hint


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://pusat.contoh.id",
        "https://pusat.contoh.id:8443/dapodik",
        "http://127.0.0.1:5775",
        "http://localhost",
        "http://[::1]:80",
    ],
)
def test_accepted_address_of_pusat(settings, url):
    settings.DEFAULT_PUSAT = url
    assert messages("dapodik.E003") == []


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"transaction_mode": "DEFERRED", "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"},
        {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"},
    ],
)
def test_sqlite_that_may_lose_what_it_saved(monkeypatch, options):
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    assert "lokal.py" in messages("dapodik.E004")[0].hint


def test_unknown_time_zone(monkeypatch):
    from zoneinfo import ZoneInfoNotFoundError

    import tzlocal

    def unknown() -> str:
        raise ZoneInfoNotFoundError("two answers")

    monkeypatch.setattr(tzlocal, "get_localzone_name", unknown)
    assert "zona waktu" in messages("dapodik.W001")[0].hint
