"""The list of files of a release: what the program folder must hold, and what an older release left in it.

Standard library only: it is asked before anything is installed. A clone of the repository has no list, and
then nothing is checked.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

NAME = "manifest.json"
# Where files of an older release go that was unpacked over.
ASIDE = "sisa-versi-lama"


class Incomplete(Exception):
    """The folder is not what its release says; the message says why and what to do (Indonesian)."""


def written(version: str, files: dict[str, bytes]) -> bytes:
    """The list of a release, as JSON: its version, and the SHA-256 (hexadecimal) of each file by its path."""
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    return json.dumps({"version": version, "files": digests}, indent=0).encode()


def settle(root: Path) -> None:
    """Check that a release is here as a whole, and move aside what it does not have.

    A module, a template or a migration of another release would be found by Python and Django and run.
    Raises Incomplete where an unpacking was interrupted: until it is repeated nothing of the program runs.
    """
    if not (root / NAME).exists():
        return
    version, digests = _read(root)
    differing = [name for name, digest in digests.items() if _digest(root / name) != digest]
    if differing:
        raise _incomplete(
            root, f"{len(differing)} berkas hilang atau bukan dari versi {version}, misalnya {differing[0]}"
        )
    for leftover in _leftovers(root, digests):
        _move_aside(root, leftover)


def _read(root: Path) -> tuple[str, dict[str, str]]:
    try:
        listed = json.loads((root / NAME).read_bytes())
        return listed["version"], listed["files"]
    except (ValueError, LookupError, TypeError) as error:
        raise _incomplete(root, f"{NAME} terpotong") from error


def _incomplete(root: Path, what: str) -> Incomplete:
    return Incomplete(
        f"Folder aplikasi {root} tidak utuh: {what}. Pembaruan mungkin terputus. Salin sekali lagi seluruh "
        "isi paket ke folder itu, lalu ulangi. Data sekolah tidak tersentuh."
    )


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def _leftovers(root: Path, digests: dict[str, str]) -> Iterator[Path]:
    """Files in the folders of the release that it does not have, but for what Python compiles there."""
    for folder in sorted({name.partition("/")[0] for name in digests if "/" in name}):
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and name not in digests and path.parent.name != "__pycache__":
                yield path


def _move_aside(root: Path, path: Path) -> None:
    target = root / ASIDE / path.relative_to(root)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path, target)
    except FileNotFoundError:
        # Another command moved it at the same moment.
        return
    except OSError as error:
        raise Incomplete(
            f"Berkas versi lama {path} tidak dapat disingkirkan ({error.strerror}). Tutup aplikasi, lalu "
            "ulangi."
        ) from error
