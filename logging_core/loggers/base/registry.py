"""Components by name: only registered classes, and those of modules that the operator allows."""

import importlib
import re
from collections.abc import Callable
from typing import Any

from logging_core.loggers.base.catalogue import MODULES, RETIRED, UNAVAILABLE
from logging_core.loggers.base.component import Component, Reader, Transform, Writer
from logging_core.loggers.base.sections_of_config import READER, TRANSFORM, WRITER
from logging_core.loggers.base.site import Site
from logging_core.loggers.yaml_files.problems import known

BASES: dict[str, type[Component]] = {READER: Reader, TRANSFORM: Transform, WRITER: Writer}
_BUILT_IN = re.compile(r"(logger\.(readers|transforms|writers)|contrib\.raspberrypi\.readers)\.\w+")


def find(kind: str, name: str, module: str | None, site: Site) -> type[Component]:
    """The class of a reader, transform or writer. Raises ValueError, before anything is imported.

    Module paths of the form `logger.readers.x` mean the built-in class.
    """
    if module is not None and not _BUILT_IN.fullmatch(module):
        return _from_plugin(kind, name, module, site)
    if name in MODULES[kind]:
        return getattr(importlib.import_module(MODULES[kind][name]), name)
    if name in RETIRED:
        raise ValueError(f"{name} is retired: {RETIRED[name]}")
    if name in UNAVAILABLE:
        raise ValueError(f"{name} is not available here: {UNAVAILABLE[name]}")
    elsewhere = [other for other, names in MODULES.items() if name in names]
    if elsewhere:
        raise ValueError(f"{name} is a {elsewhere[0]}, not a {kind}")
    raise ValueError(f'unknown {kind} class "{name}"{known(MODULES[kind], name)}')


def plugin_function(path: str, site: Site) -> Callable[..., Any]:
    """A function `package.module.name` of a package that the operator allows. Raises ValueError."""
    module, _, name = path.rpartition(".")
    found = _imported(module, name, site)
    if not callable(found):
        raise ValueError(f'the module "{module}" has no function "{name}"')
    return found


def _from_plugin(kind: str, name: str, module: str, site: Site) -> type[Component]:
    found = _imported(module, name, site)
    if not (isinstance(found, type) and issubclass(found, BASES[kind])):
        raise ValueError(f'the module "{module}" has no {kind} "{name}"')
    return found


def _imported(module: str, name: str, site: Site) -> Any:
    """What an allowed module has under a name, or None. Raises ValueError, before anything is imported."""
    if module.partition(".")[0] not in site.plugin_packages or not re.fullmatch(r"\w+(\.\w+)*", module):
        raise ValueError(f'the module "{module}" is not among the plug-in packages that the operator allows')
    try:
        return getattr(importlib.import_module(module), name, None)
    except ImportError as trouble:
        raise ValueError(f'the module "{module}" cannot be imported: {trouble}') from trouble
