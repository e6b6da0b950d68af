from django.apps import AppConfig


class LoggingCoreConfig(AppConfig):
    name = "logging_core"
    verbose_name = "Event and sensor logging"
