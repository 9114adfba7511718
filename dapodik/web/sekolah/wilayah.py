"""Where the school lies: chosen from the province down to the kecamatan, one list after another."""

from collections.abc import Mapping

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from dapodik.akun.access import operator_only
from dapodik.pokok import write
from dapodik.pokok.models import Sekolah
from dapodik.pokok.write import Edit
from dapodik.referensi.tables import table
from dapodik.referensi.wilayah import wilayah

from ..author import author_of
from ..record_form import changes_since, latest_change, version_sent

Choices = list[tuple[str, str]]


@require_http_methods(["GET", "POST"])
@operator_only
@transaction.atomic
def page(request: HttpRequest) -> HttpResponse:
    """Choose; what is chosen already is shown first. POST saves the kecamatan with what it lies in."""
    sekolah = Sekolah.live.first()
    if sekolah is None:
        return redirect("pintu")
    if request.method == "POST" and _saved(request, sekolah):
        return redirect("sekolah:rinci")
    provinsi, kabupaten, kecamatan = _chosen(request.GET, sekolah.kode_wilayah)
    context = {
        "versi": latest_change(sekolah),
        "provinsi": provinsi,
        "kabupaten": kabupaten,
        "kecamatan": kecamatan,
        "provinsi_list": _by_name("wilayah_provinsi", ""),
        "kabupaten_list": _by_name("wilayah_kabupaten", provinsi) if provinsi else [],
        "kecamatan_list": _by_name("wilayah_kecamatan", kabupaten) if kabupaten else [],
    }
    return render(request, "sekolah/wilayah.html", context)


def _saved(request: HttpRequest, sekolah: Sekolah) -> bool:
    place = wilayah(request.POST.get("kode_wilayah", ""))
    if place is None:
        messages.error(request, "Kecamatannya belum dipilih. Pilih dari daftar, lalu simpan.")
        return False
    since = changes_since(sekolah, version_sent(request)).get("kode_wilayah")
    if since and place.kode != sekolah.kode_wilayah:
        messages.error(
            request,
            f"{since[1]} mengubah wilayah menjadi {sekolah.kecamatan or 'kosong'} saat halaman ini terbuka. "
            "Belum ada yang disimpan; pilih dan simpan sekali lagi bila yakin.",
        )
        return False
    values = {
        "kode_wilayah": place.kode,
        "kecamatan": place.kecamatan,
        "kabupaten_kota": place.kabupaten_kota,
        "provinsi": place.provinsi,
    }
    write.save([Edit(Sekolah, values, sekolah.pk)], author_of(request))
    messages.success(request, f"Wilayah tersimpan: {place.kecamatan}, {place.kabupaten_kota}.")
    return True


def _chosen(asked: Mapping[str, str], known: str) -> tuple[str, str, str]:
    """Codes of province, kabupaten and kecamatan ("" where not chosen); each lies in the one before."""
    if "provinsi" not in asked:
        return known[:2], known[:4], known
    provinsi = asked["provinsi"]
    kabupaten = asked.get("kabupaten", "")
    return provinsi, kabupaten if kabupaten[:2] == provinsi else "", ""


def _by_name(name: str, within: str) -> Choices:
    choices = [(code, label) for code, label in table(name) if code.startswith(within)]
    return sorted(choices, key=lambda pair: pair[1])
