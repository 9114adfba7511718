"""The pupils that the school has, loaded once, and which of them a row means."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from dapodik.pokok import present
from dapodik.pokok.identity import PersonIndex, PupilKeys, folded
from dapodik.pokok.models import KELAS, AnggotaRombel, PesertaDidik, RegistrasiPesertaDidik

from ..importing.recognition import People, Recognised, meant_to_go, recognise
from ..importing.report import ImportPlan
from ..importing.rows import ParsedRow


@dataclass
class Known:
    """All pupils, deleted ones too, with their registrasi and their places in classes of the semester."""

    pupils: dict[UUID, PesertaDidik]
    registrasi: dict[UUID | None, list[RegistrasiPesertaDidik]] = field(default_factory=dict)
    places: dict[UUID | None, list[AnggotaRombel]] = field(default_factory=dict)

    @classmethod
    def load(cls, semester: str) -> "Known":
        """Read everything from the database."""
        known = cls(PesertaDidik.objects.in_bulk())
        for registrasi in RegistrasiPesertaDidik.live.order_by(*present.order_of_registrasi()):
            known.registrasi.setdefault(registrasi.peserta_didik_id, []).append(registrasi)
        places = AnggotaRombel.objects.filter(
            rombongan_belajar__semester_id=semester, rombongan_belajar__jenis_rombel=KELAS
        )
        for place in places.select_related("rombongan_belajar").order_by(*present.PLACE_THAT_COUNTS):
            known.places.setdefault(place.peserta_didik_id, []).append(place)
        return known

    def open_registrasi(self, pupil: UUID) -> RegistrasiPesertaDidik | None:
        """The registrasi of a pupil who has not left."""
        rows = self.registrasi.get(pupil, [])
        return next((registrasi for registrasi in rows if not registrasi.jenis_keluar_id), None)

    def has_left(self, pupil: UUID) -> bool:
        """Return whether the pupil had a registrasi and all of them have ended."""
        return bool(self.registrasi.get(pupil)) and not self.open_registrasi(pupil)

    def place(self, pupil: UUID) -> AnggotaRombel | None:
        """The pupil's place in a class; one in a deleted class only where there is no other."""
        live = [place for place in self.places.get(pupil, []) if not place.soft_delete]
        counting = (place for place in live if not place.rombongan_belajar.soft_delete)
        return next(counting, live[0] if live else None)

    def is_here(self, pupil: PesertaDidik) -> bool:
        """Return whether a pupil is neither deleted nor has left."""
        return not (pupil.soft_delete or self.has_left(pupil.id))

    def birth_dates(self) -> dict[str, set[str]]:
        """The birth dates of all who are or were here, by their folded names."""
        dates: dict[str, set[str]] = {}
        for pupil in self.pupils.values():
            dates.setdefault(folded(pupil.nama), set()).add(str(pupil.tanggal_lahir))
        return dates

    def recognised(self, rows: Iterable[ParsedRow], plan: ImportPlan) -> Recognised:
        """Return the rows that can be imported, each with the pupil it means."""
        gone = {pk for pk, pupil in self.pupils.items() if pupil.soft_delete}
        people = People(
            live=self._index(self.pupils.keys() - gone),
            deleted=self._index(meant_to_go(gone)),
            keys_of=_keys_of_row,
            has_left=self.has_left,
            keyless="Tidak ada NISN, NIK, atau nama dan tanggal lahir untuk mengenali peserta didik ini.",
        )
        return recognise(rows, people, plan)

    def _index(self, ids: Iterable[UUID]) -> PersonIndex:
        return PersonIndex((pk, _keys(self.pupils[pk])) for pk in ids)


def _keys(pupil: PesertaDidik) -> PupilKeys:
    return PupilKeys(pupil.nisn, pupil.nik, pupil.nama, pupil.tanggal_lahir)


def _keys_of_row(row: ParsedRow) -> PupilKeys:
    """What the row's pupil is recognised by. A birth date that cannot be read tells nothing."""
    return PupilKeys(row.text("nisn"), row.text("nik"), row.text("nama"), row.text("tanggal_lahir"))
