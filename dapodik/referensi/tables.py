"""Code tables: the codes of Dapodik's references and the labels that spreadsheets and pages show.

They are data files (`data/*.csv`: kode, nama, pasti) read once and kept in memory: nobody edits
them here, and a lookup must cost nothing.
"""

import csv
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data"

# Placeholders for labels whose code is not known, and rows no school may choose any more: readable
# where they occur, never offered. Source: reference remarks beside the data files.
_NOT_OFFERED = {
    "jenis_ptk": {str(code) for code in range(3, 83)},
    "status_kepegawaian": {"7", "99"},
    "jenis_pendaftaran": {"9"},
    "penghasilan": {"17"},
    "alasan_layak_pip": {"2"},
}


class CodeTable:
    """One reference table: `label(code)`, `code(label)` and the pairs in the file's own order."""

    def __init__(self, name: str) -> None:
        self.name = name
        with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            self._labels = {row["kode"]: row["nama"] for row in csv.DictReader(file)}
        self._codes: dict[str, str] = {}
        for code, label in self._labels.items():
            self._codes.setdefault(_folded(label), code)
        for spelling, code in _spellings().get(name, {}).items():
            self._codes.setdefault(_folded(spelling), code)

    def __contains__(self, code: object) -> bool:
        return code in self._labels

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._labels.items())

    def label(self, code: str) -> str:
        """The label of a code; "" for no code; the code itself where it is unknown."""
        return self._labels.get(code, code)

    def code(self, label: str) -> str | None:
        """The code of a label, whatever its capitals, blanks and punctuation, in other spellings of
        `ejaan.csv` too; None where it is unknown."""
        return self._codes.get(_folded(label))

    def offered(self) -> list[tuple[str, str]]:
        """The pairs that a form may offer (expired rows left out)."""
        hidden = _NOT_OFFERED.get(self.name, set())
        return [(code, label) for code, label in self if code not in hidden]


@cache
def table(name: str) -> CodeTable:
    """The table of `data/<name>.csv`. Raises FileNotFoundError for an unknown name."""
    return CodeTable(name)


@cache
def _spellings() -> dict[str, dict[str, str]]:
    """Other spellings of labels, by the table: {spelling: code}."""
    spellings: dict[str, dict[str, str]] = {}
    with (DATA / "ejaan.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            spellings.setdefault(row["tabel"], {})[row["ejaan"]] = row["kode"]
    return spellings


@lru_cache(maxsize=4096)
def _folded(label: str) -> str:
    return "".join(sign for sign in label.casefold() if sign.isalnum())
