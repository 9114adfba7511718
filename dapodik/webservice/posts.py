"""postMatevRapor and postNilai: marks of a report program become records, with their history.

The same id sent again changes the record; what changes nothing is a success too. Times are this computer's
own: what a client says of create_date, last_update, last_sync and updater_id is passed over.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from dapodik.pokok import write
from dapodik.pokok.models import (
    AnggotaRombel,
    MatevRapor,
    Nilai,
    Origin,
    Pembelajaran,
    Record,
    RombonganBelajar,
)
from dapodik.pokok.semester import active
from dapodik.pokok.write import Author, Edit
from dapodik.referensi.tables import table

from . import posted, refusals
from .endpoints.nilai import table_of
from .posted import Convert, Row

R = TypeVar("R", bound=Record)

_MATEV: dict[str, Convert] = {
    "mata_pelajaran_id": posted.number,
    "nm_mata_evaluasi": posted.text,
    "a_dari_template": posted.flag,
    "no_urut": posted.number,
    "kkm_kognitif": posted.number,
    "kkm_psikomotorik": posted.number,
    "soft_delete": posted.flag,
}
_NILAI: dict[str, Convert] = {
    "nilai_kognitif_angka": posted.number,
    "ket_kognitif": posted.text,
    "soft_delete": posted.flag,
}


@dataclass(frozen=True)
class Post:
    """An address that takes records.

    `words`: how they are called in the answer; `needed`: the fields that must be there; `taken`: others that
    are stored; `edit`: a posted record as an edit, raises Refused.
    """

    name: str
    words: str
    needed: tuple[str, ...]
    taken: tuple[str, ...]
    edit: Callable[[Row], Edit]

    @transaction.atomic
    def store(
        self, body: Mapping[str, Any], parameters: Mapping[str, str], by: str
    ) -> tuple[dict[str, Any], int]:
        """Store what was posted, all of it or nothing. Raises Refused. `by`: the application."""
        table_of(parameters)
        rows = posted.rows_of(body)
        edits = {edit.id: edit for edit in map(self.edit, rows)}
        made = write.save(list(edits.values()), Author(f"{by} (Web Service)"[:255], Origin.WEBSERVICE))
        message = f"{len(edits)} {self.words} tersimpan." if made else "Tidak ada yang berubah."
        return {"success": True, "message": message}, len(edits)


def _matev(row: Row) -> Edit:
    rombel = _known(RombonganBelajar, row, "rombongan_belajar_id")
    _refuse_closed(rombel)
    ties: dict[str, UUID | None] = {"rombongan_belajar_id": rombel.pk}
    if posted.optional_identity(row, "pembelajaran_id"):
        lesson = _known(Pembelajaran, row, "pembelajaran_id")
        if lesson.rombongan_belajar_id != rombel.pk:
            raise refusals.unreadable("pembelajaran_id bukan pembelajaran rombel itu.")
        ties["pembelajaran_id"] = lesson.pk
    values = posted.values(MatevRapor, row, _MATEV)
    return Edit(MatevRapor, {**values, **ties}, posted.identity(row, "id_evaluasi"))


def _nilai(row: Row) -> Edit:
    matev = _known(MatevRapor, row, "id_evaluasi")
    _refuse_closed(matev.rombongan_belajar)
    place = _known(AnggotaRombel, row, "anggota_rombel_id")
    values = posted.values(Nilai, row, _NILAI)
    if "nilai_kognitif_angka" not in values:
        raise refusals.unreadable("nilai_kognitif_angka harus diisi.")
    ties = {"matev_rapor_id": matev.pk, "anggota_rombel_id": place.pk}
    return Edit(Nilai, {**values, **ties}, posted.identity(row, "nilai_id"))


def _known(model: type[R], row: Row, name: str) -> R:
    """The record that a posted id names. Raises Refused."""
    pk = posted.identity(row, name)
    record: R | None = model.live.filter(pk=pk).first()
    if record is None:
        raise refusals.unreadable(f"{name} {pk} tidak ada di data sekolah ini. Tarik data lagi, lalu kirim.")
    return record


def _refuse_closed(rombel: RombonganBelajar | None) -> None:
    if rombel and rombel.semester_id < active():
        semester = table("semester").label(rombel.semester_id)
        raise refusals.closed_semester(semester)


POSTS = {
    post.name: post
    for post in (
        Post(
            "postMatevRapor",
            "mata evaluasi",
            ("id_evaluasi", "rombongan_belajar_id"),
            ("pembelajaran_id", *_MATEV),
            _matev,
        ),
        Post(
            "postNilai",
            "nilai",
            ("nilai_id", "id_evaluasi", "anggota_rombel_id", "nilai_kognitif_angka"),
            tuple(name for name in _NILAI if name != "nilai_kognitif_angka"),
            _nilai,
        ),
    )
}
