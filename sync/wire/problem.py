"""What is known of a problem of synchronisation. The problems themselves: problems.py."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass


@dataclass(frozen=True)
class Problem:
    """A problem and its nature.

    `sentence` says what happened, `cure` what to do; both may hold {names} that are filled from details.
    `waiting_helps`: the same may go well later. `tries`: how often a run tries again by itself before it ends
    with this problem. `status`: the HTTP status with which pusat answers. `worth_a_check`: the cause lies
    between here and pusat or at pusat, and a check of the connection says more. `is_failure`: False where
    somebody wanted it so.
    """

    number: int
    sentence: str
    cure: str
    _: KW_ONLY
    waiting_helps: bool = False
    tries: int = 0
    status: int = 400
    worth_a_check: bool = False
    is_failure: bool = True


class _Ellipsis(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def filled(text: str, details: Mapping[str, str]) -> str:
    """A sentence or cure with its {names} filled; an ellipsis for those that are not in the details."""
    return text.format_map(_Ellipsis(details))
