"""Addresses of the automation, and of the jobs. Each room adds its own."""

from logging_core.automation.asnap import urls as asnap
from logging_core.automation.aux_rules import urls as aux_rules
from logging_core.automation.checklists import urls as checklists
from logging_core.automation.following.ringing import ring
from logging_core.automation.notifications import urls as notifications
from logging_core.automation.rules import urls as rules
from logging_core.automation.sync import urls as sync
from logging_core.automation.triggers import urls as triggers
from logging_core.automation.variables import urls as variables
from logging_core.exchange import urls as exchange
from logging_core.shared import pump
from logging_core.shared.jobs import urls as jobs

pump.on_news.append(ring)

urlpatterns = [
    *asnap.urlpatterns,
    *jobs.urlpatterns,
    *exchange.urlpatterns,
    *sync.urlpatterns,
    *rules.urlpatterns,
    *aux_rules.urlpatterns,
    *triggers.urlpatterns,
    *notifications.urlpatterns,
    *checklists.urlpatterns,
    *variables.urlpatterns,
]

api_urlpatterns = [*jobs.api_urlpatterns, *aux_rules.api_urlpatterns]
