from django.apps import AppConfig

from dapodik.program.command import done


class AkunConfig(AppConfig):
    name = "dapodik.akun"
    verbose_name = "Akun"

    def ready(self) -> None:
        """Write down what commands do."""
        from .history import record_command

        done.connect(record_command)
