"""Which folder, and what is wrong with it."""

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from dapodik.program import data_folder
from tests.site_process import manage

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")


@pytest.fixture(autouse=True)
def own_environment(monkeypatch):
    for name in (data_folder.ENV_FOLDER, data_folder.ENV_SECRET):
        monkeypatch.setenv(name, "")
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.parametrize("words", [["sync", "--data", "{}", "--json"], ["sync", "--data={}"]])
def test_option_comes_first(tmp_path, monkeypatch, words):
    monkeypatch.setenv(data_folder.ENV_FOLDER, "/elsewhere")
    argv = [word.format(tmp_path / "a b") for word in words]
    assert data_folder.chosen(argv, "dapodik") == tmp_path / "a b"


def test_environment_comes_next(tmp_path, monkeypatch):
    monkeypatch.setenv(data_folder.ENV_FOLDER, str(tmp_path))
    assert data_folder.chosen(["sync", "--data"], "dapodik") == tmp_path


def test_else_the_platforms_own_folder_one_for_each_side():
    site, pusat = data_folder.chosen([], "dapodik"), data_folder.chosen([], "dapodik-pusat")
    assert site.is_absolute()
    assert site != pusat


def test_prepared_once_and_found_again(tmp_path):
    folder = tmp_path / "deep" / "data"
    data_folder.prepare(folder)
    key = os.environ[data_folder.ENV_SECRET]
    data_folder.prepare(folder)
    assert os.environ[data_folder.ENV_SECRET] == key
    assert os.environ[data_folder.ENV_FOLDER] == str(folder)
    assert len(key) >= 50


@posix
def test_other_accounts_cannot_read_it(tmp_path):
    data_folder.prepare(tmp_path / "data")
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"x" * 49 + b"\n", b"\0" * 67, b"\xff" * 67],
    ids=["none", "blank", "half", "zeros", "ones"],
)
def test_a_key_that_is_not_whole_is_refused_and_stays(tmp_path, content):
    (tmp_path / "secret_key").write_bytes(content)
    with pytest.raises(data_folder.UnusableFolder, match="kosong atau tidak utuh"):
        data_folder.prepare(tmp_path)
    assert (tmp_path / "secret_key").read_bytes() == content
    assert data_folder.ENV_SECRET not in os.environ or os.environ[data_folder.ENV_SECRET] == ""


def test_a_key_is_read_without_the_end_of_its_line(tmp_path):
    (tmp_path / "secret_key").write_text("k" * 60 + "\r\n")
    data_folder.prepare(tmp_path)
    assert os.environ[data_folder.ENV_SECRET] == "k" * 60


def test_half_a_key_of_a_start_that_was_killed_is_not_taken(tmp_path):
    (tmp_path / "secret_key.new").write_text("k" * 60)
    data_folder.prepare(tmp_path)
    assert "kkk" not in (tmp_path / "secret_key").read_text()
    assert not (tmp_path / "secret_key.new").exists()


def open_to_all(folder: Path) -> list[str]:
    """What in the folder other accounts can read."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.stat().st_mode & 0o077)


@posix
def test_all_is_closed_in_a_folder_that_is_open(tmp_path):
    """What an older version has left open, and what the whole program makes from then on."""
    folder = tmp_path / "data"
    for name in (
        "dapodik.sqlite3",
        "dapodik.sqlite3-wal",
        "cadangan/rusak-1/dapodik.sqlite3",
        "impor/x.xlsx",
    ):
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).touch()
    assert open_to_all(folder)
    (folder / "dapodik.sqlite3-wal").unlink()
    done = manage("demo", data=folder)
    assert done.returncode == 0, done.stderr
    assert (
        f'terbuka bagi akun lain di komputer ini. Tutup dengan perintah chmod 700 "{folder}"' in done.stderr
    )
    with closing(sqlite3.connect(folder / "dapodik.sqlite3")) as database, database:
        database.execute("UPDATE sekolah SET nama = 'LAIN'")
        assert {path.name for path in folder.glob("*.sqlite3-*")} == {
            "dapodik.sqlite3-wal",
            "dapodik.sqlite3-shm",
        }
        assert open_to_all(folder) == []
    assert folder.stat().st_mode & 0o777 == 0o755


@posix
def test_what_belongs_to_another_account_stays_as_it_is(tmp_path, monkeypatch):
    def refuse(self: Path, mode: int) -> None:
        raise PermissionError(errno.EPERM, "bukan milik Anda")

    (tmp_path / "dapodik.sqlite3").touch()
    monkeypatch.setattr(Path, "chmod", refuse)
    data_folder.prepare(tmp_path)
    assert os.environ[data_folder.ENV_FOLDER] == str(tmp_path)


@posix
@pytest.mark.parametrize("mode", [0o755, 0o750, 0o701, 0o777])
def test_a_folder_that_is_open_is_said(tmp_path, mode):
    tmp_path.chmod(mode)
    assert "chmod 700" in data_folder.open_to_others(tmp_path)
    tmp_path.chmod(0o700)
    assert data_folder.open_to_others(tmp_path) == ""


def test_on_windows_ones_own_profile_is_private(tmp_path, monkeypatch):
    monkeypatch.setattr(data_folder, "WINDOWS", True)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "Users" / "siti")
    own, elsewhere = tmp_path / "Users" / "siti" / "AppData" / "Local" / "dapodik", tmp_path / "sekolah"
    for folder in (own, elsewhere):
        folder.mkdir(parents=True)
    # There are no modes there to be changed.
    (own / "dapodik.sqlite3").touch(mode=0o644)
    data_folder.prepare(own)
    assert (own / "dapodik.sqlite3").stat().st_mode & 0o777 == 0o644
    assert data_folder.open_to_others(own) == ""
    assert "di luar profil Windows Anda" in data_folder.open_to_others(elsewhere)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.EACCES, "tidak ada izin"),
        (errno.EROFS, "hanya dapat dibaca"),
        (errno.ENOSPC, "penuh"),
        (errno.EIO, "kabel"),
    ],
)
def test_unusable_folder_says_why_and_what_to_do(tmp_path, monkeypatch, number, reason):
    def refuse(self: FileLock) -> None:
        raise OSError(number, "kabel")

    monkeypatch.setattr(FileLock, "__enter__", refuse)
    with pytest.raises(data_folder.UnusableFolder, match=reason) as refused:
        data_folder.prepare(Path(tmp_path))
    assert "--data" in str(refused.value)
