from django.urls import path

from logging_core.compat.cds import pages

urlpatterns = [
    path("fields", pages.fields, name="cds-fields"),
    path("latest/<path:names>", pages.latest, name="cds-latest"),
]
