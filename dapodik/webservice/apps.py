from django.apps import AppConfig


class WebserviceConfig(AppConfig):
    name = "dapodik.webservice"
    label = "webservice"
    verbose_name = "Web Service"
    # What `start` says of it once the site is about to answer.
    at_start = "dapodik.webservice.lan.reopen"
    panels = {"pengaturan": ("webservice/panel.html", "dapodik.webservice.pages.panel")}
