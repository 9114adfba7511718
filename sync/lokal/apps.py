from django.apps import AppConfig


class LokalConfig(AppConfig):
    name = "sync.lokal"
    label = "sync_lokal"
    verbose_name = "Sinkronisasi"
