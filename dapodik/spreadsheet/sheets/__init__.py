"""The sheets by the name of their file here: a new one is a file and its line below, and Unduhan has it."""

from ..sheet import Sheet
from .peserta_didik import PESERTA_DIDIK

SHEETS: dict[str, Sheet] = {"peserta_didik": PESERTA_DIDIK}
