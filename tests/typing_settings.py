"""Only for the type checker, which wants the models of both sides under one roof."""

from ipaddress import IPv4Network, IPv6Network

from dapodik.settings.test import *  # noqa: F403
from dapodik.settings.test import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "sync.pusat"]

DEMO = False
CONNECTIONS_MAX = 0
PROXIES: list[IPv4Network | IPv6Network] = []
