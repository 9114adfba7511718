"""Conflicts as questions to an operator, and what an answer does.

The conflicts of one record and one group of fields are one question. An answer is an ordinary edit. Its
author has seen both values, so pusat accepts it. The journal notes every answer.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst

from dapodik.pokok import display, write
from dapodik.pokok.models import KINDS, Journal, Plain, Record
from dapodik.pokok.pending import group_of
from dapodik.pokok.put_back import CannotPutBack, FieldPutBack, check
from dapodik.pokok.remark import Remark, remark
from dapodik.pokok.write import Author, Edit
from dapodik.web import record_names
from dapodik.web.record_names import GONE, Names
from sync.lokal.models import Conflict, Run

Answer = Conflict.Answer
DELETED = "soft_delete"


@dataclass(frozen=True)
class Side:
    """Who wrote one of the two values, and when (None where this computer does not know)."""

    by: str
    at: datetime | None = None


@dataclass(frozen=True)
class ConflictField:
    """One field in words: its winning value, its losing value and its value now. `plain`: the latter
    in plain form."""

    row: Conflict
    label: str
    winning: str
    losing: str
    now: str
    plain: Plain


@dataclass
class ConflictGroup:
    """The conflicts of one record that get one answer. `record` is None where it is no longer here."""

    rows: list[Conflict]
    record: Record | None
    fields: list[ConflictField] = field(default_factory=list)
    winning: Side = Side("")
    losing: Side = Side("")

    @property
    def first(self) -> Conflict:
        """The conflict by whose key the group is known."""
        return self.rows[0]

    @property
    def label(self) -> str:
        """The name of the record."""
        return record_names.name_of(self.record) if self.record else capfirst(GONE)

    @property
    def kind(self) -> str:
        """The kind of record in words."""
        return str(KINDS[self.first.kind]._meta.verbose_name)

    @property
    def address(self) -> str:
        """The address of the record's page; "" where it has none."""
        return record_names.address_of(self.record) if self.record else ""

    @property
    def gone(self) -> bool:
        """True where the record was deleted here, so that it can take neither value."""
        if self.record is None:
            return True
        return self.record.soft_delete and self.first.field != DELETED

    @property
    def in_force(self) -> str:
        """Which of the two values the record has now, as an Answer; OTHER for neither."""
        if self.gone:
            return Answer.OTHER
        for answer in (Answer.WINNING, Answer.LOSING):
            if all(field.plain == value_of(field.row, answer) for field in self.fields):
                return answer
        return Answer.OTHER

    @property
    def was_changed_since(self) -> bool:
        """True where the record is there and has neither value."""
        return not self.gone and self.in_force == Answer.OTHER

    @property
    def key(self) -> str:
        """The key of the group, with a hash of what is shown. An answer with another hash is refused."""
        seen = [
            None if self.record is None else self.record.soft_delete,
            [shown.plain for shown in self.fields],
        ]
        version = hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]
        return f"{self.first.pk}.{version}"


def value_of(row: Conflict, answer: str) -> Plain:
    """The plain value that an answer chooses."""
    value: Plain = row.lost if answer == Answer.LOSING else row.kept
    return value


def groups(rows: "QuerySet[Conflict]") -> list[list[int]]:
    """A list of primary keys for each group, those of the newest run first, within a run by record."""
    ordered = rows.order_by("-run__started", "run_id", "kind", "record_id", "pk")
    values = ordered.values_list("pk", "run_id", "kind", "record_id", "field")
    together: dict[tuple[Any, ...], list[int]] = {}
    for pk, run_id, kind, record_id, name in values:
        together.setdefault((run_id, kind, record_id, group_of(KINDS[kind], name)), []).append(pk)
    return list(together.values())


def of_run(run: Run) -> list[tuple[str, bool]]:
    """The groups of one run, each as (kind of record, True while it has no answer)."""
    by_key = {
        pk: (kind, not answer) for pk, kind, answer in run.conflicts.values_list("pk", "kind", "answer")
    }
    return [by_key[keys[0]] for keys in groups(run.conflicts.all())]


def in_words(groups: Sequence[Sequence[int]]) -> list[ConflictGroup]:
    """The groups with these keys in words. The number of queries does not grow with them."""
    rows = Conflict.objects.select_related("run").in_bulk([pk for keys in groups for pk in keys])
    records = record_names.of_kinds((row.kind, row.record_id) for row in rows.values())
    names, authors = Names(_used(row, records) for row in rows.values()), _Authors(rows.values())
    questions = []
    for keys in groups:
        question = ConflictGroup([rows[pk] for pk in keys], records.get(rows[keys[0]].record_id))
        shown = (row for row in question.rows if row.field != "dihapus_bersama")
        question.fields = [_field(row, question.record, names) for row in shown]
        question.winning = authors.side(question.rows, Answer.WINNING)
        question.losing = authors.side(question.rows, Answer.LOSING)
        questions.append(question)
    return questions


def question_of(pk: int) -> ConflictGroup | None:
    """The group that this conflict belongs to; None where there is no such conflict."""
    row = Conflict.objects.filter(pk=pk).first()
    if row is None:
        return None
    mates = row.run.conflicts.filter(kind=row.kind, record_id=row.record_id, answer=row.answer)
    unit = group_of(KINDS[row.kind], row.field)
    keys = [mate.pk for mate in mates.order_by("pk") if mate.field in unit or mate.pk == pk]
    return in_words([keys])[0]


def refusal(question: ConflictGroup, answer: str) -> str:
    """Say in a sentence why this answer cannot be given; "" where it can."""
    if answer in (Answer.OTHER, question.in_force):
        return ""
    if question.gone:
        return "Data ini sudah dihapus, jadi nilainya tidak dapat dipakai lagi."
    assert question.record is not None
    if question.first.field == DELETED:
        return ""
    if not {row.field for row in question.rows} <= set(question.record.synced_fields()):
        return "Isian ini belum dikenal aplikasi ini. Perbarui aplikasi."
    try:
        check(question.record, [_put_back(field, answer) for field in question.fields])
    except CannotPutBack as reason:
        return str(reason)
    return ""


def give(answers: Iterable[tuple[ConflictGroup, str]], author: Author) -> int:
    """Store the answers and give the records the values that they choose, in the transaction of the caller.

    Returns how many records changed. `refusal` must be "" for each of the answers.
    """
    answers = list(answers)
    edits: dict[tuple[str, UUID], dict[str, Plain]] = {}
    for question, answer in answers:
        if answer not in (Answer.OTHER, question.in_force):
            values = edits.setdefault((question.first.kind, question.first.record_id), {})
            values.update({row.field: value_of(row, answer) for row in question.rows})
    changed = write.save([Edit(KINDS[kind], values, pk) for (kind, pk), values in edits.items()], author)
    for question, answer in answers:
        Conflict.objects.filter(pk__in=[row.pk for row in question.rows]).update(
            answer=answer, answered_by=author.name, answered_at=timezone.now()
        )
    remark([_remark(field, answer) for question, answer in answers for field in question.fields], author)
    return len(changed)


def _remark(field: ConflictField, answer: str) -> Remark:
    chosen = {Answer.WINNING: field.winning, Answer.LOSING: field.losing}.get(Answer(answer), field.now)
    passed = field.winning if answer == Answer.LOSING else field.losing
    model = KINDS[field.row.kind]
    return Remark(model, field.row.record_id, f"jawaban konflik: {field.label}", passed, chosen)


def _put_back(field: ConflictField, answer: str) -> FieldPutBack:
    words = field.losing if answer == Answer.LOSING else field.winning
    return FieldPutBack(field.row.field, field.label, field.now, words, value_of(field.row, answer))


def _field(row: Conflict, record: Record | None, names: Names) -> ConflictField:
    model, present_value = KINDS[row.kind], _present_value(row, record)
    winning, losing, now = (
        names.words(model, row.field, value) for value in (row.kept, row.lost, present_value)
    )
    return ConflictField(
        row, capfirst(display.field_label(model, row.field)), winning, losing, now, present_value
    )


class _Authors:
    """Who wrote a value and when, from the newest entry of the journal that has it."""

    def __init__(self, rows: Iterable[Conflict]) -> None:
        ids = {row.record_id for row in rows}
        entries = Journal.objects.filter(record_id__in=ids).order_by("record_id", "-pk")
        self._entries = {pk: list(own) for pk, own in groupby(entries, key=lambda entry: entry.record_id)}

    def side(self, rows: Sequence[Conflict], answer: str) -> Side:
        """The author of one of the two values; of several fields the one that was written last."""
        by = rows[0].lost_by if answer == Answer.LOSING else rows[0].kept_by
        for entry in self._entries.get(rows[0].record_id, ()):
            for row in rows:
                if entry.changes.get(row.field, [None, ...])[1] == value_of(row, answer):
                    return Side(by if entry.author == by else f"{entry.author} ({by})", entry.at)
        return Side(by)


def _used(row: Conflict, records: Mapping[UUID, Record]) -> tuple[type[Record], dict[str, list[Plain]]]:
    return KINDS[row.kind], {row.field: [row.kept, row.lost, _present_value(row, records.get(row.record_id))]}


def _present_value(row: Conflict, record: Record | None) -> Plain:
    if record is None or row.field not in record.synced_fields():
        return None
    return record.plain(row.field)
