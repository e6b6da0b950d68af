"""Passwords and tokens are shown to nobody."""

import pytest

from logging_core.loggers.base.hiding import in_plain, in_text, in_yaml


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("mqtt://ship:pa55@broker:1883/x", "mqtt://ship:(hidden)@broker:1883/x"),
        ("redis://:pa:5@5@broker/0 is away", "redis://:(hidden)@broker/0 is away"),
        ("http://a/b?x=1&api_key=abc&y=2#z", "http://a/b?x=1&api_key=(hidden)&y=2#z"),
        ("get https://a/?access_token=abc failed", "get https://a/?access_token=(hidden) failed"),
        ("http://host:8080/path", "http://host:8080/path"),
        ("nothing@here: at all", "nothing@here: at all"),
        ("http://host/a@b", "http://host/a@b"),
    ],
)
def test_in_addresses(text, shown):
    assert in_text(text) == shown


def test_in_configs_by_the_names_of_keys():
    config = {
        "class": "InfluxDBWriter",
        "kwargs": {
            "auth_token": "abc",
            "password": 5,
            "passwords": ["a"],
            "authenticate": True,
            "auth": {"user": "u"},
            "compass": "c",
        },
        "list": ["tcp://u:p@h"],
    }
    assert in_plain(config) == {
        "class": "InfluxDBWriter",
        "kwargs": {
            "auth_token": "(hidden)",
            "password": "(hidden)",
            "passwords": ["(hidden)"],
            "authenticate": True,
            "auth": {"user": "u"},
            "compass": "c",
        },
        "list": ["tcp://u:(hidden)@h"],
    }


def test_in_the_text_of_a_file():
    text = """
kwargs:
  auth_token: abc#x # mine
  - password: 'x y'
  url: http://u:p@h/
  passes: {a: 1}
  kwargs: {port: 1, mqtt_password: abc}
  compass: 12
"""
    assert (
        in_yaml(text)
        == """
kwargs:
  auth_token: (hidden) # mine
  - password: (hidden)
  url: http://u:(hidden)@h/
  passes: {a: 1}
  kwargs: {port: 1, mqtt_password: (hidden)
  compass: 12
"""
    )
