"""A school's computer in a process of its own (see processes.py) with DAPODIK_DATA set: takes one JSON
request at a time, {"do": action, argument: value}, and answers with {"ok": value} or {"problem": number}."""

import base64
import json
import os
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection as Line
from random import Random
from typing import Any
from uuid import UUID

os.environ["DJANGO_SETTINGS_MODULE"] = "dapodik.settings.test"

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from dapodik.pokok import deletion, semester_baru, write  # noqa: E402
from dapodik.pokok.models import (  # noqa: E402
    KINDS,
    Cursor,
    Journal,
    Origin,
    Pending,
    PesertaDidik,
    Sekolah,
)
from dapodik.pokok.write import Author, Edit  # noqa: E402
from dapodik.validasi import engine  # noqa: E402
from sync.lokal.engine import approval, client, offline, registration, run, runner  # noqa: E402
from sync.lokal.engine import computers as engine_computers  # noqa: E402
from sync.lokal.models import Computer, Conflict, Connection, Outbox, Run  # noqa: E402
from sync.wire import problems  # noqa: E402
from sync.wire.problems import SyncProblem  # noqa: E402

from . import clock, in_round, own_hands, points  # noqa: E402

OPERATOR = Author("Operator", Origin.FORM)
edited: dict[str, Any] = {}


def save(edits: list[dict[str, Any]]) -> list[str]:
    made = write.save(
        [Edit(KINDS[e["kind"]], e["values"], UUID(e["id"]) if "id" in e else None) for e in edits], OPERATOR
    )
    return [str(change.record.pk) for change in made]


def delete(kind: str, pk: str) -> None:
    """Delete a record with what belongs to it."""
    deletion.delete(KINDS[kind].objects.get(pk=pk), OPERATOR)


def restore(kind: str, pk: str) -> None:
    """Bring it back with what went along."""
    deletion.restore(KINDS[kind].objects.get(pk=pk), OPERATOR)


def register(url: str, npsn: str, code: str) -> None:
    registration.register(url, npsn, code)


def renew_key() -> None:
    connection = Connection.load()
    assert connection is not None
    registration.renew_key(connection)


def registered_as() -> str:
    """The id of this school at pusat."""
    return str(Connection.objects.get().sekolah_id)


def computers() -> dict[str, str]:
    """{number: what the page Komputer says of it} of the school's computers."""
    new, revoked = set(engine_computers.new()), Computer.objects.filter(is_revoked=True)
    return {
        str(computer.number): "baru" if computer in new else "dicabut" if computer in revoked else "terdaftar"
        for computer in Computer.objects.all()
    }


def sync(sending: bool = True) -> dict[str, Any]:
    return reported(runner.begin("Operator", sending)())


def write_letter(sending: bool = True) -> str:
    """The file for pusat, in base64."""
    return base64.b64encode(offline.write("Operator", sending)).decode()


def read_reply(file: str) -> dict[str, Any]:
    """Read pusat's file in: how the run ended."""
    return reported(offline.begin("Operator", base64.b64decode(file))())


def reported(done: Run) -> dict[str, Any]:
    return {
        "status": done.status,
        "problem": done.problem,
        "sent": done.sent,
        "received": done.received,
        "requests": done.requests,
        "receipt": done.receipt,
        "set_back": done.set_back,
        "bytes_up": done.bytes_up,
        "bytes_down": done.bytes_down,
        "conflicts": [
            {
                "field": c.field,
                "kept": c.kept,
                "lost": c.lost,
                "kept_by": c.kept_by,
                "lost_by": c.lost_by,
                "record": str(c.record_id),
            }
            for c in Conflict.objects.filter(run=done)
        ],
    }


def spoil(nisn: str, **values: Any) -> None:
    """Change a pupil as no door does: what a broken disk would leave."""
    PesertaDidik.objects.filter(nisn=nisn).update(**values)
    Connection.objects.update(counted=None)


def records(kind: str) -> dict[str, dict[str, Any]]:
    model = KINDS[kind]
    return {
        str(record.pk): {name: record.plain(name) for name in model.synced_fields()}
        for record in model.live.all()
    }


def everything() -> dict[str, dict[str, Any]]:
    """Every record, deleted ones too."""
    return {
        str(record.pk): {name: record.plain(name) for name in model.synced_fields()}
        for model in KINDS.values()
        for record in model.objects.all()
    }


def findings() -> list[dict[str, Any]]:
    """What validation finds."""
    engine.refresh()
    names = ("code", "level", "record_id", "field", "message")
    return [{name: str(getattr(finding, name)) for name in names} for finding in engine.findings()]


def pending() -> dict[str, Any]:
    """What pusat does not know yet and is to know."""
    waiting = Pending.objects.filter(withdrawn=False)
    return {str(row.pk): row.problem or list(row.fields) for row in waiting}


def unsent() -> dict[str, dict[str, Any] | None]:
    """{record: {field: the value that pusat acknowledged}} of what waits; None for a record of which pusat
    knows nothing."""
    return {
        str(row.pk): None if row.is_new else {name: known for name, (known, _) in row.fields.items()}
        for row in Pending.objects.all()
    }


def waits() -> list[Any]:
    """Kind, id and fields of each record on the list of what has changed."""
    waiting = Pending.objects.filter(withdrawn=False).order_by("kind", "pk")
    return [[row.kind, str(row.pk), sorted(row.fields)] for row in waiting]


def conflicts() -> list[dict[str, Any]]:
    """Every conflict that is shown here, answered ones too."""
    names = ("id", "record_id", "kind", "field", "kept", "lost", "answer")
    return [{**row, "record_id": str(row["record_id"])} for row in Conflict.objects.values(*names)]


def journal(record_id: str) -> list[dict[str, Any]]:
    rows = Journal.objects.filter(record_id=record_id).order_by("id")
    return [{"changes": row.changes, "author": row.author, "origin": row.origin} for row in rows]


def stands() -> dict[str, Any]:
    """How far the synchronisation has come here: batches without an ack, the last ack, and whether the newest
    run has ended."""
    newest = Run.objects.first()
    return {
        "under_way": Outbox.objects.count(),
        "acked": Connection.objects.get().acked,
        "ended": newest is not None and newest.status != Run.Status.RUNNING,
    }


def cursor() -> int:
    return Cursor.load().seen


def runs() -> int:
    return Run.objects.count()


def ids(seed: int) -> None:
    """From now on new records get ids that follow from the seed."""
    numbers = Random(seed)
    write.new_id = lambda: UUID(int=numbers.getrandbits(128), version=4)


def require_approval() -> None:
    approval.switch("Kepala sekolah", on=True)


def approve() -> bool:
    """The head approves what the sheet shows now."""
    return approval.approve("Kepala sekolah", approval.current_request().digest)


def open_semester() -> str:
    """The next semester, everything copied."""
    state = semester_baru.SchoolState(Sekolah.live.get())
    plan = semester_baru.plan(state, semester_baru.SemesterChoices.usual(state, state.now.last_day))
    semester_baru.open_semester(plan, Author("Operator", Origin.MASS))
    return state.next.id


def patience(seconds: float) -> None:
    """How long to wait for an answer and for all of it; and everything is tried only twice."""
    client.ANSWER_SECONDS = client.WHOLE_SECONDS = seconds
    for number, problem in problems.PROBLEMS.items():
        problems.PROBLEMS[number] = replace(problem, tries=min(problem.tries, 1))


def forget() -> None:
    """Be as on the first day: no records, no registration."""
    call_command("flush", verbosity=0, interactive=False)


def die(point: str, times: int = 1) -> None:
    points.die_at(points.LAPTOP[point], times)


def die_at_commit(number: int, when: str) -> None:
    points.die_at_commit(number, when)


def stop_in_round(number: int) -> None:
    """The operator presses Hentikan while the run waits for the answer of this round."""
    in_round.do(number, own_hands.stop)


def edit_in_round(number: int, kind: str, pk: str, values: dict[str, Any]) -> None:
    """The operator goes on working while the run waits for the answer of this round."""
    edited.clear()

    def edit() -> None:
        if record := KINDS[kind].live.filter(pk=pk).first():
            edited.update({name: [record.plain(name), value] for name, value in values.items()})
            write.save([Edit(KINDS[kind], values, record.pk)], OPERATOR)

    in_round.do(number, edit)


def edited_in_round() -> dict[str, Any]:
    """{field: [old, new]} of what `edit_in_round` has changed; from now on runs are left alone."""
    in_round.nothing()
    return edited


def fill_disk() -> None:
    """From now on the database finds no room to grow."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")


def free_disk() -> None:
    """There is room again."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 4294967294")


ACTIONS = (
    save,
    delete,
    restore,
    register,
    renew_key,
    sync,
    write_letter,
    read_reply,
    spoil,
    registered_as,
    records,
    everything,
    findings,
    pending,
    unsent,
    waits,
    conflicts,
    computers,
    own_hands.answer_computer,
    own_hands.use_lost,
    own_hands.take_back,
    own_hands.page,
    own_hands.shown,
    journal,
    stands,
    cursor,
    runs,
    ids,
    require_approval,
    approve,
    open_semester,
    patience,
    forget,
    die,
    die_at_commit,
    stop_in_round,
    edit_in_round,
    edited_in_round,
    fill_disk,
    free_disk,
)


def main(line: Line) -> None:
    """Do what is asked on this line, until it is closed."""
    run.PAUSE_SECONDS = 0
    clock.set_wrong()
    call_command("migrate", verbosity=0)
    actions = {f.__name__: f for f in ACTIONS}
    answer: dict[str, Any] = {"ready": True}
    with suppress(EOFError):
        while True:
            line.send_bytes(json.dumps(answer).encode())
            request = json.loads(line.recv_bytes())
            try:
                answer = {"ok": actions[request.pop("do")](**request)}
            except SyncProblem as problem:
                answer = {"problem": problem.number}
