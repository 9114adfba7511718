"""JSON that the database only keeps."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from . import sql


class JsonText(models.JSONField):
    """JSON as text, as it was written. Of jsonb PostgreSQL takes apart every row that comes and puts together
    every row that is read, a third of its work here; and it is hardly ever asked what is inside."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """Text in every database."""
        return "text"

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        """As `table` writes it."""
        return sql.to_json(value)


def entry(field: str, name: str) -> Cast:
    """The text that such a field holds under a name, for a query that has to ask."""
    return Cast(KeyTextTransform(name, Cast(field, models.JSONField())), models.TextField())
