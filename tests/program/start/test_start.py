"""`manage.py start` as a person uses it: one process, one data folder, one port."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import requests

from tests.ports import free_port
from tests.site_process import ROOT, SECONDS, environment, manage

posix = pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")


def until(condition, what: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def listens(port: int, host: str = "127.0.0.1") -> bool:
    try:
        socket.create_connection((host, port), timeout=5).close()
    except OSError:
        return False
    return True


def test_says_its_address_and_serves_its_own_static_files(site):
    until(lambda: f"Aplikasi siap di {site.url}" in site.output(), site.output())
    manifest = json.loads((site.data / "static" / "staticfiles.json").read_text())
    script = manifest["paths"]["django_htmx/htmx-2.min.js"]
    with urlopen(f"{site.url}/static/{script}") as answer:
        assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.2 is this computer only on Linux")
def test_listens_on_loopback_only(site):
    assert listens(site.port)
    assert not listens(site.port, "127.0.0.2")


def test_silent_connections_do_not_stop_it(site):
    with ExitStack() as lines:
        for _ in range(130):
            lines.enter_context(socket.create_connection(("127.0.0.1", site.port), timeout=5))
        with urlopen(site.url, timeout=SECONDS) as answer:
            assert answer.status == 200


@posix
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_ends_cleanly_and_starts_again(start_site, how):
    first = start_site("--no-demo").started()
    assert first.stop(how) == 0
    assert first.output().endswith("Aplikasi ditutup.\n")
    again = start_site("--no-demo", port=first.port).started()
    assert "Menyiapkan" not in again.output()


def test_killed_then_starts_again(start_site):
    first = start_site("--no-demo").started()
    first.process.kill()
    first.process.wait()
    start_site("--no-demo", port=first.port).started()


def test_second_start_on_one_folder_points_to_the_first(start_site, site):
    second = start_site("--no-demo")
    assert second.process.wait(SECONDS) == 0
    assert f"sudah berjalan di {site.url}" in second.output()


def test_two_folders_run_side_by_side(start_site, site, tmp_path):
    other = start_site("--no-demo", data=tmp_path / "other").started()
    assert other.url != site.url
    # In one browser, which gives the cookies of a host to all its ports.
    with requests.Session() as browser:
        for each in (site, other):
            assert enter(browser, each.url).url == f"{each.url}/mulai/pintu/"
        for each in (site, other, site):
            assert browser.get(f"{each.url}/pengaturan/").url == f"{each.url}/pengaturan/"
    names = {name.rpartition("_")[0] for name, _ in browser.cookies.items()}
    assert len(browser.cookies) == 2 * len(names)


def enter(browser: requests.Session, url: str) -> requests.Response:
    """Make the first account as a person does."""
    page = browser.get(f"{url}/mulai/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    password = {"password1": "ombak-biru-7", "password2": "ombak-biru-7"}
    names = {"nama": "Siti", "username": "operator", "csrfmiddlewaretoken": token[1]}
    return browser.post(page.url, names | password, headers={"Referer": page.url})


def test_opens_the_browser_at_its_address(start_site, tmp_path):
    opened = tmp_path / "opened"
    program = tmp_path / "browser.py"
    program.write_text(f"import pathlib, sys\npathlib.Path({str(opened)!r}).write_text(sys.argv[1])\n")
    site = start_site("--no-demo", browser=f"{sys.executable} {program} %s").started()
    until(opened.exists, site.output())
    until(lambda: opened.read_text() == site.url, "the browser got another address")


@pytest.mark.skipif(sys.platform != "linux", reason="the owner is looked up in /proc")
def test_port_in_use_names_the_program(start_site):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        site = start_site("--no-demo", port=holder.getsockname()[1])
        assert site.process.wait(SECONDS) == 1
    assert f"(PID {os.getpid()})" in site.output()
    assert "--port" in site.output()
    assert "Traceback" not in site.output()


@pytest.mark.parametrize("port", ["abc", "0", "70000"])
def test_impossible_port_is_a_sentence(data_dir, port):
    done = manage("start", "--port", port, data=data_dir)
    assert done.returncode == 2
    assert "bukan nomor port" in done.stderr


@pytest.mark.parametrize("folder", ["taken", "taken/below"])
def test_data_folder_that_cannot_be_written_is_a_sentence(tmp_path, folder):
    (tmp_path / "taken").write_text("a file stands here")
    done = manage("start", "--no-demo", "--no-browser", data=tmp_path / folder)
    assert done.returncode == 1
    assert "berkas, bukan folder" in done.stderr
    assert "--data" in done.stderr


def test_folder_of_a_newer_version_is_a_sentence(start_site, site):
    site.stop()
    with sqlite3.connect(site.data / "dapodik.sqlite3") as database:
        database.execute(
            "insert into django_migrations (app, name, applied) values ('pokok', '9999_nanti', '2030-01-01')"
        )
    again = start_site("--no-demo")
    assert again.process.wait(SECONDS) == 1
    assert "versi aplikasi yang lebih baru" in again.output()


def test_damaged_database_is_a_sentence(start_site, data_dir):
    data_dir.mkdir()
    (data_dir / "dapodik.sqlite3").write_bytes(b"not a database " * 100)
    site = start_site("--no-demo")
    assert site.process.wait(SECONDS) == 1
    assert "tidak dapat dibuka" in site.output()
    assert "Traceback" not in site.output()


def test_pusat_that_cannot_be_trusted_is_refused(start_site):
    site = start_site("--no-demo", "--pusat", "http://pusat.contoh.id")
    assert site.process.wait(SECONDS) == 1
    assert "dapodik.E003" in site.output()


class DemoPusat:
    """What can be seen of the demonstration pusat from outside."""

    def __init__(self, data: Path) -> None:
        self.folder = data / "pusat-demo"
        self.port = int((self.folder / "port").read_text())
        self.url = f"http://127.0.0.1:{self.port}"

    def answers(self) -> bool:
        try:
            urlopen(f"{self.url}/sehat", timeout=5).close()
        except (URLError, ConnectionError):
            return False
        return True


@posix
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_demonstration_pusat_lives_and_ends_with_the_site(start_site, how):
    site = start_site().started()
    pusat = DemoPusat(site.data)
    assert pusat.answers()
    site.stop(how)
    until(lambda: not listens(pusat.port), "the demonstration pusat outlived the site")


def test_no_demonstration_beside_a_real_pusat(start_site):
    site = start_site("--pusat", "https://pusat.contoh.id").started()
    assert not (site.data / "pusat-demo").exists()


def test_registered_demonstration_school_finds_its_pusat_again(start_site):
    site = start_site().started()
    pusat = DemoPusat(site.data)
    words = ["add_school", "--npsn", "69999999", "--name", "SD CONTOH HARAPAN", "--new-code", "--json"]
    code = json.loads(manage("pusat", *words, data=pusat.folder).stdout)["code"]
    done = manage("register", "--pusat", pusat.url, "--npsn", "69999999", "--code", code, data=site.data)
    assert done.returncode == 0, done.stderr
    site.stop()
    again = start_site().started()
    assert DemoPusat(again.data).url == pusat.url
    assert DemoPusat(again.data).answers()


def test_site_runs_when_the_demonstration_cannot(start_site):
    first = start_site().started()
    first.stop()
    (first.data / "pusat-demo" / "pusat.sqlite3").write_bytes(b"not a database " * 100)
    again = start_site().started()
    assert "tanpa pusat contoh" in again.output()


def test_first_commands_on_a_new_folder_at_once_share_one_key(data_dir):
    command = [sys.executable, "manage.py", "start", "--no-demo", "--no-browser", "--data", str(data_dir)]
    both = [
        subprocess.Popen([*command, "--port", str(free_port())], cwd=ROOT, env=environment(),
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _ in range(2)
    ]  # fmt: skip
    try:
        until(lambda: any(process.poll() == 0 for process in both), "none of the two gave way")
    finally:
        for process in both:
            process.terminate()
    outputs = [process.communicate(timeout=SECONDS)[0] for process in both]
    assert sum("sudah berjalan" in text for text in outputs) == 1, outputs
    assert sum("Menyiapkan basis data" in text for text in outputs) == 1, outputs
