"""What a row does to one record: a new one, or one that is known already."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dapodik.pokok import consequences, display, write
from dapodik.pokok.models import Plain, Record
from dapodik.pokok.write import Edit

from ..layout import Layout
from .report import ImportPlan, Reason, UnappliedCell
from .rows import ParsedRow
from .unapplied import Unapplied


@dataclass(frozen=True)
class RecordPlanner:
    """Adds the edits of records to the plan; `unapplied`: what the sheet must leave as it is."""

    plan: ImportPlan
    layout: Layout
    unapplied: Unapplied

    def add(
        self, model: type[Record], row: ParsedRow, ties: Mapping[str, Any], record_id: UUID | None = None
    ) -> None:
        """Plan a new record of this row; `ties`: its references to other records."""
        values = {**_completed(row, model()), **ties, "tak_terbaca": row.unread[model]}
        self.plan.edits.append(Edit(model, values, record_id or write.new_id()))

    def change(self, row: ParsedRow, record: Record, person: UUID) -> list[display.FieldChange]:
        """Plan what the row changes of a known record of a person. What the file has no column for stays."""
        differing = {
            name: value
            for name, value in _completed(row, record).items()
            if value != record.plain(name) and not row.leaves(record, name)
        }
        unapplied = {
            name: reason for name in differing if (reason := self.unapplied.why(record, name, person))
        }
        for name, reason in unapplied.items():
            self._note_unapplied(row, record, name, differing.pop(name), reason)
        changes = [_change(record, name, value) for name, value in differing.items()]
        unread = self._unread(row, record, person)
        values: dict[str, Any] = dict(differing)
        if unread != record.tak_terbaca:
            values["tak_terbaca"] = unread
        if values:
            self.plan.edits.append(Edit(type(record), values, record.id))
        return changes

    def _unread(self, row: ParsedRow, record: Record, person: UUID) -> dict[str, str]:
        """The raw texts that the record must carry: the file's, and those of fields the file leaves alone."""
        fresh = {
            name: raw
            for name, raw in row.unread[type(record)].items()
            if not (self.unapplied.why(record, name, person) or row.leaves(record, name))
        }
        remaining = {
            name: raw
            for name, raw in record.tak_terbaca.items()
            if name not in self._fields_of(row, record)
            or (type(record), name) in row.silent | row.damaged
            or self.unapplied.why(record, name, person)
        }
        return {**remaining, **fresh}

    def _fields_of(self, row: ParsedRow, record: Record) -> set[str]:
        """The record's fields that the file has columns for."""
        return {
            column.column.field
            for column in self.layout.columns
            if (column.column.model or row.person) is type(record)
        }

    def _note_unapplied(
        self, row: ParsedRow, record: Record, name: str, value: Plain, reason: Reason
    ) -> None:
        change = _change(record, name, value)
        self.plan.unapplied.append(
            UnappliedCell(row.number, row.nama, change.label, change.old, change.new, reason)
        )


def _completed(row: ParsedRow, record: Record) -> dict[str, Plain]:
    """The row's values for a record, with what follows from them.

    What the row itself says wins, in a cell that cannot be read too. An empty cell says nothing: it takes
    nothing back that follows from what stands in another cell of the row.
    """
    values, unread = row.values[type(record)], row.unread[type(record)]
    given = {name: value for name, value in values.items() if value not in ("", None)}
    following = {
        name
        for consequence in type(record).consequences
        if consequence.field in given
        for name, value in consequence.values.items()
        if name not in given and record.plain(name) == value
    }
    completed = consequences.complete(record, {**dict.fromkeys(unread), **given})
    return {
        **{name: value for name, value in values.items() if name not in following},
        **{name: value for name, value in completed.items() if name not in unread},
    }


def _change(record: Record, name: str, value: Plain) -> display.FieldChange:
    return display.field_change(type(record), name, record.plain(name), value)
