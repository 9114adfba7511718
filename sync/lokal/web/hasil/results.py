"""The result of a run, for its pages."""

from typing import Any

from sync.lokal.models import Run
from sync.lokal.web import kind_counts
from sync.lokal.web.konflik import conflicts
from sync.wire.problems import SyncProblem

from . import arrived


def summary(run: Run) -> dict[str, Any]:
    """Context of a run's page: how it ended, what was sent and received, its conflicts."""
    asked = conflicts.of_run(run)
    return {
        **brief(run),
        "incoming": arrived.counts(run, asked),
        "conflicts": len(asked),
        "open": sum(is_open for _, is_open in asked),
    }


def brief(run: Run) -> dict[str, Any]:
    """Context of a run's row in the history; it needs no query."""
    return {
        "run": run,
        "problem": SyncProblem(run.problem, **run.details) if run.problem else None,
        "sent": kind_counts.in_order(run.sent),
        "received": kind_counts.in_order(run.received),
    }
