"""Rules across records: what only one may have, and who is where."""

from collections.abc import Iterable, Iterator
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

from ..rows import places, pupils, staff
from ..rule import INVALID, WARNING, set_rule

_Reads = dict[type[Record], Iterable[str]]

_LEAVING = ["jenis_keluar_id", "peserta_didik_id"]
_PRESENCE: _Reads = {RegistrasiPesertaDidik: _LEAVING}
_OTHERS_SHOWN = 3
# Codes of jenis_ptk, the older one too.
_HEAD = ("91", "20")


def _unique_rule(code: str, model: type[Record], field: str, what: str) -> None:
    """Enter the rule that a number belongs to one person of a kind."""
    is_pupil = model is PesertaDidik
    reads: _Reads = {
        model: [field, "nama", "jenis_keluar_id"],
        **(_PRESENCE if is_pupil else {}),
    }

    @set_rule(code, model, field, INVALID, reads)
    def shared() -> Iterator[tuple[UUID, str]]:
        """No two have the same."""
        for value, holders in _shared(pupils() if is_pupil else staff(), field).items():
            for pk, others in _each_with_others(holders):
                yield (
                    pk,
                    f"{what} “{value}” dipakai juga oleh {others}. Periksa punya siapa, "
                    "lalu betulkan yang salah.",
                )


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


@set_rule(
    "LIN_NIPD_GANDA",
    PesertaDidik,
    "nipd",
    INVALID,
    {PesertaDidik: ["nama"], RegistrasiPesertaDidik: ["nipd", *_LEAVING]},
)
def nipd_shared() -> Iterator[tuple[UUID, str]]:
    """A school gives each number once."""
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
            yield pk, f"NIPD “{nipd}” dipakai juga oleh {others}. Salin nomor yang benar dari buku induk."


@set_rule(
    "LIN_PD_KEMBAR",
    PesertaDidik,
    "nama",
    WARNING,
    {PesertaDidik: ["nama", "tanggal_lahir", "nama_ibu_kandung"], **_PRESENCE},
)
def entered_twice() -> Iterator[tuple[UUID, str]]:
    """Name, birth date and mother are the same: probably one child, entered twice."""
    known: dict[tuple[str, Any, str], list[UUID]] = {}
    people = pupils().exclude(nama="").exclude(tanggal_lahir=None)
    rows = people.values_list("pk", "nama", "tanggal_lahir", "nama_ibu_kandung")
    for pk, nama, born, mother in rows.iterator():
        known.setdefault((nama.casefold(), born, mother.casefold()), []).append(pk)
    for same in known.values():
        if len(same) > 1:
            yield from (
                (
                    pk,
                    "Nama, tanggal lahir, dan nama ibunya sama dengan peserta didik lain. "
                    "Mungkin tercatat dua kali.",
                )
                for pk in same
            )


@set_rule(
    "LIN_PD_DUA_ROMBEL",
    PesertaDidik,
    "rombel",
    INVALID,
    {
        AnggotaRombel: ["rombongan_belajar_id", "peserta_didik_id"],
        RombonganBelajar: ["semester_id", "jenis_rombel", "nama"],
        PesertaDidik: ["nama"],
        **_PRESENCE,
    },
)
def two_classes() -> Iterator[tuple[UUID, str]]:
    """One class a semester."""
    doubled = (
        places()
        .values("peserta_didik")
        .annotate(many=Count("rombongan_belajar", distinct=True))
        .filter(many__gt=1)
    )
    classes: dict[UUID, list[str]] = {}
    rows = (
        places().filter(peserta_didik__in=doubled.values("peserta_didik")).order_by("rombongan_belajar__nama")
    )
    for pk, nama in rows.values_list("peserta_didik_id", "rombongan_belajar__nama"):
        classes.setdefault(pk, []).append(nama)
    for pk, names in classes.items():
        yield pk, f"Tercatat di {' dan '.join(names)} sekaligus. Pilih satu rombel."


@set_rule(
    "SEK_KEPALA_SEKOLAH",
    Sekolah,
    "kepala_sekolah",
    WARNING,
    {Ptk: ["jenis_ptk_id", "tugas_tambahan", "jenis_keluar_id"], Sekolah: ["nama"]},
)
def no_head() -> Iterator[tuple[UUID, str]]:
    """A school has a head, or somebody in the head's place (Plt)."""
    school = Sekolah.live.values_list("pk", flat=True).first()
    heads = staff().filter(jenis_ptk_id__in=_HEAD) | staff().filter(
        tugas_tambahan__icontains="kepala sekolah"
    )
    if school and not heads.exists():
        yield school, "Belum ada PTK yang menjadi kepala sekolah atau Plt. Tambahkan di menu PTK."
