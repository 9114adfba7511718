"""`manage.py import_ptk FILE.xlsx`: import a Daftar Guru, a Daftar Tenaga Kependidikan, or both in one."""

from dapodik.spreadsheet import import_ptk
from dapodik.spreadsheet.management.import_command import ImportCommand
from dapodik.spreadsheet.sheets.ptk import PTK


class Command(ImportCommand):
    help = "Impor Daftar PTK (xlsx): tunjukkan dahulu apa yang akan terjadi, lalu lakukan."
    importer, title = import_ptk, PTK.title
