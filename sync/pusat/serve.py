"""What a school gets: the next page of what is new to it."""

from collections.abc import Mapping

from sync.wire import author as authors
from sync.wire.messages import PAGE_RECORDS, Exchange, Item, Page, Plain

from .models import Installation, Record, Sekolah


def page(installation: Installation, request: Exchange) -> Page:
    """Records changed after the school's position, each with the fields changed after `since`.

    What this installation wrote itself in this epoch is left out: it has it.
    """
    # Before the rows: every number up to the head is then visible among them.
    head = Sekolah.objects.values_list("head", flat=True).get(pk=installation.sekolah_id)
    after = request.since if request.position is None else request.position
    rows = list(
        Record.objects.filter(sekolah_id=installation.sekolah_id, number__gt=after).order_by("number")[
            :PAGE_RECORDS
        ]
    )
    own = authors.school(installation.pk, request.epoch)
    items = [item for row in rows for item in _items(row, request.since, own)]
    done = len(rows) < PAGE_RECORDS
    last = rows[-1].number if rows else after
    return Page(items, max(last, head) if done else last, done)


def whole(record: Record) -> list[Item]:
    """All values of a record."""
    return _items(record, 0, "")


def _items(record: Record, since: int, own: str) -> list[Item]:
    by_author: dict[str, dict[str, Plain]] = {}
    values: Mapping[str, Plain] = record.values
    for name, value in values.items():
        version = record.version(name)
        if version.number > since and version.author != own:
            by_author.setdefault(version.author, {})[name] = value
    return [Item(record.kind, str(record.record_id), fields, by) for by, fields in by_author.items()]
