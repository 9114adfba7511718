"""The rule book: importing this package enters every rule."""

from . import kesejahteraan, lintas, orang_tua, peserta_didik, ptk, rombel, sekolah

__all__ = ["kesejahteraan", "lintas", "orang_tua", "peserta_didik", "ptk", "rombel", "sekolah"]
