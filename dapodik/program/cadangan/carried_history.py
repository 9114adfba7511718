"""The history of security outlives a restore: nobody gets rid of a line by restoring an older backup."""

import sqlite3
from contextlib import closing
from pathlib import Path

_HAS_TABLE = "SELECT count(*) FROM present.pragma_table_info('riwayat_keamanan') WHERE name = 'oleh'"
# An account is the same where its user name is; an account that the backup does not have leaves its name.
_CARRY = """
INSERT INTO riwayat_keamanan (at, peristiwa, pengguna_id, oleh, name_key, address, peramban, catatan)
SELECT line.at, line.peristiwa, restored.id, coalesce(nullif(line.oleh, ''), account.username, ''),
       line.name_key, line.address, line.peramban, line.catatan
FROM present.riwayat_keamanan AS line
LEFT JOIN present.pengguna AS account ON account.id = line.pengguna_id
LEFT JOIN pengguna AS restored ON restored.username = account.username
WHERE NOT EXISTS (
    SELECT 1 FROM riwayat_keamanan AS same
    WHERE same.at = line.at AND same.peristiwa = line.peristiwa
      AND same.name_key = line.name_key AND same.catatan = line.catatan
)
ORDER BY line.id
"""


def carry(present: Path, restored: Path) -> None:
    """Add the lines of the present database that the restored one lacks, before it takes its place.

    The history of an older version of the program, which has not been brought up to date, stays in the backup
    that is made of the present data.
    """
    with closing(sqlite3.connect(restored)) as database:
        database.execute("ATTACH ? AS present", (str(present),))
        if database.execute(_HAS_TABLE).fetchone()[0]:
            database.execute(_CARRY)
            database.commit()
