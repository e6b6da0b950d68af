"""Addresses of the exports."""

from django.urls import path

from logging_core.exchange.package import pages as packages
from logging_core.exchange.positions import pages as positions
from logging_core.shared import converters  # noqa: F401  (registers record_id)

urlpatterns = [
    path("automation/exports", packages.exports, name="exports"),
    path("automation/exports/packages", packages.package_list, name="exports-packages"),
    path("automation/exports/new", packages.new, name="exports-new"),
    path("automation/exports/packages/<str:name>.zip", packages.download, name="package-download"),
    path("automation/exports/packages/<str:name>/verify", packages.verify, name="package-verify"),
    path(
        "automation/positions/<str:kind>/<record_id:id>.<str:form>", positions.download, name="positions-download"
    ),
]
