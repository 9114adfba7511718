"""What follows from a KIP number typed from the card."""

from collections.abc import Mapping
from typing import Any

from dapodik.pokok.models import PesertaDidik

_KPS = ("penerima_kps", "no_kps")


def that_follows(pupil: PesertaDidik, values: Mapping[str, Any]) -> dict[str, Any]:
    """What else changes where `values` bring a new KIP number: its holder receives KIP, and where there
    was none before, KIP replaces KPS (version 4.1.1). The old number stays in the history.

    A KPS that is changed in the same values is meant, and stays.
    """
    number = str(values.get("nomor_kip", "")).strip()
    if not number or number == pupil.nomor_kip:
        return {}
    follows: dict[str, Any] = {"penerima_kip": True}
    is_first = not pupil.nomor_kip.strip()
    kps = {name: getattr(pupil, name) for name in _KPS}
    if is_first and any(kps.values()) and all(values.get(name, old) == old for name, old in kps.items()):
        follows |= {"penerima_kps": False, "no_kps": ""}
    return follows
