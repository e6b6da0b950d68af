"""Every address of the product. A new one needs its row in the access matrix (`tests/access`)."""

from django.contrib import admin
from django.urls import include, path

from logging_core.accounts import urls as accounts
from logging_core.automation import urls as automation
from logging_core.compat import urls as compat
from logging_core.compat.cds import urls as data_server
from logging_core.compat.openrvdas import urls as openrvdas
from logging_core.console import urls as console
from logging_core.event_templates import urls as event_templates
from logging_core.events import urls as events
from logging_core.loggers import urls as loggers
from logging_core.shared.http import no_such_address
from logging_core.streams import urls as streams
from monitoring.console import urls as archive
from monitoring.health import urls as health
from monitoring.serving import urls as serving

admin.autodiscover()

api = [
    *events.urlpatterns,
    *event_templates.urlpatterns,
    *automation.api_urlpatterns,
    *console.api_urlpatterns,
    *loggers.api_urlpatterns,
    *openrvdas.urlpatterns,
    *streams.api_urlpatterns,
    *archive.api_urlpatterns,
    path("<path:anything>", no_such_address, name="api-unknown"),
]

urlpatterns = [
    path("", include(console.urlpatterns)),
    path("", include(accounts.urlpatterns)),
    path("", include(automation.urlpatterns)),
    path("", include(loggers.urlpatterns)),
    path("api/", include(api)),
    path("", include(streams.urlpatterns)),
    path("", include(compat.urlpatterns)),
    path("", include(data_server.urlpatterns)),
    path("health/", include(health.urlpatterns)),
    path("", include(archive.urlpatterns)),
    path("", include(serving.urlpatterns)),
    path("admin/", admin.site.urls),
]
