"""What a run did, in words."""

from typing import Any

from sync.lokal.models import Run
from sync.lokal.web import overview
from sync.lokal.web.konflik import conflicts
from sync.wire.problems import SyncProblem

from . import arrived


def summary(run: Run) -> dict[str, Any]:
    """What the pages show of a run: how it ended, what went and what came, its conflicts."""
    asked = conflicts.asked_by(run)
    return {
        **brief(run),
        "incoming": arrived.counts(run, asked),
        "conflicts": len(asked),
        "open": sum(is_open for _, is_open in asked),
    }


def brief(run: Run) -> dict[str, Any]:
    """What a line of the history shows of it, without a query."""
    return {
        "run": run,
        "problem": SyncProblem(run.problem, **run.details) if run.problem else None,
        "sent": overview.run_counts(run.sent),
        "received": overview.run_counts(run.received),
    }
