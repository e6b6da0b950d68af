"""Logger templates and config templates."""

from tests.logging_core.loggers.definition.writing import error, expanded, loaded

TEMPLATE = """
    logger_templates:
      serial:
        variables: {baud: 300, tmo: 7}
        configs:
          'off': {}
          run:
            readers: {class: SerialReader, kwargs: {port: <<tty>>, baudrate: <<baud>>, timeout: <<tmo|3>>}}
            writers: {class: LogfileWriter, kwargs: {filebase: <<path>>}}
"""


def kwargs(found, config):
    return found["configs"][config]["readers"]["kwargs"]


def test_a_logger_lays_its_variables_over_the_global_ones(tmp_path):
    text = f"""{TEMPLATE}
    variables: {{tty: /dev/a, baud: 9600, path: "/d/<<logger>>"}}
    loggers:
      one: {{logger_template: serial}}
      two: {{logger_template: serial, variables: {{tty: /dev/b, path: "<<tty>>/<<logger>>"}}}}
    """
    found = expanded(tmp_path, text.replace('"/d/<<logger>>"', "/d"))
    assert kwargs(found, "one-run") == {"port": "/dev/a", "baudrate": 9600, "timeout": 7}
    assert kwargs(found, "two-run")["port"] == "/dev/b"
    # A reference in a local value means the global variable, as it did when there was one pass only.
    assert found["configs"]["two-run"]["writers"]["kwargs"]["filebase"] == "/dev/a/two"


def test_variables_of_a_template_are_its_defaults(tmp_path):
    text = (
        f"{TEMPLATE}\n    variables: {{tty: /dev/a, path: /p}}\n    loggers: {{one: {{logger_template: serial}}}}"
    )
    assert kwargs(expanded(tmp_path, text), "one-run")["baudrate"] == 300


def test_configs_of_the_logger_replace_those_of_the_template(tmp_path):
    text = f"""{TEMPLATE}
    loggers: {{one: {{logger_template: serial, host: ship, configs: {{idle: {{}}}}}}}}
    """
    found = expanded(tmp_path, text)
    assert found["loggers"]["one"] == {"configs": ["one-idle"], "host": "ship"}
    assert list(found["configs"]) == ["one-idle"]


def test_a_logger_without_template_sees_its_variables_and_its_name(tmp_path):
    text = """
    loggers:
      one:
        variables: {prefix: x<<logger>>}
        configs: {run: {readers: {class: TextFileReader}, name: <<prefix>>}}
    """
    found = expanded(tmp_path, text)
    assert found["configs"]["one-run"]["name"] == "xone"
    assert found["loggers"]["one"] == {"configs": ["one-run"]}


def test_logger_may_be_overridden_by_its_own_variables(tmp_path):
    text = """
    loggers: {one: {variables: {logger: other}, configs: {run: {name: <<logger>>}}}}
    """
    assert expanded(tmp_path, text)["configs"]["one-run"]["name"] == "other"


CONFIG_TEMPLATE = """
    config_templates:
      udp:
        readers: {class: UDPReader, kwargs: {port: <<port>>}}
        writers: {class: UDPWriter, kwargs: {port: <<out>>, destination: <<to|255.255.255.255>>}}
"""


def test_a_config_template_sees_the_variables_of_config_logger_and_all(tmp_path):
    text = f"""{CONFIG_TEMPLATE}
    variables: {{out: 6224, port: 1}}
    loggers:
      one:
        variables: {{to: 10.0.0.1}}
        configs: {{net: {{config_template: udp, variables: {{port: 7001}}, interval: 2}}}}
    """
    found = expanded(tmp_path, text)["configs"]["one-net"]
    assert found["readers"]["kwargs"] == {"port": 7001}
    assert found["writers"]["kwargs"] == {"port": 6224, "destination": "10.0.0.1"}
    assert found["interval"] == 2


def test_values_are_passed_through_a_logger_template(tmp_path):
    text = f"""{CONFIG_TEMPLATE}
    logger_templates:
      relay: {{configs: {{net: {{config_template: udp, variables: {{port: <<from>>, out: <<from>>}}}}}}}}
    loggers: {{one: {{logger_template: relay, variables: {{from: 7001}}}}}}
    """
    assert expanded(tmp_path, text)["configs"]["one-net"]["readers"]["kwargs"] == {"port": 7001}


def test_other_keys_replace_those_of_the_template_and_do_not_see_its_variables(tmp_path):
    text = f"""{CONFIG_TEMPLATE}
    variables: {{out: 1}}
    loggers:
      one:
        configs:
          net:
            config_template: udp
            variables: {{port: 7001, out: 2}}
            writers: {{class: UDPWriter, kwargs: {{port: <<out>>}}}}
    """
    assert expanded(tmp_path, text)["configs"]["one-net"]["writers"]["kwargs"] == {"port": 1}


def test_configs_at_the_top_and_templates_of_templates_are_put_in(tmp_path):
    text = f"""{CONFIG_TEMPLATE}
      relay: {{config_template: udp, variables: {{port: <<where>>, out: 9}}}}
    loggers: {{one: {{configs: [net]}}}}
    configs: {{net: {{config_template: relay, variables: {{where: 5}}}}}}
    """
    assert expanded(tmp_path, text)["configs"]["net"]["readers"]["kwargs"] == {"port": 5}


def test_config_templates_in_a_circle_are_refused(tmp_path):
    text = """
    config_templates: {a: {config_template: b}, b: {config_template: a}}
    loggers: {one: {configs: {net: {config_template: a}}}}
    """
    assert "circle" in error(tmp_path, text)[2]


def test_an_unknown_template_is_named_with_the_nearest(tmp_path):
    text = f"""{TEMPLATE}
    loggers:
      one:
        logger_template: seriel
        configs: {{'off': {{}}}}
    """
    line, path, cause = error(tmp_path, text)
    assert path == "loggers.one.logger_template"
    assert 'template "seriel" not found in logger_templates' in cause
    assert 'did you mean "serial"' in cause
    assert (tmp_path / "cruise.yaml").read_text().splitlines()[line - 1].strip() == "logger_template: seriel"


def test_an_empty_template_counts_as_none(tmp_path):
    text = "logger_templates: {t: {}}\nloggers: {one: {logger_template: t, configs: {'off': {}}}}"
    assert "not found" in error(tmp_path, text)[2]


def test_anchors_and_merge_keys_work_before_everything(tmp_path):
    text = """
    logger_templates:
      t:
        configs:
          'on': &on
            readers: [{class: UDPReader, kwargs: {port: <<port>>}}]
            writers: [{class: TextFileWriter}]
          both:
            <<: *on
            writers: [{class: TextFileWriter}, {class: UDPWriter, kwargs: {port: 2}}]
    loggers: {one: {logger_template: t, variables: {port: 5}}}
    """
    found = expanded(tmp_path, text)["configs"]
    assert found["one-both"]["readers"][0]["kwargs"] == {"port": 5}
    assert len(found["one-both"]["writers"]) == 2
    assert len(found["one-on"]["writers"]) == 1


def test_unused_templates_may_hold_anything(tmp_path):
    assert (
        loaded(tmp_path, "logger_templates: {t: {a: 'x << y'}}\nloggers: {one: {configs: {o: {}}}}").errors == []
    )


def test_the_name_of_a_template_is_taken_as_it_is_written(tmp_path):
    text = f"""{TEMPLATE}
    variables: {{t: serial}}
    loggers: {{one: {{logger_template: <<t>>, configs: {{o: {{}}}}}}}}
    """
    assert "not found in logger_templates" in error(tmp_path, text)[2]


def test_an_unknown_config_template_is_named_with_the_nearest(tmp_path):
    text = f"""{CONFIG_TEMPLATE}
    loggers: {{one: {{configs: {{net: {{config_template: upd}}}}}}}}
    """
    assert 'did you mean "udp"' in error(tmp_path, text)[2]


def test_empty_variables_of_a_logger_are_none(tmp_path):
    text = "loggers: {one: {variables: , configs: {o: {name: <<logger>>}}}}"
    assert expanded(tmp_path, text)["configs"]["one-o"]["name"] == "one"
