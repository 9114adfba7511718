"""`manage.py release`: one zip of what runs the site and pusat, from what git has on record."""

import json
import os
import re
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from tests.site_process import Site

from .releases import FIRST, Repository, manage, names, unpack

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links to an environment are POSIX")


def test_it_holds_what_runs_and_nothing_else(older: Path):
    assert older.name == f"data-pokok-sekolah-{FIRST}.zip"
    files = names(older)
    assert files[0] == "manifest.json" and files[1:] == sorted(files[1:])
    assert {"manage.py", "VERSION", "LICENSE", "docs/panduan.md", "sync/wire/catalogue.json"} <= set(files)
    tops = {name.split("/")[0] for name in files if "/" in name}
    assert tops == {"dapodik", "docs", "static", "sync", "templates"}
    assert not [name for name in files if "test" in name.lower() and name.endswith(".py")]
    listed = json.loads(zipfile.ZipFile(older).read(f"{older.stem}/manifest.json"))
    assert listed["version"] == FIRST and list(listed["files"]) == files[1:]


def test_links_of_its_pages_lead_to_files_in_it(older: Path):
    files = {PurePosixPath(name) for name in names(older)}
    with zipfile.ZipFile(older) as package:
        pages = {
            page: package.read(f"{older.stem}/{page}").decode() for page in files if page.suffix == ".md"
        }
    links = {
        (str(page), link)
        for page, text in pages.items()
        for link in re.findall(r"\]\(([^)#\s]+)", text)
        if "://" not in link
    }
    assert len(links) > 20
    assert [link for link in sorted(links) if not _leads_to(files, *link)] == []


def _leads_to(files: set[PurePosixPath], page: str, link: str) -> bool:
    return PurePosixPath(os.path.normpath(PurePosixPath(page).parent / link)) in files


def test_one_commit_gives_the_same_bytes(repository: Repository, older: Path, newer: Path, tmp_path: Path):
    assert repository.release(tmp_path).read_bytes() == newer.read_bytes()
    assert newer.read_bytes() != older.read_bytes()


def test_files_of_another_commit_have_another_time(older: Path, newer: Path):
    """Python takes a compiled file for current whose source has the same time and size."""
    times = [{entry.date_time for entry in zipfile.ZipFile(package).infolist()} for package in (older, newer)]
    assert [len(moments) for moments in times] == [1, 1] and times[0] != times[1]


def test_what_is_not_committed_is_refused(repository: Repository, newer: Path, tmp_path: Path):
    forgotten = repository.folder / "dapodik" / "lupa.py"
    forgotten.write_text("")
    try:
        done = manage(repository.folder, "release", "--to", tmp_path / "to", data=tmp_path / "data")
    finally:
        forgotten.unlink()
    assert done.returncode == 1 and "dapodik/lupa.py" in done.stderr and "Commit dahulu" in done.stderr
    assert not (tmp_path / "to").exists()


def test_outside_of_a_repository_it_is_refused(older: Path, tmp_path: Path):
    folder = unpack(older, tmp_path / "aplikasi")
    done = manage(folder, "release", "--to", tmp_path / "to", data=tmp_path / "data")
    assert done.returncode == 1 and "repositori git" in done.stderr and "Traceback" not in done.stderr


def test_a_release_runs_with_its_demonstration_pusat(older: Path, tmp_path: Path):
    folder = unpack(older, tmp_path / "aplikasi")
    site = Site(tmp_path / "data", program=folder)
    try:
        site.started()
        assert f"Data Pokok Sekolah {FIRST}. Aplikasi siap" in site.output()
        assert "tanpa pusat contoh" not in site.output() and (site.data / "pusat-demo" / "port").exists()
    finally:
        site.stop()
