"""An installed Chromium or Chrome, and a page that forgives nothing."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

ARTEFACTS = Path(__file__).resolve().parents[1] / "artefacts"
HOW_TO_GET = (
    "no Chromium found: browser tests need an installed Chromium, Chrome or Edge. Debian: "
    "`apt install chromium`; elsewhere https://www.google.com/chrome/; or set CHROMIUM to its path"
)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
# --no-sandbox: in a container the tests run as root. The rest: no traffic of the browser's own.
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """Path of the browser: CHROMIUM, else a known name on PATH, else a usual place."""
    if os.environ.get("CHROMIUM"):
        return os.environ["CHROMIUM"]
    on_path = (shutil.which(name) for name in _NAMES)
    in_place = (place for place in _PLACES if Path(place).exists())
    return next((path for path in (*on_path, *in_place) if path), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser, started once. Skips where there is none; in CI that is a failure."""
    path = find_chromium()
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(HOW_TO_GET)
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread, in which Django would refuse its database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        # How long a page takes says more about the machine than about the page.
        expect.set_options(timeout=30_000)
        started = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of 1366x768 with its own cookies. Anything on the console as an error fails the test, and so
    does the mouse, because everything works by keyboard: a test about it has the mark `mouse`."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="id-ID")
    if not request.node.get_closest_marker("mouse"):
        context.add_init_script("addEventListener('pointerdown', () => console.error('the mouse was used'))")
    opened = context.new_page()
    problems: list[str] = []
    context.on("console", lambda line: problems.append(_text_of(line)) if line.type == "error" else None)
    context.on("weberror", lambda event: problems.append(str(event.error)))
    yield opened
    _save(opened, request, "end")
    context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def screenshot(page: Page, request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Keep a picture of the whole page under artefacts/<module>/<test>/<name>.png."""
    return lambda name: _save(page, request, name)


def _text_of(line: ConsoleMessage) -> str:
    return f"{line.location.get('url')}: {line.text}"


def _save(page: Page, request: pytest.FixtureRequest, name: str) -> None:
    # Hiding the caret would leave style attributes, which htmx copies and the policy forbids.
    page.screenshot(
        path=ARTEFACTS / request.path.stem / request.node.name / f"{name}.png",
        full_page=True,
        caret="initial",
    )
