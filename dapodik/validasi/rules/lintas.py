"""Rules across records: what only one may have, and who is where."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from dapodik.pokok.models import (
    AnggotaRombel,
    PesertaDidik,
    Ptk,
    Record,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)

from ..rows import classes, leavers, places, previous_places, pupils, staff
from ..rule import INFO, INVALID, WARNING, set_rule

_Reads = Mapping[type[Record], Iterable[str]]
_Found = Iterator[tuple[UUID, Mapping[str, object]]]

_LEAVING = ["jenis_keluar_id", "peserta_didik_id"]
_PRESENCE: _Reads = {RegistrasiPesertaDidik: _LEAVING}
_PLACES: _Reads = {
    AnggotaRombel: ["rombongan_belajar_id", "peserta_didik_id", "jenis_pendaftaran_id"],
    RombonganBelajar: ["semester_id", "jenis_rombel", "nama", "tingkat_pendidikan_id"],
    PesertaDidik: ["nama"],
    **_PRESENCE,
}
_OTHERS_SHOWN = 3
# Codes of jenis_ptk, the older one too.
_HEAD = ("91", "20")
_PROMOTED, _REPEATS, _GOES_ON = "3", "5", "6"


def _unique_rule(code: str, model: type[Record], field: str, what: str, level: str = INVALID) -> None:
    """Enter the rule that a number belongs to one person of a kind."""
    is_pupil = model is PesertaDidik
    reads: _Reads = {model: [field, "nama", "jenis_keluar_id"], **(_PRESENCE if is_pupil else {})}
    sentence = (
        f"{what} “{{dipakai}}” dipakai juga oleh {{lain}}. Periksa punya siapa, lalu betulkan yang salah."
    )

    @set_rule(code, model, field, sentence, level, reads)
    def shared() -> _Found:
        """No two of the school have the same."""
        people: QuerySet[Any] = pupils() if is_pupil else staff()
        for value, holders in _shared(people, field).items():
            for pk, others in _each_with_others(holders):
                yield pk, {"dipakai": value, "lain": others}


def _shared(people: "QuerySet[Any]", field: str, name: str = "nama") -> dict[str, list[tuple[UUID, str]]]:
    """{value: [(id, name)]} of the values that more than one has."""
    filled = people.exclude(**{field: ""})
    doubled = filled.values(field).annotate(many=Count("pk")).filter(many__gt=1).values(field)
    found: dict[str, list[tuple[UUID, str]]] = {}
    for pk, value, label in (
        filled.filter(**{f"{field}__in": doubled}).order_by(name, "pk").values_list("pk", field, name)
    ):
        found.setdefault(value, []).append((pk, label))
    return found


def _each_with_others(holders: list[tuple[UUID, str]]) -> Iterator[tuple[UUID, str]]:
    for pk, _ in holders:
        others = [name or "(tanpa nama)" for other, name in holders if other != pk]
        more = f" dan {len(others) - _OTHERS_SHOWN} lainnya" if len(others) > _OTHERS_SHOWN else ""
        yield pk, ", ".join(others[:_OTHERS_SHOWN]) + more


_unique_rule("LIN_NISN_GANDA", PesertaDidik, "nisn", "NISN")
_unique_rule("LIN_NIK_GANDA", PesertaDidik, "nik", "NIK")
_unique_rule("LIN_KIP_GANDA", PesertaDidik, "nomor_kip", "Nomor KIP")
_unique_rule("LIN_PTK_NIK_GANDA", Ptk, "nik", "NIK")
_unique_rule("LIN_NUPTK_GANDA", Ptk, "nuptk", "NUPTK")
_unique_rule("LIN_NIP_GANDA", Ptk, "nip", "NIP")
_unique_rule("LIN_EMAIL_GANDA", Ptk, "email", "E-mail", WARNING)


@set_rule(
    "LIN_NIK_PD_PTK",
    PesertaDidik,
    "nik",
    "NIK “{dipakai}” dipakai juga oleh PTK {lain}. Periksa punya siapa, lalu betulkan yang salah.",
    INVALID,
    {PesertaDidik: ["nik"], Ptk: ["nik", "nama", "jenis_keluar_id"], **_PRESENCE},
)
def nik_of_staff() -> _Found:
    """Nobody is both a pupil and staff. Source: proposal, plausibility."""
    names = dict(staff().exclude(nik="").values_list("nik", "nama"))
    for pk, nik in pupils().filter(nik__in=staff().exclude(nik="").values("nik")).values_list("pk", "nik"):
        yield pk, {"dipakai": nik, "lain": names[nik] or "(tanpa nama)"}


@set_rule(
    "LIN_NIPD_GANDA",
    PesertaDidik,
    "nipd",
    "NIPD “{dipakai}” dipakai juga oleh {lain}. Salin nomor yang benar dari buku induk.",
    INVALID,
    {PesertaDidik: ["nama"], RegistrasiPesertaDidik: ["nipd", *_LEAVING]},
)
def nipd_shared() -> _Found:
    """A school gives each number once. Source: public guides."""
    rows = RegistrasiPesertaDidik.live.filter(jenis_keluar_id="", peserta_didik__in=pupils())
    doubled = (
        rows.exclude(nipd="")
        .values("nipd")
        .annotate(many=Count("peserta_didik", distinct=True))
        .filter(many__gt=1)
    )
    holders: dict[str, dict[UUID, str]] = {}
    for nipd, pk, nama in (
        rows.filter(nipd__in=doubled.values("nipd"))
        .order_by("peserta_didik__nama")
        .values_list("nipd", "peserta_didik_id", "peserta_didik__nama")
    ):
        holders.setdefault(nipd, {})[pk] = nama
    for nipd, people in holders.items():
        for pk, others in _each_with_others(list(people.items())):
            yield pk, {"dipakai": nipd, "lain": others}


@set_rule(
    "LIN_PD_KEMBAR",
    PesertaDidik,
    "nama",
    "Nama, tanggal lahir {lahir}, dan nama ibunya sama dengan peserta didik lain. Mungkin tercatat dua kali.",
    WARNING,
    {PesertaDidik: ["nama", "tanggal_lahir", "nama_ibu_kandung"], **_PRESENCE},
)
def entered_twice() -> _Found:
    """Name, birth date and mother are the same: probably one child, entered twice.

    Source: proposal, plausibility.
    """
    known: dict[tuple[str, Any, str], list[UUID]] = {}
    people = pupils().exclude(nama="").exclude(tanggal_lahir=None)
    rows = people.values_list("pk", "nama", "tanggal_lahir", "nama_ibu_kandung")
    for pk, nama, born, mother in rows.iterator():
        known.setdefault((nama.casefold(), born, mother.casefold()), []).append(pk)
    for (_, born, _), same in known.items():
        if len(same) > 1:
            yield from ((pk, {"lahir": born}) for pk in same)


@set_rule(
    "LIN_PD_DUA_ROMBEL",
    PesertaDidik,
    "rombel",
    "Tercatat di {rombel} sekaligus. Pilih satu rombel.",
    INVALID,
    _PLACES,
)
def two_classes() -> _Found:
    """One class a semester. Source: public guides."""
    doubled = (
        places()
        .values("peserta_didik")
        .annotate(many=Count("rombongan_belajar", distinct=True))
        .filter(many__gt=1)
    )
    found: dict[UUID, list[str]] = {}
    rows = places().filter(peserta_didik__in=doubled.values("peserta_didik"))
    for pk, nama in rows.order_by("rombongan_belajar__nama").values_list(
        "peserta_didik_id", "rombongan_belajar__nama"
    ):
        found.setdefault(pk, []).append(nama)
    for pk, names in found.items():
        yield pk, {"rombel": " dan ".join(names)}


@set_rule(
    "LIN_ANGGOTA_SUDAH_KELUAR",
    RegistrasiPesertaDidik,
    "jenis_keluar_id",
    "Sudah keluar, tetapi masih anggota {rombel}. Keluarkan dari rombelnya.",
    WARNING,
    _PLACES,
)
def left_but_member() -> _Found:
    """Who has left is in no class; counted nowhere all the same (report of 2026)."""
    gone = leavers().exclude(peserta_didik__in=pupils())
    members = AnggotaRombel.live.filter(
        rombongan_belajar__in=classes(), peserta_didik__in=gone.values("peserta_didik")
    )
    rombel = dict(members.values_list("peserta_didik_id", "rombongan_belajar__nama"))
    for pk, pupil in gone.values_list("pk", "peserta_didik_id"):
        if pupil in rombel:
            yield pk, {"rombel": rombel[pupil]}


@set_rule(
    "LIN_TINGKAT_LONCAT",
    PesertaDidik,
    "rombel",
    "Semester lalu di tingkat {semula}, sekarang di tingkat {kini}. Periksa rombelnya.",
    WARNING,
    {**_PLACES, Sekolah: ["semester_id"]},
)
def grade_jump() -> _Found:
    """A grade up at most, not in mid-year, and never down. Source: proposal, plausibility."""
    for pk, before, now, is_ganjil, _kind in _moves():
        if not before <= now <= before + is_ganjil:
            yield pk, {"semula": before, "kini": now}


@set_rule(
    "LIN_JENIS_PENDAFTARAN_ROMBEL",
    PesertaDidik,
    "rombel",
    "Keanggotaan rombelnya tercatat “{tercatat}”, padahal dari tingkat {semula} ke tingkat {kini}. Periksa.",
    WARNING,
    {**_PLACES, Sekolah: ["semester_id"]},
)
def kind_of_membership() -> _Found:
    """Ganjil: naik kelas (3) after a lower grade, mengulang (5) in the same; Genap: lanjutan (6).

    Source: structure of the number or code table.
    """
    labels = {_PROMOTED: "Naik kelas", _REPEATS: "Mengulang", _GOES_ON: "Lanjutan semester"}
    for pk, before, now, is_ganjil, kind in _moves():
        right = (_PROMOTED if now > before else _REPEATS) if is_ganjil else _GOES_ON
        if kind in labels and kind != right:
            yield pk, {"tercatat": labels[kind], "semula": before, "kini": now}


def _moves() -> Iterator[tuple[UUID, int, int, bool, str]]:
    """(pupil, grade of the semester before, grade now, whether it is Ganjil, kind of membership)."""
    grade = "rombongan_belajar__tingkat_pendidikan_id"
    before = dict(previous_places().values_list("peserta_didik_id", grade))
    if not before:
        return
    semester = Sekolah.live.values_list("semester_id", flat=True).first() or ""
    for pk, now, kind in places().values_list("peserta_didik_id", grade, "jenis_pendaftaran_id"):
        was = before.get(pk, "")
        if was.isdigit() and now.isdigit():
            yield pk, int(was), int(now), semester.endswith("1"), kind


@set_rule(
    "LIN_KK_BEDA_SAUDARA",
    PesertaDidik,
    "no_kk",
    "Ibu dan alamatnya sama dengan {lain}, tetapi nomor KK-nya lain. Mungkin bersaudara; cocokkan KK-nya.",
    INFO,
    {PesertaDidik: ["nama", "nama_ibu_kandung", "alamat_jalan", "rt", "rw", "no_kk"], **_PRESENCE},
)
def siblings() -> _Found:
    """Mother and address are the same, the family's number is not. Source: proposal, plausibility."""
    homes: dict[tuple[str, ...], list[tuple[UUID, str, str]]] = {}
    people = pupils().exclude(nama_ibu_kandung="").exclude(alamat_jalan="").exclude(no_kk="")
    for pk, nama, no_kk, *home in people.order_by("nama", "pk").values_list(
        "pk", "nama", "no_kk", "nama_ibu_kandung", "alamat_jalan", "rt", "rw"
    ):
        homes.setdefault(tuple(text.casefold() for text in home), []).append((pk, nama, no_kk))
    for found in homes.values():
        if len({no_kk for _, _, no_kk in found}) > 1:
            for pk, others in _each_with_others([(pk, nama) for pk, nama, _ in found]):
                yield pk, {"lain": others}


_HEAD_READS: _Reads = {Ptk: ["jenis_ptk_id", "tugas_tambahan", "jenis_keluar_id", "nama"], Sekolah: ["nama"]}


@set_rule(
    "SEK_KEPALA_SEKOLAH",
    Sekolah,
    "kepala_sekolah",
    "Belum ada PTK yang menjadi kepala sekolah atau Plt. Tambahkan di menu PTK.",
    WARNING,
    _HEAD_READS,
)
def no_head() -> _Found:
    """A school has a head, or somebody in the head's place (guide of 2022)."""
    school = Sekolah.live.values_list("pk", flat=True).first()
    heads = staff().filter(jenis_ptk_id__in=_HEAD) | staff().filter(
        tugas_tambahan__icontains="kepala sekolah"
    )
    if school and not heads.exists():
        yield school, {}


@set_rule(
    "SEK_KEPALA_SEKOLAH_GANDA",
    Sekolah,
    "kepala_sekolah",
    "Ada {jumlah} kepala sekolah: {nama}. Betulkan jenis PTK yang bukan.",
    WARNING,
    _HEAD_READS,
)
def two_heads() -> _Found:
    """One definitive head. Source: proposal, plausibility."""
    school = Sekolah.live.values_list("pk", flat=True).first()
    heads = list(staff().filter(jenis_ptk_id__in=_HEAD).order_by("nama").values_list("nama", flat=True))
    if school and len(heads) > 1:
        yield school, {"jumlah": len(heads), "nama": ", ".join(heads)}
