"""What every record has, and how its values look outside the database."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, ClassVar, cast

from django.db import models

from .fields import TextField

type_of_plain = (str, bool, type(None))
Plain = str | bool | None
Values = Mapping[str, Plain]

# Kept per installation: how a record was handled here is nobody else's business.
HOUSEKEEPING = frozenset({"id", "create_date", "last_update", "updater", "tak_terbaca"})
# What says that a record is deleted, and with what: pages show it as deleting and restoring, not as fields.
DELETION = ("soft_delete", "dihapus_bersama")


@dataclass(frozen=True)
class Consequence:
    """What follows where `field` gets another value that is not empty.

    The fields of `values` get theirs, all of them or none. `first_only`: only where `field` was empty.
    """

    field: str
    values: Values
    first_only: bool = False


class Live(models.Manager[Any]):
    """Only records that are not deleted."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(soft_delete=False)


class Record(models.Model):
    """A record of the school ("data pokok"). Changed only through `dapodik.pokok.write`.

    `named_after` are paths to other records, beyond its own references, whose name it bears;
    `pusat_fields` name the fields whose owner is pusat (it decides where both sides changed them);
    `field_groups` the fields that win or lose together; `consequences` what follows from a field, applied
    by `dapodik.pokok.consequences`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    create_date = models.DateTimeField("dibuat", editable=False)
    last_update = models.DateTimeField("diubah", editable=False)
    updater = models.CharField("diubah oleh", max_length=255, blank=True, default="", editable=False)
    soft_delete = models.BooleanField("dihapus", default=False, editable=False)
    # {field: text} of spreadsheet cells that could not be read; emptied when the field is set.
    tak_terbaca = models.JSONField("isian tak terbaca", default=dict, blank=True, editable=False)

    named_after: ClassVar[tuple[str, ...]] = ()
    pusat_fields: ClassVar[frozenset[str]] = frozenset()
    field_groups: ClassVar[tuple[tuple[str, ...], ...]] = ()
    consequences: ClassVar[tuple[Consequence, ...]] = ()

    objects = models.Manager["Any"]()
    live = Live()

    class Meta:
        abstract = True

    @classmethod
    def kind(cls) -> str:
        """The record kind's name in the data dictionary: `peserta_didik`."""
        return cls._meta.db_table

    @classmethod
    def synced_fields(cls) -> tuple[str, ...]:
        """Names of the fields that travel to pusat, in the model's order (`agama_id`, `ptk_id`)."""
        return tuple(f.attname for f in cls._meta.concrete_fields if f.attname not in HOUSEKEEPING)

    @classmethod
    @cache
    def references(cls) -> "Mapping[str, type[Record]]":
        """{field: the kind of record that it names} (`ptk_id`), in the model's order."""
        return {
            f.attname: cast(type[Record], f.related_model)
            for f in cls._meta.concrete_fields
            if isinstance(f, models.ForeignKey)
        }

    def plain(self, field: str) -> Plain:
        """One value in its plain form: dates as `YYYY-MM-DD`, ids as text."""
        return to_plain(getattr(self, field))


class Part(Record):
    """A record that belongs to another, which takes it along when it is deleted (`dapodik.pokok.family`).

    `dihapus_bersama` says with what it was deleted: the kind of that other record, or its own kind where it
    was deleted by itself. "" while it is live, and where an older version deleted it. It is synchronised, so
    that every computer brings the same back; `dapodik.pokok.write` fills it in.
    """

    dihapus_bersama = TextField("dihapus bersama", editable=False)

    field_groups: ClassVar[tuple[tuple[str, ...], ...]] = (DELETION,)

    class Meta:
        abstract = True


def to_plain(value: object) -> Plain:
    """A field's value as `str`, `bool` or `None`. Raises TypeError for anything else."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, type_of_plain):
        return value
    raise TypeError(f"no plain form for {type(value).__name__}")


def from_plain(model: type[Record], field: str, value: Plain) -> Any:
    """The Python value of a plain one. Raises ValidationError where it does not fit the field."""
    target = _field(model, field)
    if isinstance(target, models.ForeignKey):
        target = target.target_field
    if value is None and isinstance(target, models.CharField):
        return ""
    return target.to_python(value)


def clean(model: type[Record], field: str, value: Plain) -> Any:
    """As `from_plain`, with the field's validators: length, code table, control characters."""
    converted = from_plain(model, field, value)
    if isinstance(_field(model, field), models.ForeignKey):
        return converted
    return _field(model, field).clean(converted, None)


def _field(model: type[Record], name: str) -> "models.Field[Any, Any]":
    for field in model._meta.concrete_fields:
        if field.attname == name:
            return field
    raise KeyError(f"{model.kind()} has no field {name}")
