"""The surroundings of the school: its place on the map, and the kecamatan and desa to choose from."""

from typing import Any

from dapodik.pokok.models import PesertaDidik, Sekolah
from dapodik.referensi.tables import table


def surroundings() -> dict[str, Any]:
    """The context of the pupil's form: `letak` (latitude, longitude), `kecamatan` of the kabupaten, `desa` in
    use."""
    sekolah = Sekolah.live.first() or Sekolah()
    kabupaten = sekolah.kode_wilayah[:4]
    known = table("wilayah_kecamatan") if kabupaten else ()
    desa = PesertaDidik.live.exclude(desa_kelurahan="").values_list("desa_kelurahan", flat=True)
    return {
        "letak": (sekolah.lintang.replace(",", "."), sekolah.bujur.replace(",", ".")),
        "kecamatan": [label for kode, label in known if kode.startswith(kabupaten)],
        "desa": desa.distinct().order_by("desa_kelurahan"),
    }
