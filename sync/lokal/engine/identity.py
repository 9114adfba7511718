"""Uniting records that two computers made of one thing, under pusat's id.

Done after each page, a record before those that refer to it, so that the order in which pusat's records
arrive does not matter.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from uuid import UUID

from dapodik.akun.accounts import follow_ptk
from dapodik.pokok import pending, write
from dapodik.pokok.identity import PersonIndex, PupilKeys
from dapodik.pokok.models import KEMBALI_BERSEKOLAH, KINDS, Origin, Pending, PesertaDidik, Record

AUTHOR = write.Author("Disatukan dengan data pusat", Origin.ADOPT)

Key = tuple[str, ...]


def unite(operation: UUID) -> None:
    """Unite each new pending record with the record of pusat that is the same thing, if exactly one is."""
    new_kinds = set(Pending.objects.filter(is_new=True).values_list("kind", flat=True).distinct())
    for kind in KINDS:
        if kind in new_kinds:
            _unite_kind(kind, operation)


def _unite_kind(kind: str, operation: UUID) -> None:
    model = KINDS[kind]
    new = set(Pending.objects.filter(kind=kind, is_new=True).values_list("pk", flat=True))
    mine = [r for r in pending.records_of(kind, new).values() if not r.soft_delete]
    known = [record for record in model.live.all() if record.pk not in new]
    if not known:
        return
    pairs = _pupils(mine, known) if model is PesertaDidik else _by_key(mine, known, _KEYS[kind])
    once = Counter(theirs for _, theirs in pairs)
    for own, theirs in pairs:
        if once[theirs] == 1:
            write.unite(model, own, theirs, AUTHOR, operation)
            follow_ptk(own, theirs)


def _pupils(mine: Iterable[Record], known: Iterable[Record]) -> list[tuple[UUID, UUID]]:
    index = PersonIndex((record.pk, _pupil_keys(record)) for record in known)
    pairs = [(record.pk, index.match(_pupil_keys(record)).id) for record in mine]
    return [(own, theirs) for own, theirs in pairs if theirs]


def _pupil_keys(record: Record) -> PupilKeys:
    assert isinstance(record, PesertaDidik)
    return PupilKeys(record.nisn, record.nik, record.nama, record.tanggal_lahir)


def _by_key(
    mine: Iterable[Record], known: Iterable[Record], key: Callable[[Record], list[Key]]
) -> list[tuple[UUID, UUID]]:
    """Pairs of ids that share a key which only one known record has; the first such key of a record
    counts."""
    holders: dict[Key, list[UUID]] = {}
    for record in known:
        for value in key(record):
            holders.setdefault(value, []).append(record.pk)
    pairs = []
    for record in mine:
        sole = [holders[value][0] for value in key(record) if len(holders.get(value, [])) == 1]
        if sole:
            pairs.append((record.pk, sole[0]))
    return pairs


def _plain_key(*fields: str) -> Callable[[Record], list[Key]]:
    """A key of the values of these fields, without regard to case and blanks; none where a value is empty."""

    def key(record: Record) -> list[Key]:
        values = tuple(" ".join(str(record.plain(name) or "").split()).casefold() for name in fields)
        return [(*fields, *values)] if all(values) else []

    return key


def _staff_keys(record: Record) -> list[Key]:
    alternatives = (("nuptk",), ("nik",), ("nama", "tanggal_lahir"))
    return [key for fields in alternatives for key in _plain_key(*fields)(record)]


def _enrolment_keys(record: Record) -> list[Key]:
    """The keys of an enrolment. A pupil has one first enrolment. Who came back has others: the same is that
    of the same day, or the one still open."""
    pupil = str(record.plain("peserta_didik_id") or "")
    if not pupil:
        return []
    if record.plain("jenis_pendaftaran_id") != KEMBALI_BERSEKOLAH:
        return [("registrasi", pupil)]
    day = record.plain("tanggal_masuk_sekolah")
    of_day: list[Key] = [("kembali", pupil, str(day))] if day else []
    return of_day if record.plain("jenis_keluar_id") else [*of_day, ("kembali", pupil, "")]


# There is one school; a pupil has a place in a class once.
_KEYS: dict[str, Callable[[Record], list[Key]]] = {
    "sekolah": lambda record: [("sekolah",)],
    "ptk": _staff_keys,
    "keaktifan_ptk": _plain_key("ptk_id", "bulan"),
    "rwy_pend_formal": _plain_key("ptk_id", "jenjang_pendidikan_id", "satuan_pendidikan_formal"),
    "rwy_kepangkatan": _plain_key("ptk_id", "nomor_sk"),
    "registrasi_peserta_didik": _enrolment_keys,
    "peserta_didik_longitudinal": _plain_key("peserta_didik_id", "semester_id"),
    "rombongan_belajar": _plain_key("semester_id", "jenis_rombel", "nama"),
    "anggota_rombel": _plain_key("rombongan_belajar_id", "peserta_didik_id"),
    "pembelajaran": _plain_key("rombongan_belajar_id", "nama_mata_pelajaran"),
    # The report program makes their ids, and sends them again under the same.
    "matev_rapor": lambda record: [],
    "nilai": lambda record: [],
}
