from django.urls import path

from logging_core.automation.checklists import pages
from logging_core.shared import converters  # noqa: F401  (registers record_id)

urlpatterns = [
    path("checklists", pages.checklists, name="checklists"),
    path("checklists/list", pages.checklist_list, name="checklists-list"),
    path("checklists/begin", pages.begin, name="checklist-begin"),
    path("checklists/lowering/<record_id:id>", pages.of_one_lowering, name="checklists-of-lowering"),
    path("checklists/templates/new", pages.new_template, name="checklist-template-new"),
    path("checklists/templates/write", pages.write_template, name="checklist-template-write"),
    path("checklists/templates/<record_id:id>", pages.edit_template, name="checklist-template"),
    path("checklists/<record_id:id>", pages.checklist, name="checklist"),
    path("checklists/<record_id:id>/items", pages.items, name="checklist-items"),
    path("checklists/<record_id:id>/tick", pages.tick, name="checklist-tick"),
    path("checklists/<record_id:id>/untick", pages.untick, name="checklist-untick"),
    path("checklists/<record_id:id>/close", pages.close, name="checklist-close"),
    path("checklists/<record_id:id>/reopen", pages.reopen, name="checklist-reopen"),
]
