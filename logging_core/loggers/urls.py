from django.urls import path

from logging_core.loggers import api, definitions_api, feeds_api, pages, parser_check
from logging_core.shared import converters  # noqa: F401  (registers record_id)

urlpatterns = [
    path("loggers", pages.loggers, name="loggers"),
    path("loggers/definition", pages.definition, name="loggers-definition"),
    path("loggers/parser", pages.parser_check, name="loggers-parser"),
    path("loggers/feeds", pages.feeds, name="loggers-feeds"),
]

api_urlpatterns = [
    path("loggers", api.Loggers.as_view(), name="api-loggers"),
    path("loggers/status", api.Status.as_view(), name="api-loggers-status"),
    path("loggers/one", api.OneLogger.as_view(), name="api-loggers-one"),
    path("loggers/log", api.Log.as_view(), name="api-loggers-log"),
    path("loggers/mode", api.Mode.as_view(), name="api-loggers-mode"),
    path("loggers/config", api.Config.as_view(), name="api-loggers-config"),
    path("loggers/restart", api.Restart.as_view(), name="api-loggers-restart"),
    path("loggers/reload", api.Reload.as_view(), name="api-loggers-reload"),
    path("cruise-definitions", definitions_api.Definitions.as_view(), name="api-definitions"),
    path("cruise-definitions/<record_id:id>", definitions_api.OneDefinition.as_view(), name="api-definition"),
    path("cruise-definitions/<record_id:id>/apply", definitions_api.Apply.as_view(), name="api-definition-apply"),
    path("parser-check", parser_check.ParserCheck.as_view(), name="api-parser-check"),
    path("logger-feeds", feeds_api.Feeds.as_view(), name="api-feeds"),
    path("logger-feeds/<record_id:id>", feeds_api.OneFeed.as_view(), name="api-one-feed"),
]
