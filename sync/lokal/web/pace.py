"""How long a run will go on, as far as that can be told."""

import math

from django.utils import timezone

from sync.lokal.models import Run

# Sooner nothing can be said of the pace.
_SEEN_ENOUGH = 3


def left(run: Run) -> str:
    """The remaining time in words, at the pace of the run so far; "" while that is not known."""
    passed = (timezone.now() - run.started).total_seconds()
    if passed < _SEEN_ENOUGH or not 0 < run.done < run.total:
        return ""
    seconds = passed * (run.total - run.done) / run.done
    if seconds < 10:
        return "beberapa detik lagi"
    if seconds <= 50:
        return f"kira-kira {math.ceil(seconds / 10) * 10} detik lagi"
    return f"kira-kira {math.ceil(seconds / 60)} menit lagi"
