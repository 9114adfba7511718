"""Fields and values in the words an operator knows."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from dapodik.referensi.bulan import in_words
from dapodik.referensi.tables import table

from .models import Plain, Record
from .models.fields import CodeField, DateField, FlagsField, MonthField

_BOOLEAN = {True: "Ya", False: "Tidak"}
# Their labels stand in fields of their own.
_SHOWN_AS_CODES = {"wilayah_kecamatan"}


@dataclass(frozen=True)
class FieldChange:
    """One field's old and new value in words."""

    label: str
    old: str
    new: str


def field_label(model: type[Record], name: str) -> str:
    """The name of a field (`agama_id` -> `agama`); the name itself where there is no such field."""
    for field in model._meta.concrete_fields:
        if field.attname == name:
            return str(field.verbose_name)
    return name


def value_label(model: type[Record], name: str, value: Plain) -> str:
    """A plain value as it is read: labels for codes, days and months in words, Ya/Tidak, "" for nothing."""
    if value is None or isinstance(value, bool):
        return _BOOLEAN.get(value, "") if value is not None else ""
    field = next((f for f in model._meta.concrete_fields if f.attname == name), None)
    if isinstance(field, FlagsField):
        return flags_label(field.table_name, value)
    if isinstance(field, CodeField):
        return value if field.table_name in _SHOWN_AS_CODES else field.table.label(value)
    if isinstance(field, DateField):
        return day_label(value)
    if isinstance(field, MonthField):
        return in_words(value)
    return str(dict(field.flatchoices).get(value, value)) if field else value


def field_change(model: type[Record], name: str, old: Plain, new: Plain) -> FieldChange:
    """A field's change from one plain value to another, in words."""
    return FieldChange(field_label(model, name), value_label(model, name, old), value_label(model, name, new))


def day_label(text: str) -> str:
    """`2026-10-01` as it is read: 1 Oktober 2026. What is no day stays as it is."""
    try:
        return date_format(date.fromisoformat(text), "j F Y")
    except ValueError:
        return text


def flags_label(table_name: str, value: str) -> str:
    """The labels of a sum of bit values, joined with commas (`3` -> the labels of 1 and 2)."""
    if not (value.isascii() and value.isdigit()):
        return value
    bits = [label for code, label in table(table_name) if int(code) and int(value) & int(code)]
    return ", ".join(bits) or table(table_name).label(value)
