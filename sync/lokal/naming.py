"""Records as these pages name them: whom one is about, and where that one's page is."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from dapodik.pokok import pending
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
    named = [name.removesuffix("_id") for name in KINDS[kind].references() if name != "sekolah_id"]
    return pending.records_of(kind, ids, named)


def of_kinds(wanted: Iterable[tuple[str, UUID]]) -> dict[UUID, Record]:
    """As `records`, of several kinds at once: by (kind, id)."""
    ids: dict[str, set[UUID]] = {}
    for kind, pk in wanted:
        ids.setdefault(kind, set()).add(pk)
    return {pk: one for kind, some in ids.items() for pk, one in records(kind, some).items()}


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
