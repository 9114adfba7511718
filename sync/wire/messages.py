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

from .shapes import OVER_MAX, Epoch, Few, IdBytes, Mark, Number, Plain, ShortText, id_text

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
    """Base of all messages. Defaults do not travel; fields of a newer version are ignored.

    `unpacked_max`: the most bytes that a message of this kind may have when it is unpacked.
    """

    unpacked_max: ClassVar[int] = UNPACKED_MAX


class Valued(Message):
    """Values of one record. `ids` holds the references among them: an id travels as its 16 bytes, half of
    what it takes as text, and nothing compresses it."""

    kind: str
    id: UUID
    values: Annotated[dict[str, Plain], Few]
    ids: Annotated[dict[str, IdBytes], Few] = {}

    def plain(self) -> dict[str, Plain]:
        """All values as they are stored, references as text."""
        return {**self.values, **{name: id_text(value) for name, value in self.ids.items()}}


class Change(Valued):
    """New values of one record. `base`: the cursor when they were edited; `bases`: that of fields for which
    it differs. `over`: earlier values of a field, which a pusat that was set back has lost (see
    docs/architecture.md)."""

    base: Number = 0
    bases: Annotated[dict[str, Number], Few] = {}
    is_new: bool = False
    over: Annotated[dict[str, Annotated[list[Plain], msgspec.Meta(max_length=OVER_MAX)]], Few] = {}


class Batch(Message):
    """Changes that pusat accepts in one transaction, each record once."""

    changes: Annotated[list[Change], msgspec.Meta(max_length=BATCH_RECORDS)]

    def __post_init__(self) -> None:
        """Refuse two changes of one record. Decoding turns the ValueError into UnreadableMessage."""
        if len({change.id for change in self.changes}) < len(self.changes):
            raise ValueError("two changes of one record in one batch")


class Offer(Message):
    """A batch on the way to pusat, with its number in the epoch of the installation. `body`: the encoded
    Batch. The hash is over these very bytes, so a repeat is recognised."""

    number: Annotated[int, msgspec.Meta(ge=1, le=2**62)]
    body: Annotated[bytes, msgspec.Meta(max_length=2 * BATCH_BYTES)]

    @property
    def hash(self) -> str:
        """SHA-256 of the body, hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()


class Summary(Message):
    """The number of live records of one kind, and their digest (hexadecimal)."""

    count: Number
    digest: str


class Proof(Message):
    """The acknowledged data of the school at number `at`, per kind. With a batch: as they will be once pusat
    has taken it as it is; `at` is the number before it.

    Left out are `put_aside` records with a problem and `later` edits. `sent` and `received`: how many
    records of each kind the run has sent and received."""

    at: Number
    kinds: Annotated[dict[str, Summary], Few]
    put_aside: Number = 0
    later: Number = 0
    sent: Annotated[dict[str, Number], Few] = {}
    received: Annotated[dict[str, Number], Few] = {}


class Exchange(Message):
    """The request of one round. `acked`: the last batch of this epoch whose ack is stored. `since`,
    `position`: see steps.SyncPosition. `head`, `mark`: the newest checkpoint that the school knows.
    `computers`: the mark of the list of computers that it knows, None where it asks for none."""

    unpacked_max = 2 * BATCH_BYTES + 100_000
    catalogue: ShortText
    app: ShortText
    epoch: Epoch
    acked: Number
    since: Number
    protocol: int = PROTOCOL
    position: Number | None = None
    offer: Offer | None = None
    proof: Proof | None = None
    head: Number = 0
    mark: Mark = ""
    computers: Mark | None = None


class LosingValue(Message):
    """The losing value of a conflict, `lost` by `author`, and the winning one, `kept` by `kept_author`."""

    field: str
    kept: Plain
    lost: Plain
    author: str
    kept_author: str


class Result(Message):
    """What pusat did with a change that it did not simply take: `values` that it decided otherwise (by
    `author`), losing values of conflicts (`lost`), or the number of the problem for which it refused the
    record, and the field."""

    id: UUID
    values: dict[str, Plain] = {}
    author: str = ""
    lost: list[LosingValue] = []
    problem: int = 0
    field: str = ""


class Ack(Message):
    """Pusat's stored answer to a batch, whose changes got the numbers `head_before` + 1 to `head_after`."""

    number: Number
    head_before: Number
    head_after: Number
    results: list[Result] = []


class Item(Valued):
    """Fields of one record that changed at pusat, all by one author."""

    author: str = ""


class Page(Message):
    """A portion of what is new, in the order of numbers, up to `position`. `done`: nothing more for now."""

    items: list[Item]
    position: Number
    done: bool


class Receipt(Message):
    """Tanda terima: the signed statement that both sides hold the same data.

    `signature` is pusat's, over all other fields; `time` is pusat's clock, ISO 8601 in UTC; `sent` and
    `received` are those of the school's proof; `app` and `pusat_app` are the versions of the school's
    program and of pusat's.
    """

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
        """The time in pusat's zone, in which every sheet and page shows it, wherever the computer is."""
        return datetime.fromisoformat(self.time).astimezone(PUSAT_ZONE)

    @property
    def records(self) -> int:
        """The number of records of all kinds."""
        return sum(summary.count for summary in self.kinds.values())


class Verdict(Message):
    """Pusat's answer to a proof: its own summaries, and the receipt where both sides agree."""

    kinds: dict[str, Summary] = {}
    receipt: Receipt | None = None

    def receipt_for(self, proof: Proof) -> Receipt | None:
        """The receipt as it was signed, for the school with this proof; None where the sides differ."""
        if self.receipt is None or self.receipt.kinds:
            return self.receipt if self.receipt and self.receipt.kinds == proof.kinds else None
        return msgspec.structs.replace(self.receipt, kinds=proof.kinds)


class Computer(Message):
    """A computer of the school. `since`: when it was registered, ISO 8601 in UTC."""

    number: Number
    label: ShortText
    since: ShortText


class Computers(Message):
    """The school's computers whose keys count, and a random mark of this list."""

    mark: Mark
    valid: list[Computer]


class Answer(Message):
    """The answer of one round. `mark` is that of the checkpoint at `head`.

    `new_epoch`: this installation was restored or copied; it must begin a new epoch and offer its pending
    changes again. `set_back`: pusat was restored; the school must go back to a checkpoint that both know. In
    these two cases pusat did nothing with the request. `unseen`: the batch was not taken, because it makes
    records and the school has not seen those that another installation has made, perhaps the same ones.
    `rules`: the rules of validation that pusat has lowered for all schools, {code: level}. `computers`: those
    of the school, where the list is another than the one that the request named.
    """

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
    computers: Computers | None = None

    def short(self) -> "Answer":
        """The answer as it travels: the digests of an agreed proof, most of a short answer, are not
        repeated."""
        if not (self.verdict and self.verdict.receipt):
            return self
        receipt = msgspec.structs.replace(self.verdict.receipt, kinds={})
        return msgspec.structs.replace(self, verdict=Verdict(receipt=receipt))


class Comparison(Message):
    """The school's digests after an unequal proof: per kind, of each of 256 ranges of ids (first byte)."""

    unpacked_max = 1_000_000
    kinds: Annotated[dict[str, Annotated[dict[str, str], msgspec.Meta(max_length=256)]], Few]


class Difference(Message):
    """Pusat's records in the ranges of ids that differ, deleted ones too, with all their values."""

    at: Number
    ranges: dict[str, list[str]]
    items: list[Item]


class Refusal(Message):
    """The answer in case of a problem: its number and details."""

    problem: int
    details: dict[str, str] = {}
