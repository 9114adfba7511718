from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "dapodik.web"
    verbose_name = "Halaman"
