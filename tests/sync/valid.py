"""Valid messages of every kind, made from the catalogue: schools' and pusat's."""

from typing import Any
from uuid import UUID, uuid5

from sync.wire import packing
from sync.wire.catalogue import Kind, catalogue
from sync.wire.field import Field
from sync.wire.messages import (
    Ack,
    Answer,
    Batch,
    Change,
    Comparison,
    Computer,
    Computers,
    Difference,
    Exchange,
    Item,
    LosingValue,
    Message,
    Offer,
    Page,
    Proof,
    Receipt,
    Refusal,
    Result,
    Summary,
    Verdict,
)
from sync.wire.registration import (
    Check,
    Checked,
    Registered,
    Registration,
    Renewal,
    Renewed,
    Revocation,
    Revoked,
)
from sync.wire.shapes import Plain

NAMESPACE = UUID(int=7)
EPOCH = "e"


def record_id(kind: str, school: str = "") -> UUID:
    """The id of the one record of a kind."""
    return uuid5(NAMESPACE, kind + school)


def everything(sekolah_id: UUID) -> Batch:
    """A new record of every kind, each with a value in every field that has an easy one."""
    return Batch([_new(kind, sekolah_id) for kind in catalogue().kinds.values()])


def _new(kind: Kind, sekolah_id: UUID) -> Change:
    values = {
        name: value for name, field in kind.fields.items() if (value := _value(field, sekolah_id)) is not None
    }
    own = sekolah_id if kind.name == "sekolah" else record_id(kind.name, str(sekolah_id))
    return Change(
        kind.name, own, *packing.apart(values, kind.references), base=1, is_new=kind.name != "sekolah"
    )


def _value(field: Field, sekolah_id: UUID) -> Plain:
    if field.type == "id":
        own = field.name == "sekolah_id"
        return str(sekolah_id if own else record_id(field.name.removesuffix("_id"), str(sekolah_id)))
    if field.name == "soft_delete":
        return None
    easy: list[Plain] = ["2015-05-17", True, "1", "1234567890123456", *sorted(field.codes or ())]
    return next((value for value in easy if not field.problem(value)), None)


def of_endpoint(sekolah_id: UUID, other_id: UUID, npsn: str, code: str) -> dict[str, list[Message]]:
    """{endpoint: messages} of a school that has sent its `everything` as batch 1."""

    def exchange(**more: object) -> Exchange:
        return Exchange(catalogue="c", app="1", epoch=EPOCH, **{"acked": 1, "since": 0, **more})  # type: ignore[arg-type]

    edits = [
        Change(change.kind, change.id, dict(list(change.values.items())[:3]), base=3)
        for change in everything(sekolah_id).changes
    ]
    foreign = [
        Change(
            "peserta_didik", record_id("peserta_didik", str(other_id)), {"nama": "Diambil"}, bases={"nama": 9}
        )
    ]
    return {
        "register": [Registration(npsn, code, "laptop TU")],
        "exchange": [
            exchange(),
            exchange(position=2),
            exchange(since=3, proof=Proof(3, {"ptk": Summary(1, "0" * 64)}, put_aside=1)),
            exchange(offer=Offer(1, packing.encode(everything(sekolah_id)))),
            exchange(offer=Offer(2, packing.encode(Batch(edits)))),
            exchange(
                offer=Offer(2, packing.encode(Batch(edits))), proof=Proof(0, {"ptk": Summary(1, "0" * 64)})
            ),
            exchange(offer=Offer(2, packing.encode(Batch(foreign)))),
        ],
        "compare": [Comparison({}), Comparison({"ptk": {"00": "0" * 64, "ff": ""}})],
        "revoke": [Revocation(9)],
        "renew_key": [Renewal()],
        "check": [Check()],
    }


def answers(sekolah_id: UUID, sent: Batch, number: int, seen: int) -> dict[str, list[Message]]:
    """{endpoint: what pusat may answer} to a school that has seen all up to `seen` and sends this batch."""
    items = [Item(c.kind, c.id, c.values, c.ids, "p:SK KIP/1/2026") for c in everything(sekolah_id).changes]
    kinds = {"ptk": Summary(1, "0" * 64)}
    receipt = Receipt(
        "20299001-000001", "2026-11-24T00:00:00+00:00", "20299001", "SD", 1, seen, kinds, 1, 2, "ab"
    )
    first, second = sent.changes[:2]
    results = [
        Result(
            first.id,
            {"nama": "Kata Pusat"},
            "p:Pusat",
            [LosingValue("nama", "Kata Pusat", "Budi", "s:1:e", "p:Pusat")],
        ),
        Result(second.id, problem=403, field="nama"),
    ]

    def answer(**more: Any) -> Answer:
        return Answer(**{"head": seen + 8, "catalogue": "c", "page": Page([], seen, done=True), **more})

    return {
        "exchange": [
            answer(verdict=Verdict(kinds, receipt)),
            answer(verdict=Verdict(kinds)),
            answer(page=Page(items, seen + 8, done=True)),
            answer(page=Page(items, seen + 5, done=False), rules={"PD_NIK_16": "warning"}),
            answer(ack=Ack(number, seen, seen + 8, results)),
            answer(ack=Ack(number, seen, seen + 8)),
            answer(new_epoch=True),
            answer(computers=Computers("ab", [Computer(2, "laptop", "2026-11-24T00:00:00+00:00")])),
            Refusal(301, {"place": "3", "ticket": "1:abc"}),
        ],
        "compare": [Difference(seen, {"ptk": ["00", "ff"], "peserta_didik": ["3f"]}, items), Refusal(201)],
        "register": [
            Registered(str(sekolah_id), "20299001", "SD", 2, "ab.1.cd"),
            Refusal(205, {"seconds": "900"}),
        ],
        "revoke": [Revoked(), Refusal(209)],
        "renew_key": [Renewed("ab.1.ef"), Refusal(201)],
        "check": [
            Checked("c", 1_790_000_000, {"start": "Senin", "until": "Selasa", "reason": ""}),
            Refusal(302, {"until": "Selasa"}),
        ],
    }
