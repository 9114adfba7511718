"""Registration codes, with which a school's computers are let in.

A code is random, so a fast hash will do, if it has a key: who reads the database alone can try no codes.
Those of version 1.0.0 are stored under a hash that is slow on purpose, which cannot be turned into the other;
they are taken until they expire, and stored anew once they are used.
"""

import secrets
import threading
from uuid import UUID

from django.contrib.auth.hashers import check_password
from django.utils.crypto import constant_time_compare, salted_hmac

from sync.wire.problems import SyncProblem

# No I, L, O, 0, 1: the code is read from paper.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 10
_FAST = "hmac-sha256$"
# A slow hash costs a processor for half a second: a single one at a time, whoever asks.
_slow = threading.Lock()


def new() -> str:
    """Make a code: 10 letters and digits, 49 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))


def hash_of(sekolah_id: UUID, code: str) -> str:
    """The hash of a school's code, by HMAC-SHA-256 with this server's secret key."""
    mac = salted_hmac("kode registrasi", f"{sekolah_id.hex} {code}", algorithm="sha256")
    return f"{_FAST}{mac.hexdigest()}"


def fits(sekolah_id: UUID, code: str, stored: str) -> bool:
    """True where this is the code whose hash is stored ("": there is none). Blanks around it and small
    letters do not matter.

    Raises SyncProblem 307 while another code is compared with a slow hash.
    """
    typed = code.strip().upper()
    if is_fast(stored):
        return constant_time_compare(hash_of(sekolah_id, typed), stored)
    if not stored:
        return False
    if not _slow.acquire(blocking=False):
        raise SyncProblem(307, retry_after=5)
    try:
        return check_password(typed, stored)
    finally:
        _slow.release()


def is_fast(stored: str) -> bool:
    """True for a hash as they are made now."""
    return stored.startswith(_FAST)
