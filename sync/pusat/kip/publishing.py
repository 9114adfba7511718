"""Publishing an SK: each matched line becomes a change to one pupil, which its school then gets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction

from sync.pusat.models import Sk, SkRow
from sync.pusat.store.changes import Changes, locked, records
from sync.pusat.store.table import RecordRow
from sync.wire import author as authors
from sync.wire.catalogue import catalogue
from sync.wire.consequences import complete
from sync.wire.kip import card_key
from sync.wire.shapes import Plain

from .matching import SkMatch, match
from .rows import Rows, replace_older
from .sk_line import SkLine

_PUPIL = catalogue().kinds["peserta_didik"]


class OtherDate(Exception):
    """An SK of this number exists with another date."""


class OtherContent(Exception):
    """This SK has given pupils of the list other cards; the message compares them (Indonesian)."""


@dataclass
class Publication:
    """The result for a list: how many lines were published now, how many had been before, and which were
    not. `notes`: what an officer must know of lines, as (line of the file, sentence)."""

    published: int = 0
    already: int = 0
    unmatched: list[SkMatch] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def publish(number: str, day: date, lines: Iterable[SkLine]) -> Publication:
    """Make (or complete) the SK `number` of `day` and publish every line that matches exactly.

    All of it in one transaction. What this SK has published before stays as it is, even where it has been
    corrected since; only new lines are published. Raises OtherDate and OtherContent.
    """
    sk, _ = Sk.objects.select_for_update().get_or_create(number=number, defaults={"date": day})
    if sk.date != day:
        raise OtherDate
    matches = match(lines)
    rows = Rows.of(sk)
    _refuse_other_content(rows, matches)
    new = [matched for matched in matches if matched.pupil and not rows.published(matched)]
    old = [(matched, row) for matched in matches if (row := rows.published(matched))]
    publication = Publication(notes=[*_of_lines(matches), *_of_replaced(new), *_of_old(old)])
    publication.unmatched = [m for m in matches if not m.pupil and not rows.published(m)]
    publication.notes += [(row.line, _MISSING.format(card=row.nomor_kip)) for row in rows.missing(matches)]
    publication.published = _publish(sk, new)
    publication.already = len(old) + len(new) - publication.published
    replace_older(sk, new)
    rows.take(matches)
    rows.store()
    return publication


_MISSING = "Kartu {card} tidak ada lagi dalam daftar ini; tetap terbit."


def _refuse_other_content(rows: Rows, matches: Iterable[SkMatch]) -> None:
    differing = [
        f"  baris {match.line.number}: {match.line.nomor_kip}, sudah terbit {row.nomor_kip}"
        for match, row in rows.differing(matches)
    ]
    if differing:
        raise OtherContent(
            "SK ini sudah memberi kartu lain kepada peserta didik yang sama. Tidak ada yang diterbitkan; "
            "kartu pengganti diterbitkan dengan nomor SK lain.\n" + "\n".join(differing)
        )


def _of_lines(matches: Iterable[SkMatch]) -> list[tuple[int, str]]:
    lines = {match.line.number: match.line for match in matches}
    return [(line.number, note) for line in lines.values() for note in line.notes]


def _of_replaced(matches: Iterable[SkMatch]) -> list[tuple[int, str]]:
    """Notes about cards that a new one takes the place of."""
    cards = [(match.line, _card_of(match)) for match in matches]
    return [
        (line.number, f"Menggantikan kartu {old}.")
        for line, old in cards
        if old and card_key(old) != line.card
    ]


def _of_old(matches: Iterable[tuple[SkMatch, SkRow]]) -> list[tuple[int, str]]:
    """Notes about lines that were published before and have been corrected since."""
    return [
        (
            match.line.number,
            f"Sudah terbit, dan kartunya sejak itu {_card_of(match) or 'dikosongkan'}: dibiarkan.",
        )
        for match, row in matches
        if match.pupil and card_key(_card_of(match)) != card_key(row.nomor_kip)
    ]


def _card_of(match: SkMatch) -> str:
    return str(match.pupil.values.get("nomor_kip") or "") if match.pupil else ""


def _publish(sk: Sk, matches: Iterable[SkMatch]) -> int:
    """Publish lines that this SK has not published before; the number of lines that changed a pupil."""
    schools: dict[UUID, list[SkMatch]] = {}
    for matched in matches:
        if matched.pupil:
            schools.setdefault(matched.pupil.sekolah_id, []).append(matched)
    # In the order of ids: two lists published at once never wait for each other's schools.
    return sum(_publish_school(sk, sekolah_id, schools[sekolah_id]) for sekolah_id in sorted(schools))


def card_values(line: SkLine, stored: Mapping[str, Plain]) -> dict[str, Plain]:
    """The values that a line of an SK gives its pupil, whose values before are `stored`.

    The SK says who receives KIP, with number and name as printed, misspelt names too; what follows from the
    number is in the catalogue. A number that is the pupil's already, in other letters, is left as it is; so
    is the name where the SK has none.
    """
    given: dict[str, Plain] = {"penerima_kip": True}
    if line.nama_di_kip:
        given["nama_di_kip"] = line.nama_di_kip
    if card_key(str(stored.get("nomor_kip") or "")) != line.card:
        given["nomor_kip"] = line.nomor_kip
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
            matched.before = {name: row.values.get(name, _PUPIL.defaults[name]) for name in values}
            changes.take(row, values)
            changed += 1
    changes.store()
    return changed


def _new_values(row: RecordRow, line: SkLine) -> dict[str, Plain]:
    """The card's values that the pupil does not have yet."""
    before = {**_PUPIL.defaults, **row.values}
    return {name: value for name, value in card_values(line, row.values).items() if before[name] != value}
