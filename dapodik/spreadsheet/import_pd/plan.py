"""Planning the import of a Daftar Peserta Didik, and doing what was planned."""

from typing import IO, Any
from uuid import UUID

from django.utils import timezone

from dapodik.pokok import display, write
from dapodik.pokok.models import AnggotaRombel, PesertaDidik, RegistrasiPesertaDidik
from dapodik.pokok.write import Author, Edit
from dapodik.referensi.semester import Semester

from ..importing.act import apply
from ..importing.changed_since import ChangedSince
from ..importing.given import GivenByPusat
from ..importing.later_sheets import later_sheets
from ..importing.patterns import patterns
from ..importing.persons import persons
from ..importing.records import RecordPlanner
from ..importing.report import Answers, ImportPlan, SheetPerson, UnappliedCell
from ..importing.rombel_names import same_class
from ..importing.rows import ParsedRow
from ..importing.school import School, plan_school, rombel_id
from ..importing.sheet_semester import judged
from ..importing.suspicious import without_suspects
from ..importing.unapplied import Unapplied
from ..reader import SheetContent, read
from ..sheets.peserta_didik import PESERTA_DIDIK, ROMBEL
from .known import Known

_ROMBEL_LABEL = "rombel"


def read_sheet(file: IO[bytes]) -> SheetContent:
    """Read a Daftar Peserta Didik. Raises SheetError (Indonesian)."""
    return read(file, PESERTA_DIDIK)


def plan_import(sheet: SheetContent, answers: Answers | None = None) -> ImportPlan:
    """Plan the import of a sheet; nothing is changed. Raises SheetError for another school's sheet."""
    return _Planner(sheet, answers or {}).plan


def apply_import(
    sheet: SheetContent, author: Author, answers: Answers | None = None, confirmed: str | None = None
) -> ImportPlan:
    """Import the sheet, all of it or nothing, after a backup, and say what was done; `act` takes it back.

    `confirmed` is the fingerprint of the plan that the operator agreed to. Raises Unanswered,
    Changed or SheetError.
    """
    return apply(lambda: plan_import(sheet, answers), PESERTA_DIDIK, sheet.layout, author, confirmed)


class _Planner:
    """Goes through the sheet once and fills the plan."""

    def __init__(self, sheet: SheetContent, answers: Answers) -> None:
        self.plan = ImportPlan(sheet.nama_sekolah)
        self.answers = answers
        stamp = judged(sheet.tanggal_unduh, timezone.now())
        self.plan.stamp = stamp.believed
        self.school: School = plan_school(sheet, stamp, answers, self.plan)
        self.plan.semester = str(Semester(self.school.semester)) if self.school.semester else ""
        self.unapplied = Unapplied(
            GivenByPusat.load(),
            ChangedSince.download(stamp.believed),
            later_sheets(PESERTA_DIDIK.file_word, stamp.believed, answers, self.plan),
        )
        self.records = RecordPlanner(self.plan, sheet.layout, self.unapplied)
        self.known = Known.load(self.school.semester)
        birth_dates = {"tanggal_lahir": self.known.birth_dates()}
        rows = persons(sheet, PESERTA_DIDIK, PesertaDidik, birth_dates, answers, self.plan)
        self.plan.patterns = patterns(rows)
        self.school.sheet_rombel.update(row.computed.get(ROMBEL, "") for row in rows)
        recognised = self.known.recognised(rows, self.plan)
        self.plan.absent = self._absent()
        known = sum(map(self.known.is_here, self.known.pupils.values()))
        for row, pupil in without_suspects(recognised, known, answers, self.plan):
            self.plan.unreadable += row.cells
            self.plan.restored += row.restored
            if pupil:
                self._plan_known(row, self.known.pupils[pupil])
            else:
                self._plan_new(row)

    def _plan_new(self, row: ParsedRow) -> None:
        pupil_id = write.new_id()
        self.plan.persons.append(pupil_id)
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
        self.plan.persons.append(pupil.id)
        edits_before = len(self.plan.edits)
        changes = self.records.change(row, pupil, pupil.id)
        registrasi = self.known.open_registrasi(pupil.id)
        if registrasi:
            changes += self.records.change(row, registrasi, pupil.id)
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
        if same_class(rombel) == same_class(current):
            return []
        reason = self.unapplied.why_place(pupil.id, ROMBEL, self.known.places.get(pupil.id, []))
        if reason:
            cell = UnappliedCell(row.number, row.nama, _ROMBEL_LABEL, current, rombel, reason)
            self.plan.unapplied.append(cell)
            return []
        if not (rombel or place) or self._is_in(place, rombel):
            return []
        self._edit_place(place, pupil.id, rombel)
        return [display.FieldChange(_ROMBEL_LABEL, current, rombel)]

    def _is_in(self, place: AnggotaRombel | None, rombel: str) -> bool:
        """Return whether a place is in the class that is meant by a name."""
        if not (rombel and place) or place.soft_delete:
            return False
        return place.rombongan_belajar_id == rombel_id(rombel, self.school, self.answers, self.plan)

    def _absent(self) -> list[SheetPerson]:
        """The pupils who are here and not in the sheet."""
        absent = []
        for pupil in self.known.pupils.values():
            if self.known.is_here(pupil) and pupil.id not in self.plan.matched:
                place = self.known.place(pupil.id)
                rombel = place.rombongan_belajar.nama if place else ""
                absent.append(SheetPerson(0, pupil.nama, pupil.nisn, rombel))
        return absent
