"""Authors: who last wrote a field at pusat, as one short text.

`s:<installation>:<epoch>` is a school's computer, `p:<label>` pusat itself (`p:SK KIP/9/2026`).
"""


def school(installation: int, epoch: str) -> str:
    """The author of what one installation sends in one epoch."""
    return f"s:{installation}:{epoch}"


def pusat(label: str) -> str:
    """The author of what pusat writes; operators read the label."""
    return f"p:{label}"


def is_pusat(author: str) -> bool:
    """True where pusat is the author, not a school."""
    return author.startswith("p:")


def label(author: str) -> str:
    """Name an author for operators (Indonesian)."""
    return author.removeprefix("p:") if is_pusat(author) else "Komputer lain di sekolah ini"
