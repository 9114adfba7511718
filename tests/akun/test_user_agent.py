"""Browsers in words, from the headers they really send."""

import pytest

from dapodik.akun.user_agent import in_words

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
HEADERS = {
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/131.0.0.0 Safari/537.36": "Chrome di Windows",
    f"Mozilla/5.0 (Windows NT 10.0; Win64) {WEBKIT} Chrome/131.0 Safari/537.36 Edg/131.0": "Edge di Windows",
    f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/131.0 Mobile Safari/537.36": "Chrome di Android",
    f"Mozilla/5.0 (Linux; Android 13) {WEBKIT} SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36": (
        "Samsung Internet di Android"
    ),
    "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0": "Firefox di Linux",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15": (
        "Safari di macOS"
    ),
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 CriOS/131.0 Safari/604.1": (
        "Chrome di iPhone"
    ),
    "curl/8.11.0": "Peramban lain",
    "": "Peramban lain",
    "Linux" * 10_000: "Peramban lain di Linux",
}


@pytest.mark.parametrize("header", HEADERS, ids=HEADERS.values())
def test_in_words(header: str) -> None:
    assert in_words(header) == HEADERS[header]
