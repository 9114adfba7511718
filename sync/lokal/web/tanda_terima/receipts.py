"""The tanda terima of a run, as its page and its PDF show it."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

import msgspec

from sync.lokal.models import Connection, Run
from sync.wire import receipt_words
from sync.wire.messages import Receipt
from sync.wire.receipt_words import Row


@dataclass(frozen=True)
class TandaTerima:
    """`signed` is what pusat signed; `run` adds who it was. `pusat` is the address of whoever signed."""

    run: Run
    signed: Receipt
    pusat: str

    @property
    def time(self) -> str:
        """The time of signing, in words."""
        return receipt_words.time(self.signed)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The head, as (label, text): what pusat signed, and who synchronised."""
        return [*receipt_words.facts(self.signed), receipt_words.operator(self.run.by)]

    @property
    def heads(self) -> Row:
        """The column heads of the table."""
        return receipt_words.HEADS

    @property
    def lines(self) -> list[Row]:
        """The rows of the table, one for each kind of record."""
        return receipt_words.rows(self.signed)

    @property
    def total(self) -> Row:
        """The last row of the table."""
        return receipt_words.total(self.signed)

    @property
    def remarks(self) -> str:
        """The sentences below the table."""
        return receipt_words.remarks(self.signed)

    @property
    def signature_heading(self) -> str:
        """The heading above the signature."""
        return receipt_words.SIGNATURE

    @property
    def signature(self) -> str:
        """The signature in groups of eight letters, to be read out or typed."""
        return receipt_words.signature(self.signed)

    @cached_property
    def page(self) -> str:
        """The address of pusat's public page on which anybody checks it."""
        return f"{self.pusat.rstrip('/')}/tanda-terima/"

    @property
    def link(self) -> str:
        """The address of that page with this tanda terima filled in."""
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
