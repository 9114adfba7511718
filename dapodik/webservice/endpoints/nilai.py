"""getMatevNilai and getNilai: what a report program has sent, so that it goes on from there."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from dapodik.pokok.models import MatevRapor, Nilai, Record

from .. import refusals
from ..endpoint import Asked, Endpoint, unsent_ids
from ..fields import Field, number, optional

_HOUSEKEEPING = (
    Field("create_date"),
    Field("last_update"),
    number("soft_delete"),
    Field("last_sync"),
    Field("updater_id"),
)
MATEV_FIELDS = (
    Field("id_evaluasi", source="pk"),
    Field("rombongan_belajar_id"),
    number("mata_pelajaran_id"),
    optional("pembelajaran_id"),
    Field("nm_mata_evaluasi"),
    number("a_dari_template"),
    number("no_urut"),
    *_HOUSEKEEPING,
)
NILAI_FIELDS = (
    Field("nilai_id", source="pk"),
    Field("id_evaluasi", source="matev_rapor_id"),
    Field("anggota_rombel_id"),
    number("nilai_kognitif_angka", may_be_null=True),
    optional("ket_kognitif"),
    *_HOUSEKEEPING,
)
_COMMON = ("pk", "create_date", "last_update", "updater")
_MATEV = (
    *("rombongan_belajar_id", "mata_pelajaran_id", "pembelajaran_id", "nm_mata_evaluasi"),
    *("a_dari_template", "no_urut"),
)
_NILAI = ("matev_rapor_id", "anggota_rombel_id", "nilai_kognitif_angka", "ket_kognitif")
# What clients take for "never".
_NEVER = "1901-01-01 00:00:00"
TABLE = "rapor"


def _read_matev(asked: Asked) -> Iterator[dict[str, Any]]:
    rows = MatevRapor.live.filter(
        rombongan_belajar__semester_id=asked.semester, rombongan_belajar__soft_delete=False
    )
    if asked.parameters.get("a_dari_template") in ("0", "1"):
        rows = rows.filter(a_dari_template=asked.parameters["a_dari_template"] == "1")
    rows = rows.order_by("create_date", "pk")
    yield from _with_housekeeping(asked, MatevRapor, rows.values(*_COMMON, *_MATEV))


def _read_nilai(asked: Asked) -> Iterator[dict[str, Any]]:
    table_of(asked.parameters)
    of = Q(matev_rapor__rombongan_belajar__semester_id=asked.semester, matev_rapor__soft_delete=False)
    if asked.parameters.get("id_evaluasi"):
        of = Q(matev_rapor=_uuid(asked.parameters["id_evaluasi"]))
    rows = Nilai.live.filter(of).order_by("create_date", "pk")
    yield from _with_housekeeping(asked, Nilai, rows.values(*_COMMON, *_NILAI))


def table_of(parameters: Mapping[str, str]) -> None:
    """Marks are in one table. Raises Refused where another one is named."""
    if parameters.get("table", TABLE) != TABLE:
        raise refusals.unreadable("Hanya nilai rapor (table=rapor) yang ada di sini.")


def _with_housekeeping(asked: Asked, model: type[Record], rows: Any) -> Iterator[dict[str, Any]]:
    unsent = unsent_ids(model)
    for row in rows:
        updated: datetime = row["last_update"]
        yield row | {
            "soft_delete": 0,
            "last_sync": _NEVER if row["pk"] in unsent else updated,
            "updater_id": asked.derived_id("updater", row["updater"]),
        }


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise refusals.unreadable("id_evaluasi bukan UUID.") from error


MATEV_NILAI = Endpoint("getMatevNilai", "nilai", "id_evaluasi", MATEV_FIELDS, _read_matev)
NILAI = Endpoint("getNilai", "nilai", "nilai_id", NILAI_FIELDS, _read_nilai)
