"""How many connections an address may have."""

import math

from django.conf import settings

from sync.pusat.door.caller import is_proxy


def connections_of(address: str) -> float:
    """The most connections of an address, in each process; as many as it likes for one of pusat's proxies."""
    return math.inf if is_proxy(address) else float(settings.CONNECTIONS_MAX)
