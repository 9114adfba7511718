"""What a client posts: one record or several, as JSON or as a form, and each value as its field takes it."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import msgspec
from django.core.exceptions import ValidationError
from django.http import QueryDict

from dapodik.pokok.models import Record
from dapodik.pokok.models.record import clean

from . import refusals

_FORM = "application/x-www-form-urlencoded"
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
_FLAGS = {"1": True, "true": True, "0": False, "false": False, "": False}
_decode = msgspec.json.Decoder().decode

# What was posted under one name, as JSON or a form gives it.
Value = Any
Convert = Callable[[Value], str | bool]
Row = Mapping[str, Value]


def body_of(raw: bytes, content_type: str) -> dict[str, Any]:
    """The posted object. Some clients post JSON and call it a form. Raises Refused."""
    try:
        body = _decode(raw)
    except (msgspec.DecodeError, RecursionError) as error:
        if content_type != _FORM:
            raise refusals.unreadable("Kiriman bukan JSON. Tidak ada yang disimpan.") from error
        body = QueryDict(raw).dict()
    if isinstance(body, list):
        body = {"rows": body}
    if not isinstance(body, dict):
        raise refusals.unreadable("Kiriman bukan data. Tidak ada yang disimpan.")
    return body


def rows_of(body: Mapping[str, Any]) -> list[Row]:
    """The records in a posted object: those under `rows`, or the object itself. Raises Refused."""
    rows = body.get("rows", body)
    rows = rows if isinstance(rows, list) else [rows]
    if not rows or not all(isinstance(row, dict) for row in rows):
        raise refusals.unreadable("Tidak ada data di dalam kiriman ini.")
    return rows


def parameters_of(body: Mapping[str, Any]) -> dict[str, str]:
    """What else is in the posted object: a school, a semester, a table."""
    names = ("npsn", "semester_id", "table")
    return {name: str(body[name]) for name in names if isinstance(body.get(name), str | int)}


def identity(row: Row, name: str) -> UUID:
    """The UUID under a name. Raises Refused."""
    pk = optional_identity(row, name)
    if pk is None:
        raise refusals.unreadable(f"{name} harus diisi.")
    return pk


def optional_identity(row: Row, name: str) -> UUID | None:
    """The UUID under a name, None where nothing is there. Raises Refused."""
    value = row.get(name)
    if value in (None, ""):
        return None
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError) as error:
        raise refusals.unreadable(f"{name} bukan UUID.") from error


def text(value: Value) -> str:
    """A text on one line. Raises ValueError."""
    if value is None:
        return ""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise ValueError("bukan teks")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


def number(value: Value) -> str:
    """A number as it was written; "" where there is none. Raises ValueError."""
    written = text(value).replace(",", ".")
    if written and not _NUMBER.fullmatch(written):
        raise ValueError("bukan angka yang wajar")
    return written


def flag(value: Value) -> bool:
    """1 or 0, in any of the ways in which they are written. Raises ValueError."""
    written = "" if value is None else str(value).casefold()
    if written not in _FLAGS:
        raise ValueError("bukan 0 atau 1")
    return _FLAGS[written]


def values(model: type[Record], row: Row, kinds: Mapping[str, Convert]) -> dict[str, str | bool]:
    """The values of the fields that were posted. Raises Refused, naming the field."""
    taken: dict[str, str | bool] = {}
    for name, convert in kinds.items():
        if name not in row:
            continue
        try:
            taken[name] = convert(row[name])
            clean(model, name, taken[name])
        except ValueError as error:
            raise refusals.unreadable(f"{name} “{str(row[name])[:40]}” tidak terbaca.") from error
        except ValidationError as error:
            raise refusals.unreadable(f"{name}: {' '.join(error.messages)}") from error
    return taken
