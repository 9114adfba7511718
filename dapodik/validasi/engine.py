"""Findings, kept true to the records.

After an edit only the rules that read a changed field run again, on the records it touched; the
journal says which those are. A new day, another semester or another rule set: everything runs.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from dapodik.pokok.models import KINDS, Journal, Record

from . import rules  # noqa: F401  (fills the book)
from .models import Finding, State
from .rows import KINDS as ROW_KINDS
from .rows import rows
from .rule import INVALID, RULES, SET_RULES, Row, Rule, SetRule, rule_set
from .touched import WHOLE, Touched

_CHUNK = 500
_RULE_SET = rule_set()
_BY_KIND = {model.kind(): [one for one in RULES.values() if one.kind == model.kind()] for model in ROW_KINDS}
_UNREAD = {model.kind(): f"{model.kind().upper()}_TAK_TERBACA" for model in ROW_KINDS}


def refresh() -> None:
    """Make the stored findings true; costs two small queries where nothing has changed."""
    if not _is_true(State.load()):
        with transaction.atomic():
            _refresh()


def findings(kind: str | None = None, level: str | None = None) -> "QuerySet[Finding]":
    """The findings as of the last `refresh`, of one kind and level where these are given."""
    chosen = {name: value for name, value in (("kind", kind), ("level", level)) if value is not None}
    return Finding.objects.filter(**chosen)


def findings_of(record_id: UUID) -> "QuerySet[Finding]":
    """The findings of one record as of the last `refresh`, invalid ones first."""
    return Finding.objects.filter(record_id=record_id).order_by("level", "code")


def counts() -> dict[str, dict[str, int]]:
    """{kind: {level: number}} as of the last `refresh`; kinds without findings are absent."""
    found: dict[str, dict[str, int]] = {}
    for kind, level, number in Finding.objects.values_list("kind", "level").annotate(Count("pk")).order_by():
        found.setdefault(kind, {})[level] = number
    return found


def invalid_count() -> int:
    """How many findings hold up synchronisation now."""
    refresh()
    return Finding.objects.filter(level=INVALID).count()


def _is_true(state: State) -> bool:
    return (state.rules, state.day, state.journal) == (_RULE_SET, timezone.localdate(), _newest())


def _newest() -> int:
    return Journal.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _refresh() -> None:
    state, newest = State.load(), _newest()
    if (state.rules, state.day) != (_RULE_SET, timezone.localdate()):
        _run_all()
    else:
        touched = Touched(Journal.objects.filter(pk__gt=state.journal).order_by("pk").iterator())
        if touched.everything:
            _run_all()
        else:
            _run_touched(touched)
    State(pk=1, journal=newest, day=timezone.localdate(), rules=_RULE_SET).save()


def _run_all() -> None:
    """Every rule on every record."""
    Finding.objects.all().delete()
    found = [
        one
        for model in ROW_KINDS
        for row in rows(model)
        for one in _check(model, row, _BY_KIND[model.kind()])
    ]
    _store(found)
    _run_sets(SET_RULES.values())


def _run_touched(touched: Touched) -> None:
    for model in ROW_KINDS:
        changed = touched.rows.get(model.kind(), {})
        if changed:
            _run_records(model, changed)
    _run_sets(one for one in SET_RULES.values() if _reads(one, touched))


def _reads(one: SetRule, touched: Touched) -> bool:
    return any(
        WHOLE in touched.fields.get(kind, ()) or fields & touched.fields.get(kind, set())
        for kind, fields in one.reads.items()
    )


def _run_records(model: type[Record], changed: dict[UUID, set[str]]) -> None:
    """On each record the rules that read one of its changed fields."""
    present = {row["id"]: row for row in rows(model, changed)}
    again = {pk: _rules_for(model, fields) for pk, fields in changed.items()}
    gone: list[int] = []
    fresh: list[Finding] = []
    for old in _stored(changed):
        codes = {one.code for one in again[old.record_id]} | {_UNREAD[model.kind()]}
        if old.record_id not in present or old.code in codes:
            gone.append(old.pk)
    for pk, row in present.items():
        fresh += _check(model, row, again[pk])
    for start in range(0, len(gone), _CHUNK):
        Finding.objects.filter(pk__in=gone[start : start + _CHUNK]).delete()
    _store(fresh)


def _stored(ids: Iterable[UUID]) -> Iterator[Finding]:
    chosen = list(ids)
    for start in range(0, len(chosen), _CHUNK):
        yield from Finding.objects.filter(record_id__in=chosen[start : start + _CHUNK])


def _rules_for(model: type[Record], fields: set[str]) -> list[Rule]:
    """Those that read one of the fields. A finding carries the name, so a new name runs them all."""
    every = _BY_KIND[model.kind()]
    # What could not be read hides the other findings of its field.
    if fields & {WHOLE, "nama", "tak_terbaca"}:
        return every
    return [one for one in every if one.reads & fields]


def _check(model: type[Record], row: Row, chosen: Iterable[Rule]) -> Iterator[Finding]:
    kind, unread = model.kind(), row["tak_terbaca"]
    for field, text in unread.items():
        message = f"Isi lembar “{text}” tidak terbaca. Ketik isian yang benar di sini, lalu simpan."
        yield _finding(_UNREAD[kind], kind, field, INVALID, row, message)
    for one in chosen:
        broken = None if one.field in unread else one.check(row)
        if broken:
            yield _finding(one.code, kind, one.field, one.level, row, broken)


def _finding(code: str, kind: str, field: str, level: str, row: Row, message: str) -> Finding:
    label = row.get("nama") or f"({KINDS[kind]._meta.verbose_name} tanpa nama)"
    return Finding(
        code=code, kind=kind, field=field, level=level, record_id=row["id"], label=label, message=message
    )


def _run_sets(chosen: Iterable[SetRule]) -> None:
    """Set rules, each wholly."""
    chosen = list(chosen)
    Finding.objects.filter(code__in=[one.code for one in chosen]).delete()
    _store([made for one in chosen for made in _set_findings(one)])


def _set_findings(one: SetRule) -> Iterator[Finding]:
    broken = list(one.find())
    model: Any = KINDS[one.kind]
    names = dict(model.objects.values_list("pk", "nama")) if broken else {}
    for pk, message in broken:
        row = {"id": pk, "nama": names[pk]}
        yield _finding(one.code, one.kind, one.field, one.level, row, message)


def _store(found: list[Finding]) -> None:
    Finding.objects.bulk_create(found, batch_size=_CHUNK)
