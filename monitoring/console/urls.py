from django.urls import path

from monitoring.console import api, pages, sources_api, stack_api
from monitoring.wizard import api as wizard

urlpatterns = [
    path("archive", pages.home, name="archive"),
    path("archive/stack", pages.stack, name="archive-stack"),
    path("archive/newrequest", pages.new_request, name="archive-newrequest"),
    path("archive/update", pages.update, name="archive-update"),
    path("archive/sources", pages.sources, name="archive-sources"),
    path("archive/statistics", pages.statistics, name="archive-statistics"),
    path("archive/setup", pages.setup, name="archive-setup"),
]

api_urlpatterns = [
    path("archive", api.Overview.as_view(), name="api-archive"),
    path("archive/worker", api.Worker.as_view(), name="api-archive-worker"),
    path("archive/automatic", api.Automatic.as_view(), name="api-archive-automatic"),
    path("archive/update", api.Update.as_view(), name="api-archive-update"),
    path("archive/window", api.Window.as_view(), name="api-archive-window"),
    path("archive/gaps", api.Gaps.as_view(), name="api-archive-gaps"),
    path("archive/log", api.Log.as_view(), name="api-archive-log"),
    path("archive/statistics", api.Statistics.as_view(), name="api-archive-statistics"),
    path("archive/stack", stack_api.Stack.as_view(), name="api-archive-stack"),
    path("archive/stack/state", stack_api.States.as_view(), name="api-archive-state"),
    path("archive/stack/execute", stack_api.Execute.as_view(), name="api-archive-execute"),
    path("archive/stack/<int:number>/history", stack_api.History.as_view(), name="api-archive-history"),
    path("archive/requests", stack_api.Ask.as_view(), name="api-archive-requests"),
    path("archive/sources", sources_api.Sources.as_view(), name="api-archive-sources"),
    path("archive/sources/<int:number>", sources_api.OneSource.as_view(), name="api-archive-source"),
    path("archive/sources/<int:number>/test", sources_api.Test.as_view(), name="api-archive-source-test"),
    path("archive/setup", wizard.State.as_view(), name="api-archive-setup"),
    path("archive/setup/streams", wizard.Streams.as_view(), name="api-archive-setup-streams"),
    path("archive/setup/folder", wizard.Folder.as_view(), name="api-archive-setup-folder"),
    path("archive/setup/archive", wizard.Final.as_view(), name="api-archive-setup-archive"),
    path("archive/setup/monitoring", wizard.Monitoring.as_view(), name="api-archive-setup-monitoring"),
    path("archive/setup/finish", wizard.Finish.as_view(), name="api-archive-setup-finish"),
]
