"""What a file carries: the very messages of the line, for a school that has none.

A letter holds the exchange that a run would begin with, and the batches that would follow. Pusat answers as
if the school went on asking: each answer stands beside the question it is for, which says exactly where the
school stood. Reading a reply in is a run whose line is the file: it takes the answers whose questions it
would ask now. So nothing is applied twice or out of order, whatever happened between the two files.
"""

from typing import Annotated

import msgspec

from .messages import Answer, Comparison, Difference, Exchange, Message, Offer, Proof
from .shapes import Epoch, Number

# Of at most 2 MB each before packing: a letter unpacks to less than the 32 MiB that are read.
OFFERS_MAX = 9


class OfflineRequest(Message):
    """From the school. `rest`: batches after the one of the exchange. `comparison` goes with a proof, so that
    a difference is mended with the very reply. `expected` goes with batches: the proof as it will be if all
    of it is taken as it was sent and nothing is new at pusat."""

    exchange: Exchange
    rest: Annotated[list[Offer], msgspec.Meta(max_length=OFFERS_MAX - 1)] = []
    comparison: Comparison | None = None
    expected: Proof | None = None


class ExchangeKey(Message):
    """Where a school stands when it asks, and which batch (by its hash) it sends with it."""

    epoch: Epoch
    acked: Number
    since: Number
    position: Number | None = None
    offer: str = ""


class AnsweredExchange(Message):
    """An answer and the question it is for."""

    question: ExchangeKey
    answer: Answer


class OfflineReply(Message):
    """From pusat, to one letter."""

    answers: list[AnsweredExchange]
    difference: Difference | None = None


def key(request: Exchange, offer: Offer | None) -> ExchangeKey:
    """The question that an exchange asks with this batch."""
    return ExchangeKey(
        request.epoch, request.acked, request.since, request.position, offer.hash if offer else ""
    )
