from django.apps import AppConfig


class ProgramConfig(AppConfig):
    name = "dapodik.program"
    verbose_name = "Program"

    def ready(self) -> None:
        """Register the checks of settings."""
        from . import checks  # noqa: F401
