from django.urls import path

from logging_core.automation.aux_rules import api, pages
from logging_core.shared import converters  # noqa: F401  (registers record_id)

urlpatterns = [
    path("automation/aux", pages.rules, name="aux-rules"),
    path("automation/aux/list", pages.rule_list, name="aux-rules-list"),
    path("automation/aux/new", pages.new, name="aux-rule-new"),
    path("automation/aux/write", pages.write, name="aux-rule-write"),
    path("automation/aux/upload", pages.upload, name="aux-rules-upload"),
    path("automation/aux/expect", pages.expect, name="aux-rule-expect"),
    path("automation/aux/fill", pages.fill, name="aux-data-fill"),
    path("automation/aux/influxdb.yaml", pages.shipped_configuration, name="aux-rules-shipped"),
    path("automation/aux/<record_id:id>", pages.edit, name="aux-rule"),
    path("automation/aux/<record_id:id>/switch", pages.switch, name="aux-rule-switch"),
    path("automation/aux/<record_id:id>/delete", pages.delete, name="aux-rule-delete"),
]

api_urlpatterns = [
    path("events/<record_id:id>/missing-aux-data", api.Missing.as_view(), name="api-missing-aux-data")
]
