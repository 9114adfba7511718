"""Whether a tanda terima is genuine, asked by anybody who holds one. Nothing is told of one that is not."""

import re
from uuid import UUID

from django.utils.crypto import constant_time_compare

from sync.pusat.door import attempts
from sync.pusat.models import Npsn, Receipt
from sync.wire import messages, packing

from . import verify

_NUMBER = re.compile(r"([0-9A-Za-z]{1,8})-([0-9]{6,9})")
# Compared with where there is no such number, so that the time says nothing of which there are.
_NONE = messages.Receipt(number="", time="", npsn="", nama="", installation=0, at=0, kinds={})


def checked(number: str, signature: str, records: str, address: str) -> messages.Receipt | None:
    """The tanda terima as pusat signed it, for whoever knows its number and signature; None for any other.

    Blanks and capitals do not matter. `records`: how many records it says both sides hold, "" where that was
    not asked. `address`: where on the network the question comes from; raises SyncProblem 205 after five
    wrong ones in 15 minutes.
    """
    guarded = f"tanda terima {address}"
    attempts.refuse_guessing(guarded)
    kept = _kept("".join(number.split()))
    told = "".join(signature.split()).lower()
    is_genuine = constant_time_compare(told, verify.signature(kept or _NONE))
    if kept and is_genuine and _digits(records) in ("", str(kept.records)):
        return kept
    attempts.count_wrong(guarded)
    return None


def _kept(number: str) -> messages.Receipt | None:
    parts = _NUMBER.fullmatch(number)
    school = _school(parts[1]) if parts else None
    if parts is None or school is None:
        return None
    row = Receipt.objects.filter(sekolah_id=school, serial=int(parts[2])).first()
    kept = packing.decode(bytes(row.content), messages.Receipt) if row else None
    return kept if kept and kept.number == number else None


def _school(npsn: str) -> UUID | None:
    return Npsn.objects.filter(npsn=npsn).values_list("sekolah_id", flat=True).first()


def _digits(text: str) -> str:
    """A number as it is written, with dots or blanks between thousands, without them."""
    return "".join(letter for letter in text if letter not in ". \u00a0\t")
