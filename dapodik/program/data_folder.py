"""The one folder in which an installation keeps everything it must not lose.

Settings read what this module puts into the environment, so that the school's site and the
central server, which know nothing of one another, find their folder in the same way.
"""

import errno
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

ENV_FOLDER = "DAPODIK_DATA"
ENV_SECRET = "DAPODIK_SECRET_KEY"  # noqa: S105 (a name)
SECRET_KEY_MIN = 50
WINDOWS = os.name == "nt"
_OTHERS = 0o077
# What holds data of people, or keys: of the school's site and of pusat.
_PRIVATE = (
    "*.sqlite3*",
    "secret_key*",
    "kunci_petugas*",
    "*.log",
    "cadangan",
    "cadangan/**/*",
    "impor",
    "impor/*",
)

_REASONS = {
    errno.EACCES: "tidak ada izin",
    errno.EPERM: "tidak ada izin",
    errno.EROFS: "disknya hanya dapat dibaca",
    errno.ENOSPC: "disknya penuh",
    errno.EEXIST: "di tempat itu sudah ada berkas, bukan folder",
    errno.ENOTDIR: "di tempat itu sudah ada berkas, bukan folder",
}


class UnusableFolder(Exception):
    """The folder cannot be written; the message says why and what to do (Indonesian)."""


def chosen(argv: Sequence[str], default_name: str) -> Path:
    """The folder from `--data DIR` or `--data=DIR`, else DAPODIK_DATA, else the platform's own."""
    for position, word in enumerate(argv):
        if word == "--data" and position + 1 < len(argv):
            return Path(argv[position + 1]).expanduser().resolve()
        if word.startswith("--data="):
            return Path(word.removeprefix("--data=")).expanduser().resolve()
    if os.environ.get(ENV_FOLDER):
        return Path(os.environ[ENV_FOLDER]).expanduser().resolve()
    from platformdirs import user_data_path

    return user_data_path(default_name, appauthor=False)


def prepare(folder: Path) -> None:
    """Make the folder and its secret key, and put both into the environment.

    From here on, no file that this process makes can be read by other accounts of the computer. Raises
    UnusableFolder when the folder cannot be made or written, or its key is not whole.
    """
    from filelock import FileLock

    try:
        # Children's names and addresses: other accounts of the same computer have no business here.
        os.umask(_OTHERS)
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "folder.lock"):
            secret = _secret_key(folder / "secret_key")
            _close(folder)
    except OSError as error:
        raise UnusableFolder(
            f"Folder data {folder} tidak dapat ditulis: {_REASONS.get(error.errno or 0, error)}. "
            "Pilih folder lain dengan --data FOLDER, atau beri izin tulis pada folder itu."
        ) from error
    os.environ[ENV_FOLDER] = str(folder)
    os.environ[ENV_SECRET] = secret


def open_to_others(folder: Path) -> str:
    """Say why other accounts of this computer may look into the folder, and the cure (Indonesian).

    "" where they may not. On Windows the own profile is private: what lies in it inherits its access list.
    """
    if WINDOWS:
        if folder.is_relative_to(Path.home()):
            return ""
        return (
            f"Folder data {folder} berada di luar profil Windows Anda, jadi akun lain mungkin dapat "
            "membacanya. Pindahkan ke dalam profil Anda, lalu jalankan dengan --data FOLDER."
        )
    if not folder.stat().st_mode & _OTHERS:
        return ""
    return (
        f"Folder data {folder} terbuka bagi akun lain di komputer ini. Tutup dengan perintah "
        f'chmod 700 "{folder}" (di flashdisk, atau bila ditolak: pindahkan ke folder pribadi Anda).'
    )


def _close(folder: Path) -> None:
    """Take from other accounts what an older version, or another program, has left open to them."""
    for path in () if WINDOWS else (each for pattern in _PRIVATE for each in folder.glob(pattern)):
        # SQLite removes its own files at any time. What belongs to somebody else stays as it is.
        with suppress(FileNotFoundError, PermissionError):
            mode = path.stat().st_mode
            if mode & _OTHERS:
                path.chmod(mode & 0o700)


def _secret_key(path: Path) -> str:
    if path.exists():
        return _whole_key(path)
    key = secrets.token_urlsafe(SECRET_KEY_MIN)
    # Whole or not at all: half a key after a power cut would log everybody out at the next start.
    half = path.with_suffix(".new")
    half.unlink(missing_ok=True)
    with half.open("x", encoding="ascii") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
    return key


def _whole_key(path: Path) -> str:
    try:
        key = path.read_text(encoding="ascii").strip()
    except UnicodeDecodeError:
        key = ""
    # After a power cut a file may be as long as it was, and hold zeros.
    if len(key) >= SECRET_KEY_MIN and key.isprintable():
        return key
    raise UnusableFolder(
        f"Kunci rahasia {path} kosong atau tidak utuh. Kembalikan berkas itu dari salinan folder data. Bila "
        "tidak ada, hapus: kunci baru dibuat sendiri, semua orang masuk lagi, dan yang ditandatangani dengan "
        "kunci lama (di pusat: tanda terima) tidak dikenali lagi."
    )
