"""The description of a service for programs: Web Application Description Language."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from monitoring.serving.parameters import Parameter

NAMESPACES = {"xmlns": "http://wadl.dev.java.net/2009/02", "xmlns:xs": "http://www.w3.org/2001/XMLSchema"}


def written(base: str, methods: Mapping[str, tuple[Parameter, ...]]) -> bytes:
    """`methods`: `query` and the like with their parameters; version and this text come by themselves."""
    root = Element("application", NAMESPACES)
    resource = SubElement(SubElement(root, "resources", base=base), "resource", path="/")
    for name, parameters in methods.items():
        place = SubElement(resource, "resource", path=name)
        asked = SubElement(SubElement(place, "method", name="GET", id=name), "request")
        for one in parameters:
            _tell(asked, one)
        SubElement(place, "method", name="POST", id=f"{name}POST")
    for name in ("version", "application.wadl"):
        SubElement(SubElement(resource, "resource", path=name), "method", name="GET", id=name)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _tell(asked: Element, one: Parameter) -> None:
    told = {"name": one.name, "style": "query", "type": one.kind}
    if one.default is not None and one.default != "*":
        told["default"] = one.default
    place = SubElement(asked, "param", told)
    for option in one.options:
        SubElement(place, "option", value=option)
