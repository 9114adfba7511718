from django.apps import AppConfig


class LokalConfig(AppConfig):
    name = "sync.lokal"
    label = "sync_lokal"
    verbose_name = "Sinkronisasi"
    menu = [(70, "Sinkronisasi", "sinkronisasi:beranda")]
    todo = "sync.lokal.web.todo.todo"
    panels = {
        "beranda": ("sinkronisasi/panel_beranda.html", "sync.lokal.web.panels.state"),
        "pengaturan": ("sinkronisasi/panel_pengaturan.html", "sync.lokal.web.panels.connection"),
        "pintu": ("sinkronisasi/panel_pintu.html", "sync.lokal.web.panels.connection"),
    }

    def registered_pusat(self) -> str:
        """Address of the pusat with which this school is registered, or ""; `start` asks."""
        from .models import Connection

        connection = Connection.load()
        return connection.url if connection else ""
