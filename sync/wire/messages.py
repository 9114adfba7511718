"""What travels between a school and pusat: strict and typed.

A run is a number of exchanges. Each carries where the school stands, at most one batch of its
changes and, when it has nothing more to send, the digest of what it holds; the answer carries the
ack, the next page of what is new, and the verdict on the digest.
"""

import hashlib
from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from .shapes import OVER_MAX, Epoch, Few, IdBytes, Line, Mark, Number, Plain, id_text

PROTOCOL = 1
PUSAT_ZONE = ZoneInfo("Asia/Jakarta")
# Carries the ticket of an earlier "pusat is full", so that who came first is served first.
TICKET_HEADER = "Antrean"
UNPACKED_MAX = 32 * 1024 * 1024
# One batch holds a whole usual school, so that its ids, repeated from record to record, compress.
BATCH_RECORDS = 4000
BATCH_BYTES = 2_000_000
PAGE_RECORDS = 1000


class Message(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=False, gc=False):
    """Base of all messages: defaults do not travel, fields of a newer version are passed over.

    `unpacked_max`: how many bytes one may have when unpacked.
    """

    unpacked_max: ClassVar[int] = UNPACKED_MAX


class Valued(Message):
    """Values of one record. `ids` holds the references among them: on the line an id is its 16 bytes, half
    of what it takes as text, and nothing compresses it."""

    kind: str
    id: UUID
    values: Annotated[dict[str, Plain], Few]
    ids: Annotated[dict[str, IdBytes], Few] = {}

    def plain(self) -> dict[str, Plain]:
        """All values as they are kept: references as text."""
        return {**self.values, **{name: id_text(value) for name, value in self.ids.items()}}


class Change(Valued):
    """One record's new values. `base`: the number up to which the school had seen pusat's data when
    it made them; `bases` the fields for which that differs. `over`: values that a field has had since, which
    a pusat that was set back has lost (see docs/architecture.md)."""

    base: Number = 0
    bases: Annotated[dict[str, Number], Few] = {}
    is_new: bool = False
    over: Annotated[dict[str, Annotated[list[Plain], msgspec.Meta(max_length=OVER_MAX)]], Few] = {}


class Batch(Message):
    """Changes that are accepted together: all in one transaction at pusat, each record once."""

    changes: Annotated[list[Change], msgspec.Meta(max_length=BATCH_RECORDS)]

    def __post_init__(self) -> None:
        """Decoding turns the ValueError into UnreadableMessage."""
        if len({change.id for change in self.changes}) < len(self.changes):
            raise ValueError("two changes of one record in one batch")


class Offer(Message):
    """A batch under its name (with the installation and epoch of the exchange). `body` is the
    encoded Batch: the hash is over these very bytes, so a repeat is known as one."""

    number: Annotated[int, msgspec.Meta(ge=1, le=2**62)]
    body: Annotated[bytes, msgspec.Meta(max_length=2 * BATCH_BYTES)]

    @property
    def hash(self) -> str:
        """SHA-256 of the body, hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()


class Summary(Message):
    """How many live records of one kind a side holds, and their digest (hexadecimal)."""

    count: Number
    digest: str


class Proof(Message):
    """What the school holds as acknowledged at number `at`, per kind; and what it left out: records
    put aside with a problem, and records with later edits. With a batch: what it will hold once the batch is
    taken as it is; `at` is the number before it. `sent` and `received`: how many records of each
    kind the run that proves has sent and taken in."""

    at: Number
    kinds: Annotated[dict[str, Summary], Few]
    put_aside: Number = 0
    later: Number = 0
    sent: Annotated[dict[str, Number], Few] = {}
    received: Annotated[dict[str, Number], Few] = {}


class Exchange(Message):
    """The school's side of one round. `acked`: the last batch of this epoch whose ack it has stored.
    `since`/`position`: see Cursor. `head`/`mark`: the newest moment of pusat's that the school knows."""

    unpacked_max = 2 * BATCH_BYTES + 100_000
    catalogue: Line
    app: Line
    epoch: Epoch
    acked: Number
    since: Number
    protocol: int = PROTOCOL
    position: Number | None = None
    offer: Offer | None = None
    proof: Proof | None = None
    head: Number = 0
    mark: Mark = ""


class LosingValue(Message):
    """A value that lost against another in a conflict. `author` wrote the losing value."""

    field: str
    kept: Plain
    lost: Plain
    author: str
    kept_author: str


class Result(Message):
    """What became of one change, where it was not simply taken as sent: `values` pusat decided
    otherwise (with their author), conflicts, or a problem for which the record was refused."""

    id: UUID
    values: dict[str, Plain] = {}
    author: str = ""
    lost: list[LosingValue] = []
    problem: int = 0
    field: str = ""


class Ack(Message):
    """Pusat's stored answer to a batch. The school's changes got the numbers
    `head_before` + 1 ... `head_after`."""

    number: Number
    head_before: Number
    head_after: Number
    results: list[Result] = []


class Item(Valued):
    """Fields of one record that changed at pusat, all by one author."""

    author: str = ""


class Page(Message):
    """What is new, in the order of numbers, up to `position`. `done`: nothing more for now."""

    items: list[Item]
    position: Number
    done: bool


class Receipt(Message):
    """Tanda terima: both sides hashed the same data and agree. `signature` is pusat's, over all the
    rest; `time` is pusat's clock, ISO 8601 in UTC; `sent` and `received` are as the school's proof said;
    `app` and `pusat_app` are the version numbers of the school's program and of pusat's."""

    number: str
    time: str
    npsn: str
    nama: str
    installation: Number
    at: Number
    kinds: dict[str, Summary]
    put_aside: Number = 0
    later: Number = 0
    signature: str = ""
    sent: dict[str, Number] = {}
    received: dict[str, Number] = {}
    app: str = ""
    pusat_app: str = ""

    @property
    def versions(self) -> str:
        """The versions of both sides in Indonesian, as every page and sheet shows them; "" on a receipt that
        names none, because it was made before 1.0.0."""
        return f"{self.app} di sekolah, {self.pusat_app} di pusat" if self.app and self.pusat_app else ""

    @property
    def local_time(self) -> datetime:
        """In pusat's zone, in which every sheet and every page shows it, wherever the computer is."""
        return datetime.fromisoformat(self.time).astimezone(PUSAT_ZONE)

    @property
    def records(self) -> int:
        """How many records both sides hold, of all kinds."""
        return sum(summary.count for summary in self.kinds.values())


class Verdict(Message):
    """Pusat's view of a proof: its own summaries, and the receipt where both agree."""

    kinds: dict[str, Summary] = {}
    receipt: Receipt | None = None

    def receipt_for(self, proof: Proof) -> Receipt | None:
        """The receipt as it was signed, for the school that said so; None where the sides differ."""
        if self.receipt is None or self.receipt.kinds:
            return self.receipt if self.receipt and self.receipt.kinds == proof.kinds else None
        return msgspec.structs.replace(self.receipt, kinds=proof.kinds)


class Answer(Message):
    """Pusat's side of one round. `new_epoch`: this installation was restored or copied; it must take
    a new epoch and offer its unsent changes again (nothing of the request was done). `set_back`: pusat was
    restored, and the school must go back to a moment that both know (nothing was done either). `mark` names
    this moment. `unseen`: the batch was not taken, because it makes records and the school has not seen those
    that another computer has made, perhaps the same ones. `rules`: the rules of validation that pusat has
    lowered for everybody, {code: level}."""

    head: Number
    catalogue: str
    ack: Ack | None = None
    page: Page | None = None
    verdict: Verdict | None = None
    new_epoch: bool = False
    set_back: bool = False
    unseen: bool = False
    mark: Mark = ""
    rules: dict[str, str] = {}

    def short(self) -> "Answer":
        """As it goes back at once: an agreed proof's digests, most of a short answer, are not said again."""
        if not (self.verdict and self.verdict.receipt):
            return self
        receipt = msgspec.structs.replace(self.verdict.receipt, kinds={})
        return msgspec.structs.replace(self, verdict=Verdict(receipt=receipt))


class Comparison(Message):
    """After an unequal proof: per kind, the digest of each of 256 ranges of ids (first byte)."""

    unpacked_max = 1_000_000
    kinds: Annotated[dict[str, Annotated[dict[str, str], msgspec.Meta(max_length=256)]], Few]


class Difference(Message):
    """All records at pusat in the ranges that differ, deleted ones too, with all their values."""

    at: Number
    ranges: dict[str, list[str]]
    items: list[Item]


class Refusal(Message):
    """An error answer: the problem's number and its details."""

    problem: int
    details: dict[str, str] = {}
