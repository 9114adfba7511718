"""The edits of an act on one pupil, and how they read: the same for one pupil and for a selection."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from dapodik.pokok import consequences, display, present
from dapodik.pokok.display import FieldChange
from dapodik.pokok.models import KELAS, AnggotaRombel, PesertaDidik, Plain, Record, RegistrasiPesertaDidik
from dapodik.pokok.models.record import to_plain
from dapodik.pokok.semester import active
from dapodik.pokok.write import Edit


@dataclass(frozen=True)
class Standing:
    """A pupil with the open registrasi, the one that counts first (two only where two computers of the school
    each opened one), and the places in rombel (clubs too) of the active semester.

    `has_left`: every registrasi has ended. A pupil without any has not left.
    """

    pupil: PesertaDidik
    opened: list[RegistrasiPesertaDidik]
    places: list[AnggotaRombel]
    has_left: bool

    @property
    def registrasi(self) -> RegistrasiPesertaDidik | None:
        """The open one that counts."""
        return self.opened[0] if self.opened else None

    @property
    def place(self) -> AnggotaRombel | None:
        """The place in a class proper."""
        return next((place for place in self.places if place.rombongan_belajar.jenis_rombel == KELAS), None)

    def enrolled(self) -> RegistrasiPesertaDidik:
        """The open registrasi that counts. Raises LeftOut where there is none."""
        if self.registrasi is None:
            raise LeftOut("sudah keluar" if self.has_left else "belum punya registrasi; isi di halamannya")
        return self.registrasi


@dataclass(frozen=True)
class PupilEdits:
    """The edits of one pupil and the changes that they make; empty where nothing changes."""

    edits: list[Edit] = field(default_factory=list)
    changes: list[FieldChange] = field(default_factory=list)

    def __add__(self, other: "PupilEdits") -> "PupilEdits":
        return PupilEdits(self.edits + other.edits, self.changes + other.changes)


class LeftOut(Exception):
    """An act does nothing to this pupil; the message gives the reason (Indonesian)."""


def standings(pupils: "QuerySet[PesertaDidik]") -> list[Standing]:
    """Read how these pupils stand; five queries, however many they are."""
    ids = pupils.order_by().values("pk")
    opened: dict[UUID | None, list[RegistrasiPesertaDidik]] = {}
    for registrasi in present.open_registrasi().filter(peserta_didik__in=ids):
        opened.setdefault(registrasi.peserta_didik_id, []).append(registrasi)
    places: dict[UUID | None, list[AnggotaRombel]] = {}
    for place in present.places_in(active()).filter(peserta_didik__in=ids):
        places.setdefault(place.peserta_didik_id, []).append(place)
    here = set(present.pupils().filter(pk__in=ids).values_list("pk", flat=True))
    return [
        Standing(pupil, opened.get(pupil.pk, []), places.get(pupil.pk, []), pupil.pk not in here)
        for pupil in pupils
    ]


def change(record: Record, values: Mapping[str, Any]) -> PupilEdits:
    """Return the edit that gives a record these values, with what follows from them."""
    model = type(record)
    given = _differing(record, {name: to_plain(value) for name, value in values.items()})
    differing = _differing(record, consequences.complete(record, given))
    if not differing:
        return PupilEdits()
    changes = [display.field_change(model, name, record.plain(name), new) for name, new in differing.items()]
    return PupilEdits([Edit(model, differing, record.pk)], changes)


def _differing(record: Record, values: Mapping[str, Plain]) -> dict[str, Plain]:
    return {name: value for name, value in values.items() if value != record.plain(name)}
