"""What the runtime takes from the environment, and what it gives to components."""

from pathlib import Path

import pytest

from logging_core.loggers.runtime.child.site_of import site_of
from logging_core.loggers.runtime.settings import RuntimeSettings

NEEDED = {
    "SEALOG_DATA_DIR": "/data",
    "DATABASE_URL": "postgresql://u:secret@h/n",
    "REDIS_URL": "redis://:secret@h",
}


def site(**environment):
    return site_of(RuntimeSettings.of({**NEEDED, **environment}), Path("/base"), print, print)


def test_defaults():
    settings = RuntimeSettings.of(NEEDED)
    assert settings.places.plan == Path("/data/loggers/plan.json")
    assert settings.stalled_after == 60
    assert settings.plugin_packages == frozenset()
    assert site().influxdb == {}
    assert site().mail.host == "localhost"


def test_plugins_and_services():
    settings = RuntimeSettings.of({**NEEDED, "SEALOG_LOGGER_PLUGINS": "local, mountain"})
    assert settings.plugin_packages == {"local", "mountain"}
    mail = site(SEALOG_MAIL_HOST="mx", SEALOG_MAIL_PORT="25", SEALOG_MAIL_TLS="0").mail
    assert (mail.host, mail.port, mail.tls) == ("mx", 25, False)
    influxdb = site(SEALOG_INFLUXDB_URL="http://i", SEALOG_INFLUXDB_TOKEN="t").influxdb
    assert influxdb == {"url": "http://i", "org": "", "auth_token": "t", "verify_ssl": True}


@pytest.mark.parametrize("name", NEEDED)
def test_what_is_missing_is_named(name):
    with pytest.raises(KeyError, match=name):
        RuntimeSettings.of({other: value for other, value in NEEDED.items() if other != name})


def test_secrets_are_not_in_the_text_form():
    settings = RuntimeSettings.of({**NEEDED, "SEALOG_MAIL_PASSWORD": "secret"})
    assert "secret" not in repr(settings)


@pytest.mark.parametrize("text", ["soon", "0", "-1", "nan"])
def test_a_wrong_number_names_its_variable(text):
    with pytest.raises(ValueError, match="SEALOG_LOGGER_STALLED_AFTER must be a number of seconds"):
        RuntimeSettings.of({**NEEDED, "SEALOG_LOGGER_STALLED_AFTER": text})
