from django.apps import AppConfig


class WebserviceConfig(AppConfig):
    name = "dapodik.webservice"
    label = "webservice"
    verbose_name = "Web Service"
    panels = {"pengaturan": ("webservice/panel.html", "dapodik.webservice.pages.panel")}
