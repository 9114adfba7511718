"""The rows of an SK: each list under its number adds rows, and none is ever lost or set anew."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from sync.pusat.models import Sk, SkRow
from sync.pusat.store.chunks import chunks
from sync.wire.kip import as_printed, card_key

from .matching import SkMatch

# Fewer than any database takes values in one statement.
_AT_ONCE = 500
_CHANGED = ["line", "sekolah", "peserta_didik_id", "nama_di_kip", "status", "reason", "before"]
_Pupil = tuple[UUID | None, UUID | None]


@dataclass
class Rows:
    """The rows that an SK has, and those that a list adds."""

    sk: Sk
    stored: list[SkRow]
    changed: list[SkRow] = field(default_factory=list)
    new: list[SkRow] = field(default_factory=list)

    @classmethod
    def of(cls, sk: Sk) -> "Rows":
        """Read the rows of an SK."""
        return cls(sk, list(sk.rows.all()))

    def published(self, match: SkMatch) -> SkRow | None:
        """The row by which this SK has given a card to the pupil of a match, in force or not; of a line that
        fits nobody any more, the row of its card."""
        if match.pupil:
            return self._of_pupil.get(_pupil_of(match))
        return None if match.refused else self._of_card.get(match.line.card)

    def differing(self, matches: Iterable[SkMatch]) -> list[tuple[SkMatch, SkRow]]:
        """The matches whose pupil has another card by this SK already."""
        pairs = [(match, row) for match in matches if match.pupil and (row := self.published(match))]
        return [(match, row) for match, row in pairs if card_key(row.nomor_kip) != match.line.card]

    def missing(self, matches: Iterable[SkMatch]) -> list[SkRow]:
        """The published rows whose cards the list does not name."""
        named = {match.line.card for match in matches}
        rows = (row for row in self.stored if row.status == SkRow.Status.PUBLISHED)
        return [row for row in rows if card_key(row.nomor_kip) not in named]

    def take(self, matches: Sequence[SkMatch]) -> None:
        """Note what became of each line: in the row that has its card for its pupil, else in one without a
        pupil, else in a new row."""
        free: dict[str, list[SkRow]] = {}
        for stored in self.stored:
            if stored.status == SkRow.Status.UNMATCHED:
                free.setdefault(card_key(stored.nomor_kip), []).append(stored)
        numbers = max((row.number for row in self.stored), default=0)
        for match in matches:
            row = self.published(match)
            if row is None and free.get(match.line.card):
                row = free[match.line.card].pop(0)
            if row is None:
                numbers += 1
                row = SkRow(sk=self.sk, number=numbers)
                self.new.append(row)
            else:
                self.changed.append(row)
            _fill(row, match)

    def store(self) -> None:
        """Store the rows."""
        SkRow.objects.bulk_create(self.new, batch_size=_AT_ONCE)
        SkRow.objects.bulk_update(self.changed, _CHANGED, batch_size=_AT_ONCE)

    @cached_property
    def _of_pupil(self) -> dict[_Pupil, SkRow]:
        return {(row.sekolah_id, row.peserta_didik_id): row for row in self._given}

    @cached_property
    def _of_card(self) -> dict[str, SkRow]:
        return {card_key(row.nomor_kip): row for row in self._given}

    @cached_property
    def _given(self) -> list[SkRow]:
        return [row for row in self.stored if row.status != SkRow.Status.UNMATCHED]


def replace_older(sk: Sk, matches: Iterable[SkMatch]) -> None:
    """Mark the rows of other SK by which these pupils had another card."""
    cards = {_pupil_of(match): match.line.card for match in matches}
    for part in chunks(sorted({pupil for _, pupil in cards if pupil}), _AT_ONCE):
        rows = SkRow.objects.filter(peserta_didik_id__in=part, status=SkRow.Status.PUBLISHED).exclude(sk=sk)
        older = [
            row
            for row in rows
            if cards.get((row.sekolah_id, row.peserta_didik_id), card_key(row.nomor_kip))
            != card_key(row.nomor_kip)
        ]
        for row in older:
            row.status, row.reason = SkRow.Status.REPLACED, f"Diganti oleh {sk}."[:255]
        SkRow.objects.bulk_update(older, ["status", "reason"], batch_size=_AT_ONCE)


def _fill(row: SkRow, match: SkMatch) -> None:
    row.line = match.line.number
    if row.status and row.status != SkRow.Status.UNMATCHED:
        return
    row.sekolah_id, row.peserta_didik_id = _pupil_of(match)
    row.nomor_kip = as_printed(match.line.nomor_kip)[:255]
    row.nama_di_kip = match.line.nama_di_kip[:255]
    row.status = SkRow.Status.PUBLISHED if match.pupil else SkRow.Status.UNMATCHED
    row.before = dict(match.before) if match.pupil else None
    row.reason = match.reason[:255]


def _pupil_of(match: SkMatch) -> _Pupil:
    return (match.pupil.sekolah_id, match.pupil.record_id) if match.pupil else (None, None)
