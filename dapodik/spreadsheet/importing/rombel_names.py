"""Names of classes that are nearly the same: a class that a sheet would make new may be one that is here."""

import re
from collections.abc import Collection, Iterable

from dapodik.pokok.identity import folded

_ROMAN = {
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9",
    "x": "10", "xi": "11", "xii": "12", "xiii": "13",
}  # fmt: skip
_GRADE_AND_MARK = re.compile(rf"({'|'.join(sorted(_ROMAN, key=len, reverse=True))})([a-z])")
_BLANK = re.compile(r"(?<=\d) (?=[^\W\d])|(?<=[^\W\d]) (?=\d)")
_CLASS = ("kelas", "kls", "kl")
# Shorter words with one other letter are other words: IPA and IPS, TKJ and TKR.
_WORD = 4

Key = tuple[str, ...]


def same_class(nama: str) -> str:
    """The form in which two names of a class are the same: capitals do not count, and no blank between a
    number and a letter (`KELAS 1 A`, `Kelas 1A`)."""
    return _BLANK.sub("", folded(nama))


def resembling(nama: str, known: Collection[str], sheet: Iterable[str]) -> list[str]:
    """The classes in `known` whose names are nearly `nama`, sorted.

    `VII-A`, `7A` and `Kelas VII A` are nearly `VII A`; so is `VII X` where no `VII W` goes before it, neither
    here nor in the sheet, whose classes are `sheet`. `VII B` beside `VII A` is the next class, and no other.
    """
    key, keys = _key(nama), {_key(name) for name in (*known, *sheet)}
    return sorted(other for other in known if _is_near(key, _key(other), keys))


def _is_near(own: Key, theirs: Key, keys: Collection[Key]) -> bool:
    differing = [(part, other) for part, other in zip(own, theirs, strict=False) if part != other]
    if len(own) != len(theirs) or len(differing) > 1:
        return False
    if not differing:
        return True
    mark, other = differing[0]
    if len(own) > 1 and own[-1] == mark and _is_mark(mark) and _is_mark(other):
        before = _before(mark)
        return bool(before) and (*own[:-1], before) not in keys
    return min(len(mark), len(other)) >= _WORD and mark.isalpha() and _is_typo(mark, other)


def _key(nama: str) -> Key:
    """The name's words, letters and numbers apart; without `Kelas`, and with the grade in digits."""
    parts = re.findall(r"\d+|[^\W\d_]+", nama.casefold())
    if len(parts) > 1 and parts[0] in _CLASS:
        parts = parts[1:]
    if not parts:
        return ()
    joined = _GRADE_AND_MARK.fullmatch(parts[0])
    if joined and parts[0] not in _ROMAN:
        return (_ROMAN[joined[1]], joined[2], *parts[1:])
    return (_ROMAN.get(parts[0], parts[0].lstrip("0")), *parts[1:])


def _is_mark(part: str) -> bool:
    """True for what tells parallel classes apart: a letter or a number."""
    return part.isdecimal() or len(part) == 1


def _before(mark: str) -> str:
    """The mark that goes before: A before B, 1 before 2; "" before the first one."""
    if mark.isdecimal():
        return str(int(mark) - 1) if int(mark) > 1 else ""
    return chr(ord(mark) - 1) if "a" < mark <= "z" else ""


def _is_typo(own: str, theirs: str) -> bool:
    """True where one letter was changed, added or left out."""
    short, long = sorted((own, theirs), key=len)
    start = next((at for at, sign in enumerate(short) if sign != long[at]), len(short))
    rest = short[start:] if len(short) < len(long) else short[start + 1 :]
    return len(long) - len(short) <= 1 and rest == long[start + 1 :]
