"""The demonstration pusat: the real one, in its own process beside the site, on loopback."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from django.apps import apps
from django.conf import settings

NPSN, NAME = "69999999", "SD CONTOH HARAPAN"
START_SECONDS = 60
STOP_SECONDS = 10


class DemoPusatFailed(Exception):
    """The demonstration pusat cannot run; the message says why (Indonesian)."""


def is_wanted(folder: Path) -> bool:
    """True where no other pusat is configured: none at all, or this demonstration itself."""
    return (
        apps.is_installed("sync.lokal")
        and not settings.DEFAULT_PUSAT
        and _registered_pusat() in ("", _url(folder))
    )


@contextmanager
def beside(folder: Path) -> Iterator[dict[str, str]]:
    """Run it for as long as the block runs; gives what settings.DEMO_PUSAT holds. Raises DemoPusatFailed."""
    folder.mkdir(exist_ok=True)
    if not _registered_pusat():
        (folder / "port").write_text(str(_free_port()), encoding="ascii")
    url, key = _url(folder), secrets.token_urlsafe(24)
    code = _registration_code(folder)
    process = _start(folder, key)
    try:
        _wait(process, url, folder)
        yield {"url": url, "npsn": NPSN, "code": code, "login_url": f"{url}/masuk/?kunci={key}"}
    finally:
        _stop(process)


def _registered_pusat() -> str:
    """Address of the pusat with which this school is registered, or ""."""
    address: str = apps.get_app_config("sync_lokal").registered_pusat()  # type: ignore[attr-defined]
    return address


def _url(folder: Path) -> str:
    """Its address. A registered school finds it at the same port after every start."""
    port = folder / "port"
    return f"http://127.0.0.1:{port.read_text(encoding='ascii')}" if port.exists() else ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _command(*words: str) -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "pusat", *words]


def _environment(**more: str) -> dict[str, str]:
    """This process's own, without what names the school's settings."""
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"} | more


def _registration_code(folder: Path) -> str:
    words = ["add_school", "--npsn", NPSN, "--name", NAME, "--new-code", "--json", "--data", str(folder)]
    done = subprocess.run(_command(*words), env=_environment(), capture_output=True, text=True)
    if done.returncode:
        raise DemoPusatFailed(f"Pusat contoh tidak dapat disiapkan: {done.stderr.strip()}")
    code: str = json.loads(done.stdout)["code"]
    return code


def _start(folder: Path, key: str) -> subprocess.Popen[bytes]:
    port = (folder / "port").read_text(encoding="ascii")
    # It ends when its standard input does, so it never outlives this process, however that ends.
    with (folder / "pusat.log").open("wb") as log:
        return subprocess.Popen(
            _command("start", "--demo", "--port", port, "--data", str(folder)),
            env=_environment(PUSAT_KEY=key, PUSAT_ENDS_WITH_STDIN="1"),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
        )


def _wait(process: subprocess.Popen[bytes], url: str, folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            requests.get(f"{url}/sehat", timeout=5).raise_for_status()
            return
        except requests.RequestException:
            time.sleep(0.1)
    log = (folder / "pusat.log").read_text(encoding="utf-8", errors="replace").strip().splitlines()
    raise DemoPusatFailed(f"Pusat contoh tidak berjalan: {log[-1] if log else 'tidak menjawab'}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
