"""Which tests start a process (a server, a laptop, PostgreSQL, a browser): the slow ones.

They get the mark `process`, found by following what a test and its fixtures call within `tests`. They run
first, so that no long one is left for the end, and not at all in the fast lane (`--cepat`). A test that
starts a process unseen, because the application itself does it, fails until it is marked by hand. Opening a
spreadsheet does not count: its process lives for a fifth of a second. The fast lane also leaves out what is
marked `slow` by hand.
"""

import multiprocessing
import subprocess
import sys
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import sync_playwright

from dapodik.spreadsheet import workbook

_STARTERS = {id(each) for each in (subprocess, multiprocessing, sync_playwright)}
_EVENTS = {"subprocess.Popen", "os.fork", "os.posix_spawn", "os.spawn"}
_known: dict[int, bool] = {}
_running: list[pytest.Item] = []


def examples(number: int) -> int:
    """Give so many examples of a property, and in the fast lane a tenth of them: for `@settings`."""
    return number // 10 if settings.get_current_profile_name() == "cepat" else number


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--cepat",
        action="store_true",
        help="only the fast lane: no test that is marked process or slow, and fewer examples of a property",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--cepat"):
        settings.register_profile("cepat", deadline=None, max_examples=10)
        settings.load_profile("cepat")
    sys.addaudithook(_refuse_unmarked)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
        if _item_starts_process(item):
            item.add_marker(pytest.mark.process)
    process = [item for item in items if item.get_closest_marker("process")]
    rest = [item for item in items if not item.get_closest_marker("process")]
    items[:] = [*process, *rest]
    if config.getoption("--cepat"):
        quick = [item for item in rest if not item.get_closest_marker("slow")]
        config.hook.pytest_deselected(
            items=[*process, *(item for item in rest if item.get_closest_marker("slow"))]
        )
        items[:] = quick


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    _running.append(item)
    try:
        return (yield)
    finally:
        _running.clear()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown() -> None:
    """The last test's teardown is that of the whole session too, whose servers other tests have started."""
    _running.clear()


def _refuse_unmarked(event: str, details: tuple[Any, ...]) -> None:
    if event not in _EVENTS or not _running or _opens_sheet(event, details):
        return
    if not _running[-1].get_closest_marker("process"):
        raise AssertionError(f"{_running[-1].name} starts a process: it needs the mark `process`")


def _opens_sheet(event: str, details: tuple[Any, ...]) -> bool:
    return event == "subprocess.Popen" and any(str(word) == workbook.__name__ for word in details[1])


def _item_starts_process(item: pytest.Item) -> bool:
    assert isinstance(item, pytest.Function)
    fixtures = [each.func for found in item._fixtureinfo.name2fixturedefs.values() for each in found]
    return any(starts_process(each) for each in (item.function, *fixtures))


def starts_process(function: Any) -> bool:
    """Tell whether a call may reach one of the starters."""
    if id(function) not in _known:
        seen, waiting = {}, [function]
        while waiting and not _STARTERS & seen.keys():
            thing = waiting.pop()
            if id(thing) not in seen:
                # Kept with its id, which else might come to be another's.
                seen[id(thing)] = thing
                waiting += _reached(thing)
        _known[id(function)] = bool(_STARTERS & seen.keys())
    return _known[id(function)]


def _reached(thing: Any) -> Iterator[Any]:
    """Yield what a function of the tests names, or the functions of one of their classes."""
    if isinstance(thing, type) and thing.__module__.startswith("tests."):
        yield from (each for base in thing.__mro__ for each in vars(base).values() if callable(each))
    thing = getattr(thing, "__wrapped__", thing)
    if isinstance(thing, FunctionType) and thing.__module__.startswith("tests."):
        names = set(_names(thing.__code__))
        for name in names & thing.__globals__.keys():
            named = thing.__globals__[name]
            if callable(named) or isinstance(named, ModuleType):
                yield named
            if isinstance(named, ModuleType) and named.__name__.startswith("tests."):
                yield from (vars(named)[each] for each in names & vars(named).keys())


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield from _names(part)
