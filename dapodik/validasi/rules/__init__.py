"""The rule book: importing this package enters every rule."""

from . import (
    keaktifan,
    kepegawaian,
    kesejahteraan,
    lintas,
    nilai,
    orang_tua,
    peserta_didik,
    ptk,
    referensi,
    registrasi,
    rombel,
    sekolah,
)

__all__ = [
    "keaktifan",
    "kepegawaian",
    "kesejahteraan",
    "lintas",
    "nilai",
    "orang_tua",
    "peserta_didik",
    "ptk",
    "referensi",
    "registrasi",
    "rombel",
    "sekolah",
]
