"""The one folder in which an installation keeps everything it must not lose.

Settings read what this module puts into the environment, so that the school's site and the
central server, which know nothing of one another, find their folder in the same way.
"""

import errno
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

ENV_FOLDER = "DAPODIK_DATA"
ENV_SECRET = "DAPODIK_SECRET_KEY"  # noqa: S105 (a name)

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

    Raises UnusableFolder when the folder cannot be made or written.
    """
    from filelock import FileLock

    try:
        # Children's names and addresses: other accounts of the same computer have no business here.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(folder / "folder.lock"):
            secret = _secret_key(folder / "secret_key")
    except OSError as error:
        raise UnusableFolder(
            f"Folder data {folder} tidak dapat ditulis: {_REASONS.get(error.errno or 0, error)}. "
            "Pilih folder lain dengan --data FOLDER, atau beri izin tulis pada folder itu."
        ) from error
    os.environ[ENV_FOLDER] = str(folder)
    os.environ[ENV_SECRET] = secret


def _secret_key(path: Path) -> str:
    existing = path.read_text(encoding="ascii").strip() if path.exists() else ""
    if existing:
        return existing
    key = secrets.token_urlsafe(50)
    # Whole or not at all: half a key after a power cut would log everybody out at the next start.
    half = path.with_suffix(".new")
    half.touch(mode=0o600)
    half.write_text(key, encoding="ascii")
    half.replace(path)
    return key
