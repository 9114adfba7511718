"""What an act does to one pupil, and how that reads: the same for one pupil and for a selection."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dapodik.pokok import consequences, display
from dapodik.pokok.display import FieldChange
from dapodik.pokok.models import KELAS, AnggotaRombel, PesertaDidik, Plain, Record, RegistrasiPesertaDidik
from dapodik.pokok.models.record import to_plain
from dapodik.pokok.semester import active
from dapodik.pokok.write import Edit

from .queries import THAT_COUNTS


@dataclass(frozen=True)
class Standing:
    """A pupil with the open registrasi, that which counts first (two only where two computers of the school
    each opened one), and the places in rombel (clubs too) of the active semester."""

    pupil: PesertaDidik
    opened: list[RegistrasiPesertaDidik]
    places: list[AnggotaRombel]

    @property
    def registrasi(self) -> RegistrasiPesertaDidik | None:
        """The open one that counts."""
        return self.opened[0] if self.opened else None

    @property
    def place(self) -> AnggotaRombel | None:
        """The place in a class proper."""
        return next((one for one in self.places if one.rombongan_belajar.jenis_rombel == KELAS), None)


@dataclass(frozen=True)
class Step:
    """What happens to one pupil; empty where nothing changes."""

    edits: list[Edit] = field(default_factory=list)
    told: list[FieldChange] = field(default_factory=list)

    def __add__(self, other: "Step") -> "Step":
        return Step(self.edits + other.edits, self.told + other.told)


class LeftOut(Exception):
    """Why an act does nothing to this pupil, in words for the operator."""


def standings(pupils: "QuerySet[PesertaDidik]") -> list[Standing]:
    """These pupils as they stand; three queries, however many they are."""
    ids = pupils.order_by().values("pk")
    opened: dict[UUID | None, list[RegistrasiPesertaDidik]] = {}
    enrolled = RegistrasiPesertaDidik.live.filter(jenis_keluar_id="", peserta_didik__in=ids)
    for one in enrolled.order_by(*THAT_COUNTS):
        opened.setdefault(one.peserta_didik_id, []).append(one)
    places: dict[UUID | None, list[AnggotaRombel]] = {}
    for place in places_of_semester().filter(peserta_didik__in=ids):
        places.setdefault(place.peserta_didik_id, []).append(place)
    return [Standing(one, opened.get(one.pk, []), places.get(one.pk, [])) for one in pupils]


def places_of_semester() -> "QuerySet[AnggotaRombel]":
    """All places in rombel of the active semester."""
    rows: QuerySet[AnggotaRombel] = AnggotaRombel.live.filter(
        rombongan_belajar__semester_id=active(), rombongan_belajar__soft_delete=False
    )
    return rows.select_related("rombongan_belajar")


def change(record: Record, values: Mapping[str, Any]) -> Step:
    """Give a record these values, with what follows from them."""
    model = type(record)
    given = _differing(record, {name: to_plain(value) for name, value in values.items()})
    differing = _differing(record, consequences.complete(record, given))
    if not differing:
        return Step()
    told = [display.field_change(model, name, record.plain(name), new) for name, new in differing.items()]
    return Step([Edit(model, differing, record.pk)], told)


def _differing(record: Record, values: Mapping[str, Plain]) -> dict[str, Plain]:
    return {name: value for name, value in values.items() if value != record.plain(name)}
