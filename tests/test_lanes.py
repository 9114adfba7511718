"""Tests that start a process are known, and none starts one unseen."""

import os
import sys

import pytest

from tests import lanes
from tests.browser import browser, find_chromium
from tests.ports import free_port
from tests.site_process import Site
from tests.sync.conftest import Laptop, Pusat, cluster
from tests.sync.lokal.engine.test_connection_check import pusat


@pytest.mark.parametrize("starter", [Site, Laptop, Pusat, cluster, browser, pusat])
def test_what_starts_a_process_is_seen(starter: object) -> None:
    assert lanes.starts_process(getattr(starter, "_fixture_function", starter))


@pytest.mark.parametrize("harmless", [free_port, find_chromium, lanes.starts_process])
def test_what_starts_none_is_left_in_the_fast_lane(harmless: object) -> None:
    assert not lanes.starts_process(harmless)


@pytest.mark.skipif(not hasattr(os, "posix_spawn"), reason="another way than `subprocess`, of POSIX")
def test_a_process_started_unseen_is_refused() -> None:
    with pytest.raises(AssertionError, match="needs the mark `process`"):
        os.posix_spawn(sys.executable, [sys.executable, "-c", "pass"], os.environ)
