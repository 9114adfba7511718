"""Which records belong to one that has a page: their history is part of its own, and they go when it goes.

A reference that is not here only mentions: a wali, who teaches, the school.
"""

from uuid import UUID

from .models import (
    AnggotaRombel,
    Journal,
    KeaktifanPtk,
    MatevRapor,
    Nilai,
    Part,
    Pembelajaran,
    PesertaDidikLongitudinal,
    Record,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    RwyKepangkatan,
    RwyPendFormal,
)

# {kind of record: the fields that name those it belongs to}.
OWNERS: dict[type[Part], tuple[str, ...]] = {
    KeaktifanPtk: ("ptk_id",),
    RwyPendFormal: ("ptk_id",),
    RwyKepangkatan: ("ptk_id",),
    RegistrasiPesertaDidik: ("peserta_didik_id",),
    PesertaDidikLongitudinal: ("peserta_didik_id",),
    AnggotaRombel: ("peserta_didik_id", "rombongan_belajar_id"),
    Pembelajaran: ("rombongan_belajar_id",),
    MatevRapor: ("rombongan_belajar_id",),
    Nilai: ("matev_rapor_id",),
}


def parts_of(model: type[Record]) -> list[tuple[type[Part], str]]:
    """The kinds of record that belong to one of this kind, each with the field that says so."""
    return [(part, name) for part, names in OWNERS.items() for name in names if owner_of(part, name) is model]


def owners_of(model: type[Record]) -> tuple[str, ...]:
    """The fields of a kind of record that name those it belongs to; none where it has a page of its own."""
    return OWNERS[model] if issubclass(model, Part) else ()


def owner_of(part: type[Part], name: str) -> type[Record]:
    """The kind of record that a field of OWNERS names."""
    return part.references()[name]


def family(record: Record) -> set[UUID]:
    """The ids of a record and of all that belongs to it, deleted or moved elsewhere since too."""
    ids = {record.id}
    for part, name in parts_of(type(record)):
        ids.update(part.objects.filter(**{name: record.id}).values_list("pk", flat=True))
    if isinstance(record, RombonganBelajar):
        ids.update(_moved_away(record))
    return ids


def _moved_away(rombel: RombonganBelajar) -> list[UUID]:
    """Places of pupils who went from this class to another: only the journal knows."""
    places = AnggotaRombel.objects.filter(rombongan_belajar__semester_id=rombel.semester_id)
    rows = Journal.objects.filter(
        record_id__in=places.values("pk"), changes__rombongan_belajar_id__0=str(rombel.id)
    )
    return list(rows.values_list("record_id", flat=True))
