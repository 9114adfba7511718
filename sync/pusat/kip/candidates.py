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


def holders(cards: Collection[str]) -> dict[str, list[Record]]:
    """The pupils who hold these cards now: {card key: pupils}."""
    holding: defaultdict[str, list[Record]] = defaultdict(list)
    for part in chunks(sorted(set(cards)), _AT_ONCE):
        for pupil in _pupils().filter(In(_CARD, part)):
            holding[card_key(str(pupil.values["nomor_kip"]))].append(pupil)
    return holding


def without_those_who_left(pupils: Sequence[Record]) -> list[Record]:
    """The pupils who are at their school: those with a registrasi that goes on, or with none at all."""
    ongoing: dict[tuple[UUID, str], bool] = {}
    registrasi = Record.objects.filter(
        In(entry("values", "peserta_didik_id"), sorted({str(pupil.record_id) for pupil in pupils})),
        kind="registrasi_peserta_didik",
        deleted=False,
        sekolah_id__in={pupil.sekolah_id for pupil in pupils},
    )
    for row in registrasi:
        key = row.sekolah_id, str(row.values["peserta_didik_id"])
        ongoing[key] = ongoing.get(key, False) or not row.values.get("jenis_keluar_id")
    return [pupil for pupil in pupils if ongoing.get((pupil.sekolah_id, str(pupil.record_id)), True)]


def is_same_child(pupil: Record, other: Record) -> bool:
    """True for two records of one child, who is or was at two schools: a number of his is the same."""
    if pupil.sekolah_id == other.sekolah_id:
        return pupil.record_id == other.record_id
    numbers = [(folded(pupil.values.get(key)), folded(other.values.get(key))) for key in _NUMBERS]
    return any(own and own == theirs for own, theirs in numbers)


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
