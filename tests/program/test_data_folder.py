"""Which folder, and what is wrong with it."""

import errno
import os
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from dapodik.program import data_folder


@pytest.fixture(autouse=True)
def own_environment(monkeypatch):
    for name in (data_folder.ENV_FOLDER, data_folder.ENV_SECRET):
        monkeypatch.setenv(name, "")


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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_other_accounts_cannot_read_it(tmp_path):
    data_folder.prepare(tmp_path / "data")
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o077 == 0


def test_an_empty_key_is_made_anew(tmp_path):
    (tmp_path / "secret_key").touch()
    data_folder.prepare(tmp_path)
    assert os.environ[data_folder.ENV_SECRET] == (tmp_path / "secret_key").read_text()
    assert os.environ[data_folder.ENV_SECRET]


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
