from django.apps import AppConfig


class LoggingCoreConfig(AppConfig):
    name = "logging_core"
    verbose_name = "Event and sensor logging"

    def ready(self) -> None:
        from logging_core.automation.sync.read_only import refuse_local_changes
        from logging_core.shared.announce import guards

        guards.append(refuse_local_changes)
