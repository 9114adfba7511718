"""An SK that pusat publishes."""

import csv
from pathlib import Path
from typing import Any

from .conftest import Laptop, Pusat, by_nisn


def publish(pusat: Pusat, tmp_path: Path, laptop: Laptop, nisn: str, name_on_card: str = "BUDI") -> None:
    """An SK over one pupil, matched by all four keys."""
    values = laptop("records", kind="peserta_didik")[by_nisn(laptop)[nisn]]
    outcome = import_sk(pusat, tmp_path, values, "KIP/1/2026", "AB12CD", name_on_card)
    assert outcome == {"published": 1, "already": 0, "unmatched": []}


def import_sk(
    pusat: Pusat, folder: Path, pupil: dict[str, Any], number: str, card: str, name_on_card: str = "BUDI"
) -> Any:
    """The SK `number` gives a card to the pupil with these values or this `peserta_didik_id`; what pusat says
    became of it."""
    keys = ("nisn", "nik", "nama", "tanggal_lahir", "peserta_didik_id")
    row = {name: pupil[name] for name in keys if name in pupil}
    path = folder / "sk.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, [*row, "nomor_kip", "nama_di_kip"])
        writer.writeheader()
        writer.writerow({**row, "nomor_kip": card, "nama_di_kip": name_on_card})
    return pusat.command("import_sk", str(path), "--number", number, "--date", "2026-11-08", "--json")
