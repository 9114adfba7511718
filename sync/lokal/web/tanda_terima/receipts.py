"""The tanda terima of a run, as its page and its PDF show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from textwrap import wrap
from urllib.parse import urlencode

import msgspec
from django.utils.formats import date_format

from dapodik.pokok.models import KINDS
from sync.lokal.models import Connection, Run
from sync.wire.catalogue import kind_in_words
from sync.wire.messages import Receipt


@dataclass(frozen=True)
class Line:
    """What the tanda terima says of one kind of record, in the words of pusat's page."""

    label: str
    sent: int
    received: int
    count: int
    digest: str


@dataclass(frozen=True)
class TandaTerima:
    """`signed` is what pusat signed; `run` adds who it was. `pusat` is the address of whoever signed."""

    run: Run
    signed: Receipt
    pusat: str

    @property
    def time(self) -> str:
        """By pusat's clock and in its zone, as its page says it."""
        time = self.signed.local_time
        return f"{date_format(time, 'l, j F Y')} pukul {time:%H.%M %Z}"

    @property
    def lines(self) -> Iterator[Line]:
        """Each kind that either side holds or that travelled."""
        said, nothing = self.signed, {"count": 0, "digest": ""}
        for kind in (kind for kind in KINDS if kind in {*said.kinds, *said.sent, *said.received}):
            held = msgspec.structs.asdict(said.kinds[kind]) if kind in said.kinds else nothing
            yield Line(kind_in_words(kind), said.sent.get(kind, 0), said.received.get(kind, 0), **held)

    @property
    def signature(self) -> str:
        """In groups of eight, to be read out or typed."""
        return " ".join(wrap(self.signed.signature, 8))

    @cached_property
    def page(self) -> str:
        """Pusat's public page on which anybody checks it."""
        return f"{self.pusat.rstrip('/')}/tanda-terima/"

    @property
    def link(self) -> str:
        """That page with this tanda terima filled in."""
        said = self.signed
        filled = {"nomor": said.number, "jumlah": said.records, "tanda": said.signature}
        return f"{self.page}?{urlencode(filled)}"


def of(run: Run) -> TandaTerima | None:
    """The tanda terima of a run, None where it has none."""
    if not run.receipt:
        return None
    kept = dict(run.receipt)
    # Those from before the address was kept with them are of the pusat that is registered.
    connection = Connection.load()
    pusat = kept.pop("pusat", "") or (connection.url if connection else "")
    return TandaTerima(run, msgspec.convert(kept, Receipt), pusat)
