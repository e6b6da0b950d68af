from django.urls import path

from logging_core.automation.asnap import pages

urlpatterns = [
    path("automation", pages.home, name="automation"),
    path("automation/asnap", pages.state, name="asnap"),
    path("automation/asnap/switch", pages.switch, name="asnap-switch"),
    path("automation/asnap/configure", pages.configure, name="asnap-configure"),
    path("automation/asnap/back-fill", pages.back_fill, name="asnap-back-fill"),
    path("automation/services", pages.services, name="automation-services"),
]
