"""How many wrong tokens an address may try.

Different tokens are counted: a program that calls again and again with its old token guesses nothing, and
must not lock out the others on its computer. Known to this process alone, and forgotten after a minute.
"""

import time
from collections.abc import Callable
from threading import Lock

# Wrong tokens per address within the time; after those nobody's token is looked at.
TRIES, SECONDS = 10, 60
# Addresses that are remembered at once: more than a school has.
_ADDRESSES = 1000


class WrongTokens:
    """The wrong tokens of the last minute, by address."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tried: dict[str, dict[str, float]] = {}
        self._lock = Lock()

    def wait(self, address: str) -> int:
        """Seconds until a token of this address is looked at again; 0 where it is now."""
        with self._lock:
            tried = self._recent(address)
            if len(tried) < TRIES:
                return 0
            return max(1, round(min(tried.values()) + SECONDS - self._clock()))

    def note(self, address: str, token_hash: str) -> None:
        """Count a wrong token."""
        with self._lock:
            if len(self._tried) >= _ADDRESSES and address not in self._tried:
                self._tried.pop(next(iter(self._tried)))
            self._tried.setdefault(address, {})[token_hash] = self._clock()

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._tried.clear()

    def _recent(self, address: str) -> dict[str, float]:
        oldest = self._clock() - SECONDS
        tried = {key: at for key, at in self._tried.get(address, {}).items() if at > oldest}
        self._tried[address] = tried
        if not tried:
            del self._tried[address]
        return tried


wrong_tokens = WrongTokens()
