from django.urls import path

from logging_core.automation.rules import pages
from logging_core.shared import converters  # noqa: F401  (registers record_id)

urlpatterns = [
    path("automation/rules", pages.rules, name="rules"),
    path("automation/rules/list", pages.rule_list, name="rules-list"),
    path("automation/rules/log", pages.log, name="rules-log"),
    path("automation/rules/new", pages.new, name="rule-new"),
    path("automation/rules/write", pages.write, name="rule-write"),
    path("automation/rules/<record_id:id>", pages.edit, name="rule"),
    path("automation/rules/<record_id:id>/switch", pages.switch, name="rule-switch"),
    path("automation/rules/<record_id:id>/delete", pages.delete, name="rule-delete"),
]
