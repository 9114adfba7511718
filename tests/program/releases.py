"""Releases made from a copy of this repository, and unpacked as an operator does."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from subprocess import CompletedProcess

from tests.site_process import ROOT, environment

FIRST, SECOND = "1.0.0", "1.1.0"
# What the newer release adds to the database, in two steps that a crash can fall between.
MIGRATION = """
from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("validasi", "{after}")]
    operations = [migrations.RunSQL("CREATE TABLE {table} (id integer)")]
"""


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=Tes", "-c", "user.email=tes@contoh.id"]
    done = subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


class Repository:
    """A copy of this repository as it stands, with a history of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self) -> "Repository":
        for name in git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
            if name and (ROOT / name).exists():
                (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, self.folder / name)
        git(self.folder, "init", "-q")
        self.commit("2026-01-02T03:04:06+00:00")
        lend_environment(self.folder)
        return self

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def commit(self, date: str) -> None:
        git(self.folder, "add", "-A")
        subprocess.run(
            ["git", "-c", "user.name=Tes", "-c", "user.email=tes@contoh.id", "commit", "-qm", "Rilis"],
            cwd=self.folder,
            env=environment(GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date),
            check=True,
        )

    def release(self, target: Path) -> Path:
        done = manage(self.folder, "release", "--to", target, data=target / "data")
        assert done.returncode == 0, done.stderr
        (package,) = target.glob("*.zip")
        return package


def lend_environment(folder: Path) -> None:
    """The environment of these tests serves another copy of the program: nothing need be installed."""
    (folder / ".venv").symlink_to(Path(sys.prefix), target_is_directory=True)


def manage(folder: Path, *words: object, data: Path) -> CompletedProcess[str]:
    """Run a command of the program in this folder, as a person does."""
    command = [sys.executable, str(folder / "manage.py"), *map(str, words), "--data", str(data)]
    return subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, encoding="utf-8"
    )


def names(package: Path) -> list[str]:
    """Paths in a release, in their order, without the folder that holds all of them."""
    with zipfile.ZipFile(package) as opened:
        return [name.partition("/")[2] for name in opened.namelist()]


def unpack(package: Path, folder: Path, only: list[str] | None = None, half: str = "") -> Path:
    """Copy what is in a release into a folder, over what is there: all of it, or only some files and of one
    more its first half, as a copying that was interrupted leaves it."""
    with zipfile.ZipFile(package) as opened:
        for entry in opened.namelist():
            name = entry.partition("/")[2]
            if only is None or name in only or name == half:
                content = opened.read(entry)
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(content[: len(content) // 2] if name == half else content)
    if not (folder / ".venv").exists():
        lend_environment(folder)
    return folder
