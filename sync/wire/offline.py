"""The files by which a school without internet synchronises: the messages of a run, carried by hand.

A request holds the exchange with which a run would begin, and the batches that would follow. Pusat answers
as if the school went on asking; each answer stands beside the key of its exchange, which says exactly where
the school stood. Reading a reply is a run that gets its answers from the file: it takes those to what it
would ask now. So nothing is stored twice or out of order, whatever happened between the two files.
"""

from typing import Annotated

import msgspec

from .messages import Answer, Comparison, Difference, Exchange, Message, Offer, Proof
from .shapes import Epoch, Number

# Each has at most 2 MB before packing, so a request unpacks to less than the 32 MiB that are read.
OFFERS_MAX = 9


class OfflineRequest(Message):
    """The school's file. `rest`: the batches after the one of the exchange. `comparison` goes with a proof,
    so that a difference is mended with the next reply. `expected` goes with batches: the proof as it will be
    if pusat takes all of them as they are and has nothing new."""

    exchange: Exchange
    rest: Annotated[list[Offer], msgspec.Meta(max_length=OFFERS_MAX - 1)] = []
    comparison: Comparison | None = None
    expected: Proof | None = None


class ExchangeKey(Message):
    """The position in which a school asks, and the hash of the batch that goes with it."""

    epoch: Epoch
    acked: Number
    since: Number
    position: Number | None = None
    offer: str = ""


class AnsweredExchange(Message):
    """An answer and the exchange that it belongs to."""

    question: ExchangeKey
    answer: Answer


class OfflineReply(Message):
    """Pusat's file: the answers to one request."""

    answers: list[AnsweredExchange]
    difference: Difference | None = None


def key(request: Exchange, offer: Offer | None) -> ExchangeKey:
    """The key of an exchange, if it goes with this batch."""
    return ExchangeKey(
        request.epoch, request.acked, request.since, request.position, offer.hash if offer else ""
    )
