"""Rules of validation that pusat lowers for every school, or switches off.

A rule that is right in law may still be wrong as one that blocks: here it is put right for everybody at
once, without a new version of the application. Schools fetch it before anything holds them up.
"""

from sync.pusat import sql
from sync.pusat.models import RuleLevel
from sync.wire.catalogue import catalogue

# From what blocks a school to what is not even looked at.
LEVELS = ("invalid", "warning", "info", "off")


class CannotLower(Exception):
    """No such rule, or its level is not higher than the one that is asked for."""


def lowered() -> dict[str, str]:
    """{rule code: level} of what is lowered now."""
    return dict(sql.rows("SELECT code, level FROM rule_level"))


def lower(code: str, level: str, reason: str) -> None:
    """Lower a rule, or switch it off. Raises CannotLower."""
    own = catalogue().rules.get(code)
    if own is None or level not in LEVELS or LEVELS.index(level) <= LEVELS.index(own):
        raise CannotLower
    RuleLevel.objects.update_or_create(code=code, defaults={"level": level, "reason": reason})


def restore(code: str) -> bool:
    """Let a rule count as it does by itself again; whether it was lowered."""
    return RuleLevel.objects.filter(code=code).delete()[0] > 0
