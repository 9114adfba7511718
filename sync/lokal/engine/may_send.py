"""What may keep new changes from being sent, over the network and in a file alike."""

from sync.wire.problems import SyncProblem

from . import approval


def obstacle(invalid: int) -> SyncProblem | None:
    """The problem that keeps new changes from being sent: this number of invalid findings, or an approval
    that is awaited. None where they may go."""
    if invalid:
        return SyncProblem(502, count=invalid)
    return SyncProblem(507) if approval.is_awaited() else None
