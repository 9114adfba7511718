from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "dapodik.web"
    verbose_name = "Halaman"

    def ready(self) -> None:
        """Register the checks of settings."""
        from dapodik import checks  # noqa: F401
