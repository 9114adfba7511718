from django.apps import AppConfig


class PusatConfig(AppConfig):
    name = "sync.pusat"
    label = "pusat"
    verbose_name = "Pusat"
