"""Quotas: how much pusat stores of one school. What a school cannot be is refused, however it came about."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from sync.wire.catalogue import Kind

_DEFAULTS = Path(__file__).with_name("quotas.toml")
# In the data folder: numbers that replace those.
OWN = "kuota.toml"
# Numbers of problems of one record.
TOO_MANY_RECORDS, TOO_MANY_FIELDS = 406, 407


class UnreadableQuotas(Exception):
    """`kuota.toml` is not what it should be; the message says why (Indonesian)."""


@dataclass(frozen=True)
class Quotas:
    """The quotas of every school; see quotas.toml."""

    unknown_fields: int
    bytes_a_day: int
    records: Mapping[str, int]


@cache
def quotas() -> Quotas:
    """The quotas as they were when pusat was started. Raises UnreadableQuotas."""
    values, own = tomllib.loads(_DEFAULTS.read_text(encoding="utf-8")), _own()
    records, own_records = values.pop("records"), own.pop("records")
    if unknown := (own.keys() - values.keys()) | (own_records.keys() - records.keys()):
        raise UnreadableQuotas(f"{OWN}: {', '.join(sorted(unknown))} tidak dikenal.")
    if not all(type(number) is int and number >= 0 for number in (*own.values(), *own_records.values())):
        raise UnreadableQuotas(f"{OWN}: setiap kuota berupa bilangan bulat, tidak kurang dari 0.")
    return Quotas(**values | own, records=records | own_records)


def problem(
    kind: Kind, live: int, becomes_live: bool, values: Iterable[str], stored: Iterable[str]
) -> tuple[str, int] | None:
    """The field and the number of the problem with a change, None where it is within the quotas.

    `live`: how many records of its kind the school has; `becomes_live`: the change makes one more; `values`
    and `stored`: the names of its fields, and of those that the record has.
    """
    if becomes_live and live >= quotas().records[kind.name]:
        return "", TOO_MANY_RECORDS
    unknown = set(values) - kind.fields.keys()
    if unknown and len(unknown | (set(stored) - kind.fields.keys())) > quotas().unknown_fields:
        return min(unknown), TOO_MANY_FIELDS
    return None


def _own() -> dict[str, Any]:
    try:
        own = tomllib.loads((Path(settings.DATA_DIR) / OWN).read_text(encoding="utf-8"))
    except FileNotFoundError:
        own = {}
    except (OSError, ValueError) as error:
        raise UnreadableQuotas(f"{OWN}: {error}") from error
    if not isinstance(own.setdefault("records", {}), dict):
        raise UnreadableQuotas(f"{OWN}: [records] memuat satu angka untuk tiap jenis data.")
    return own
