"""Rules across records: what only one may have, and who is where."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from dapodik.pokok.cards import card_key
from dapodik.pokok.models import (
    AnggotaRombel,
    PesertaDidik,
    Ptk,
    Record,
    RegistrasiPesertaDidik,
    RombonganBelajar,
    Sekolah,
)

from ..picture import Picture, Pupil
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


def _unique_rule(
    code: str,
    model: type[Record],
    field: str,
    what: str,
    level: str = INVALID,
    key: Callable[[str], str] = str,
) -> None:
    """Enter the rule that a number belongs to one person of a kind. `key`: the form in which numbers are
    compared and named."""
    is_pupil = model is PesertaDidik
    reads: _Reads = {model: [field, "nama", "jenis_keluar_id"], **(_PRESENCE if is_pupil else {})}
    sentence = (
        f"{what} “{{dipakai}}” dipakai juga oleh {{lain}}. Periksa punya siapa, lalu betulkan yang salah."
    )

    @set_rule(code, model, field, sentence, level, reads)
    def shared(school: Picture) -> _Found:
        """No two of the school have the same. Source: public guides."""
        people: list[Any] = school.pupils if is_pupil else school.staff
        yield from _each_with_others((one.id, one.nama, key(getattr(one, field))) for one in people)


def _each_with_others(holders: Iterable[tuple[UUID, str, str]]) -> _Found:
    """(id, what is shared and with whom) of each of (id, name, value) whose value another has too."""
    by_value: dict[str, dict[UUID, str]] = {}
    for pk, nama, value in holders:
        if value:
            by_value.setdefault(value, {})[pk] = nama
    for value, people in by_value.items():
        if len(people) > 1:
            for pk in people:
                yield pk, {"dipakai": value, "lain": _others(people, pk)}


def _others(people: Mapping[UUID, str], own: UUID) -> str:
    others = [nama or "(tanpa nama)" for pk, nama in people.items() if pk != own]
    more = f" dan {len(others) - _OTHERS_SHOWN} lainnya" if len(others) > _OTHERS_SHOWN else ""
    return ", ".join(others[:_OTHERS_SHOWN]) + more


_unique_rule("LIN_NISN_GANDA", PesertaDidik, "nisn", "NISN")
_unique_rule("LIN_NIK_GANDA", PesertaDidik, "nik", "NIK")
_unique_rule("LIN_KIP_GANDA", PesertaDidik, "nomor_kip", "Nomor KIP", key=card_key)
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
def nik_of_staff(school: Picture) -> _Found:
    """Nobody is both a pupil and staff. Source: proposal, plausibility."""
    names = {one.nik: one.nama for one in school.staff if one.nik}
    for pupil in school.pupils:
        if pupil.nik in names:
            yield pupil.id, {"dipakai": pupil.nik, "lain": names[pupil.nik] or "(tanpa nama)"}


@set_rule(
    "LIN_NIPD_GANDA",
    PesertaDidik,
    "nipd",
    "NIPD “{dipakai}” dipakai juga oleh {lain}. Salin nomor yang benar dari buku induk.",
    INVALID,
    {PesertaDidik: ["nama"], RegistrasiPesertaDidik: ["nipd", *_LEAVING]},
)
def nipd_shared(school: Picture) -> _Found:
    """A school gives each number once. Source: public guides."""
    yield from _each_with_others(
        sorted(((pk, school.present[pk], nipd) for pk, nipd in school.nipd), key=lambda one: (one[1], one[0]))
    )


@set_rule(
    "LIN_REGISTRASI_GANDA",
    PesertaDidik,
    "nipd",
    "{jumlah} registrasinya berlaku sekaligus. Di halamannya pilih “Keluar dari sekolah”, lalu akhiri yang "
    "tidak berlaku lagi.",
    WARNING,
    {PesertaDidik: ["nama"], **_PRESENCE},
)
def enrolled_twice(school: Picture) -> _Found:
    """One open registrasi each: two computers of a school may each have opened one. Source: proposal,
    plausibility."""
    for pk, number in Counter(pk for pk, _ in school.nipd).items():
        if number > 1:
            yield pk, {"jumlah": number}


@set_rule(
    "LIN_PD_KEMBAR",
    PesertaDidik,
    "nama",
    "Nama, tanggal lahir {lahir}, dan nama ibunya sama dengan peserta didik lain. Mungkin tercatat dua kali.",
    WARNING,
    {PesertaDidik: ["nama", "tanggal_lahir", "nama_ibu_kandung"], **_PRESENCE},
)
def entered_twice(school: Picture) -> _Found:
    """Name, birth date and mother are the same: probably one child, entered twice.

    Source: proposal, plausibility.
    """
    known: dict[tuple[str, date, str], list[UUID]] = {}
    for one in school.pupils:
        if one.nama and one.tanggal_lahir:
            key = (one.nama.casefold(), one.tanggal_lahir, one.nama_ibu_kandung.casefold())
            known.setdefault(key, []).append(one.id)
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
def two_classes(school: Picture) -> _Found:
    """One class a semester. Source: public guides."""
    found: dict[UUID, dict[UUID, str]] = {}
    for place in school.places:
        found.setdefault(place.pupil, {})[place.rombel] = place.nama
    for pk, names in found.items():
        if len(names) > 1:
            yield pk, {"rombel": " dan ".join(names.values())}


@set_rule(
    "LIN_ANGGOTA_SUDAH_KELUAR",
    RegistrasiPesertaDidik,
    "jenis_keluar_id",
    "Sudah keluar, tetapi masih anggota {rombel}. Keluarkan dari rombelnya.",
    WARNING,
    _PLACES,
)
def left_but_member(school: Picture) -> _Found:
    """Who has left is in no class; counted nowhere all the same (report of 2026)."""
    rombel = {place.pupil: place.nama for place in school.every_place}
    for pk, pupil in school.left:
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
def grade_jump(school: Picture) -> _Found:
    """A grade up at most, not in mid-year, and never down. Source: proposal, plausibility."""
    for pk, before, now, _kind in _moves(school):
        if not before <= now <= before + school.is_ganjil:
            yield pk, {"semula": before, "kini": now}


@set_rule(
    "LIN_JENIS_PENDAFTARAN_ROMBEL",
    PesertaDidik,
    "rombel",
    "Keanggotaan rombelnya tercatat “{tercatat}”, padahal dari tingkat {semula} ke tingkat {kini}. Periksa.",
    WARNING,
    {**_PLACES, Sekolah: ["semester_id"]},
)
def kind_of_membership(school: Picture) -> _Found:
    """Ganjil: naik kelas (3) after a lower grade, mengulang (5) in the same; Genap: lanjutan (6).

    Source: structure of the number or code table.
    """
    labels = {_PROMOTED: "Naik kelas", _REPEATS: "Mengulang", _GOES_ON: "Lanjutan semester"}
    for pk, before, now, kind in _moves(school):
        right = (_PROMOTED if now > before else _REPEATS) if school.is_ganjil else _GOES_ON
        if kind in labels and kind != right:
            yield pk, {"tercatat": labels[kind], "semula": before, "kini": now}


def _moves(school: Picture) -> Iterator[tuple[UUID, int, int, str]]:
    """(pupil, grade of the semester before, grade now, kind of membership)."""
    if not school.grade_before:
        return
    for place in school.places:
        was = school.grade_before.get(place.pupil, "")
        if was.isdigit() and place.tingkat.isdigit():
            yield place.pupil, int(was), int(place.tingkat), place.jenis_pendaftaran_id


@set_rule(
    "LIN_KK_BEDA_SAUDARA",
    PesertaDidik,
    "no_kk",
    "Ibu dan alamatnya sama dengan {lain}, tetapi nomor KK-nya lain. Mungkin bersaudara; cocokkan KK-nya.",
    INFO,
    {PesertaDidik: ["nama", "nama_ibu_kandung", "alamat_jalan", "rt", "rw", "no_kk"], **_PRESENCE},
)
def siblings(school: Picture) -> _Found:
    """Mother and address are the same, the family's number is not. Source: proposal, plausibility."""
    homes: dict[tuple[str, ...], list[Pupil]] = {}
    for one in school.pupils:
        if one.nama_ibu_kandung and one.alamat_jalan and one.no_kk:
            home = (one.nama_ibu_kandung.casefold(), one.alamat_jalan.casefold(), one.rt, one.rw)
            homes.setdefault(home, []).append(one)
    for found in homes.values():
        if len({one.no_kk for one in found}) > 1:
            people = {one.id: one.nama for one in found}
            yield from ((pk, {"lain": _others(people, pk)}) for pk in people)


_HEAD_READS: _Reads = {Ptk: ["jenis_ptk_id", "tugas_tambahan", "jenis_keluar_id", "nama"], Sekolah: ["nama"]}


@set_rule(
    "SEK_KEPALA_SEKOLAH",
    Sekolah,
    "kepala_sekolah",
    "Belum ada PTK yang menjadi kepala sekolah atau Plt. Tambahkan di menu PTK.",
    WARNING,
    _HEAD_READS,
)
def no_head(school: Picture) -> _Found:
    """A school has a head, or somebody in the head's place (guide of 2022)."""
    has_head = any(
        one.jenis_ptk_id in _HEAD or "kepala sekolah" in one.tugas_tambahan.casefold() for one in school.staff
    )
    if school.sekolah and not has_head:
        yield school.sekolah.pk, {}


@set_rule(
    "SEK_KEPALA_SEKOLAH_GANDA",
    Sekolah,
    "kepala_sekolah",
    "Ada {jumlah} kepala sekolah: {nama}. Betulkan jenis PTK yang bukan.",
    WARNING,
    _HEAD_READS,
)
def two_heads(school: Picture) -> _Found:
    """One definitive head. Source: proposal, plausibility."""
    heads = [one.nama for one in school.staff if one.jenis_ptk_id in _HEAD]
    if school.sekolah and len(heads) > 1:
        yield school.sekolah.pk, {"jumlah": len(heads), "nama": ", ".join(heads)}
