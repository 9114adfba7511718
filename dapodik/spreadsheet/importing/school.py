"""The school and its classes as a sheet has them; what it does not say is asked, never guessed."""

import re
from dataclasses import dataclass, field
from uuid import UUID

from dapodik.pokok import display, present, write
from dapodik.pokok.identity import folded
from dapodik.pokok.models import KELAS, RombonganBelajar, Sekolah
from dapodik.pokok.semester_baru import closing_measures
from dapodik.referensi.bentuk_pendidikan import BENTUK, Bentuk, bentuk_of_name, tingkat_of_rombel
from dapodik.referensi.tables import table
from dapodik.referensi.wilayah import Wilayah, bare, find, wilayah

from ..reader import SheetContent
from ..sheet import SheetError
from .report import Answers, ImportPlan, ImportQuestion, named
from .rombel_names import resembling, same_class
from .sheet_semester import Stamp, semester_of

_NEGERI = re.compile(r"\b(negeri|sdn|smpn|sman|smkn|slbn|sdlbn)\b", re.IGNORECASE)
_KIND_WORD = re.compile(r"^(kecamatan|kabupaten|provinsi)\s+", re.IGNORECASE)


@dataclass
class School:
    """The school of the sheet: its id, its form and the semester that the sheet is of.

    `rombel`: its classes by `same_class`, those of the sheet too; `known_rombel`: the names of those that
    are here; `sheet_rombel`: the names in the sheet.
    """

    id: UUID
    bentuk: Bentuk | None
    semester: str
    rombel: dict[str, UUID]
    known_rombel: list[str]
    sheet_rombel: set[str] = field(default_factory=set)


def plan_school(sheet: SheetContent, stamp: Stamp, answers: Answers, plan: ImportPlan) -> School:
    """Find or make the school. Raises SheetError where the sheet is another school's, or of a closed
    semester."""
    known: Sekolah | None = Sekolah.live.first()
    if known:
        refuse_other_school(known, sheet)
    semester = semester_of(stamp, known.semester_id if known else "", answers, plan)
    kode_bentuk = known.bentuk_pendidikan_id if known else ""
    bentuk = BENTUK.get(kode_bentuk) or _bentuk(sheet.nama_sekolah, answers, plan)
    values = _head_values(sheet)
    values["bentuk_pendidikan_id"] = bentuk.kode if bentuk else ""
    if not (known and known.kode_wilayah):
        values["kode_wilayah"] = _kode_wilayah(sheet, answers, plan)
    if known:
        values = {name: value for name, value in values.items() if value and not getattr(known, name)}
        if semester > known.semester_id:
            values["semester_id"] = semester
            plan.edits += closing_measures(known.semester_id) if known.semester_id else []
    else:
        values["semester_id"] = semester
    school_id = known.id if known else write.new_id()
    if values:
        plan.edits.append(write.Edit(Sekolah, values, school_id))
        plan.sekolah_changes = [_change(known, name, value) for name, value in values.items() if value]
    rombel = _known_rombel(semester)
    return School(
        school_id, bentuk, semester, {same_class(nama): pk for pk, nama in rombel}, [n for _, n in rombel]
    )


def rombel_id(nama: str, school: School, answers: Answers, plan: ImportPlan) -> UUID:
    """The class of this name in the sheet's semester; planned where there is none yet."""
    key = same_class(nama)
    if key not in school.rombel and (existing := _existing(nama, school, answers, plan)):
        school.rombel[key] = existing
    if key not in school.rombel:
        school.rombel[key] = write.new_id()
        tingkat = _tingkat(nama, school, answers, plan)
        values = {
            "sekolah_id": school.id,
            "semester_id": school.semester,
            "nama": nama,
            "tingkat_pendidikan_id": tingkat,
            "jenis_rombel": KELAS,
        }
        plan.edits.append(write.Edit(RombonganBelajar, values, school.rombel[key]))
        plan.new_rombel.append(nama)
    return school.rombel[key]


def refuse_other_school(known: Sekolah, sheet: SheetContent) -> None:
    """Raise SheetError where the sheet is of another school than the known one."""
    same = folded(known.nama) == folded(sheet.nama_sekolah)
    ours = (known.kecamatan, known.kabupaten_kota, known.provinsi)
    theirs = _places(sheet)
    elsewhere = any(
        here and there and bare(here) != bare(there) for here, there in zip(ours, theirs, strict=True)
    )
    if not same or elsewhere:
        here = ", ".join(filter(None, (known.nama, known.kecamatan, known.kabupaten_kota)))
        raise SheetError(
            f"Lembar ini milik {sheet.nama_sekolah} ({sheet.wilayah}), sedangkan data di sini milik {here}. "
            "Tidak ada yang diimpor. Pilih lembar sekolah ini, atau jalankan aplikasi dengan folder data "
            "lain untuk sekolah lain."
        )


def _places(sheet: SheetContent) -> tuple[str, str, str]:
    """Kecamatan, kabupaten and provinsi of A3, without the sheet's own word before them."""
    parts = [_KIND_WORD.sub("", part.strip()) for part in sheet.wilayah.split(",")]
    kecamatan, kabupaten, provinsi = (*parts, "", "", "")[:3]
    return kecamatan, kabupaten, provinsi


def _head_values(sheet: SheetContent) -> dict[str, str]:
    kecamatan, kabupaten, provinsi = _places(sheet)
    return {
        "nama": sheet.nama_sekolah,
        "status_sekolah": "1" if _NEGERI.search(sheet.nama_sekolah) else "",
        "kecamatan": kecamatan,
        "kabupaten_kota": kabupaten,
        "provinsi": provinsi,
    }


def _change(known: Sekolah | None, name: str, value: str) -> display.FieldChange:
    return display.field_change(Sekolah, name, known.plain(name) if known else "", value)


def _known_rombel(semester: str) -> list[tuple[UUID, str]]:
    return list(present.rombel_of(semester).order_by("create_date").values_list("id", "nama"))


def _existing(nama: str, school: School, answers: Answers, plan: ImportPlan) -> UUID | None:
    """The class that is meant by a name which is nearly that of a class here; None for a new class."""
    near = resembling(nama, school.known_rombel, school.sheet_rombel)
    if not near:
        return None
    choices = (("baru", f"Rombel baru, {nama}"), *((other, f"Rombel {other}") for other in near))
    text = f"Rombel “{nama}” belum ada di sini, dan namanya mirip dengan {named(near)}. Rombel mana?"
    return school.rombel.get(same_class(plan.ask(ImportQuestion(f"rombel:{nama}", text, choices), answers)))


def _bentuk(nama: str, answers: Answers, plan: ImportPlan) -> Bentuk | None:
    bentuk = bentuk_of_name(nama)
    if bentuk:
        return bentuk
    choices = tuple((kode, form.nama) for kode, form in BENTUK.items())
    text = f"Apa bentuk pendidikan {nama}? Namanya tidak memberitahukannya."
    return BENTUK.get(plan.ask(ImportQuestion("bentuk", text, choices), answers))


def _tingkat(nama: str, school: School, answers: Answers, plan: ImportPlan) -> str:
    tingkat = tingkat_of_rombel(nama, school.bentuk) if school.bentuk else None
    if tingkat is not None:
        return str(tingkat)
    grades = school.bentuk.tingkat if school.bentuk else range(1, 14)
    choices = tuple((str(grade), f"Tingkat {grade}") for grade in grades)
    text = f"Rombel “{nama}” tingkat berapa?"
    return plan.ask(ImportQuestion(f"tingkat:{nama}", text, choices), answers)


def _kode_wilayah(sheet: SheetContent, answers: Answers, plan: ImportPlan) -> str:
    kecamatan, kabupaten, provinsi = (*(part.strip() for part in sheet.wilayah.split(",")), "", "", "")[:3]
    matches = find(kecamatan, kabupaten, provinsi)
    if len(matches) == 1:
        return matches[0].kode
    text = f"Di kecamatan mana sekolah ini? Sel A3 berisi “{sheet.wilayah}”."
    choices = tuple((place.kode, _place(place)) for place in matches or _candidates(kecamatan, kabupaten))
    return plan.ask(ImportQuestion("wilayah", text, choices), answers)


def _candidates(kecamatan: str, kabupaten: str) -> list[Wilayah]:
    """The kecamatan of that name anywhere, else all of that kabupaten, else all there are."""
    places = [place for kode, _ in table("wilayah_kecamatan") if (place := wilayah(kode))]
    for name, wanted in (("kecamatan", kecamatan), ("kabupaten_kota", kabupaten)):
        fitting = [place for place in places if bare(getattr(place, name)) == bare(wanted)]
        if fitting:
            return fitting
    return places


def _place(place: Wilayah) -> str:
    return f"{place.kecamatan}, {place.kabupaten_kota}, {place.provinsi}"
