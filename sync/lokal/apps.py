from django.apps import AppConfig


class LokalConfig(AppConfig):
    name = "sync.lokal"
    label = "sync_lokal"
    verbose_name = "Sinkronisasi"

    def registered_pusat(self) -> str:
        """Address of the pusat with which this school is registered, or ""; `start` asks."""
        from .models import Connection

        connection = Connection.load()
        return connection.url if connection else ""
