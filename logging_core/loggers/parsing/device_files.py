"""Device definition files: the layout with `devices` and `device_types`, and the older one with `category`."""

from pathlib import Path
from typing import Any

from logging_core.loggers.parsing.devices import Device, DeviceType, formats_of
from logging_core.loggers.yaml_files.folders import Base
from logging_core.loggers.yaml_files.includes import IncludingReader
from logging_core.loggers.yaml_files.merging import merged
from logging_core.loggers.yaml_files.nodes import Node, Place, plain
from logging_core.loggers.yaml_files.problems import Problems, known

Devices = dict[str, Device]


def read_devices(
    definition_path: str, base_dir: Path, compiled_as_patterns: bool = True
) -> tuple[Devices, list[str]]:
    """Devices by name and what should be known about the files. Raises ValueError with every error in them."""
    problems = Problems()
    reader = IncludingReader(Base(base_dir), problems)
    whole: Node | None = None
    for pattern in filter(None, (part.strip() for part in definition_path.split(","))):
        content = reader.read_matching(pattern)
        if content is not None:
            whole = content if whole is None else merged(whole, content)
    cautions = [f"{problem.place}: {problem.cause}" for problem in problems.warnings]
    if whole is None and not problems.errors:
        return {}, [f"definition_path: no file matches {definition_path} (looked in {base_dir})"]
    devices = _devices(whole, problems) if whole is not None else {}
    if compiled_as_patterns:
        _try_patterns(devices, whole, problems)
    if problems.errors:
        raise ValueError("; ".join(str(problem) for problem in problems.errors))
    return devices, cautions


def _devices(whole: Node, problems: Problems) -> Devices:
    device_nodes, type_nodes = _sorted_out(whole, problems)
    types = {}
    for name, node in type_nodes.items():
        made = _type(name, node, problems)
        if made is not None:
            types[name] = made
    devices = {name: _device(name, node, types, problems) for name, node in device_nodes.items()}
    return {name: device for name, device in devices.items() if device is not None}


def _sorted_out(whole: Node, problems: Problems) -> tuple[dict[str, Node], dict[str, Node]]:
    devices: dict[str, Node] = {}
    types: dict[str, Node] = {}
    for key, node in whole.entries():
        if key in ("devices", "device_types") and node.is_mapping:
            (devices if key == "devices" else types).update({str(name): part for name, part in node.entries()})
        elif node.is_mapping and (category := node.get("category")) is not None:
            if category.value in ("device", "device_type"):
                (devices if category.value == "device" else types)[str(key)] = node
            else:
                problems.warn(f'unknown category "{category.value}"', category.place, (str(key), "category"))
    return devices, types


def _type(name: str, node: Node, problems: Problems) -> DeviceType | None:
    form = node.get("format")
    if form is None or form.is_empty:
        problems.error("a device type needs a format", node.place, (name,))
        return None
    try:
        formats = formats_of(plain(form))
    except ValueError as problem:
        problems.error(str(problem), form.place, (name, "format"))
        return None
    fields = plain(node.get("fields") or node.with_value({})) or {}
    return DeviceType(name, formats, {key: value for key, value in fields.items() if isinstance(value, dict)})


def _device(name: str, node: Node, types: dict[str, DeviceType], problems: Problems) -> Device | None:
    wanted = node.get("device_type")
    if wanted is None:
        problems.error("a device needs a device_type", node.place, (name,))
        return None
    if str(wanted.value) not in types:
        cause = f'device type "{wanted.value}" is not defined{known(types, wanted.value)}'
        problems.error(cause, wanted.place, (name, "device_type"))
        return None
    fields: Any = plain(node.get("fields") or node.with_value({})) or {}
    return Device(name, types[str(wanted.value)], {str(key): str(value) for key, value in fields.items()})


def _try_patterns(devices: Devices, whole: Node | None, problems: Problems) -> None:
    for device in devices.values():
        try:
            device.patterns()
        except ValueError as problem:
            place = whole.place if whole is not None else Place("", 0)
            problems.error(f"format of {device.type.name}: {problem}", place, (device.name,))
