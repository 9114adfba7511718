"""The sheets by the name of their file here: a new one is a file and its line below, and Unduhan has it."""

from ..sheet import Sheet
from .peserta_didik import PESERTA_DIDIK
from .peserta_didik_keluar import PESERTA_DIDIK_KELUAR
from .ptk import GURU, PTK, TENDIK

SHEETS: dict[str, Sheet] = {
    "peserta_didik": PESERTA_DIDIK,
    "peserta_didik_keluar": PESERTA_DIDIK_KELUAR,
    "guru": GURU,
    "tendik": TENDIK,
    "ptk": PTK,
}
