"""Workbooks that are no list of records: by the name of their file, as Unduhan has them."""

from .daftar_hadir import DAFTAR_HADIR
from .profil_sekolah import PROFIL_SEKOLAH
from .report import Report

REPORTS: dict[str, Report] = {"daftar_hadir": DAFTAR_HADIR, "profil_sekolah": PROFIL_SEKOLAH}
