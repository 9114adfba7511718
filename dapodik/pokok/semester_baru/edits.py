"""Carrying out the plan of a new semester.

What is made gets the id that follows from what it is, so that two computers of one school which both open
the semester make the same records, and doing it again after it was taken back brings the same ones back.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

from .. import acts, present
from ..identity import folded
from ..models import (
    DELETION,
    KELAS,
    Act,
    AnggotaRombel,
    Pembelajaran,
    PesertaDidikLongitudinal,
    Record,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)
from ..write import Author, Edit
from .plan import SemesterPlan, Target
from .state import Member, SchoolState

_GRADUATED = "1"
MEASURES = tuple(
    name
    for name in PesertaDidikLongitudinal.synced_fields()
    if name not in ("peserta_didik_id", "semester_id", *DELETION)
)
_COPIED = ("ptk_id", "kurikulum_id_str", "id_ruang_str")
_LESSON = ("nama_mata_pelajaran", "ptk_id", "jam_mengajar_per_minggu")


def open_semester(plan: SemesterPlan, author: Author) -> Act:
    """Carry out a plan as one act that can be taken back until it is sent.

    The plan must have no obstacles and be made in the same transaction.
    """
    title = f"Semester {plan.state.next}"
    if plan.state.is_new_year:
        title += ", kenaikan kelas, dan kelulusan"
    act = acts.perform(title, list(_edits(plan)), author, until_sent=True)
    assert act  # the school's semester is another one at least
    return act


def closing_measures(semester_id: str) -> Iterator[Edit]:
    """The measures that every pupil who is here has now, kept as those of the semester that closes."""
    known = dict(
        PesertaDidikLongitudinal.live.filter(semester_id=semester_id).values_list("peserta_didik_id", "pk")
    )
    for pk, *values in present.pupils().values_list("pk", *MEASURES):
        measures = {
            "peserta_didik_id": pk,
            "semester_id": semester_id,
            **dict(zip(MEASURES, values, strict=True)),
        }
        yield _made(PesertaDidikLongitudinal, measures, known.get(pk) or uuid5(pk, semester_id))


def _made(model: type[Record], values: dict[str, Any], pk: UUID) -> Edit:
    """A record that is there afterwards, whether it was never made or was deleted again."""
    return Edit(model, {**values, "soft_delete": False}, pk)


def _edits(plan: SemesterPlan) -> Iterator[Edit]:
    state = plan.state
    yield from closing_measures(state.now.id)
    placed = {
        pupil
        for key, rombel in state.opened.items()
        if key[0] == KELAS
        for pupil in state.opened_members[rombel.pk]
    }
    for target in plan.targets:
        opened = state.opened.get((target.jenis, folded(target.nama)))
        pk = opened.pk if opened else _id_of(target, state)
        if opened is None:
            yield _class(target, pk, state)
            yield from _lessons(target, pk, state)
        here = placed if target.jenis == KELAS else state.opened_members.get(pk, set())
        for member, how in target.members:
            if member.id not in here:
                here.add(member.id)
                place = {"rombongan_belajar_id": pk, "peserta_didik_id": member.id}
                yield _made(AnggotaRombel, {**place, "jenis_pendaftaran_id": how}, uuid5(pk, str(member.id)))
    for member in plan.graduates:
        yield from _graduation(member, plan)
    yield Edit(Sekolah, {"semester_id": state.next.id}, state.sekolah.pk)


def _graduation(member: Member, plan: SemesterPlan) -> Iterator[Edit]:
    """End the open registrasi. Who has none gets one that has ended, so that the graduate is among those who
    left, where what it lacks is shown."""
    left = {"jenis_keluar_id": _GRADUATED, "tanggal_keluar": plan.left_on}
    for pk in member.registrasi:
        yield Edit(RegistrasiPesertaDidik, left, pk)
    if not member.registrasi:
        ties = {"peserta_didik_id": member.id, "sekolah_id": plan.state.sekolah.pk}
        yield _made(RegistrasiPesertaDidik, {**ties, **left}, uuid5(member.id, f"lulus {plan.state.now.id}"))


def _id_of(target: Target, state: SchoolState) -> UUID:
    return uuid5(state.sekolah.pk, f"{state.next.id} {target.jenis} {folded(target.nama)}")


def _class(target: Target, pk: UUID, state: SchoolState) -> Edit:
    values = {name: target.model.plain(name) for name in _COPIED}
    source = (target.sources or [target.model])[0]
    own = {
        "sekolah_id": state.sekolah.pk,
        "semester_id": state.next.id,
        "nama": target.nama,
        "tingkat_pendidikan_id": target.tingkat,
        "jenis_rombel": target.jenis,
        "jurusan_id_str": source.jurusan_id_str,
    }
    return _made(RombonganBelajar, {**values, **own}, pk)


def _lessons(target: Target, pk: UUID, state: SchoolState) -> Iterator[Edit]:
    """The lessons of the class that `target` follows, where that was of the same grade."""
    if target.model.tingkat_pendidikan_id == target.tingkat:
        for lesson in state.lessons[target.model.pk]:
            values = {name: lesson.plain(name) for name in _LESSON}
            yield _made(Pembelajaran, {**values, "rombongan_belajar_id": pk}, uuid5(pk, str(lesson.pk)))
