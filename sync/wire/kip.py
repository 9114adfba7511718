"""The number of a Kartu Indonesia Pintar: which writings of it name one card, and how it is stored.

Schools hold the same two rules in `dapodik.pokok.cards`, which may import nothing from here; a test holds
both equal.
"""


def card_key(number: str) -> str:
    """The number by which cards are compared: capital letters, no blanks. "" where there is no number."""
    return "".join(number.split()).upper()


def as_printed(number: str) -> str:
    """The number as it is stored: in capitals, as on every card, where it is letters and digits alone.

    Anything else is no number of a card and stays as it was written, for validation to show.
    """
    return number.upper() if number.isascii() and number.isalnum() else number
