"""What the components of a logger find at this site."""

from collections.abc import Mapping
from pathlib import Path

from logging_core.loggers.base.mail_server import MailServer
from logging_core.loggers.base.site import Command, Site, Store
from logging_core.loggers.runtime.child.recalling import Recall
from logging_core.loggers.runtime.settings import RuntimeSettings

NO = {"0", "false", "no", "off"}


def site_of(settings: RuntimeSettings, base_dir: Path, store: Store, command: Command) -> Site:
    """Raises ValueError for a port of the mail server that is no number."""
    return Site(
        base_dir=base_dir,
        plugin_packages=settings.plugin_packages,
        store=store,
        command=command,
        recall=Recall(settings.database_url),
        data_server=settings.services.get("SEALOG_DATA_SERVER", ""),
        mail=_mail(settings.services),
        influxdb=_influxdb(settings.services),
    )


def _mail(services: Mapping[str, str]) -> MailServer:
    if not services.get("SEALOG_MAIL_HOST"):
        return MailServer()
    return MailServer(
        services["SEALOG_MAIL_HOST"],
        int(services.get("SEALOG_MAIL_PORT") or 587),
        services.get("SEALOG_MAIL_USER", ""),
        services.get("SEALOG_MAIL_PASSWORD", ""),
        _flag(services, "SEALOG_MAIL_TLS"),
        services.get("SEALOG_MAIL_FROM", ""),
    )


def _influxdb(services: Mapping[str, str]) -> dict[str, str | bool]:
    if not services.get("SEALOG_INFLUXDB_URL"):
        return {}
    return {
        "url": services["SEALOG_INFLUXDB_URL"],
        "org": services.get("SEALOG_INFLUXDB_ORG", ""),
        "auth_token": services.get("SEALOG_INFLUXDB_TOKEN", ""),
        "verify_ssl": _flag(services, "SEALOG_INFLUXDB_VERIFY_SSL"),
    }


def _flag(services: Mapping[str, str], name: str) -> bool:
    """True unless it says no."""
    return services.get(name, "").strip().lower() not in NO
