"""The steps of `modify`: tests and operations, read and checked."""

from logging_core.automation.aux_rules import conversions
from logging_core.automation.aux_rules.reading_texts import needed_text, only, text_of
from logging_core.automation.aux_rules.steps import COMPARISONS, OPERATIONS, Condition, Operation, Step
from logging_core.loggers.yaml_files.nodes import KeyPath, Node
from logging_core.loggers.yaml_files.problems import Problems

STEP = ("test", "operation")


def read_steps(node: Node, path: KeyPath, problems: Problems) -> list[Step]:
    found, path = node.get("modify"), (*path, "modify")
    if found is None or found.is_empty:
        return []
    if not found.is_list:
        problems.error("must be a list of steps", found.place, path)
        return []
    return [_step(step, (*path, place), problems) for place, step in enumerate(found.items())]


def _step(node: Node, path: KeyPath, problems: Problems) -> Step:
    if not node.is_mapping:
        problems.error("must be a mapping with an operation, and a test where it depends on one", node.place, path)
        return Step(())
    only(node, STEP, path, problems)
    tests = [_condition(part, where, problems) for part, where in _parts(node, "test", path, problems)]
    operations: list[Operation] = []
    for part, where in _parts(node, "operation", path, problems):
        operations += _operations(part, where, problems)
    if not operations:
        problems.error("has no operation", node.place, path)
    return Step(tuple(operations), tuple(test for test in tests if test))


def _parts(node: Node, key: str, path: KeyPath, problems: Problems) -> list[tuple[Node, KeyPath]]:
    """The mappings of a list, or the one mapping that stands in its place."""
    found = node.get(key)
    if found is None or found.value is None:
        return []
    parts = found.items() if found.is_list else [found]
    good = [(part, (*path, key, place)) for place, part in enumerate(parts) if part.is_mapping]
    if len(good) < len(parts):
        problems.error("must be a list of mappings", found.place, (*path, key))
    return good


def _condition(node: Node, path: KeyPath, problems: Problems) -> Condition | None:
    field = needed_text(node, "field", path, problems)
    used = [key for key, _ in node.entries() if key != "field"]
    if len(used) != 1 or used[0] not in COMPARISONS:
        problems.error(f"needs one of {', '.join(COMPARISONS)} beside the field", node.place, path)
        return None
    found = node.value[used[0]]
    operand = found.word()
    if isinstance(operand, bool):
        operand = "true" if operand else "false"
    if not isinstance(operand, str | int | float):
        problems.error("must be a number or a text", found.place, (*path, used[0]))
        return None
    if used[0] not in ("eq", "ne") and isinstance(operand, str):
        problems.error("must be a number", found.place, (*path, used[0]))
    return Condition(field, used[0], operand)


def _operations(node: Node, path: KeyPath, problems: Problems) -> list[Operation]:
    """Those of one mapping, in the fixed order of OPERATIONS."""
    only(node, OPERATIONS, path, problems, is_error=True)
    made = [
        _operation(name, node.value[name], (*path, name), problems) for name in OPERATIONS if name in node.value
    ]
    return [operation for operation in made if operation]


def _operation(name: str, node: Node, path: KeyPath, problems: Problems) -> Operation | None:
    if name == "convert":
        return _conversion(node, path, problems)
    if name == "static":
        return Operation(name, text_of(node, path, problems))
    if name == "abs":
        return Operation(name, 0) if node.value not in (False, None) else None
    if type(node.value) not in (int, float) or node.value - node.value != 0:
        problems.error("must be a number", node.place, path)
        return None
    if name == "divide" and node.value == 0:
        problems.error("must not be zero", node.place, path)
        return None
    return Operation(name, node.value)


def _conversion(node: Node, path: KeyPath, problems: Problems) -> Operation | None:
    """`{from: kn, to: m/s}`."""
    source, target = (needed_text(node, key, path, problems) for key in ("from", "to"))
    if not source or not target:
        return None
    if problem := conversions.problem_of(source, target):
        problems.error(problem, node.place, path)
        return None
    return Operation("convert", (source, target))
