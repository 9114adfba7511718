"""Findings, kept true to the records.

After an edit only the rules that read a changed field run again, on the records it touched; the
journal says which those are. A new day, another semester or another rule set: everything runs.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Count, QuerySet, When
from django.utils import timezone

from dapodik.pokok import pending
from dapodik.pokok.chunks import SIZE, chunks
from dapodik.pokok.models import KINDS, Journal, Pending, PesertaDidik, Record

from . import rules  # noqa: F401  (rules fills the book)
from .levels import effective
from .models import Aside, Finding, FindingCount, ValidationState
from .rows import KINDS as ROW_KINDS
from .rows import Context, Row, rows
from .rule import INVALID, LEVELS, RULES, SET_RULES, WARNING, SetRule, message_of
from .rule_order import RuleOrder, broken, order_of
from .rule_set import rule_set
from .snapshot import Snapshot
from .touched import WHOLE, Touched

# Rows that are read and checked together: what any memory holds.
_ROWS = 2000
_COUNTS_RETAINED = 50
# Findings that no rule of the book makes.
UNREAD = {model.kind(): f"{model.kind().upper()}_TAK_TERBACA" for model in ROW_KINDS}
REFUSED = "PUSAT_MENOLAK"
# What blocks sending first.
BY_LEVEL = Case(*(When(level=level, then=rank) for rank, level in enumerate(LEVELS)))
UNREAD_SENTENCE = "Isi lembar “{nilai}” tidak terbaca. Ketik isian yang benar di sini, lalu simpan."


def refresh() -> None:
    """Make the stored findings true; costs two small queries where nothing has changed."""
    if not _is_true(ValidationState.load()):
        with transaction.atomic():
            _refresh()


def findings(kind: str | None = None, level: str | None = None) -> "QuerySet[Finding]":
    """The findings as of the last `refresh`, of one kind and level where these are given; without
    those that were set aside."""
    chosen = {name: value for name, value in (("kind", kind), ("level", level)) if value is not None}
    return Finding.objects.filter(aside=False, **chosen)


def findings_of(record_id: UUID) -> "QuerySet[Finding]":
    """The findings of one record as of the last `refresh`, invalid ones first."""
    return findings().filter(record_id=record_id).order_by(BY_LEVEL, "code")


def counts() -> dict[str, dict[str, int]]:
    """{kind: {level: number}} as of the last `refresh`; kinds without findings are absent."""
    counted: dict[str, dict[str, int]] = {}
    numbered = findings().values_list("kind", "level").annotate(Count("pk")).order_by("kind", "level")
    for kind, level, number in numbered:
        counted.setdefault(kind, {})[level] = number
    return counted


def invalid_count() -> int:
    """The number of findings that block sending now."""
    refresh()
    return Finding.objects.filter(level=INVALID).count()


def _is_true(state: ValidationState) -> bool:
    return (state.rules, state.day, state.journal) == (rule_set(), timezone.localdate(), _newest())


def _newest() -> int:
    return Journal.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _refresh() -> None:
    state, newest = ValidationState.load(), _newest()
    run = RuleRun(Context.now(), state.levels)
    if (state.rules, state.day) != (rule_set(), timezone.localdate()):
        run.everything()
    else:
        touched = Touched(Journal.objects.filter(pk__gt=state.journal).order_by("pk").iterator())
        run.everything() if touched.everything else run.touched(touched)
    run.note_refused()
    ValidationState(
        pk=1, journal=newest, day=timezone.localdate(), rules=rule_set(), levels=state.levels
    ).save()
    _note_counts()


def _note_counts() -> None:
    """Store the numbers of findings for the trend, where they differ from the newest stored ones."""
    now, last = counts(), FindingCount.objects.first()
    if last is None or last.counts != now:
        FindingCount.objects.create(counts=now)
        newest = FindingCount.objects.values_list("pk", flat=True)[:_COUNTS_RETAINED]
        FindingCount.objects.exclude(pk__in=list(newest)).delete()


class RuleRun:
    """One run of the rules over the school as it is."""

    def __init__(self, context: Context, lowered: Mapping[str, str]) -> None:
        self.context = context
        self.snapshot = Snapshot(context)
        self.levels = effective(lowered, context)
        self.asides = {(aside.record_id, aside.code): aside.basis for aside in Aside.objects.all()}

    def everything(self) -> None:
        """Run every rule on every record."""
        Finding.objects.all().delete()
        for model in ROW_KINDS:
            order = order_of(self._codes_for(model.kind(), {WHOLE}))
            for part in chunks(rows(model, context=self.context), _ROWS):
                _store(list(self._check(model.kind(), part, order)))
                if model is PesertaDidik:
                    self.snapshot.add_pupils(part)
        self._run_sets(SET_RULES.values())

    def touched(self, touched: Touched) -> None:
        """Run the rules that read a changed field, on the records that changed."""
        for model in ROW_KINDS:
            changed = touched.rows.get(model.kind(), {})
            if changed:
                self._run_records(model, changed)
        self._run_sets(rule for rule in SET_RULES.values() if _reads(rule, touched))

    def note_refused(self) -> None:
        """Make a finding of every record that pusat put aside, at the field that it named."""
        Finding.objects.filter(code=REFUSED).delete()
        refused = list(Pending.objects.filter(problem__isnull=False))
        for kind in dict.fromkeys(row.kind for row in refused):
            known = pending.records_of(kind, [row.record_id for row in refused if row.kind == kind])
            _store(
                [
                    self._refused(row, known[row.record_id])
                    for row in refused
                    if row.record_id in known and not known[row.record_id].soft_delete
                ]
            )

    def _refused(self, row: Pending, record: Record) -> Finding:
        problem: dict[str, str] = row.problem or {}
        context = {"id": record.pk, "nama": str(record)}
        field, sentence = problem["field"], problem["sentence"]
        return self._finding(REFUSED, row.kind, field, WARNING, context, sentence, sentence)

    def _run_records(self, model: type[Record], changed: dict[UUID, set[str]]) -> None:
        """Run on each record the rules that read one of its changed fields."""
        kind = model.kind()
        counted = {row["id"]: row for row in rows(model, changed, self.context)}
        again = {pk: self._codes_for(kind, fields) for pk, fields in changed.items()}
        _forget(
            old.pk
            for old in _stored(changed)
            if old.code not in SET_RULES
            and (old.record_id not in counted or old.code in again[old.record_id] or old.code == UNREAD[kind])
        )
        alike: dict[tuple[str, ...], list[Row]] = {}
        for pk, row in counted.items():
            alike.setdefault(again[pk], []).append(row)
        for codes, same in alike.items():
            _store(list(self._check(kind, same, order_of(codes))))

    def _codes_for(self, kind: str, fields: set[str]) -> tuple[str, ...]:
        """The rules that read one of the fields. A finding carries the name, so a new name runs them
        all; so does a cell that could not be read, which hides the other findings of its field."""
        every = [rule for rule in RULES.values() if rule.kind == kind and rule.code in self.levels]
        if not fields & {WHOLE, "nama", "tak_terbaca"}:
            every = [rule for rule in every if rule.reads & fields]
        return tuple(rule.code for rule in every)

    def _check(self, kind: str, chunk: Sequence[Row], order: RuleOrder) -> Iterator[Finding]:
        for row in chunk:
            for field, text in row["tak_terbaca"].items():
                message = message_of(UNREAD_SENTENCE, text)
                yield self._finding(UNREAD[kind], kind, field, INVALID, row, message, message)
        for row, rule, details in broken(chunk, order):
            message = message_of(rule.sentence, row[rule.field], details)
            basis = repr([str(row[name]) for name in sorted(rule.reads)])
            yield self._finding(rule.code, kind, rule.field, self.levels[rule.code], row, message, basis)

    def _run_sets(self, chosen: Iterable[SetRule]) -> None:
        """Run set rules, each on the whole school."""
        chosen = list(chosen)
        Finding.objects.filter(code__in=[rule.code for rule in chosen]).delete()
        counting = [rule for rule in chosen if rule.code in self.levels]
        _store([made for rule in counting for made in self._set_findings(rule)])

    def _set_findings(self, rule: SetRule) -> Iterator[Finding]:
        for pk, details in rule.find(self.snapshot):
            message = message_of(rule.sentence, "", details)
            row = {"id": pk, "nama": self.snapshot.name_of(rule.kind, pk)}
            yield self._finding(
                rule.code, rule.kind, rule.field, self.levels[rule.code], row, message, message
            )

    def _finding(
        self, code: str, kind: str, field: str, level: str, row: Row, message: str, basis: str
    ) -> Finding:
        label = row.get("nama") or f"({KINDS[kind]._meta.verbose_name} tanpa nama)"
        digest = hashlib.sha256(basis.encode()).hexdigest()
        return Finding(
            code=code,
            kind=kind,
            field=field,
            level=level,
            record_id=row["id"],
            label=label,
            message=message,
            basis=digest,
            aside=level != INVALID and self.asides.get((row["id"], code)) == digest,
        )


def _reads(rule: SetRule, touched: Touched) -> bool:
    return any(
        WHOLE in touched.fields.get(kind, ()) or fields & touched.fields.get(kind, set())
        for kind, fields in rule.reads.items()
    )


def _stored(ids: Iterable[UUID]) -> Iterator[Finding]:
    for part in chunks(ids):
        yield from Finding.objects.filter(record_id__in=part)


def _forget(keys: Iterable[int]) -> None:
    # All are read before the first is deleted: the keys may come from the same table.
    for part in chunks(list(keys)):
        Finding.objects.filter(pk__in=part).delete()


def _store(findings: list[Finding]) -> None:
    Finding.objects.bulk_create(findings, batch_size=SIZE)
