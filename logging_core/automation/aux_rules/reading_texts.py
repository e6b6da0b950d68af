"""Texts of a configuration, each told with its line and key when it is not one."""

from logging_core.loggers.yaml_files.nodes import KeyPath, Node
from logging_core.loggers.yaml_files.problems import Problems


def only(node: Node, known: tuple[str, ...], path: KeyPath, problems: Problems, *, is_error: bool = False) -> None:
    for key, part in node.entries():
        if key not in known:
            tell = problems.error if is_error else problems.warn
            tell(
                f"is not known{'' if is_error else ' and left out'}; known are {', '.join(known)}",
                part.place,
                (*path, key),
            )


def needed_text(node: Node, key: str, path: KeyPath, problems: Problems) -> str:
    found = node.get(key)
    if found is None or found.value in (None, ""):
        problems.error(f"{key} is missing", (found or node).place, path)
        return ""
    return text_of(found, (*path, key), problems)


def optional_text(node: Node, key: str, path: KeyPath, problems: Problems) -> str | None:
    found = node.get(key)
    return None if found is None or found.value is None else text_of(found, (*path, key), problems)


def text_of(node: Node, path: KeyPath, problems: Problems) -> str:
    value = node.word()
    if value is None or node.is_list or node.is_mapping:
        problems.error("must be a text", node.place, path)
        return ""
    text = str(value)
    if len(text) > 200 or not (text.isprintable() or not text):
        problems.error("must be printable and at most 200 characters long", node.place, path)
    return text
