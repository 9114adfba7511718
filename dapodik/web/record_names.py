"""What a record is called on a page, and at which address it is shown."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.urls import reverse

from dapodik.pokok import display, pending
from dapodik.pokok.family import OWNERS, owner_of
from dapodik.pokok.models import KINDS, Part, PesertaDidik, Plain, Ptk, Record, RombonganBelajar, Sekolah

GONE = "data yang tidak ada lagi"

# The kinds of record that have pages of their own, each with the name of its part of the site.
_PAGES: dict[type[Record], str] = {
    Sekolah: "sekolah",
    PesertaDidik: "peserta_didik",
    Ptk: "ptk",
    RombonganBelajar: "rombel",
}


def records(kind: str, ids: Iterable[UUID]) -> dict[UUID, Record]:
    """The records of one kind by id, deleted ones too, with those they are named after. One query per 500."""
    named = [name.removesuffix("_id") for name in KINDS[kind].references() if name != "sekolah_id"]
    return pending.records_of(kind, ids, [*named, *KINDS[kind].named_after])


def of_kinds(wanted: Iterable[tuple[str, UUID]]) -> dict[UUID, Record]:
    """The records of several kinds, given as (kind, id); otherwise as `records`."""
    ids: dict[str, set[UUID]] = {}
    for kind, pk in wanted:
        ids.setdefault(kind, set()).add(pk)
    return {pk: record for kind, pks in ids.items() for pk, record in records(kind, pks).items()}


def name_of(record: Record) -> str:
    """A record's own name, or that of the pupil or PTK it is about."""
    about = getattr(record, "peserta_didik", None) or getattr(record, "ptk", None)
    return f"{about} ({record})" if about and not hasattr(record, "nama") else str(record)


def page_owner(model: type[Record]) -> tuple[type[Record], str]:
    """The kind of record on whose page one of this kind is shown, and the field that names that record ("id"
    where it is the record itself)."""
    if issubclass(model, Part):
        reference = OWNERS[model][0]
        return owner_of(model, reference), reference
    return model, "id"


def page(model: type[Record], pk: UUID | None, action: str = "rinci") -> str:
    """The address at which a record of this kind is shown (`rinci`) or changed (`ubah`); "" where there is no
    such page."""
    if model is Sekolah:
        return reverse(f"sekolah:{action}")
    return reverse(f"{_PAGES[model]}:{action}", args=[pk]) if model in _PAGES and pk else ""


def address_of(record: Record) -> str:
    """The page of the pupil, PTK or class a record is about, or of the school; "" where there is none."""
    model, reference = page_owner(type(record))
    if model in _PAGES:
        return page(model, getattr(record, reference))
    owner = getattr(record, reference.removesuffix("_id"))
    return address_of(owner) if owner else ""


class Names:
    """Values as they are read; what references name is looked up at once for all."""

    def __init__(self, used: Iterable[tuple[type[Record], Mapping[str, Iterable[Plain]]]]) -> None:
        named = (
            (target.kind(), UUID(str(pk)))
            for model, values in used
            for name, target in model.references().items()
            for pk in values.get(name, ())
            if pk
        )
        self._names = {str(pk): name_of(record) for pk, record in of_kinds(named).items()}

    def words(self, model: type[Record], name: str, value: Plain) -> str:
        """A plain value as it is read."""
        if value and name in model.references():
            return self._names.get(str(value), GONE)
        return display.value_label(model, name, value)
