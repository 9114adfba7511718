"""Planning the import of a Daftar Peserta Didik, and doing what was planned."""

from typing import IO, Any
from uuid import UUID

from django.db import transaction

from dapodik.pokok import display, write
from dapodik.pokok.models import AnggotaRombel, PesertaDidik, RegistrasiPesertaDidik
from dapodik.pokok.write import Author, Edit
from dapodik.referensi.semester import Semester

from ..importing.changed_since import ChangedSince
from ..importing.given import GivenByPusat
from ..importing.patterns import patterns
from ..importing.records import RecordPlanner
from ..importing.report import ImportPlan, SheetPerson, UnappliedCell
from ..importing.rows import ParsedRow, parse
from ..importing.school import Answers, School, plan_school, rombel_id
from ..importing.unapplied import Unapplied
from ..reader import SheetContent, read
from ..sheets.peserta_didik import PESERTA_DIDIK, ROMBEL
from .known import Known, recognise

_ROMBEL_LABEL = "rombel"


class Unanswered(Exception):
    """The sheet leaves questions open; nothing was imported. `plan.questions` has them."""

    def __init__(self, plan: ImportPlan) -> None:
        super().__init__("Ada pertanyaan yang belum dijawab.")
        self.plan = plan


class Changed(Exception):
    """What the import would do is no longer what was confirmed; nothing was imported."""

    def __init__(self, plan: ImportPlan) -> None:
        super().__init__("Data berubah sejak pratinjau dibuat. Periksa lagi, lalu setujui.")
        self.plan = plan


def read_sheet(file: IO[bytes]) -> SheetContent:
    """Read a Daftar Peserta Didik. Raises SheetError (Indonesian)."""
    return read(file, PESERTA_DIDIK)


def plan_import(sheet: SheetContent, answers: Answers | None = None) -> ImportPlan:
    """Plan the import of a sheet; nothing is changed. Raises SheetError for another school's sheet."""
    return _Planner(sheet, answers or {}).plan


@transaction.atomic
def apply_import(
    sheet: SheetContent, author: Author, answers: Answers | None = None, confirmed: str | None = None
) -> ImportPlan:
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

    def __init__(self, sheet: SheetContent, answers: Answers) -> None:
        self.plan = ImportPlan(sheet.nama_sekolah)
        self.answers = answers
        self.school: School = plan_school(sheet, answers, self.plan)
        self.plan.semester = str(Semester(self.school.semester)) if self.school.semester else ""
        self.unapplied = Unapplied(GivenByPusat.load(), ChangedSince.download(sheet.tanggal_unduh))
        self.records = RecordPlanner(self.plan, sheet.layout, self.unapplied)
        self.known = Known.load(self.school.semester)
        rows = [parse(row, sheet.layout, PesertaDidik) for row in sheet.rows]
        self.plan.patterns = patterns(rows)
        for row, pupil in recognise(rows, self.known, self.plan):
            self.plan.unreadable += row.cells
            self.plan.restored += row.restored
            if pupil:
                self._plan_known(row, pupil)
            else:
                self._plan_new(row)
        self._list_absent()

    def _plan_new(self, row: ParsedRow) -> None:
        pupil_id = write.new_id()
        self.records.add(PesertaDidik, row, {}, pupil_id)
        ties = {"peserta_didik_id": pupil_id, "sekolah_id": self.school.id}
        self.records.add(RegistrasiPesertaDidik, row, ties)
        rombel = row.computed.get(ROMBEL, "")
        if rombel:
            self._edit_place(None, pupil_id, rombel)
        self.plan.added.append(SheetPerson(row.number, row.nama, row.text("nisn"), rombel))

    def _edit_place(self, place: AnggotaRombel | None, pupil_id: UUID, rombel: str) -> None:
        values: dict[str, Any] = {"soft_delete": True}
        if rombel:
            values = {"rombongan_belajar_id": rombel_id(rombel, self.school, self.answers, self.plan)}
        if not place:
            values["peserta_didik_id"] = pupil_id
        self.plan.edits.append(Edit(AnggotaRombel, values, place.id if place else write.new_id()))

    def _plan_known(self, row: ParsedRow, pupil: PesertaDidik) -> None:
        edits_before = len(self.plan.edits)
        changes = self.records.change(row, pupil)
        registrasi = self.known.open_registrasi(pupil.id)
        if registrasi:
            changes += self.records.change(row, registrasi)
        else:
            ties = {"peserta_didik_id": pupil.id, "sekolah_id": self.school.id}
            self.records.add(RegistrasiPesertaDidik, row, ties)
        changes += self._plan_rombel(row, pupil)
        if len(self.plan.edits) > edits_before:
            rombel = row.computed.get(ROMBEL, "")
            self.plan.changed.append(
                SheetPerson(row.number, row.nama, row.text("nisn"), rombel, tuple(changes))
            )
        else:
            self.plan.unchanged += 1

    def _plan_rombel(self, row: ParsedRow, pupil: PesertaDidik) -> list[display.FieldChange]:
        rombel = row.computed.get(ROMBEL)
        if rombel is None:
            return []
        place = self.known.place(pupil.id)
        current = place.rombongan_belajar.nama if place and not place.rombongan_belajar.soft_delete else ""
        if rombel == current:
            return []
        reason = self.unapplied.why_place(self.known.places.get(pupil.id, []))
        if reason:
            cell = UnappliedCell(row.number, row.nama, _ROMBEL_LABEL, current, rombel, reason)
            self.plan.unapplied.append(cell)
            return []
        if not (rombel or place):
            return []
        self._edit_place(place, pupil.id, rombel)
        return [display.FieldChange(_ROMBEL_LABEL, current, rombel)]

    def _list_absent(self) -> None:
        for pupil in self.known.pupils.values():
            left = pupil.soft_delete or self.known.has_left(pupil.id)
            if not left and pupil.id not in self.plan.matched:
                place = self.known.place(pupil.id)
                rombel = place.rombongan_belajar.nama if place else ""
                self.plan.absent.append(SheetPerson(0, pupil.nama, pupil.nisn, rombel))
