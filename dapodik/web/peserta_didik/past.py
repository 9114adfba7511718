"""What lies behind a pupil: the registrasi that ended before, and the measures of closed semesters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dapodik.pokok import display, present
from dapodik.pokok.models import PesertaDidik, PesertaDidikLongitudinal, Record, RegistrasiPesertaDidik
from dapodik.pokok.semester_baru import MEASURES

_REGISTRASI = (
    "nipd",
    "jenis_pendaftaran_id",
    "tanggal_masuk_sekolah",
    "sekolah_asal",
    "jenis_keluar_id",
    "tanggal_keluar",
    "keterangan",
)


@dataclass(frozen=True)
class Past:
    """A small table under a tab; `empty` is said where it has no rows."""

    title: str
    empty: str
    headers: list[str]
    rows: list[list[str]]


def past_of(pupil: PesertaDidik, tab: str) -> Past | None:
    """What belongs under a tab of the pupil's page."""
    if tab == "data-periodik":
        measures = PesertaDidikLongitudinal.live.filter(peserta_didik=pupil).order_by("-semester_id")
        empty = (
            "Belum ada. Ukuran di atas milik semester aktif; saat semester baru dibuka, ukuran itu "
            "disimpan di sini."
        )
        return _past(
            "Semester yang lalu", empty, PesertaDidikLongitudinal, ("semester_id", *MEASURES), measures
        )
    earlier = present.every_registrasi(pupil)[1:] if tab == "registrasi" else []
    return (
        _past("Registrasi sebelumnya", "", RegistrasiPesertaDidik, _REGISTRASI, earlier) if earlier else None
    )


def with_measures(pupil: PesertaDidik, semester: str) -> PesertaDidik:
    """The pupil, to be looked at, with the measures (data periodik) of a semester that is closed."""
    measures = PesertaDidikLongitudinal.live.filter(peserta_didik=pupil, semester_id=semester).first()
    for name in MEASURES if measures else ():
        setattr(pupil, name, getattr(measures, name))
    return pupil


def _past(title: str, empty: str, model: type[Record], names: Sequence[str], records: Iterable[Any]) -> Past:
    return Past(
        title,
        empty,
        [display.field_label(model, name) for name in names],
        [[display.value_label(model, name, record.plain(name)) for name in names] for record in records],
    )
