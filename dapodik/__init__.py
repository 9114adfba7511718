# Of the program; said to pusat, and written into backups.
VERSION = "1"
