"""Publishing an SK: each matched line becomes a change to one pupil, which its school then gets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction

from sync.pusat.store.changes import Changes, locked, records
from sync.pusat.store.table import Row
from sync.wire import author as authors
from sync.wire.catalogue import catalogue
from sync.wire.consequences import complete
from sync.wire.shapes import Plain

from ..models import Sk, SkRow
from .matching import Line, Match, match


class OtherDate(Exception):
    """An SK of this number exists with another date."""


@dataclass
class Outcome:
    """What became of a list: how many lines were published now, which had been before, which not."""

    published: int = 0
    already: int = 0
    unmatched: list[Match] = field(default_factory=list)


@transaction.atomic
def publish(number: str, day: date, lines: Iterable[Line]) -> Outcome:
    """Make (or complete) the SK `number` of `day` and publish every line that matches exactly.

    All of it in one transaction. The same list again changes nothing. Raises OtherDate.
    """
    sk, _ = Sk.objects.get_or_create(number=number, defaults={"date": day})
    if sk.date != day:
        raise OtherDate
    matches = match(lines)
    outcome = Outcome(unmatched=[m for m in matches if m.pupil is None])
    schools: dict[UUID, list[Match]] = {}
    for found in matches:
        if found.pupil:
            schools.setdefault(found.pupil.sekolah_id, []).append(found)
    # In the order of ids: two lists published at once never wait for each other's schools.
    for sekolah_id in sorted(schools):
        changed = _publish_school(sk, sekolah_id, schools[sekolah_id])
        outcome.published += changed
        outcome.already += len(schools[sekolah_id]) - changed
    _remember(sk, matches)
    return outcome


def card_values(line: Line, held: Mapping[str, Plain]) -> dict[str, Plain]:
    """The values that a line of an SK gives its pupil, whose values before are `held`.

    The SK says who receives KIP, with number and name as printed, misspelt names too; what follows from the
    number is in the catalogue.
    """
    given: dict[str, Plain] = {
        "penerima_kip": True,
        "nomor_kip": line.nomor_kip,
        "nama_di_kip": line.nama_di_kip,
    }
    return complete(catalogue().kinds["peserta_didik"], held, given)


def _publish_school(sk: Sk, sekolah_id: UUID, matches: list[Match]) -> int:
    school = locked(sekolah_id)
    changes = Changes(school, authors.pusat(f"SK {sk.number}"))
    # Read again under the lock: the school may have sent a change since the matching.
    held = records(sekolah_id, [m.pupil.record_id for m in matches if m.pupil])
    changed = 0
    for found in matches:
        assert found.pupil is not None
        row = held[found.pupil.record_id]
        values = {name: v for name, v in card_values(found.line, row.values).items() if _held(row, name) != v}
        if values:
            changes.take(row, values)
            changed += 1
    changes.store()
    return changed


def _held(row: Row, name: str) -> Plain:
    return row.values.get(name, "" if name in ("no_kps", "nomor_kip", "nama_di_kip") else None)


def _remember(sk: Sk, matches: list[Match]) -> None:
    SkRow.objects.filter(sk=sk, line__in=[m.line.number for m in matches]).delete()
    SkRow.objects.bulk_create(
        SkRow(
            sk=sk,
            line=m.line.number,
            sekolah_id=m.pupil.sekolah_id if m.pupil else None,
            peserta_didik_id=m.pupil.record_id if m.pupil else None,
            nomor_kip=m.line.nomor_kip[:255],
            nama_di_kip=m.line.nama_di_kip[:255],
            status=SkRow.Status.PUBLISHED if m.pupil else SkRow.Status.UNMATCHED,
            reason=m.reason[:255],
        )
        for m in matches
    )
