"""What may change without another number of the protocol: nothing by which a version that is already out,
at a school or at pusat, would be misunderstood or refused."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sync.wire import messages, offline, registration
from sync.wire.catalogue import FILE
from sync.wire.messages import PROTOCOL, Message
from sync.wire.problems import SyncProblem
from sync.wire.version import refuse_other_protocol

# The catalogue of the first version of this protocol.
FIRST = json.loads(Path(__file__).with_name("released").joinpath("catalogue-1.0.0.json").read_text())
NOW = json.loads(FILE.read_text(encoding="utf-8"))

# The fields without which a message of this protocol is not understood.
REQUIRED = {
    "Ack": {"head_after", "head_before", "number"},
    "Answer": {"catalogue", "head"},
    "AnsweredExchange": {"answer", "question"},
    "Batch": {"changes"},
    "Change": {"id", "kind", "values"},
    "Check": set(),
    "Checked": {"catalogue", "clock"},
    "Comparison": {"kinds"},
    "Computer": {"label", "number", "since"},
    "Computers": {"mark", "valid"},
    "Difference": {"at", "items", "ranges"},
    "Exchange": {"acked", "app", "catalogue", "epoch", "since"},
    "ExchangeKey": {"acked", "epoch", "since"},
    "Item": {"id", "kind", "values"},
    "LosingValue": {"author", "field", "kept", "kept_author", "lost"},
    "Offer": {"body", "number"},
    "OfflineReply": {"answers"},
    "OfflineRequest": {"exchange"},
    "Page": {"done", "items", "position"},
    "Proof": {"at", "kinds"},
    "Receipt": {"at", "installation", "kinds", "nama", "npsn", "number", "time"},
    "Refusal": {"problem"},
    "Registered": {"installation", "key", "nama", "npsn", "sekolah_id"},
    "Registration": {"code", "label", "npsn"},
    "Renewal": set(),
    "Renewed": {"key"},
    "Result": {"id"},
    "Revocation": {"number"},
    "Revoked": set(),
    "Summary": {"count", "digest"},
    "Valued": {"id", "kind", "values"},
    "Verdict": set(),
}


def travelling() -> dict[str, type[Message]]:
    """Every kind of message, by its name."""
    defined = [kind for module in (messages, offline, registration) for kind in vars(module).values()]
    kinds = [kind for kind in defined if isinstance(kind, type) and issubclass(kind, Message)]
    return {kind.__name__: kind for kind in kinds if kind is not Message}


def required(kind: type[Message]) -> set[str]:
    return {field.name for field in msgspec.structs.fields(kind) if field.required}


def test_a_message_asks_for_no_field_that_an_older_version_does_not_send() -> None:
    assert PROTOCOL == 1
    assert {name: required(kind) for name, kind in travelling().items()} == REQUIRED


def test_fields_of_a_newer_version_are_passed_over() -> None:
    for name, kind in travelling().items():
        config = kind.__struct_config__
        assert not config.forbid_unknown_fields and not config.array_like, name


@pytest.mark.parametrize("kind", FIRST["kinds"])
def test_what_an_older_school_may_send_is_still_taken(kind: str) -> None:
    now = {field["name"]: field for field in NOW["kinds"][kind]["fields"]}
    for old in FIRST["kinds"][kind]["fields"]:
        new: dict[str, Any] = now[old["name"]]
        assert new["type"] == old["type"], old
        assert new.get("max_length", 36) >= old.get("max_length", 36), old
        assert new.get("pattern") in (old.get("pattern"), None), old
        if "table" in new:
            assert set(FIRST["tables"][old["table"]]) <= set(NOW["tables"][new["table"]]), old


def test_who_speaks_another_protocol_is_told_which_side_to_update() -> None:
    refuse_other_protocol(PROTOCOL)
    for spoken, number in ((PROTOCOL - 1, 203), (PROTOCOL + 1, 208)):
        with pytest.raises(SyncProblem) as told:
            refuse_other_protocol(spoken)
        assert told.value.number == number
