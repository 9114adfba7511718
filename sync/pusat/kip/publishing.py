"""Publishing an SK: each matched line becomes a change to one pupil, which its school then gets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction

from sync.pusat.models import Sk, SkRow
from sync.pusat.store.changes import Changes, locked, records
from sync.pusat.store.chunks import chunks
from sync.pusat.store.table import RecordRow
from sync.wire import author as authors
from sync.wire.catalogue import catalogue
from sync.wire.consequences import complete
from sync.wire.kip import as_printed, card_key
from sync.wire.shapes import Plain

from .matching import SkMatch, match
from .sk_line import SkLine

_PUPIL = catalogue().kinds["peserta_didik"]
# Fewer than any database takes values in one statement.
_AT_ONCE = 500


class OtherDate(Exception):
    """An SK of this number exists with another date."""


@dataclass
class Publication:
    """The result for a list: how many lines were published now, how many had been before, and which were
    not."""

    published: int = 0
    already: int = 0
    unmatched: list[SkMatch] = field(default_factory=list)


@transaction.atomic
def publish(number: str, day: date, lines: Iterable[SkLine]) -> Publication:
    """Make (or complete) the SK `number` of `day` and publish every line that matches exactly.

    All of it in one transaction. The same list again changes nothing. Raises OtherDate.
    """
    sk, _ = Sk.objects.get_or_create(number=number, defaults={"date": day})
    if sk.date != day:
        raise OtherDate
    matches = match(lines)
    publication = Publication(unmatched=[matched for matched in matches if matched.pupil is None])
    schools: dict[UUID, list[SkMatch]] = {}
    for matched in matches:
        if matched.pupil:
            schools.setdefault(matched.pupil.sekolah_id, []).append(matched)
    # In the order of ids: two lists published at once never wait for each other's schools.
    for sekolah_id in sorted(schools):
        changed = _publish_school(sk, sekolah_id, schools[sekolah_id])
        publication.published += changed
        publication.already += len(schools[sekolah_id]) - changed
    _store_lines(sk, matches)
    return publication


def card_values(line: SkLine, stored: Mapping[str, Plain]) -> dict[str, Plain]:
    """The values that a line of an SK gives its pupil, whose values before are `stored`.

    The SK says who receives KIP, with number and name as printed, misspelt names too; what follows from the
    number is in the catalogue. A number that is the pupil's already, in other letters, is left as it is.
    """
    given: dict[str, Plain] = {
        "penerima_kip": True,
        "nomor_kip": line.nomor_kip,
        "nama_di_kip": line.nama_di_kip,
    }
    if card_key(str(stored.get("nomor_kip") or "")) == line.card:
        del given["nomor_kip"]
    return complete(_PUPIL, stored, given)


def _publish_school(sk: Sk, sekolah_id: UUID, matches: list[SkMatch]) -> int:
    """Publish the lines of one school; the number of pupils that were changed."""
    school = locked(sekolah_id)
    changes = Changes(school, authors.pusat(f"SK {sk.number}"))
    # Read again under the lock: the school may have sent a change since the matching.
    rows = records(sekolah_id, [matched.pupil.record_id for matched in matches if matched.pupil])
    changed = 0
    for matched in matches:
        assert matched.pupil is not None
        row = rows[matched.pupil.record_id]
        values = _new_values(row, matched.line)
        if values:
            changes.take(row, values)
            changed += 1
    changes.store()
    return changed


def _new_values(row: RecordRow, line: SkLine) -> dict[str, Plain]:
    """The card's values that the pupil does not have yet."""
    before = {**_PUPIL.defaults, **row.values}
    return {name: value for name, value in card_values(line, row.values).items() if before[name] != value}


def _store_lines(sk: Sk, matches: list[SkMatch]) -> None:
    for part in chunks(matches, _AT_ONCE):
        SkRow.objects.filter(sk=sk, line__in=[matched.line.number for matched in part]).delete()
    SkRow.objects.bulk_create(
        SkRow(
            sk=sk,
            line=matched.line.number,
            sekolah_id=matched.pupil.sekolah_id if matched.pupil else None,
            peserta_didik_id=matched.pupil.record_id if matched.pupil else None,
            nomor_kip=as_printed(matched.line.nomor_kip)[:255],
            nama_di_kip=matched.line.nama_di_kip[:255],
            status=SkRow.Status.PUBLISHED if matched.pupil else SkRow.Status.UNMATCHED,
            reason=matched.reason[:255],
        )
        for matched in matches
    )
