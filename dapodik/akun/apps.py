from django.apps import AppConfig


class AkunConfig(AppConfig):
    name = "dapodik.akun"
    verbose_name = "Akun"
