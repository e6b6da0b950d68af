from django.urls import path

from logging_core.automation.variables import pages

urlpatterns = [
    path("automation/variables", pages.variables, name="variables"),
    path("automation/variables/change", pages.change, name="variable-change"),
    path("automation/variables/add", pages.add, name="variable-add"),
    path("automation/variables/delete", pages.delete, name="variable-delete"),
]
