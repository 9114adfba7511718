"""Text as a person sees it: what comes along with pasted text and means nothing is taken off."""

import re
import unicodedata

_BLANKS = re.compile(r"\s+")
# Zero-width signs, marks of direction, variation selectors, fillers, control signs: none of them is seen.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0001-\U000e007f\U000e0100-\U000e01ef]"
)
_APOSTROPHES = str.maketrans(dict.fromkeys("‘’‚‛ʻʼʽ′`´", "'"))
# UTF-8 that was read as Windows-1252: `â€“` was a dash.
_MANGLED = re.compile("[ÂÃâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


def clean(text: str) -> str:
    """The text without invisible signs, with plain blanks and apostrophes; ordinary text as it is."""
    if text.isascii() and text.isprintable():
        return text
    cleaned = unicodedata.normalize("NFC", _mended(text))
    cleaned = _INVISIBLE.sub("", cleaned).translate(_APOSTROPHES)
    return _BLANKS.sub(" ", cleaned).strip() if cleaned != text or not text.isprintable() else text


def hides_signs(text: str) -> bool:
    """Return whether the text holds signs that nobody sees."""
    return bool(_INVISIBLE.search(text))


def _mended(text: str) -> str:
    if not _MANGLED.search(text):
        return text
    try:
        return b"".join(map(_byte, text)).decode()
    except UnicodeError:
        return text


def _byte(sign: str) -> bytes:
    # Windows-1252 leaves five bytes without a letter; programs pass those through.
    return sign.encode("latin-1" if sign in "\x81\x8d\x8f\x90\x9d" else "cp1252")
