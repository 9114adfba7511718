"""The pupils that the school has, loaded once, and which of them a row means."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from dapodik.pokok import present
from dapodik.pokok.chunks import chunks
from dapodik.pokok.identity import PupilIndex, PupilKeys, PupilMatch
from dapodik.pokok.models import (
    KELAS,
    AnggotaRombel,
    Journal,
    Origin,
    PesertaDidik,
    RegistrasiPesertaDidik,
)

from ..importing.report import ImportPlan, Unclear
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

    def live(self) -> PupilIndex:
        """The index by which pupils are recognised."""
        return PupilIndex((pupil.id, _keys(pupil)) for pupil in self.pupils.values() if not pupil.soft_delete)

    def deleted(self) -> PupilIndex:
        """The index of pupils whom somebody has deleted. Who went because an import was taken back was never
        meant to go: the next sheet brings such a pupil again."""
        gone = [pupil for pupil in self.pupils.values() if pupil.soft_delete]
        undone = _undone({pupil.id for pupil in gone})
        return PupilIndex((pupil.id, _keys(pupil)) for pupil in gone if pupil.id not in undone)


def recognise(
    rows: Iterable[ParsedRow], known: Known, plan: ImportPlan
) -> list[tuple[ParsedRow, PesertaDidik | None]]:
    """Return the rows that can be imported, each with the pupil it means, None for a new one.

    Rows that are unclear, and the pupils who are in the sheet, are noted in the plan.
    """
    live, deleted = known.live(), known.deleted()
    matches = [(row, live.match(_keys_of_row(row))) for row in rows]
    rivals = _Rivals.of(matches)
    recognised = []
    for row, match in matches:
        reason = _unclear(row, match, known, deleted, rivals)
        if reason:
            plan.unclear.append(Unclear(row.number, row.nama, reason))
        else:
            recognised.append((row, known.pupils[match.id] if match.id else None))
    plan.matched = set(rivals.known).union(*(match.candidates for _, match in matches))
    return recognised


@dataclass(frozen=True)
class _Rivals:
    """Rows that mean one pupil: of each known pupil the rows that mean him; of new ones, an index of rows."""

    known: dict[UUID, list[ParsedRow]]
    new: PupilIndex
    numbers: dict[UUID, int]

    @classmethod
    def of(cls, matches: Iterable[tuple[ParsedRow, PupilMatch]]) -> "_Rivals":
        known: dict[UUID, list[ParsedRow]] = {}
        new: dict[UUID, ParsedRow] = {}
        for row, match in matches:
            if match.id:
                known.setdefault(match.id, []).append(row)
            elif not match.unclear:
                new[uuid4()] = row
        index = PupilIndex((key, _keys_of_row(row)) for key, row in new.items())
        return cls(known, index, {key: row.number for key, row in new.items()})

    def of_row(self, row: ParsedRow, match: PupilMatch) -> list[int]:
        """The numbers of the other rows that mean the pupil of a row."""
        if match.id:
            numbers = {other.number for other in self.known[match.id]}
        else:
            numbers = {self.numbers[key] for key in self.new.match(_keys_of_row(row)).candidates}
        return sorted(numbers - {row.number})


def _unclear(row: ParsedRow, match: PupilMatch, known: Known, deleted: PupilIndex, rivals: _Rivals) -> str:
    if match.unclear:
        return match.unclear
    if not _keys_of_row(row).usable():
        return "Tidak ada NISN, NIK, atau nama dan tanggal lahir untuk mengenali peserta didik ini."
    if match.id is None and deleted.match(_keys_of_row(row)).id:
        return "Sudah dihapus di sini. Pulihkan dahulu bila memang masih bersekolah."
    others = ", ".join(map(str, rivals.of_row(row, match)))
    if others:
        return f"Menunjuk peserta didik yang sama dengan baris {others}."
    if match.id and known.has_left(match.id):
        return "Sudah dicatat keluar di sini."
    return ""


def _undone(deleted: Collection[UUID]) -> set[UUID]:
    """Those of the deleted pupils whose last deletion took back an act that had made them."""
    last: dict[UUID, str] = {}
    for ids in chunks(deleted):
        rows = Journal.objects.filter(record_id__in=ids, changes__has_key="soft_delete").order_by("pk")
        last |= dict(rows.values_list("record_id", "origin"))
    return {pk for pk, origin in last.items() if origin == Origin.UNDO}


def _keys(pupil: PesertaDidik) -> PupilKeys:
    return PupilKeys(pupil.nisn, pupil.nik, pupil.nama, pupil.tanggal_lahir)


def _keys_of_row(row: ParsedRow) -> PupilKeys:
    """What the row's pupil is recognised by. A birth date that cannot be read tells nothing."""
    return PupilKeys(row.text("nisn"), row.text("nik"), row.text("nama"), row.text("tanggal_lahir"))
