"""A release: one zip of what runs the site and pusat, made from what git has on record."""

import shutil
import subprocess
import time
import zipfile
from pathlib import Path

from . import manifest
from .version import VERSION

ROOT = Path(__file__).resolve().parents[2]
NAME = f"data-pokok-sekolah-{VERSION}"
_FOLDERS = ("dapodik/", "docs/", "static/", "sync/", "templates/")
_FILES = {
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "SECURITY.md",
    "VERSION",
    "manage.py",
    "requirements-pusat.txt",
    "requirements.txt",
}
_LEFT_OUT = {"dapodik/settings/test.py"}


class CannotRelease(Exception):
    """No release can be made here; the message says why (Indonesian)."""


def build(folder: Path) -> Path:
    """Write the zip of this version into a folder; its path. The same commit gives the same bytes.

    The files stand in one folder of the version's name, the list of them first: an unpacking that is
    interrupted is noticed (see manifest.py). Raises CannotRelease, and OSError where the folder cannot be
    written.
    """
    names = [name for name in _git("ls-files", "-z").split("\0") if _belongs(name)]
    missing = sorted(_FILES - set(names))
    if missing:
        raise CannotRelease(f"Berkas rilis tidak lengkap: {', '.join(missing)} tidak tercatat di git.")
    changed = _git("status", "--porcelain", "--untracked-files=all").splitlines()
    if changed:
        raise CannotRelease(
            f"{len(changed)} berkas belum di-commit, misalnya {changed[0][3:]}. Commit dahulu."
        )
    files = {name: (ROOT / name).read_bytes() for name in sorted(names)}
    folder.mkdir(parents=True, exist_ok=True)
    half, target = folder / f"{NAME}.zip.half", folder / f"{NAME}.zip"
    # Of the commit, not fixed for ever: Python and the site tell a changed file by its time and size.
    made = time.gmtime(int(_git("log", "-1", "--format=%ct")))[:6]
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {manifest.NAME: manifest.written(VERSION, files), **files}.items():
            entry = zipfile.ZipInfo(f"{NAME}/{name}", made)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            package.writestr(entry, content)
    half.replace(target)
    return target


def _belongs(name: str) -> bool:
    return (name.startswith(_FOLDERS) or name in _FILES) and name not in _LEFT_OUT


def _git(*words: str) -> str:
    git = shutil.which("git")
    if git is None:
        raise CannotRelease("Rilis dibuat dari repositori git, dan git tidak terpasang di komputer ini.")
    done = subprocess.run([git, *words], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise CannotRelease(f"Rilis dibuat dari repositori git, dan {ROOT} bukan itu.")
    return done.stdout
