"""What happens on a school's computer while its run waits for pusat's answer."""

from collections.abc import Callable
from itertools import count

from sync.lokal.engine.client import Client
from sync.wire.messages import Answer, Exchange

_exchange = Client.exchange


def do(number: int, act: Callable[[], object]) -> None:
    """Act in this round of the next run, counted from 1; nothing where it has fewer rounds."""
    rounds = count(1)

    def exchange(line: Client, request: Exchange) -> Answer:
        if next(rounds) == number:
            act()
        return _exchange(line, request)

    Client.exchange = exchange  # type: ignore[method-assign]


def nothing() -> None:
    """From now on runs are left alone."""
    Client.exchange = _exchange  # type: ignore[method-assign]
