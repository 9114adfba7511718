"""The next page of changes that are new to an installation."""

from sync.pusat.models import Installation, Sekolah
from sync.pusat.store import table
from sync.pusat.store.table import RecordRow
from sync.wire import author as authors
from sync.wire import packing
from sync.wire.catalogue import catalogue
from sync.wire.messages import PAGE_RECORDS, Exchange, Item, Page
from sync.wire.shapes import Plain


def page(school: Sekolah, installation: Installation, request: Exchange, seen: int, own_up_to: int) -> Page:
    """The next records of the (locked) school that changed after the request's position, with the fields that
    changed after the number `seen`.

    What this installation wrote itself in this epoch is left out, up to the number `own_up_to`: it has that.
    A copy of its data folder may have written more since.
    """
    after = seen if request.position is None else request.position
    if after >= school.head:
        return Page([], after, done=True)
    rows = list(table.after(school.pk, after, PAGE_RECORDS))
    own = authors.school(installation.number, request.epoch)
    items = [item for row in rows for item in _items(row, seen, own, own_up_to)]
    done = len(rows) < PAGE_RECORDS
    return Page(items, school.head if done else rows[-1].number, done)


def all_items(row: RecordRow) -> list[Item]:
    """Items with all values of a record, one for each author."""
    return _items(row, 0)


def _items(row: RecordRow, seen: int, own: str = "", own_up_to: int = 0) -> list[Item]:
    by_author: dict[str, dict[str, Plain]] = {}
    for name, version in row.versions.after(seen, row.values):
        if version.author != own or version.number > own_up_to:
            by_author.setdefault(version.author, {})[name] = row.values[name]
    kind = catalogue().kinds.get(row.kind)
    references = kind.references if kind else ()
    return [
        Item(row.kind, row.record_id, *packing.apart(fields, references), author=by)
        for by, fields in by_author.items()
    ]
