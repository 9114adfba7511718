"""The pupils that the school has, loaded once, and which of them a row means."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from dapodik.pokok import present
from dapodik.pokok.identity import PupilIndex, PupilKeys, PupilMatch
from dapodik.pokok.models import KELAS, AnggotaRombel, PesertaDidik, RegistrasiPesertaDidik

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

    def index(self, deleted: bool) -> PupilIndex:
        """The index by which the live pupils, or the deleted ones, are recognised."""
        return PupilIndex((p.id, _keys(p)) for p in self.pupils.values() if p.soft_delete is deleted)


def recognise(
    rows: Iterable[ParsedRow], known: Known, plan: ImportPlan
) -> list[tuple[ParsedRow, PesertaDidik | None]]:
    """Return the rows that can be imported, each with the pupil it means, None for a new one.

    Rows that are unclear, and the pupils who are in the sheet, are noted in the plan.
    """
    live, deleted = known.index(deleted=False), known.index(deleted=True)
    matches = [(row, live.match(_keys_of_row(row))) for row in rows]
    claimed: dict[UUID, list[ParsedRow]] = {}
    for row, match in matches:
        if match.id:
            claimed.setdefault(match.id, []).append(row)
    recognised = []
    for row, match in matches:
        reason = _unclear(row, match, known, deleted, claimed)
        if reason:
            plan.unclear.append(Unclear(row.number, row.nama, reason))
        else:
            recognised.append((row, known.pupils[match.id] if match.id else None))
    plan.matched = set(claimed).union(*(match.candidates for _, match in matches))
    return recognised


def _unclear(
    row: ParsedRow, match: PupilMatch, known: Known, deleted: PupilIndex, claimed: dict[UUID, list[ParsedRow]]
) -> str:
    if match.unclear:
        return match.unclear
    if not _keys_of_row(row).usable():
        return "Tidak ada NISN, NIK, atau nama dan tanggal lahir untuk mengenali peserta didik ini."
    if match.id is None:
        gone = deleted.match(_keys_of_row(row))
        return "Sudah dihapus di sini. Pulihkan dahulu bila memang masih bersekolah." if gone.id else ""
    others = [str(other.number) for other in claimed[match.id] if other is not row]
    if others:
        return f"Menunjuk peserta didik yang sama dengan baris {', '.join(others)}."
    if known.has_left(match.id):
        return "Sudah dicatat keluar di sini."
    return ""


def _keys(pupil: PesertaDidik) -> PupilKeys:
    born = pupil.tanggal_lahir or pupil.tak_terbaca.get("tanggal_lahir")
    return PupilKeys(pupil.nisn, pupil.nik, pupil.nama, born)


def _keys_of_row(row: ParsedRow) -> PupilKeys:
    """What the row's pupil is recognised by. An unreadable birth date counts as it is written."""
    born = row.text("tanggal_lahir") or row.unread[PesertaDidik].get("tanggal_lahir", "")
    return PupilKeys(row.text("nisn"), row.text("nik"), row.text("nama"), born)
