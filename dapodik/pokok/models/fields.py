"""The few kinds of field that records have.

A value is kept as it was written, numbers included: a 15-digit NIK or an RT of 100000 must be
shown by validation, not lost on the way in, and a download must give back what came in. So the
plain forms of all values are `str`, `bool` or `None`, the same in the journal and on the wire.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor

from dapodik.referensi.tables import CodeTable, table
from dapodik.referensi.text import no_control_characters

if TYPE_CHECKING:
    _Char = models.CharField[str, str]
    _Date = models.DateField[date | str | None, date | None]
    _Boolean = models.BooleanField[bool | None, bool | None]
    _ForeignKey = models.ForeignKey[Any, Any]
    _Forward = ForwardManyToOneDescriptor[_ForeignKey]
else:
    _Char, _Date = models.CharField, models.DateField
    _Boolean, _ForeignKey = models.BooleanField, models.ForeignKey
    _Forward = ForwardManyToOneDescriptor

TEXT_MAX = 255


class TextField(_Char):
    """One line of text of at most 255 characters; "" when empty."""

    def __init__(self, verbose_name: str = "", **options: Any) -> None:
        options.setdefault("max_length", TEXT_MAX)
        options.setdefault("blank", True)
        options.setdefault("default", "")
        super().__init__(verbose_name, **options)

    default_validators = [no_control_characters]


class NumberField(TextField):
    """A number as it was written (`45`, `3.5`, `-7.2139`); rules read it, nothing rewrites it."""


class CardField(TextField):
    """The number of a card: its writings are compared and stored as `dapodik.pokok.cards` says."""

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        # To the database it is text like any other.
        name, _, args, options = super().deconstruct()
        return name, f"{TextField.__module__}.{TextField.__qualname__}", args, options


class MonthField(TextField):
    """A month, as `YYYY-MM`."""

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        # To the database it is text like any other.
        name, _, args, options = super().deconstruct()
        return name, f"{TextField.__module__}.{TextField.__qualname__}", args, options


class CodeField(TextField):
    """A code of one reference table; "" when empty. `table_name` is the reference's file name."""

    def __init__(self, verbose_name: str = "", table_name: str = "", **options: Any) -> None:
        self.table_name = table_name
        super().__init__(verbose_name, **options)

    @property
    def table(self) -> CodeTable:
        """The reference table."""
        return table(self.table_name)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "table_name": self.table_name}

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if value and not self.accepts(value):
            raise ValidationError(f"“{value}” bukan pilihan {self.verbose_name}. Pilih dari daftar.")

    def accepts(self, code: str) -> bool:
        """True for a code of the field's table."""
        return code in self.table


class FlagsField(CodeField):
    """A sum of the table's bit values (kebutuhan khusus): `0`, `1`, `3` = 1 + 2."""

    def accepts(self, code: str) -> bool:
        known = sum(int(bit) for bit, _ in self.table)
        return code.isascii() and code.isdigit() and int(code) & ~known == 0


class DateField(_Date):
    """A day, or None."""

    def __init__(self, verbose_name: str = "", **options: Any) -> None:
        super().__init__(verbose_name, **{"null": True, "blank": True, **options})


class FlagField(_Boolean):
    """Ya, Tidak, or None where nobody has said."""

    def __init__(self, verbose_name: str = "", **options: Any) -> None:
        super().__init__(verbose_name, **{"null": True, "blank": True, **options})


class _Named(_Forward):
    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        try:
            return super().__get__(instance, cls)
        except ObjectDoesNotExist:
            return None


class Reference(_ForeignKey):
    """Another record of the school; None too where it is not on this computer.

    Without a constraint in the database: pages from pusat may bring a record before the one it
    names. A record so named comes before the end of the run, unless nobody has sent it to pusat.
    """

    forward_related_accessor_class = _Named

    def __init__(self, to: Any, verbose_name: str = "", **options: Any) -> None:
        options = {
            "on_delete": models.DO_NOTHING,
            "db_constraint": False,
            "null": True,
            "blank": True,
            "verbose_name": verbose_name,
            **options,
        }
        super().__init__(to, **options)
