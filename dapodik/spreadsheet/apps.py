from django.apps import AppConfig


class SpreadsheetConfig(AppConfig):
    name = "dapodik.spreadsheet"
    verbose_name = "Unduhan"
