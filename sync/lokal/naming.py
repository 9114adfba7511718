"""Records as these pages name them: whom one is about, and where that one's page is."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from dapodik.pokok.models import KINDS, Record

# Record kinds that have a page, or belong to one that has: its name, and where the id of that one lies.
_PAGES = {
    "peserta_didik": ("peserta_didik:rinci", "pk"),
    "registrasi_peserta_didik": ("peserta_didik:rinci", "peserta_didik_id"),
    "anggota_rombel": ("peserta_didik:rinci", "peserta_didik_id"),
    "ptk": ("ptk:rinci", "pk"),
    "keaktifan_ptk": ("ptk:rinci", "ptk_id"),
    "rwy_pend_formal": ("ptk:rinci", "ptk_id"),
    "rwy_kepangkatan": ("ptk:rinci", "ptk_id"),
    "peserta_didik_longitudinal": ("peserta_didik:rinci", "peserta_didik_id"),
    "pembelajaran": ("rombel:rinci", "rombongan_belajar_id"),
    "rombongan_belajar": ("rombel:rinci", "pk"),
}


def records(kind: str, ids: Iterable[UUID]) -> dict[UUID, Record]:
    """The records of one kind by id, deleted ones too, with those they are named after: one query for each
    500."""
    model = KINDS[kind]
    named = [f.name for f in model._meta.concrete_fields if f.is_relation and f.name != "sekolah"]
    query = model.objects.select_related(*named) if named else model.objects.all()
    found: dict[UUID, Record] = {}
    ids = list(ids)
    for start in range(0, len(ids), 500):
        found.update(query.in_bulk(ids[start : start + 500]))
    return found


def name_of(record: Record) -> str:
    """A record's own name, or that of the pupil or PTK it is about."""
    about = getattr(record, "peserta_didik", None) or getattr(record, "ptk", None)
    return f"{about} ({record})" if about and not hasattr(record, "nama") else str(record)


def address_of(record: Record) -> str:
    """The page of the pupil, PTK or class it is about, or of the school; "" where there is none."""
    if record.kind() == "sekolah":
        return reverse("sekolah:rinci")
    page, owner = _PAGES.get(record.kind(), ("", "pk"))
    pk = getattr(record, owner)
    return reverse(page, args=[pk]) if page and pk else ""
