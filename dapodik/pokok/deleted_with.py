"""With what a part was deleted: the value that `dihapus_bersama` gets in an act that deletes or restores.

No part is said to be deleted with an owner that is live. What does not come back with its owner stays deleted
by itself, or with another owner, and will not come back when the first is deleted and restored once more.
"""

from collections.abc import Collection, Iterator
from uuid import UUID

from .family import OWNERS, owner_of, parts_of
from .models import Part, Record


def of_deleted(part: Part, going: Collection[UUID]) -> str:
    """The value for a part that is deleted, where the records `going` are deleted too."""
    names = OWNERS[type(part)]
    kinds = (owner_of(type(part), name).kind() for name in names if getattr(part, name) in going)
    return next(kinds, part.kind())


def of_staying(owner: Record, act: Collection[UUID]) -> Iterator[tuple[Part, str]]:
    """The parts that went with an owner and stay deleted in the act that brings it back, with their new
    values. `act`: the ids of all records in it."""
    for model, name in parts_of(type(owner)):
        owners = [reference.removesuffix("_id") for reference in OWNERS[model]]
        gone = model.objects.filter(soft_delete=True, dihapus_bersama=owner.kind(), **{name: owner.pk})
        for part in gone.exclude(pk__in=act).select_related(*owners):
            others = filter(None, (getattr(part, own) for own in owners))
            yield part, of_deleted(part, {other.pk for other in others if other.soft_delete} - {*act})
