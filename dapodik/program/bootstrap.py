"""Make `.venv`, install what is pinned, and go on inside it. Standard library only.

Every file that is fetched must have a hash that the requirements name (`--require-hashes`).

`.venv/ready.json` names the Python behind the environment and a digest of each requirements file
it holds. It is taken away before an installation and written after it, so an environment without
it is half made and is made anew. Everything is said on standard error: standard output belongs to
the command.
"""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from . import manifest

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
READY = VENV / "ready.json"
ENV_ENTERED = "DAPODIK_ENTERED"
NEEDED_MB = 500
# Each holds all that stands in those before it.
REQUIREMENTS = ("requirements.txt", "requirements-pusat.txt", "requirements-dev.txt")


class BootstrapFailed(Exception):
    """The environment could not be made; the message says why and what to do (Indonesian)."""


def main(argv: list[str]) -> int:
    """Run one command inside a complete `.venv`. Returns its exit code."""
    requirements = ROOT / _needed_for(argv)
    # Windows' own code page cannot print every name; what runs inside speaks UTF-8 everywhere.
    os.environ.setdefault("PYTHONUTF8", "1")
    try:
        if ENV_ENTERED not in os.environ:
            manifest.settle(ROOT)
        if not requirements.exists():
            raise BootstrapFailed(
                f"{requirements.name} tidak ada di paket rilis; perintah ini memerlukan repositorinya."
            )
        if not _is_installed(requirements):
            _complete(requirements)
        if not (VENV.exists() and VENV.samefile(sys.prefix)):
            return _enter(argv)
    except (BootstrapFailed, manifest.Incomplete) as error:
        _say(str(error))
        return 1
    except KeyboardInterrupt:
        _say("Dihentikan. Jalankan lagi perintah yang sama untuk melanjutkan.")
        return 130
    os.environ.pop(ENV_ENTERED, None)
    from . import entry

    return entry.run(argv)


def _needed_for(argv: list[str]) -> str:
    """Name the requirements file of a command: of developers, of a pusat on PostgreSQL, or of the site."""
    if argv[:1] in (["test"], ["sbom"], ["audit"]):
        return "requirements-dev.txt"
    if argv[:1] == ["pusat"] and os.environ.get("DATABASE_URL"):
        return "requirements-pusat.txt"
    return "requirements.txt"


def _enter(argv: list[str]) -> int:
    if os.environ.get(ENV_ENTERED) == str(VENV):
        raise BootstrapFailed(f"Lingkungan Python di {VENV} rusak. Hapus folder itu, lalu ulangi.")
    os.environ[ENV_ENTERED] = str(VENV)
    command = [str(PYTHON), str(ROOT / "manage.py"), *argv]
    if not WINDOWS:
        os.execv(PYTHON, command)  # noqa: S606 (without a shell is as it should be)
    # Windows cannot replace a process. Ctrl-C reaches both: the one inside ends, this one waits for it.
    signal.signal(signal.SIGINT, lambda *_: None)
    return subprocess.call(command)


def _complete(requirements: Path) -> None:
    """Make the environment where it is missing or broken, and install the requirements."""
    with _alone():
        if _is_installed(requirements):
            return
        installed = _installed()
        if installed is None:
            _make()
            installed = {}
        wheels = VENV / "wheels"
        _say(f"Mengunduh paket dari {requirements.name} ...")
        _pip("wheel", "--require-hashes", "--wheel-dir", wheels, "-r", requirements)
        _say("Memasang paket ...")
        READY.unlink(missing_ok=True)
        # A wheel that was built here, of a source with the right hash, has a hash that nobody could pin.
        versions = wheels / "versions.txt"
        versions.write_text(_without_hashes(requirements), encoding="utf-8")
        _pip("install", "--quiet", "--no-index", "--find-links", wheels, "-r", versions)
        shutil.rmtree(wheels)
        _write_ready({**installed, **{file.name: _digest(file) for file in _held_by(requirements)}})


def _make() -> None:
    _say("Menyiapkan lingkungan Python (.venv); hanya sekali ...")
    if not (find_spec("venv") and find_spec("ensurepip")):
        raise BootstrapFailed(
            f"Python di {sys.executable} tidak lengkap: modul venv tidak ada. Di Debian dan Ubuntu: "
            f"sudo apt install python3.{sys.version_info.minor}-venv, lalu ulangi. "
            "Di sistem lain pasang Python dari https://www.python.org/downloads/."
        )
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)], stdout=sys.stderr):
        raise _failure("Membuat .venv")
    _write_ready({})


def _pip(*arguments: str | Path) -> None:
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", *map(str, arguments)]
    if subprocess.call(command, stdout=sys.stderr):
        raise _failure("Pemasangan paket")


def _failure(step: str) -> BootstrapFailed:
    free = shutil.disk_usage(ROOT).free // 2**20
    if free < NEEDED_MB:
        return BootstrapFailed(
            f"{step} gagal: tempat di disk tinggal {free} MB. "
            f"Kosongkan sampai {NEEDED_MB} MB, lalu ulangi perintah yang sama."
        )
    return BootstrapFailed(
        f"{step} gagal; sebabnya tertulis di atas. Pemasangan pertama memerlukan internet: periksa "
        "sambungan, lalu ulangi perintah yang sama. Yang sudah terunduh tidak diunduh lagi. Bila di atas "
        "tertulis HASHES, isi paket yang diterima bukan isi yang seharusnya: ulangi di jaringan lain."
    )


def _is_installed(requirements: Path) -> bool:
    return (_installed() or {}).get(requirements.name) == _digest(requirements)


def _installed() -> dict[str, str] | None:
    """Read {requirements file: its digest} of what is installed; None where the environment is not whole."""
    try:
        installed: dict[str, str] = json.loads(READY.read_text(encoding="utf-8"))
        base = _base_python()
    except (OSError, ValueError):
        return None
    return installed if installed.pop("python", "") == str(base) and base.exists() else None


def _write_ready(installed: dict[str, str]) -> None:
    READY.write_text(json.dumps({"python": str(_base_python()), **installed}), encoding="utf-8")


def _base_python() -> Path:
    """Find the machine's Python behind that of the environment: a new one needs a new environment."""
    if not WINDOWS:
        return PYTHON.resolve()
    line = re.search(r"^executable = (.+)$", (VENV / "pyvenv.cfg").read_text(encoding="utf-8"), re.M)
    return Path(line[1]) if line else PYTHON


def _digest(requirements: Path) -> str:
    return hashlib.sha256(requirements.read_bytes()).hexdigest()


def _held_by(requirements: Path) -> list[Path]:
    """List the file and those whose packages it holds too."""
    names = REQUIREMENTS[: REQUIREMENTS.index(requirements.name) + 1]
    return [ROOT / name for name in names if (ROOT / name).exists()]


def _without_hashes(requirements: Path) -> str:
    return re.sub(r"\s*\\\s*--hash=\S+", "", requirements.read_text(encoding="utf-8"))


@contextmanager
def _alone() -> Iterator[None]:
    """Keep other processes from making the environment meanwhile. The lock dies with its process."""
    try:
        file = (ROOT / ".venv.lock").open("a")
    except OSError as error:
        raise BootstrapFailed(
            f"Folder program {ROOT} tidak dapat ditulis ({error.strerror}). "
            "Salin program ke folder milik Anda sendiri, lalu ulangi."
        ) from error
    with file:
        if not _locked(file.fileno()):
            _say("Proses lain sedang menyiapkan .venv; menunggu ...")
            while not _locked(file.fileno()):
                time.sleep(0.5)
        yield


def _locked(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
