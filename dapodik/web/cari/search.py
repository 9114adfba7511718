"""Pupils and staff by any part of their name or numbers."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse

from dapodik.pokok import present
from dapodik.pokok.models import Ptk, RegistrasiPesertaDidik

from ..table import part_of

SHORTEST, LONGEST, MOST_WORDS = 2, 100, 8


@dataclass(frozen=True)
class SearchHit:
    """A pupil or PTK that matches. `mark` says why they are not at the school any more; "" while they are."""

    nama: str
    address: str
    numbers: str
    place: str
    mark: str


@dataclass(frozen=True)
class SearchResults:
    """The hits of one kind, at most as many as asked for. `more`: the address of the list with all."""

    title: str
    hits: list[SearchHit]
    more: str = ""


def search(text: str, semester: str, limit: int) -> list[SearchResults]:
    """Find pupils and PTK: every word of the text must be part of their name or of a number of theirs.

    The order of the words and their case do not matter. Those who are at the school come first. Always two
    queries.
    """
    words = text.split()[:MOST_WORDS]
    pupils = (
        present.with_class(semester)
        .filter(*map(_pupil_has, words))
        .order_by("soft_delete", "-is_here", "nama")
    )
    staff = Ptk.objects.filter(*map(_ptk_has, words)).order_by("soft_delete", _left, "nama")
    return [
        SearchResults(title, [hit(row) for row in rows[:limit]], address if len(rows) > limit else "")
        for title, rows, hit, address in (
            ("Peserta didik", _few(pupils, limit), _pupil_hit, reverse("peserta_didik:daftar")),
            ("PTK", _few(staff, limit), _ptk_hit, reverse("ptk:daftar")),
        )
        if rows
    ]


_left = Case(When(present.NOT_LEFT, then=Value(0)), default=Value(1), output_field=IntegerField())


def _few(rows: "QuerySet[Any]", limit: int) -> list[Any]:
    """At most `limit` rows and one more, which tells that there are more."""
    return list(rows[: limit + 1])


def _pupil_has(word: str) -> Q:
    enrolled = RegistrasiPesertaDidik.live.filter(nipd__contains=word).values("peserta_didik")
    return part_of("nama", word) | Q(nisn__contains=word) | Q(nik__contains=word) | Q(pk__in=enrolled)


def _ptk_has(word: str) -> Q:
    numbers = (Q(**{f"{name}__contains": word}) for name in ("nuptk", "nip", "nik"))
    return reduce(or_, numbers, part_of("nama", word))


def _pupil_hit(pupil: Any) -> SearchHit:
    mark = "dihapus" if pupil.soft_delete else "" if pupil.is_here else "sudah keluar"
    return SearchHit(
        str(pupil),
        reverse("peserta_didik:rinci", args=[pupil.pk]),
        _numbers(NISN=pupil.nisn, NIPD=pupil.nipd, NIK=pupil.nik),
        pupil.rombel,
        mark,
    )


def _ptk_hit(ptk: Ptk) -> SearchHit:
    mark = "dihapus" if ptk.soft_delete else "sudah keluar" if ptk.jenis_keluar_id else ""
    numbers = _numbers(NUPTK=ptk.nuptk, NIP=ptk.nip, NIK=ptk.nik)
    return SearchHit(str(ptk), reverse("ptk:rinci", args=[ptk.pk]), numbers, ptk.jabatan_ptk_id_str, mark)


def _numbers(**named: str) -> str:
    return " · ".join(f"{name} {number}" for name, number in named.items() if number)
