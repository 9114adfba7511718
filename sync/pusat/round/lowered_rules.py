"""Rules of validation that pusat lowers for every school, or switches off.

A rule may be right in law and still wrong as one that blocks. Here it is put right for all schools at once,
without a new version of the application. Schools fetch this before validation blocks them.
"""

from sync.pusat import sql
from sync.pusat.models import RuleLevel
from sync.wire.catalogue import catalogue

# From the highest to the lowest; `off`: the rule does not count at all.
LEVELS = ("invalid", "warning", "info", "off")


class CannotLower(Exception):
    """There is no such rule, or its own level is not higher than the one asked for."""


def lowered() -> dict[str, str]:
    """The rules that are lowered now: {code: level}."""
    return dict(sql.rows("SELECT code, level FROM rule_level"))


def lower(code: str, level: str, reason: str) -> None:
    """Lower a rule, or switch it off. Raises CannotLower."""
    own = catalogue().rules.get(code)
    if own is None or level not in LEVELS or LEVELS.index(level) <= LEVELS.index(own):
        raise CannotLower
    RuleLevel.objects.update_or_create(code=code, defaults={"level": level, "reason": reason})


def restore(code: str) -> bool:
    """Give a rule its own level again; False where it was not lowered."""
    return RuleLevel.objects.filter(code=code).delete()[0] > 0
