"""Logger templates and config templates laid under the loggers and configs that name them."""

from dataclasses import dataclass

from logging_core.loggers.definition.scopes import Scope, Variation
from logging_core.loggers.definition.sections import Entries, kind, mapping_at, overlaid, without
from logging_core.loggers.definition.substitution import Substitution
from logging_core.loggers.yaml_files.nodes import KeyPath, Node
from logging_core.loggers.yaml_files.problems import Problems, known

DEEPEST_TEMPLATE = 10


@dataclass
class Templates:
    """All templates of a definition, and what is needed to use them."""

    loggers: Entries
    configs: Entries
    global_scope: Variation
    work: Substitution
    problems: Problems

    def logger(self, name: str, logger: Node, path: KeyPath) -> Node:
        """A logger with its template, its variables and those of its inline configs put in.

        A template's own `variables` are defaults of the lowest rank; `<<logger>>` is the logger's name.
        """
        own = self._variables(logger, path)
        body, defaults = logger, {}
        if (wanted := logger.get("logger_template")) is not None:
            template = self._named(wanted, self.loggers, "logger_templates", (*path, "logger_template"))
            if template is None:
                return without(logger, "logger_template", "variables")
            defaults = self._variables(template, ("logger_templates", str(wanted.value)))
            body = overlaid(template, logger)
        name_node = {"logger": Node(name, logger.place)}
        scope = Variation(self.work, {**name_node, **own}, self.global_scope, defaults)
        body = self.work.apply(without(body, "logger_template", "variables"), scope, path)
        return self._with_configs(body, scope, path)

    def config(self, config: Node, outer: Scope, path: KeyPath, depth: int = 0) -> Node:
        """A config with its template put in; its other keys replace those of the template as a whole."""
        wanted = config.get("config_template")
        if wanted is None:
            return config
        template = self._named(wanted, self.configs, "config_templates", (*path, "config_template"))
        if template is None or depth == DEEPEST_TEMPLATE:
            if template is not None:
                self.problems.error("config templates name each other in a circle", config.place, path)
            return without(config, "config_template", "variables")
        defaults = self._variables(template, ("config_templates", str(wanted.value)))
        scope = Variation(self.work, self._variables(config, path), outer, defaults)
        nested = "config_template" in template.value
        filled = self.work.apply(template if nested else without(template, "variables"), scope, path)
        return self.config(overlaid(filled, config, "config_template", "variables"), scope, path, depth + 1)

    def _with_configs(self, logger: Node, scope: Scope, path: KeyPath) -> Node:
        configs = logger.get("configs")
        if configs is None or not configs.is_mapping:
            return logger
        filled = {name: self.config(node, scope, (*path, "configs", name)) for name, node in configs.entries()}
        return logger.with_value({**logger.value, "configs": configs.with_value(filled)})

    def _variables(self, node: Node, path: KeyPath) -> Entries:
        return mapping_at(node, "variables", self.problems, path)

    def _named(self, wanted: Node, templates: Entries, section: str, path: KeyPath) -> Node | None:
        template = templates.get(str(wanted.word()))
        if template is not None and template.is_mapping and template.value:
            return template
        if template is None or template.is_empty:
            cause = f'template "{wanted.value}" not found in {section}{known(templates, wanted.value)}'
        else:
            cause = f'template "{wanted.value}" in {section} is {kind(template)}, not a mapping'
        self.problems.error(cause, wanted.place, path)
        return None
