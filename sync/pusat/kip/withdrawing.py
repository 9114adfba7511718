"""Withdrawing cards of an SK: what stood before comes back, unless somebody has changed it since."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from sync.pusat.models import Sk, SkRow
from sync.pusat.store.changes import Changes, locked, records
from sync.pusat.store.table import RecordRow
from sync.wire import author as authors
from sync.wire.catalogue import catalogue
from sync.wire.kip import card_key
from sync.wire.shapes import Plain

_PUPIL = catalogue().kinds["peserta_didik"]
# What a row has given of which nothing more is known: rows of before they remembered it.
_CARD = ("penerima_kip", "nomor_kip", "nama_di_kip")
_LONGEST = 255


class UnknownCards(Exception):
    """The SK has no such cards in force; the message names them (Indonesian)."""


@dataclass
class Withdrawal:
    """The cards that were withdrawn, and those that their pupils keep because they were changed since."""

    withdrawn: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@transaction.atomic
def withdraw(sk: Sk, cards: Collection[str], reason: str) -> Withdrawal:
    """Withdraw these cards of an SK, all of them where none is named. Raises UnknownCards.

    The pupil's fields get back the values that stood before, as a change whose author is the withdrawal. A
    field that the school or another SK has changed since stays as it is.
    """
    rows = list(sk.rows.select_for_update().filter(status=SkRow.Status.PUBLISHED))
    wanted = {card_key(card) for card in cards}
    unknown = sorted(wanted - {card_key(row.nomor_kip) for row in rows})
    if unknown or not rows:
        raise UnknownCards(f"{sk} tidak memuat kartu yang masih terbit: {', '.join(unknown) or 'tidak ada'}.")
    chosen = [row for row in rows if not wanted or card_key(row.nomor_kip) in wanted]
    withdrawal = Withdrawal()
    schools: dict[UUID, list[SkRow]] = {}
    for row in chosen:
        if row.sekolah_id:
            schools.setdefault(row.sekolah_id, []).append(row)
    # In the order of ids, as publishing does.
    for sekolah_id in sorted(schools):
        _withdraw_at_school(sk, sekolah_id, schools[sekolah_id], withdrawal)
    for row in chosen:
        row.status, row.reason = SkRow.Status.WITHDRAWN, reason[:_LONGEST]
    SkRow.objects.bulk_update(chosen, ["status", "reason"], batch_size=500)
    return withdrawal


def _withdraw_at_school(sk: Sk, sekolah_id: UUID, rows: list[SkRow], withdrawal: Withdrawal) -> None:
    changes = Changes(locked(sekolah_id), authors.pusat(f"SK {sk.number} (dicabut)"))
    pupils = records(sekolah_id, [row.peserta_didik_id for row in rows if row.peserta_didik_id])
    for row in rows:
        pupil = pupils[row.peserta_didik_id] if row.peserta_didik_id else None
        values = _before(row, pupil, authors.pusat(f"SK {sk.number}")) if pupil else {}
        if pupil and values:
            changes.take(pupil, values)
            withdrawal.withdrawn.append(row.nomor_kip)
        else:
            withdrawal.left.append(row.nomor_kip)
    changes.store()


def _before(row: SkRow, pupil: RecordRow, author: str) -> dict[str, Plain]:
    """The values that come back: none where another has written one of the fields since the SK did."""
    before = row.before if row.before is not None else {name: _PUPIL.defaults[name] for name in _CARD}
    if any(pupil.version(name).author != author for name in before):
        return {}
    return {name: value for name, value in before.items() if pupil.values.get(name) != value}
