"""The members of a class: who is in it beside who could be, moved between the two, saved at once."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dapodik.akun.access import operator_only
from dapodik.pokok import acts, present, write
from dapodik.pokok.models import KELAS, AnggotaRombel, Origin, PesertaDidik, RombonganBelajar, Sekolah
from dapodik.pokok.write import Edit
from dapodik.referensi.semester import Semester
from dapodik.validasi import engine, limits

from ..author import author_of
from ..peserta_didik.filters import PesertaDidikFilter
from . import queries

# Longer lists are narrowed by searching.
PUPILS_MAX = 200
_WITHOUT, _ALL = "tanpa", "semua"


@dataclass(frozen=True)
class Wish:
    """A pupil who is to come in or go, and the class in which the page showed them (None: in none)."""

    pupil: UUID
    seen: UUID | None
    comes: bool


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the two lists; on POST move those who are ticked: `masuk` come in, `keluar` go."""
    rombel = queries.to_change(pk)
    if request.method == "POST":
        _save(request, rombel)
        return redirect(request.get_full_path())
    engine.refresh()
    context = {
        "rombel": rombel,
        "inside": present.members(rombel).order_by("nama", "pk"),
        "capacity": _capacity(rombel),
        "findings": engine.findings_of(pk).filter(field="anggota"),
        **_others(request, rombel),
    }
    return render(request, "rombel/anggota.html", context)


def _capacity(rombel: RombonganBelajar) -> int | None:
    sekolah = Sekolah.live.first()
    if sekolah is None or rombel.jenis_rombel != KELAS:
        return None
    school_limits = limits.of_school(sekolah.bentuk_pendidikan_id, Semester(rombel.semester_id).tahun_ajaran)
    return school_limits.kapasitas if school_limits else None


def _others(request: HttpRequest, rombel: RombonganBelajar) -> dict[str, Any]:
    """The pupils outside the class: those of one other class, of none or of the whole school, as searched."""
    is_class = rombel.jenis_rombel == KELAS
    classes = [
        (str(row.pk), row.nama) for row in present.rombel_of(rombel.semester_id) if row.pk != rombel.pk
    ]
    sources = [(_WITHOUT, "Belum ada rombel"), *classes, (_ALL, "Semua peserta didik")]
    chosen = request.GET.get("dari", "")
    chosen = chosen if chosen in dict(sources) else _WITHOUT if is_class else _ALL
    text = request.GET.get("cari", "")
    data = {"cari": text, "rombel": "" if chosen == _ALL else chosen}
    rows = PesertaDidikFilter(data, present.with_class(rombel.semester_id), rombel.semester_id).qs
    rows = rows.exclude(pk__in=present.members(rombel).values("pk")).order_by("nama", "pk")
    listed = list(rows[: PUPILS_MAX + 1])
    return {
        "outside": listed[:PUPILS_MAX],
        "is_cut": len(listed) > PUPILS_MAX,
        "limit": PUPILS_MAX,
        "sources": sources,
        "source": chosen,
        "text": text,
        "is_class": is_class,
    }


def _save(request: HttpRequest, rombel: RombonganBelajar) -> None:
    wishes = _wishes(request, rombel)
    here = set(
        present.here_in(rombel.semester_id)
        .filter(pk__in=[wish.pupil for wish in wishes])
        .values_list("pk", flat=True)
    )
    places = queries.places(rombel, list(here))
    done = [wish for wish in wishes if wish.pupil in here and _is_at(places.get(wish.pupil)) == wish.seen]
    _tell_conflicts(request, [wish.pupil for wish in wishes if wish not in done], places)
    edits = [_edit(wish, places.get(wish.pupil), rombel) for wish in done]
    comes = sum(wish.comes for wish in done)
    text = f"{comes} masuk, {len(done) - comes} keluar"
    if acts.perform(f"Anggota {rombel}: {text}", edits, author_of(request, Origin.MASS)):
        messages.success(request, f"Anggota {rombel} tersimpan: {text}.")
    elif not wishes:
        messages.warning(request, "Belum ada yang ditandai.")


def _wishes(request: HttpRequest, rombel: RombonganBelajar) -> list[Wish]:
    """The boxes that were ticked. Values that no page of this site sends are ignored."""
    wishes: dict[UUID, Wish] = {}
    for name, comes in (("masuk", True), ("keluar", False)):
        for sent in request.POST.getlist(name):
            pupil, _, seen = sent.partition(":")
            try:
                shown_in = (UUID(seen) if seen else None) if comes else rombel.pk
                wishes[UUID(pupil)] = Wish(UUID(pupil), shown_in, comes)
            except ValueError:
                continue
    return list(wishes.values())


def _is_at(place: AnggotaRombel | None) -> UUID | None:
    return place.rombongan_belajar_id if place else None


def _tell_conflicts(request: HttpRequest, ids: list[UUID], places: dict[UUID, AnggotaRombel]) -> None:
    """Name those who are elsewhere than the page showed: they stay where they are."""
    for pk, nama in PesertaDidik.objects.filter(pk__in=ids).order_by("nama").values_list("pk", "nama"):
        place = places.get(pk)
        now = f"di {place.rombongan_belajar}" if place else "tidak di rombel, atau sudah tidak di sekolah ini"
        messages.error(
            request,
            f"{nama} sudah dipindahkan saat halaman ini terbuka (sekarang {now}), jadi tidak disentuh. "
            "Periksa, lalu pindahkan lagi bila memang perlu.",
        )


def _edit(wish: Wish, place: AnggotaRombel | None, rombel: RombonganBelajar) -> Edit:
    if not wish.comes:
        assert place
        return Edit(AnggotaRombel, {"soft_delete": True}, place.pk)
    values = {"rombongan_belajar_id": rombel.pk, "peserta_didik_id": wish.pupil}
    return Edit(AnggotaRombel, values, place.pk if place else write.new_id())
