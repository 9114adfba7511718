"""What the number in a cell is, by the format that it is shown in."""

import re

DATE, TIME, PERCENT = "tanggal", "waktu", "persen"
# Source: ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are dates of East Asian programs.
_BUILTIN = {
    **dict.fromkeys([*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)], DATE),
    **dict.fromkeys([*range(18, 22), *range(32, 36), 45, 46, 47], TIME),
    **dict.fromkeys([9, 10], PERCENT),
}
# What stands in a format without being one of its letters: quoted text, escaped and filling signs, colours
# and languages in brackets. Brackets round hours, minutes or seconds are letters.
_NO_LETTERS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)


def kind_of(number: str, code: str | None) -> str:
    """What numbers in this format are: DATE, TIME, PERCENT, or "" for a plain number.

    `code` is the format itself where the file defines one of this number.
    """
    if code is None:
        return _BUILTIN.get(int(number), "") if number.isdecimal() else ""
    positive = _NO_LETTERS.sub("", code).partition(";")[0].lower()
    if "general" in positive:
        return ""
    if "%" in positive:
        return PERCENT
    if "y" in positive or "d" in positive or "mmm" in positive:
        return DATE
    return TIME if "h" in positive or "s" in positive else ""
