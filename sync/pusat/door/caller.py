"""Who calls: the address on the network by which attempts are counted and connections limited.

Behind a proxy every call comes from the proxy's address. Those of `PUSAT_PROXIES` are trusted to say in
X-Forwarded-For for whom they call; of anybody else the header is not even read.
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

# What a provider gives to one customer: whoever has it has all of it.
_OF_ONE_CUSTOMER = 64


def address_of(request: HttpRequest) -> str:
    """The caller's address; of IPv6 its network of 64 bits."""
    address = request.META["REMOTE_ADDR"]
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    # Each proxy adds whom it was called by behind what it was told.
    while hops and is_proxy(address):
        address = hops.pop().strip() or address
    return _network(address)


def is_proxy(address: str) -> bool:
    """True for a proxy that is trusted."""
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in settings.PROXIES)


def _network(address: str) -> str:
    parsed = _parsed(address)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((parsed, _OF_ONE_CUSTOMER), strict=False))
    # What a trusted proxy could not name is one caller.
    return str(parsed or "?")


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    return (parsed.ipv4_mapped or parsed) if isinstance(parsed, IPv6Address) else parsed
