"""The tanda terima of a run, as its page and its PDF show it."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

import msgspec

from sync.lokal.models import Connection, Run
from sync.wire import receipt_words
from sync.wire.messages import Receipt
from sync.wire.receipt_words import KindSummary


@dataclass(frozen=True)
class TandaTerima:
    """`signed` is what pusat signed; `run` adds who it was. `pusat` is the address of whoever signed."""

    run: Run
    signed: Receipt
    pusat: str

    @property
    def time(self) -> str:
        """When pusat signed."""
        return receipt_words.time(self.signed)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What its head says, as (label, text)."""
        return receipt_words.facts(self.signed)

    @property
    def lines(self) -> list[KindSummary]:
        """Each kind of record."""
        return receipt_words.summaries(self.signed)

    @property
    def left_out(self) -> str:
        """The sentence about the records that were not counted."""
        return receipt_words.left_out(self.signed)

    @property
    def signature(self) -> str:
        """In groups of eight, to be read out or typed."""
        return receipt_words.signature(self.signed)

    @cached_property
    def page(self) -> str:
        """Address of pusat's public page on which anybody checks it."""
        return f"{self.pusat.rstrip('/')}/tanda-terima/"

    @property
    def link(self) -> str:
        """Address of that page with this tanda terima filled in."""
        signed = self.signed
        filled = {"nomor": signed.number, "jumlah": signed.records, "tanda": signed.signature}
        return f"{self.page}?{urlencode(filled)}"


def of(run: Run) -> TandaTerima | None:
    """The tanda terima of a run, None where it has none."""
    if not run.receipt:
        return None
    stored = dict(run.receipt)
    # Those from before the address was stored with them are of the pusat that is registered.
    connection = Connection.load()
    pusat = stored.pop("pusat", "") or (connection.url if connection else "")
    return TandaTerima(run, msgspec.convert(stored, Receipt), pusat)
