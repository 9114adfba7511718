from django.apps import AppConfig


class PokokConfig(AppConfig):
    name = "dapodik.pokok"
    verbose_name = "Data pokok"
