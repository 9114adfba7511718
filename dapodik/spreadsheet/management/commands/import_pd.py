"""`manage.py import_pd FILE.xlsx`: import a Daftar Peserta Didik."""

from dapodik.spreadsheet import import_pd
from dapodik.spreadsheet.management.import_command import ImportCommand
from dapodik.spreadsheet.sheets.peserta_didik import PESERTA_DIDIK


class Command(ImportCommand):
    help = "Impor Daftar Peserta Didik (xlsx): tunjukkan dahulu apa yang akan terjadi, lalu lakukan."
    importer, title = import_pd, PESERTA_DIDIK.title
