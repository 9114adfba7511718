from django.apps import AppConfig


class ValidasiConfig(AppConfig):
    name = "dapodik.validasi"
    verbose_name = "Validasi"
