"""Make `.venv`, install what is pinned, and go on inside it. Standard library only."""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LEAST_PYTHON = (3, 11)


def must_enter(argv: list[str]) -> bool:
    """Whether this process is not yet the one to run the command."""
    return Path(sys.prefix).resolve() != VENV.resolve() or not _installed(_requirements(argv))


def enter(argv: list[str]) -> int:
    """Make the environment complete and run the command in it; its exit code."""
    if sys.version_info < LEAST_PYTHON:
        return _fail(
            "Aplikasi ini memerlukan Python 3.11 atau lebih baru. Pasang dari python.org, lalu ulangi."
        )
    requirements = _requirements(argv)
    if not PYTHON.exists():
        _say("Menyiapkan lingkungan Python (.venv), hanya sekali ...")
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    if not _installed(requirements):
        _say(f"Memasang paket dari {requirements.name} ...")
        code = subprocess.call(
            [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "-q", "-r", requirements],
            stdout=sys.stderr,
        )
        if code:
            return _fail("Pemasangan paket gagal. Periksa sambungan internet, lalu ulangi.")
        _stamp(requirements).write_text(_digest(requirements), encoding="ascii")
    return subprocess.call([PYTHON, ROOT / "manage.py", *argv])


def run_tests(arguments: list[str]) -> int:
    """The whole suite through pytest, arguments passed on."""
    return subprocess.call([PYTHON, "-m", "pytest", *arguments], cwd=ROOT)


def _requirements(argv: list[str]) -> Path:
    return ROOT / ("requirements-dev.txt" if argv[:1] == ["test"] else "requirements.txt")


def _installed(requirements: Path) -> bool:
    stamp = _stamp(requirements)
    return stamp.exists() and stamp.read_text(encoding="ascii") == _digest(requirements)


def _stamp(requirements: Path) -> Path:
    return VENV / f".installed-{requirements.stem}"


def _digest(requirements: Path) -> str:
    files = [ROOT / "requirements.txt", requirements]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _fail(sentence: str) -> int:
    _say(sentence)
    return 1
