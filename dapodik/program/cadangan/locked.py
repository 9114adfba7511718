"""Locked backups: a backup file that only a passphrase opens, for carrying out of the computer.

    DAPODIK-CADANGAN-TERKUNCI 1
    {"salt": ..., "check": ...}        as JSON
    64 hexadecimal digits              SHA-256 of the line above
    AES-256-GCM                        the backup (archive.py): pieces of 64 KiB, each with a tag (16 bytes)

scrypt makes 64 bytes of passphrase and salt: the key, and `check`, which tells a wrong passphrase from a
damaged file. The nonce of a piece is its number (11 bytes) and a byte that is 1 for the last piece alone, so
that no piece can be left out, added or moved. The three lines are authenticated with every piece. Passphrases
that look the same are the same (Unicode NFC).

Source of the scheme: STREAM, as the age format has it (https://age-encryption.org/v1); of the cost of scrypt:
OWASP Password Storage Cheat Sheet.
"""

import hmac
import os
import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from . import archive
from .archive import UnusableBackup

PASSPHRASE_MIN = 12
ADVICE = (
    f"Paling sedikit {PASSPHRASE_MIN} huruf, angka, atau tanda, dan bukan angka semua; beberapa kata yang "
    "tidak berhubungan mudah diingat."
)
FORGOTTEN = (
    "Bila kata sandinya lupa, tidak ada yang dapat membukanya lagi, pembuat aplikasi ini pun tidak. "
    "Catat di tempat yang terpisah dari berkasnya."
)
_MAGIC = b"DAPODIK-CADANGAN-TERKUNCI 1\n"
_PIECE = 64 * 1024
_TAG = 16
_KEY = 32
# 128 MB of memory and about a second: fixed, for a file must not choose what opening it costs.
_COST, _BLOCK, _PARALLEL = 2**17, 8, 1
_deriving = threading.Lock()


class WeakPassphrase(ValueError):
    """A passphrase that would soon be guessed; the message says what it needs (Indonesian)."""


class WrongPassphrase(UnusableBackup):
    """None was given, or another one than the backup was locked with."""


class _Lock(msgspec.Struct, frozen=True):
    """The head of a locked backup: random salt, and what the right passphrase makes of it."""

    salt: bytes
    check: bytes


_lock_decoder = msgspec.json.Decoder(_Lock)


def refuse_weak(passphrase: str) -> None:
    """Raise WeakPassphrase unless it is long enough for a file that anybody can try to open for ever."""
    if len(passphrase.strip()) < PASSPHRASE_MIN or passphrase.strip().isdigit():
        raise WeakPassphrase(f"Terlalu mudah ditebak. {ADVICE}")


def encrypted(backup: Path, passphrase: str) -> Iterator[bytes]:
    """Give the bytes of the locked backup, piece by piece."""
    salt = os.urandom(16)
    key, check = _derived(passphrase, salt)
    head = archive.framed(_MAGIC, msgspec.json.encode(_Lock(salt, check)))
    yield head
    with backup.open("rb") as source:
        for nonce, piece in _numbered(source, _PIECE):
            yield key.encrypt(nonce, piece, head)


def encrypted_size(backup: Path) -> int:
    """How many bytes `encrypted` gives."""
    head = archive.framed(_MAGIC, msgspec.json.encode(_Lock(bytes(16), bytes(_KEY))))
    size = backup.stat().st_size
    return len(head) + size + _TAG * max(1, -(-size // _PIECE))


def lock(backup: Path, target: Path, passphrase: str) -> None:
    """Write the locked backup into a file, which is there whole or not at all. Raises OSError."""
    with archive.aside(target.parent) as half:
        with half.open("wb") as file:
            file.writelines(encrypted(backup, passphrase))
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)


@contextmanager
def opened(file: Path, room: Path, passphrase: Callable[[], str]) -> Iterator[Path]:
    """Give the backup itself: the file, or what is locked in it.

    That is in the folder `room` while the block runs. The passphrase is asked for only where it is needed.
    Raises UnusableBackup, and WrongPassphrase where that is the reason.
    """
    if not _is_locked(file):
        yield file
        return
    with archive.aside(room) as backup:
        with file.open("rb") as source, backup.open("wb") as target:
            target.writelines(_decrypted(source, passphrase()))
        yield backup


def _is_locked(file: Path) -> bool:
    if not file.is_file():
        return False
    with file.open("rb") as source:
        return source.readline(len(_MAGIC)) == _MAGIC


def _decrypted(source: BinaryIO, passphrase: str) -> Iterator[bytes]:
    line = archive.unframed(source, _MAGIC)
    try:
        stated = _lock_decoder.decode(line)
    except msgspec.MsgspecError as error:
        raise UnusableBackup("Cadangan ini dikunci versi aplikasi yang lain. Perbarui aplikasi.") from error
    if not passphrase:
        raise WrongPassphrase("Cadangan ini terkunci. Ketik kata sandinya.")
    key, check = _derived(passphrase, stated.salt)
    if not hmac.compare_digest(check, stated.check):
        raise WrongPassphrase("Kata sandi cadangan ini salah. Huruf besar dan kecil dibedakan.")
    head = archive.framed(_MAGIC, line)
    try:
        for nonce, piece in _numbered(source, _PIECE + _TAG):
            yield key.decrypt(nonce, piece, head)
    except InvalidTag as error:
        raise UnusableBackup("Cadangan ini rusak atau terpotong.") from error


def _derived(passphrase: str, salt: bytes) -> tuple[AESGCM, bytes]:
    # What a terminal could not decode is a passphrase all the same.
    same = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogateescape")
    with _deriving:
        derived = Scrypt(salt=salt, length=2 * _KEY, n=_COST, r=_BLOCK, p=_PARALLEL).derive(same)
    return AESGCM(derived[:_KEY]), derived[_KEY:]


def _numbered(source: BinaryIO, size: int) -> Iterator[tuple[bytes, bytes]]:
    """The rest of a file in pieces of this size, each with its nonce."""
    number, piece, last = 0, source.read(size), False
    while not last:
        following = source.read(size)
        last = not following
        yield number.to_bytes(11, "big") + bytes([last]), piece
        number, piece = number + 1, following
