"""What may be put back into a record: an old value of its history, or the losing value of a conflict."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from .models import DELETION, KINDS, Journal, Plain, Record, RombonganBelajar, Sekolah
from .models.record import clean
from .semester import active, is_closed
from .undo import overtaken
from .write import Edit

# Deleting has its own pages, and a semester is opened, not typed.
_NEVER = {(kind, name) for kind in KINDS for name in DELETION} | {(Sekolah.kind(), "semester_id")}


class CannotPutBack(Exception):
    """The value cannot be put back; the message says why (Indonesian)."""


@dataclass(frozen=True)
class FieldPutBack:
    """One field that is put back: its present and its old value in words, and the old one in plain form."""

    name: str
    label: str
    now: str
    old: str
    value: Plain


def may_return(row: Journal, name: str) -> bool:
    """True where a row of the journal has an old value of this field that can be put back."""
    is_known = name in row.changes and name in KINDS[row.kind].synced_fields()
    return is_known and not row.is_new and (row.kind, name) not in _NEVER


def check(record: Record, fields: Sequence[FieldPutBack]) -> None:
    """Check that the record can take these values now. Raises CannotPutBack."""
    if record.soft_delete:
        raise CannotPutBack("Data ini sudah dihapus. Pulihkan dahulu, lalu kembalikan nilainya.")
    if is_closed(record):
        raise CannotPutBack("Data semester yang lalu tidak diubah lagi.")
    if overtaken([Edit(type(record), {field.name: field.value for field in fields}, record.pk)]):
        raise CannotPutBack("Peserta didik ini sudah bersekolah lagi dengan registrasi yang baru.")
    for field in fields:
        _check_value(type(record), field)
        _check_reference(type(record), field)


def _check_value(model: type[Record], field: FieldPutBack) -> None:
    try:
        clean(model, field.name, field.value)
    except ValidationError as error:
        reason = " ".join(error.messages)
        raise CannotPutBack(f"{field.label} “{field.old}” tidak diterima lagi: {reason}") from error


def _check_reference(model: type[Record], field: FieldPutBack) -> None:
    """Check that the record named by a reference is still there, and a class one of the active semester."""
    target = model.references().get(field.name)
    if target is None or not field.value:
        return
    named = target.live.filter(pk=field.value).first()
    label = f"{field.label} “{field.old}”"
    if named is None:
        raise CannotPutBack(f"{label} sudah dihapus. Pulihkan dahulu, lalu kembalikan nilainya.")
    if isinstance(named, RombonganBelajar) and named.semester_id != active():
        raise CannotPutBack(f"{label} milik semester yang lain.")
