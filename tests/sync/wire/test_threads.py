"""Types of messages are made ready by one thread: msgspec crashes where several are the first at once."""

import subprocess
import sys
from pathlib import Path

import pytest

from sync.wire import messages, offline, packing
from sync.wire.messages import Message

ROOT = Path(__file__).resolve().parents[3]
PROCESSES = 10
# Every thread decodes a message as the first one does, switched as often as the interpreter can.
FIRST_USE = {
    "batch": """
from sync.wire import packing
from sync.wire.messages import Batch, Change
data = packing.encode(Batch([Change("ptk", uuid4(), {"nama": "x"}, {}) for _ in range(50)]))
act = lambda: packing.decode(data, Batch)
""",
    "answer": """
from sync.wire import packing
from sync.wire.messages import Answer, Item, Page
page = Page([Item("ptk", uuid4(), {"nama": "x"}, {}, author="pusat:x") for _ in range(50)], 1, done=True)
data = packing.encode(Answer(head=1, catalogue="", page=page))
act = lambda: packing.decode(data, Answer)
""",
    "values": """
from sync.wire.catalogue import catalogue
kind = catalogue().kinds["peserta_didik"]
act = lambda: kind.first_problem({"nama": "x", "nisn": "0012345678"})
""",
}
THREADS = """
import sys, threading
from uuid import uuid4
{first_use}
sys.setswitchinterval(1e-6)
go = threading.Event()
def work():
    go.wait()
    for _ in range(3):
        act()
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
go.set()
for thread in threads:
    thread.join()
print("done")
"""


@pytest.mark.parametrize("first_use", FIRST_USE)
def test_many_threads_at_first_use(first_use: str) -> None:
    code = THREADS.format(first_use=FIRST_USE[first_use])
    for _ in range(PROCESSES):
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
        assert done.stdout == "done\n", f"exit code {done.returncode}: {done.stderr}"


def test_every_message_has_its_decoder() -> None:
    def subtypes(kind: type[Message]) -> set[type[Message]]:
        return {kind}.union(*(subtypes(subtype) for subtype in kind.__subclasses__()))

    assert offline.OfflineReply in subtypes(messages.Message)
    for kind in filter(lambda kind: kind.__module__.startswith("sync."), subtypes(messages.Message)):
        with pytest.raises(packing.UnreadableMessage):
            packing.decode(b"\xc1", kind)
