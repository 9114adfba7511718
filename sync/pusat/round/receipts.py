"""The check of a tanda terima, for anybody who has one. Of one that is not genuine nothing is said."""

import re
from uuid import UUID

from django.utils.crypto import constant_time_compare

from sync.pusat.door import attempts
from sync.pusat.door.attempts import Guess
from sync.pusat.models import Npsn, Receipt
from sync.wire import messages, packing

from . import verify

_NUMBER = re.compile(r"([0-9A-Za-z]{1,8})-([0-9]{6,9})")
# Compared where there is no such number, so that the time of an answer does not say which numbers there are.
_NONE = messages.Receipt(number="", time="", npsn="", nama="", installation=0, at=0, kinds={})


def checked(number: str, signature: str, records: str, address: str) -> messages.Receipt | None:
    """Find the tanda terima with this number and signature; None where pusat signed no such one.

    Blanks and capitals do not matter. `records`: the number of records on it, or "" where that was not asked
    for. `address`: the caller's on the network. Raises SyncProblem 205 after five wrong ones.
    """
    guess = Guess("tanda terima", address)
    attempts.refuse_guessing(guess)
    stored = _stored("".join(number.split()))
    given = "".join(signature.split()).lower()
    is_genuine = constant_time_compare(given, verify.signature(stored or _NONE))
    if stored and is_genuine and _digits(records) in ("", str(stored.records)):
        return stored
    attempts.count_wrong(guess)
    return None


def _stored(number: str) -> messages.Receipt | None:
    parts = _NUMBER.fullmatch(number)
    school = _school(parts[1]) if parts else None
    if parts is None or school is None:
        return None
    row = Receipt.objects.filter(sekolah_id=school, serial=int(parts[2])).first()
    receipt = packing.decode(bytes(row.content), messages.Receipt) if row else None
    return receipt if receipt and receipt.number == number else None


def _school(npsn: str) -> UUID | None:
    return Npsn.objects.filter(npsn=npsn).values_list("sekolah_id", flat=True).first()


def _digits(text: str) -> str:
    """A number as it is written, with dots or blanks between thousands, without them."""
    return "".join(letter for letter in text if letter not in ". \u00a0\t")
