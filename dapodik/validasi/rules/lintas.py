"""Rules across records: values that only one record may have, and who is in which class."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from dapodik.pokok import present
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

from ..rule import INFO, INVALID, WARNING, set_rule
from ..snapshot import Pupil, Snapshot

_Reads = Mapping[type[Record], Iterable[str]]
_Broken = Iterator[tuple[UUID, Mapping[str, object]]]

_LEAVING = ["jenis_keluar_id", "peserta_didik_id"]
_PRESENCE: _Reads = {RegistrasiPesertaDidik: _LEAVING}
_PLACES: _Reads = {
    AnggotaRombel: ["rombongan_belajar_id", "peserta_didik_id", "jenis_pendaftaran_id"],
    RombonganBelajar: ["semester_id", "jenis_rombel", "nama", "tingkat_pendidikan_id"],
    PesertaDidik: ["nama"],
    **_PRESENCE,
}
_OTHERS_SHOWN = 3
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
    def shared(school: Snapshot) -> _Broken:
        """No two of the school have the same. Source: public guides."""
        people: list[Any] = school.pupils if is_pupil else school.staff
        yield from _each_with_others(
            (person.id, person.nama, key(getattr(person, field))) for person in people
        )


def _each_with_others(holders: Iterable[tuple[UUID, str, str]]) -> _Broken:
    """The holders (id, name, value) whose value others have too, each with that value and their names."""
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
def nik_of_staff(school: Snapshot) -> _Broken:
    """Nobody is both a pupil and staff. Source: proposal, plausibility."""
    names = {ptk.nik: ptk.nama for ptk in school.staff if ptk.nik}
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
def nipd_shared(school: Snapshot) -> _Broken:
    """A school gives each number once. Source: public guides."""
    holders = [(pk, school.pupil_names[pk], nipd) for pk, nipd in school.nipd]
    yield from _each_with_others(sorted(holders, key=lambda holder: (holder[1], holder[0])))


@set_rule(
    "LIN_REGISTRASI_GANDA",
    PesertaDidik,
    "nipd",
    "{jumlah} registrasinya berlaku sekaligus. Di halamannya pilih “Keluar dari sekolah”, lalu akhiri yang "
    "tidak berlaku lagi.",
    WARNING,
    {PesertaDidik: ["nama"], **_PRESENCE},
)
def enrolled_twice(school: Snapshot) -> _Broken:
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
def entered_twice(school: Snapshot) -> _Broken:
    """Name, birth date and mother are the same: probably one child, entered twice.

    Source: proposal, plausibility.
    """
    known: dict[tuple[str, date, str], list[UUID]] = {}
    for pupil in school.pupils:
        if pupil.nama and pupil.tanggal_lahir:
            key = (pupil.nama.casefold(), pupil.tanggal_lahir, pupil.nama_ibu_kandung.casefold())
            known.setdefault(key, []).append(pupil.id)
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
def two_classes(school: Snapshot) -> _Broken:
    """One class a semester. Source: public guides."""
    classes: dict[UUID, dict[UUID, str]] = {}
    for place in school.places:
        classes.setdefault(place.pupil, {})[place.rombel] = place.nama
    for pk, names in classes.items():
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
def left_but_member(school: Snapshot) -> _Broken:
    """A pupil who has left is in no class. Such a member is not counted anywhere (report of 2026)."""
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
def grade_jump(school: Snapshot) -> _Broken:
    """At most one grade up, only from one school year to the next, and never down. Source: proposal,
    plausibility."""
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
def kind_of_membership(school: Snapshot) -> _Broken:
    """Ganjil: naik kelas (3) after a lower grade, mengulang (5) in the same; Genap: lanjutan (6).

    Source: structure of the number or code table.
    """
    labels = {_PROMOTED: "Naik kelas", _REPEATS: "Mengulang", _GOES_ON: "Lanjutan semester"}
    for pk, before, now, kind in _moves(school):
        right = (_PROMOTED if now > before else _REPEATS) if school.is_ganjil else _GOES_ON
        if kind in labels and kind != right:
            yield pk, {"tercatat": labels[kind], "semula": before, "kini": now}


def _moves(school: Snapshot) -> Iterator[tuple[UUID, int, int, str]]:
    """(pupil, grade of the semester before, grade now, `jenis_pendaftaran_id`) of who was in a class then."""
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
def siblings(school: Snapshot) -> _Broken:
    """Pupils with one mother and address have one family number. Source: proposal, plausibility."""
    homes: dict[tuple[str, ...], list[Pupil]] = {}
    for pupil in school.pupils:
        if pupil.nama_ibu_kandung and pupil.alamat_jalan and pupil.no_kk:
            home = (pupil.nama_ibu_kandung.casefold(), pupil.alamat_jalan.casefold(), pupil.rt, pupil.rw)
            homes.setdefault(home, []).append(pupil)
    for pupils in homes.values():
        if len({pupil.no_kk for pupil in pupils}) > 1:
            people = {pupil.id: pupil.nama for pupil in pupils}
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
def no_head(school: Snapshot) -> _Broken:
    """A school has a head, or somebody in the head's place (guide of 2022)."""
    has_head = any(present.is_head(ptk.jenis_ptk_id, ptk.tugas_tambahan) for ptk in school.staff)
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
def two_heads(school: Snapshot) -> _Broken:
    """One definitive head. Source: proposal, plausibility."""
    heads = [ptk.nama for ptk in school.staff if ptk.jenis_ptk_id in present.HEADS]
    if school.sekolah and len(heads) > 1:
        yield school.sekolah.pk, {"jumlah": len(heads), "nama": ", ".join(heads)}
