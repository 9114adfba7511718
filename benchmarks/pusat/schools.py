"""Simulated schools: what a real computer of a school sends, under ids of each school's own.

Needs Django set up with pusat's settings: what pusat must know beforehand is stored by its own code.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import md5
from itertools import count
from uuid import UUID

from django.db import transaction

from benchmarks.sync.contenders import CHANGED, card, typed
from sync.pusat.door import keys
from sync.pusat.models import Npsn, Sekolah
from sync.pusat.store import changes
from sync.pusat.store.changes import Changes
from sync.pusat.store.table import RecordRow
from sync.wire import author as authors
from sync.wire import digest, packing
from sync.wire.catalogue import catalogue
from sync.wire.digest import Tally
from sync.wire.messages import Batch, Change, Exchange, Offer, Proof
from sync.wire.shapes import Plain

PUPIL = "peserta_didik"
_numbers = count(1)


@dataclass
class School:
    """One that is registered: `head` and `sent` are the last number and batch it knows of."""

    id: UUID
    key: str
    npsn: str
    template: list[Batch]
    head: int = 1
    sent: int = 0
    turns: int = 0
    pupils: list[UUID] = field(default_factory=list)

    def exchange(self, offer: Batch | None = None, proof: Proof | None = None) -> bytes:
        """The request of a round, as it goes over the line."""
        acked = self.sent
        if offer:
            self.sent += 1
        body = Offer(self.sent, packing.encode(offer)) if offer else None
        return packing.pack(Exchange(catalogue().hash, "1", "e", acked, self.head, offer=body, proof=proof))

    def own(self, pk: UUID) -> UUID:
        """This school's counterpart of an id in the template."""
        return UUID(int=pk.int ^ _mask(self.npsn))


def _mask(npsn: str) -> int:
    return int.from_bytes(md5(npsn.encode(), usedforsecurity=False).digest())


def enrol(template: list[Batch]) -> School:
    """A new school with one computer at pusat, that will send what the template holds."""
    npsn = f"{next(_numbers):08d}"
    sekolah = next(change for batch in template for change in batch.changes if change.kind == "sekolah")
    pk = UUID(int=sekolah.id.int ^ _mask(npsn))
    known: dict[str, Plain] = {"npsn": npsn, "nama": sekolah.values["nama"]}
    with transaction.atomic():
        row = Sekolah.objects.create(pk=pk, npsn=npsn, nama=known["nama"], registration_code="!")
        Npsn.objects.create(npsn=npsn, sekolah_id=pk)
        made = Changes(row, authors.pusat("Pusat"))
        made.take(RecordRow(pk, "sekolah", is_new=True), known)
        made.store()
        _, key = keys.give(row, "laptop")
    return School(pk, key, npsn, template)


def first_push(school: School) -> list[bytes]:
    """The requests of its first run: a hello that pulls, its batches, and the proof."""
    hello = Exchange(catalogue().hash, "1", "e", 0, 0)
    requests, tally = [packing.pack(hello)], Tally()
    for batch in _batches(school):
        requests.append(school.exchange(offer=batch))
        school.head += len(batch.changes)
        for change in batch.changes:
            tally.add(change.kind, digest.of_record(change.kind, change.id, change.plain()))
            if change.kind == PUPIL:
                school.pupils.append(change.id)
    return [*requests, school.exchange(proof=Proof(school.head, tally.summaries()))]


def _batches(school: School) -> Iterator[Batch]:
    for batch in school.template:
        yield Batch([_of(school, change) for change in batch.changes])


def _of(school: School, change: Change) -> Change:
    values = dict(change.values, npsn=school.npsn) if change.kind == "sekolah" else change.values
    ids = {name: school.own(UUID(bytes=value)).bytes for name, value in change.ids.items()}
    return Change(change.kind, school.own(change.id), values, ids, is_new=change.is_new)


def delta(school: School) -> list[bytes]:
    """The requests of a usual run: ten pupils changed at the school, ten by an SK, and the proof.

    The SK's are changed now.
    """
    first = 2 * CHANGED * school.turns
    school.turns += 1
    pulled = school.pupils[first : first + CHANGED]
    pushed = school.pupils[first + CHANGED : first + 2 * CHANGED]
    with transaction.atomic():
        row = changes.locked(school.id)
        _publish(row, pulled)
        batch, tally = _edited(row, pushed, school.head)
    offering = school.exchange(offer=batch)
    school.head += 2 * CHANGED
    return [offering, school.exchange(proof=Proof(school.head, tally.summaries()))]


def _publish(sekolah: Sekolah, pupils: Sequence[UUID]) -> None:
    given = Changes(sekolah, authors.pusat("SK KIP/1/2026"))
    for number, row in enumerate(changes.records(sekolah.pk, pupils).values()):
        flags: dict[str, Plain] = {"penerima_kip": True, "penerima_kps": False, "no_kps": ""}
        given.take(row, {**card(number), **flags})
    given.store()


def _edited(sekolah: Sekolah, pupils: Sequence[UUID], base: int) -> tuple[Batch, Tally]:
    """What the school sends, and what pusat will hold then."""
    tally, made = changes.tally(sekolah), []
    for number, (pk, row) in enumerate(changes.records(sekolah.pk, pupils).items()):
        tally.remove(PUPIL, digest.of_record(PUPIL, pk, row.values))
        tally.add(PUPIL, digest.of_record(PUPIL, pk, {**row.values, **typed(number)}))
        made.append(Change(PUPIL, pk, dict(typed(number)), base=base))
    return Batch(made), tally
