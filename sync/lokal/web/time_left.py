"""How long a run will still take."""

import math

from django.utils import timezone

from sync.lokal.models import Run

# In the first seconds the pace says nothing yet.
_FIRST_SECONDS = 3


def in_words(run: Run) -> str:
    """The remaining time in words, from the pace of the run so far; "" while that is not known."""
    passed = (timezone.now() - run.started).total_seconds()
    if passed < _FIRST_SECONDS or not 0 < run.done < run.total:
        return ""
    seconds = passed * (run.total - run.done) / run.done
    if seconds < 10:
        return "beberapa detik lagi"
    if seconds <= 50:
        return f"kira-kira {math.ceil(seconds / 10) * 10} detik lagi"
    return f"kira-kira {math.ceil(seconds / 60)} menit lagi"
