"""Sealing of messages in files: only pusat and one installation can read and write them.

Both sides have the SHA-256 of the installation's key: the school hashes its key, pusat stores nothing else.
From it one key for each direction is derived (HKDF). The packed message is encrypted and authenticated with
AES-256-GCM. Only the school's id and the number of the installation stand in clear; the seal covers them too.
"""

import hashlib
import os
from enum import Enum
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from . import packing
from .messages import Message
from .packing import M
from .problems import SyncProblem

FILE_MAX = 8 * 1024 * 1024
_NONCE = 12
_HEAD = 16 + 4


class Purpose(Enum):
    """The direction of a file. Its value stands at the beginning of the file."""

    REQUEST = b"dapodik-kirim-1\n"
    REPLY = b"dapodik-jawab-1\n"


def hash_of(secret: str) -> str:
    """The SHA-256 of a key's secret (hexadecimal), which pusat stores. The secret has 256 random bits, so a
    plain hash will do."""
    return hashlib.sha256(secret.encode()).hexdigest()


def seal(message: Message, purpose: Purpose, key_hash: str, sekolah_id: UUID, installation: int) -> bytes:
    """The bytes of a file with a message from or to this installation. `key_hash`: see `hash_of`."""
    head = purpose.value + sekolah_id.bytes + installation.to_bytes(4, "big")
    nonce = os.urandom(_NONCE)
    return head + nonce + _cipher(key_hash, purpose).encrypt(nonce, packing.pack(message), head)


def address(data: bytes, purpose: Purpose) -> tuple[UUID, int]:
    """The school and the installation that a file names in clear. Raises SyncProblem 601 for another kind of
    file."""
    start = len(purpose.value)
    if not data.startswith(purpose.value) or len(data) < start + _HEAD:
        raise SyncProblem(601)
    return UUID(bytes=data[start : start + 16]), int.from_bytes(data[start + 16 : start + _HEAD], "big")


def unseal(data: bytes, purpose: Purpose, key_hash: str, kind: type[M]) -> M:
    """The message in a file.

    Raises SyncProblem: 601 for another kind of file, 602 for a damaged one or one that was sealed with
    another key, 605 for one that is too large.
    """
    if len(data) > FILE_MAX:
        raise SyncProblem(605)
    address(data, purpose)
    end = len(purpose.value) + _HEAD
    head, nonce, body = data[:end], data[end : end + _NONCE], data[end + _NONCE :]
    try:
        return packing.unpack(_cipher(key_hash, purpose).decrypt(nonce, body, head), kind)
    except (InvalidTag, ValueError, packing.UnreadableMessage) as error:
        raise SyncProblem(602) from error


def _cipher(key_hash: str, purpose: Purpose) -> AESGCM:
    derived = HKDF(SHA256(), 32, salt=None, info=purpose.value).derive(bytes.fromhex(key_hash))
    return AESGCM(derived)
