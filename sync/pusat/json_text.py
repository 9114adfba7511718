"""JSON that the database stores as text."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from . import sql


class JsonText(models.JSONField):
    """JSON in a column of text. As `jsonb` PostgreSQL took apart every row that came and put together every
    row that was read, a third of its work here; and hardly any question is about what is inside."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """The type of the column: text in every database."""
        return "text"

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        """Write the value as `store.table` does."""
        return sql.to_json(value)
