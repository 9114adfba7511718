"""The rows that must be checked again after changes, and their fields, worked out from the journal."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from dapodik.pokok.chunks import chunks
from dapodik.pokok.models import (
    KINDS,
    AnggotaRombel,
    Journal,
    KeaktifanPtk,
    PesertaDidik,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)

# In place of field names: the whole row, because it came, went, or came under another record.
WHOLE = "*"
_PLACE = {"rombel", "tingkat"}
# What every row holds of the school.
_OF_SCHOOL = {"semester_id", "bentuk_pendidikan_id", "status_sekolah", "lintang", "bujur", WHOLE}
# Fields that decide if a record has a row at all.
_COUNTING = {"jenis_keluar_id", "soft_delete", "peserta_didik_id", "semester_id", "jenis_rombel"}
# Fields that decide if a pupil has left.
_LEAVING = {"jenis_keluar_id", "soft_delete", "peserta_didik_id"}

_ON_ENDED = {"nama", WHOLE} | _PLACE
_ROWS_OF_THEIR_OWN = {RegistrasiPesertaDidik.kind()}

Fields = set[str]
Rows = dict[UUID, Fields]


class Touched:
    """The changed fields of the rows of a run.

    `rows`: {kind: {record id: fields}}, for record rules. `fields`: {kind: fields}, for set rules.
    `everything`: the active semester or the school's form or place changed, and with it every row.
    """

    def __init__(self, entries: Iterable[Journal]) -> None:
        self.rows: dict[str, Rows] = {}
        self.fields: dict[str, Fields] = {}
        self.everything = False
        self._of_classes: set[UUID] = set()
        owned: dict[str, Rows] = {}
        for entry in entries:
            fields = set(entry.changes) | (
                {WHOLE} if entry.is_new or "soft_delete" in entry.changes else set()
            )
            self.fields.setdefault(entry.kind, set()).update(fields)
            self._note(entry, fields, owned)
        self._note_owners(owned)
        self._note_members()
        self._note_ended()

    def _note(self, entry: Journal, fields: Fields, owned: dict[str, Rows]) -> None:
        if entry.kind == Sekolah.kind() and fields & _OF_SCHOOL:
            self.everything = True
        if entry.kind == RombonganBelajar.kind():
            self._of_classes.add(entry.record_id)
        reference = _OWNER.get(entry.kind)
        if reference is None or entry.kind in _ROWS_OF_THEIR_OWN:
            self._add(entry.kind, entry.record_id, {WHOLE} if fields & _COUNTING else fields)
        if reference is None:
            return
        owned.setdefault(entry.kind, {}).setdefault(entry.record_id, set()).update(fields)
        for value in entry.changes.get(reference[1], ()):
            if value:
                self._add(reference[0], UUID(value), {WHOLE})

    def _note_owners(self, owned: Mapping[str, Rows]) -> None:
        """Add the pupil of a changed registrasi or place, and the PTK of a changed month."""
        for kind, rows in owned.items():
            owner_kind, reference = _OWNER[kind]
            for pk, owner in _references(kind, rows, reference):
                if owner:
                    self._add(owner_kind, owner, _seen_from_owner(kind, rows[pk]))

    def _note_ended(self) -> None:
        """Add the ended registrasi of a pupil whose name, class or presence changed."""
        pupils = [pk for pk, fields in self.rows.get(PesertaDidik.kind(), {}).items() if fields & _ON_ENDED]
        kind = RegistrasiPesertaDidik.kind()
        for pk, _ in _references(kind, pupils, "peserta_didik_id", "peserta_didik_id"):
            self._add(kind, pk, {WHOLE})

    def _note_members(self) -> None:
        """Add the pupils of a class that changed."""
        kind, by = AnggotaRombel.kind(), "rombongan_belajar_id"
        for _, pupil in _references(kind, self._of_classes, "peserta_didik_id", by):
            if pupil:
                self._add(PesertaDidik.kind(), pupil, _PLACE)

    def _add(self, kind: str, record_id: UUID, fields: Fields) -> None:
        self.rows.setdefault(kind, {}).setdefault(record_id, set()).update(fields)


_OWNER = {
    RegistrasiPesertaDidik.kind(): (PesertaDidik.kind(), "peserta_didik_id"),
    AnggotaRombel.kind(): (PesertaDidik.kind(), "peserta_didik_id"),
    KeaktifanPtk.kind(): ("ptk", "ptk_id"),
}


def _seen_from_owner(kind: str, fields: Fields) -> Fields:
    if kind == AnggotaRombel.kind():
        return _PLACE
    if kind == KeaktifanPtk.kind():
        return {"keaktifan"}
    return {WHOLE} if fields & (_LEAVING | {WHOLE}) else fields


def _references(
    kind: str, ids: Iterable[UUID], reference: str, by: str = "pk"
) -> Iterator[tuple[UUID, UUID | None]]:
    model: Any = KINDS[kind]
    for part in chunks(ids):
        yield from model.objects.filter(**{f"{by}__in": part}).values_list("pk", reference)
