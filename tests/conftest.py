"""What all tests share: a data folder, the running site, a browser."""

import os
import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from hypothesis import settings

from tests.browser import HOW_TO_GET, browser, find_chromium, page, screenshot
from tests.site_process import Site

__all__ = ["browser", "page", "screenshot"]
pytest_plugins = ["tests.lanes"]

# Registration codes are slow to check on purpose: not in the processes of tests/sync, which inherit this.
os.environ["CHEAP_HASHES"] = "1"
# A chaos that nobody has played yet (tests/sync/test_chaos.py), the same in all processes of a run.
os.environ.setdefault("CHAOS_SEED", str(secrets.randbelow(10_000_000)))
# How long an example takes says more about the machine than about the code.
settings.register_profile("dapodik", deadline=None)
settings.load_profile("dapodik")

_BLOCKS = rb"(?:p|h[1-6]|li|dt|dd|th|td|caption|legend|summary|option)"
_AT_EDGE = re.compile(rb"(<%b(?: [^>]*)?>) | (</%b>)" % (_BLOCKS, _BLOCKS))


def pytest_report_header() -> list[str]:
    return [
        f"Chromium: {find_chromium() or HOW_TO_GET}",
        f"Fresh chaos: CHAOS_SEED={os.environ['CHAOS_SEED']}",
    ]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Let every worker make a data folder of its own, as its settings do where none is named."""
    os.environ.pop("DAPODIK_DATA", None)


@pytest.fixture(autouse=True)
def pages_as_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tests read a page as a browser shows it: white space is one blank, and none at the edge of a block.
    Where a line of a template ends does not matter."""
    answer = Client.request

    def request(self: Client, **asked: Any) -> HttpResponseBase:
        response = answer(self, **asked)
        if isinstance(response, HttpResponse) and response.get("Content-Type", "").startswith("text/html"):
            response.content = _AT_EDGE.sub(
                rb"\1\2", b" ".join(response.content.split()).replace(b" >", b">")
            )
        return response

    monkeypatch.setattr(Client, "request", request)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data folder that does not exist yet."""
    return tmp_path / "data"


@pytest.fixture
def start_site(data_dir: Path) -> Iterator[Callable[..., Site]]:
    """Start the real server: `start_site(*options, data=FOLDER, ...)` as Site says. Ended after the test."""
    sites: list[Site] = []

    def start(*options: str, data: Path = data_dir, **more: Any) -> Site:
        sites.append(Site(data, *options, **more))
        return sites[-1]

    yield start
    for one in sites:
        one.stop()


@pytest.fixture
def site(start_site: Callable[..., Site]) -> Site:
    """The running site, without demonstration."""
    return start_site("--no-demo").started()
