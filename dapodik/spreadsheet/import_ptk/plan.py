"""Planning the import of a sheet of the PTK, and doing what was planned."""

from collections.abc import Iterable
from typing import IO
from uuid import UUID

from django.utils import timezone

from dapodik.pokok import write
from dapodik.pokok.identity import PersonIndex, PtkKeys, folded
from dapodik.pokok.models import Ptk, Sekolah
from dapodik.pokok.write import Author
from dapodik.referensi.semester import Semester

from ..importing.act import apply
from ..importing.changed_since import ChangedSince
from ..importing.given import GivenByPusat
from ..importing.later_sheets import later_sheets
from ..importing.patterns import patterns
from ..importing.persons import persons
from ..importing.recognition import People, meant_to_go, recognise
from ..importing.records import RecordPlanner
from ..importing.report import Answers, ImportPlan, SheetPerson
from ..importing.rows import ParsedRow
from ..importing.school import refuse_other_school
from ..importing.sheet_semester import judged
from ..importing.suspicious import without_suspects
from ..importing.unapplied import Unapplied
from ..reader import SheetContent, read
from ..sheet import SheetError
from ..sheets.ptk import GURU, PTK, TENDIK, is_teacher

_KEYLESS = "Tidak ada NUPTK, NIK, NIP, atau nama dan tanggal lahir untuk mengenali PTK ini."


def read_sheet(file: IO[bytes]) -> SheetContent:
    """Read a Daftar Guru, a Daftar Tenaga Kependidikan or both in one. Raises SheetError (Indonesian)."""
    return read(file, PTK)


def plan_import(sheet: SheetContent, answers: Answers | None = None) -> ImportPlan:
    """Plan the import of a sheet; nothing is changed. Raises SheetError for another school's sheet, and where
    there is no school yet."""
    return _Planner(sheet, answers or {}).plan


def apply_import(
    sheet: SheetContent, author: Author, answers: Answers | None = None, confirmed: str | None = None
) -> ImportPlan:
    """Import the sheet, all of it or nothing, after a backup, and say what was done; `act` takes it back.

    `confirmed` is the fingerprint of the plan that the operator agreed to. Raises Unanswered,
    Changed or SheetError.
    """
    return apply(lambda: plan_import(sheet, answers), PTK, sheet.layout, author, confirmed)


class _Planner:
    """Goes through the sheet once and fills the plan."""

    def __init__(self, sheet: SheetContent, answers: Answers) -> None:
        self.plan = ImportPlan(sheet.nama_sekolah)
        school = _school(sheet)
        self.school_id = school.pk
        self.plan.semester = str(Semester(school.semester_id)) if school.semester_id else ""
        stamp = judged(sheet.tanggal_unduh, timezone.now())
        self.plan.stamp = stamp.believed
        unapplied = Unapplied(
            GivenByPusat.load(),
            ChangedSince.download(stamp.believed),
            later_sheets(PTK.file_word, stamp.believed, answers, self.plan),
        )
        self.records = RecordPlanner(self.plan, sheet.layout, unapplied)
        self.staff: dict[UUID, Ptk] = Ptk.objects.in_bulk()
        rows = persons(sheet, PTK, Ptk, _known_days(self.staff.values()), answers, self.plan)
        self.plan.patterns = patterns(rows)
        recognised = recognise(rows, _people(self.staff), self.plan)
        expected = [ptk for ptk in self.staff.values() if _is_here(ptk) and _belongs(ptk, sheet.title)]
        self.plan.absent = [
            SheetPerson(0, ptk.nama, ptk.nuptk) for ptk in expected if ptk.pk not in self.plan.matched
        ]
        for row, pk in without_suspects(recognised, len(expected), answers, self.plan):
            self.plan.unreadable += row.cells
            self.plan.restored += row.restored
            self._plan_row(row, self.staff[pk] if pk else None)

    def _plan_row(self, row: ParsedRow, ptk: Ptk | None) -> None:
        if ptk is None:
            new_id = write.new_id()
            self.plan.persons.append(new_id)
            self.records.add(Ptk, row, {"sekolah_id": self.school_id}, new_id)
            self.plan.added.append(SheetPerson(row.number, row.nama, row.text("nuptk")))
            return
        self.plan.persons.append(ptk.pk)
        edits_before = len(self.plan.edits)
        changes = self.records.change(row, ptk, ptk.pk)
        if len(self.plan.edits) == edits_before:
            self.plan.unchanged += 1
        else:
            self.plan.changed.append(
                SheetPerson(row.number, row.nama, row.text("nuptk"), changes=tuple(changes))
            )


def _known_days(staff: Iterable[Ptk]) -> dict[str, dict[str, set[str]]]:
    """By each column of days, what is known of it, by the folded names of the people."""
    days: dict[str, dict[str, set[str]]] = {}
    for name in ("tanggal_lahir", "tgl_cpns", "tmt_pengangkatan", "tmt_pns"):
        column = days.setdefault(name, {})
        for ptk in staff:
            column.setdefault(folded(ptk.nama), set()).add(str(getattr(ptk, name)))
    return days


def _school(sheet: SheetContent) -> Sekolah:
    known: Sekolah | None = Sekolah.live.first()
    if known is None:
        raise SheetError(
            "Belum ada data sekolah di sini. Impor Daftar Peserta Didik atau daftarkan sekolah ini lebih "
            "dahulu, lalu pilih lagi berkas ini."
        )
    refuse_other_school(known, sheet)
    return known


def _people(staff: dict[UUID, Ptk]) -> People:
    gone = {pk for pk, ptk in staff.items() if ptk.soft_delete}
    return People(
        live=_index(ptk for pk, ptk in staff.items() if pk not in gone),
        deleted=_index(staff[pk] for pk in meant_to_go(gone)),
        keys_of=_keys_of_row,
        has_left=lambda pk: bool(staff[pk].jenis_keluar_id),
        keyless=_KEYLESS,
    )


def _index(staff: Iterable[Ptk]) -> PersonIndex:
    return PersonIndex(
        (ptk.pk, PtkKeys(ptk.nuptk, ptk.nik, ptk.nip, ptk.nama, ptk.tanggal_lahir)) for ptk in staff
    )


def _keys_of_row(row: ParsedRow) -> PtkKeys:
    """What the row's PTK is recognised by. A birth date that cannot be read tells nothing."""
    return PtkKeys(*(row.text(name) for name in ("nuptk", "nik", "nip", "nama", "tanggal_lahir")))


def _is_here(ptk: Ptk) -> bool:
    return not (ptk.soft_delete or ptk.jenis_keluar_id)


def _belongs(ptk: Ptk, title: str) -> bool:
    """Return whether a PTK should stand in a file of this title."""
    stands_with_teachers = is_teacher(ptk.jenis_ptk_id)
    halves = {GURU.title.casefold(): True, TENDIK.title.casefold(): False}
    return halves.get(title.casefold(), stands_with_teachers) == stands_with_teachers
