"""Candidates: the live pupils of all schools that a KIP list may mean."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Replace, Upper
from django.db.models.lookups import In

from sync.pusat.json_text import entry
from sync.pusat.models import Record
from sync.pusat.store.chunks import chunks
from sync.wire.kip import card_key

from .sk_line import SkLine

# How many lines are asked for in one statement, each of which reads through all records.
_AT_ONCE = 200
_NUMBERS = ("nisn", "nik")
# The same as card_key(), in the database: schools may have stored small letters and blanks.
_CARD = Upper(Replace(entry("values", "nomor_kip"), Value(" ")), output_field=TextField())


class Candidates:
    """Pupils that were read for some lines, to be looked up by id, NISN or NIK."""

    def __init__(self, pupils: Iterable[Record]) -> None:
        self._of_id: defaultdict[UUID, list[Record]] = defaultdict(list)
        self._of_number: defaultdict[tuple[str, str], list[Record]] = defaultdict(list)
        for pupil in pupils:
            self._of_id[pupil.record_id].append(pupil)
            for key in _NUMBERS:
                self._of_number[key, folded(pupil.values.get(key))].append(pupil)

    def of_id(self, record_id: UUID) -> list[Record]:
        """The pupils with this id: a single one, unless two schools use the same id."""
        return self._of_id.get(record_id, [])

    def near(self, line: SkLine) -> list[Record]:
        """The pupils that have the line's NISN or its NIK, each once."""
        numbers = [(key, folded(line.keys.get(key))) for key in _NUMBERS]
        pupils = [pupil for key in numbers if key[1] for pupil in self._of_number.get(key, [])]
        return list({pupil.pk: pupil for pupil in pupils}.values())


def candidates(lines: Sequence[SkLine]) -> Iterable[tuple[SkLine, Candidates]]:
    """Read the pupils for these lines, some lines at a time; each line with those that were read for it."""
    for part in chunks(lines, _AT_ONCE):
        pupils = Candidates(_meant_by(part))
        for line in part:
            yield line, pupils


def holders(cards: Collection[str]) -> dict[str, set[tuple[UUID, UUID]]]:
    """The pupils who hold these cards (card keys) now: {card key: {(id of school, id of pupil)}}."""
    holding: defaultdict[str, set[tuple[UUID, UUID]]] = defaultdict(set)
    for part in chunks(sorted(set(cards)), _AT_ONCE):
        for pupil in _pupils().filter(In(_CARD, part)):
            holding[card_key(str(pupil.values["nomor_kip"]))].add((pupil.sekolah_id, pupil.record_id))
    return holding


def folded(value: object) -> str:
    """Write a value so that two can be compared without regard to capitals and blanks; "" where there is
    none."""
    return " ".join(str(value or "").split()).casefold()


def _meant_by(lines: Sequence[SkLine]) -> QuerySet[Record]:
    wanted = Q(record_id__in=[line.peserta_didik_id for line in lines if line.peserta_didik_id])
    for key in _NUMBERS:
        values = [line.keys[key] for line in lines if line.keys.get(key)]
        if values:
            wanted |= Q(In(entry("values", key), values))
    return _pupils().filter(wanted)


def _pupils() -> QuerySet[Record]:
    return Record.objects.filter(kind="peserta_didik", deleted=False)
