"""The tanda terima of a run, as its page and its PDF show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from textwrap import wrap
from urllib.parse import urlencode

import msgspec
from django.utils import timezone

from dapodik.pokok.models import KINDS
from sync.wire.messages import Receipt

from .models import Connection, Run


@dataclass(frozen=True)
class Line:
    """What the tanda terima says of one kind of record."""

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
    def time(self) -> datetime:
        """By pusat's clock, in this computer's zone."""
        return timezone.localtime(datetime.fromisoformat(self.signed.time))

    @property
    def lines(self) -> Iterator[Line]:
        """Each kind that either side holds or that travelled."""
        said, nothing = self.signed, {"count": 0, "digest": ""}
        for kind in (kind for kind in KINDS if kind in {*said.kinds, *said.sent, *said.received}):
            held = msgspec.structs.asdict(said.kinds[kind]) if kind in said.kinds else nothing
            label = str(KINDS[kind]._meta.verbose_name)
            yield Line(label, said.sent.get(kind, 0), said.received.get(kind, 0), **held)

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
