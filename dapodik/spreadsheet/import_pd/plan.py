"""What importing a sheet would do, and doing it."""

from collections.abc import Mapping
from typing import IO, Any
from uuid import UUID

from django.db import transaction

from dapodik.pokok import consequences, display, write
from dapodik.pokok.models import AnggotaRombel, PesertaDidik, Plain, Record, RegistrasiPesertaDidik
from dapodik.pokok.write import Author, Edit
from dapodik.referensi.semester import Semester

from ..reader import Sheet, read
from ..sheets.peserta_didik import COLUMNS, TITLE
from .held import Guard
from .known import Known, recognise
from .report import Held, Plan, Pupil
from .rows import Parsed, parse
from .school import Answers, School, plan_school, rombel_id

_ROMBEL_LABEL = "rombel"
_FIELDS: dict[type[Record], set[str]] = {}
for _column in COLUMNS:
    _FIELDS.setdefault(_column.model or PesertaDidik, set()).add(_column.field)


class Unanswered(Exception):
    """The sheet leaves questions open; nothing was imported. `plan.questions` has them."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("Ada pertanyaan yang belum dijawab.")
        self.plan = plan


class Changed(Exception):
    """What the import would do is no longer what was confirmed; nothing was imported."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("Data berubah sejak pratinjau dibuat. Periksa lagi, lalu setujui.")
        self.plan = plan


def read_sheet(file: IO[bytes]) -> Sheet:
    """Read a Daftar Peserta Didik. Raises SheetError (Indonesian)."""
    return read(file, TITLE, COLUMNS)


def plan_import(sheet: Sheet, answers: Answers | None = None) -> Plan:
    """What importing the sheet would do; changes nothing. Raises SheetError for another school's sheet."""
    return _Planner(sheet, answers or {}).plan


@transaction.atomic
def apply_import(
    sheet: Sheet, author: Author, answers: Answers | None = None, confirmed: str | None = None
) -> Plan:
    """Import the sheet, all of it or nothing, and say what was done.

    `confirmed` is the fingerprint of the plan that the operator agreed to. Raises Unanswered,
    Changed or SheetError.
    """
    plan = plan_import(sheet, answers)
    if plan.questions:
        raise Unanswered(plan)
    if confirmed is not None and confirmed != plan.fingerprint():
        raise Changed(plan)
    write.save(plan.edits, author)
    return plan


class _Planner:
    """Goes through the sheet once and fills the plan."""

    def __init__(self, sheet: Sheet, answers: Answers) -> None:
        self.plan = Plan(sheet.nama_sekolah)
        self.answers = answers
        self.school: School = plan_school(sheet, answers, self.plan)
        self.plan.semester = str(Semester(self.school.semester)) if self.school.semester else ""
        self.guard = Guard.since(sheet.tanggal_unduh)
        self.known = Known.load(self.school.semester)
        rows = [parse(row) for row in sheet.rows]
        for row, pupil in recognise(rows, self.known, self.plan):
            self.plan.unreadable += row.cells
            if pupil:
                self._plan_known(row, pupil)
            else:
                self._plan_new(row)
        self._list_absent()

    def _plan_new(self, row: Parsed) -> None:
        pupil_id = write.new_id()
        self._edit_new(PesertaDidik, row, {}, pupil_id)
        ties = {"peserta_didik_id": pupil_id, "sekolah_id": self.school.id}
        self._edit_new(RegistrasiPesertaDidik, row, ties)
        if row.rombel:
            self._edit_place(None, pupil_id, row.rombel)
        self.plan.added.append(Pupil(row.number, row.nama, row.text("nisn"), row.rombel or ""))

    def _edit_new(
        self, model: type[Record], row: Parsed, ties: Mapping[str, Any], record_id: UUID | None = None
    ) -> None:
        values = {**_completed(row, model()), **ties, "tak_terbaca": row.unread[model]}
        self.plan.edits.append(Edit(model, values, record_id or write.new_id()))

    def _edit_place(self, place: AnggotaRombel | None, pupil_id: UUID, rombel: str) -> None:
        values: dict[str, Any] = {"soft_delete": True}
        if rombel:
            values = {"rombongan_belajar_id": rombel_id(rombel, self.school, self.answers, self.plan)}
        if not place:
            values["peserta_didik_id"] = pupil_id
        self.plan.edits.append(Edit(AnggotaRombel, values, place.id if place else write.new_id()))

    def _plan_known(self, row: Parsed, pupil: PesertaDidik) -> None:
        edits_before = len(self.plan.edits)
        changes = self._plan_record(row, pupil)
        registrasi = self.known.open_registrasi(pupil.id)
        if registrasi:
            changes += self._plan_record(row, registrasi)
        else:
            ties = {"peserta_didik_id": pupil.id, "sekolah_id": self.school.id}
            self._edit_new(RegistrasiPesertaDidik, row, ties)
        changes += self._plan_rombel(row, pupil)
        if len(self.plan.edits) > edits_before:
            found = Pupil(row.number, row.nama, row.text("nisn"), row.rombel or "", tuple(changes))
            self.plan.changed.append(found)
        else:
            self.plan.unchanged += 1

    def _plan_record(self, row: Parsed, record: Record) -> list[display.FieldChange]:
        model = type(record)
        differing = {name: v for name, v in _completed(row, record).items() if v != record.plain(name)}
        held = {name for name in differing if self.guard.holds(record, name)}
        for name in held:
            self._note_held(row, record, name, differing.pop(name))
        changes = [_change(record, name, value) for name, value in differing.items()]
        unread = self._unread(row, record, held)
        values: dict[str, Any] = dict(differing)
        if unread != record.tak_terbaca:
            values["tak_terbaca"] = unread
        if values:
            self.plan.edits.append(Edit(model, values, record.id))
        return changes

    def _unread(self, row: Parsed, record: Record, held: set[str]) -> dict[str, str]:
        """Raw texts the record must carry: the sheet's, and those of fields the sheet says nothing of."""
        fresh = {
            name: raw for name, raw in row.unread[type(record)].items() if not self.guard.holds(record, name)
        }
        sheet_fields = _FIELDS[type(record)]
        kept = {
            name: raw
            for name, raw in record.tak_terbaca.items()
            if name not in sheet_fields or name in held or self.guard.holds(record, name)
        }
        return {**kept, **fresh}

    def _note_held(self, row: Parsed, record: Record, name: str, value: Plain) -> None:
        change = _change(record, name, value)
        self.plan.held.append(Held(row.number, row.nama, change.label, change.old, change.new))

    def _plan_rombel(self, row: Parsed, pupil: PesertaDidik) -> list[display.FieldChange]:
        if row.rombel is None:
            return []
        place = self.known.place(pupil.id)
        current = place.rombongan_belajar.nama if place and not place.rombongan_belajar.soft_delete else ""
        if row.rombel == current:
            return []
        if self.guard.holds_place(self.known.places.get(pupil.id, [])):
            self.plan.held.append(Held(row.number, row.nama, _ROMBEL_LABEL, current, row.rombel))
            return []
        if not (row.rombel or place):
            return []
        self._edit_place(place, pupil.id, row.rombel)
        return [display.FieldChange(_ROMBEL_LABEL, current, row.rombel)]

    def _list_absent(self) -> None:
        for pupil in self.known.pupils.values():
            left = pupil.soft_delete or self.known.has_left(pupil.id)
            if not left and pupil.id not in self.plan.matched:
                place = self.known.place(pupil.id)
                rombel = place.rombongan_belajar.nama if place else ""
                self.plan.absent.append(Pupil(0, pupil.nama, pupil.nisn, rombel))


def _completed(row: Parsed, record: Record) -> dict[str, Plain]:
    """The row's values for a record, with what follows from them. What the row itself says wins, in a cell
    that cannot be read too; an empty cell says nothing."""
    values, unread = row.values[type(record)], row.unread[type(record)]
    given = {name: value for name, value in values.items() if value not in ("", None)}
    completed = consequences.complete(record, given)
    return {**values, **{name: value for name, value in completed.items() if name not in unread}}


def _change(record: Record, name: str, value: Plain) -> display.FieldChange:
    return display.field_change(type(record), name, record.plain(name), value)
