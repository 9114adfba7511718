"""The browser behind a User-Agent header, in words."""

# The first that fits: newer browsers carry the older ones' names too.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def in_words(header: str) -> str:
    """As "Chrome di Windows"; what is not known is said to be another one."""
    browser = next((name for mark, name in _BROWSERS if mark in header), "Peramban lain")
    system = next((name for mark, name in _SYSTEMS if mark in header), "")
    return f"{browser} di {system}" if system else browser
