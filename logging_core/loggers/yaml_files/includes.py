"""A file with everything it includes, laid under it; included files may include others."""

from pathlib import Path

from logging_core.loggers.yaml_files.composing import compose
from logging_core.loggers.yaml_files.folders import Base, read_text
from logging_core.loggers.yaml_files.limits import MOST_INCLUDED_FILES
from logging_core.loggers.yaml_files.merging import merged
from logging_core.loggers.yaml_files.nodes import KeyPath, Node, Place
from logging_core.loggers.yaml_files.problems import Problems, TooMuch


class IncludingReader:
    """Reads a file and its includes below one base folder, in list order, files of a wildcard by name.

    Relative paths start at `includes_base_dir` of the file that names them, else of the file that included that
    one, else at the base. What is included twice is laid once. Notes every problem; `files` lists what was read.
    """

    def __init__(self, base: Base, problems: Problems) -> None:
        self.base = base
        self.problems = problems
        self.files: list[Path] = []
        self._included_before: set[Path] = set()

    def read(self, path: Path) -> Node | None:
        """The merged top-level mapping without `includes`, or None when the file itself cannot be used."""
        try:
            return self._read(path, self.base.folder, ())
        except TooMuch as limit:
            self.problems.error(str(limit), Place(str(path), 0))
            return None

    def read_matching(self, pattern: str) -> Node | None:
        """All files of a wildcard, merged; None when there is none. Raises ValueError for a bad pattern."""
        whole: Node | None = None
        for path in self.base.matching(pattern):
            content = self.read(path)
            if content is not None:
                whole = content if whole is None else merged(whole, content)
        return whole

    def _read(self, path: Path, start: Path, chain: tuple[Path, ...]) -> Node | None:
        own = self._top_level(path)
        if own is None:
            return None
        includes = own.get("includes")
        start = self._start(own, start)
        whole: Node | None = None
        for key_path, item in _listed(includes):
            for included in self._included(key_path, item, start, (*chain, path.resolve())):
                whole = included if whole is None else merged(whole, included)
        own = own.with_value({key: node for key, node in own.value.items() if key != "includes"})
        return own if whole is None else merged(whole, own)

    def _top_level(self, path: Path) -> Node | None:
        place = Place(str(path), 0)
        try:
            text = read_text(path)
        except ValueError as problem:
            self.problems.error(f"the file {problem}", place)
            return None
        self.files.append(path)
        if len(self.files) > MOST_INCLUDED_FILES:
            raise TooMuch(f"more than {MOST_INCLUDED_FILES} files are included")
        before = len(self.problems.errors)
        node = compose(text, str(path), self.problems)
        if node is None:
            if len(self.problems.errors) == before:
                self.problems.error("the file is empty", place)
            return None
        if not node.is_mapping:
            self.problems.error("expected a mapping (key: value) at the top of the file", node.place)
            return None
        return node

    def _start(self, own: Node, start: Path) -> Path:
        node = own.get("includes_base_dir")
        if node is None or node.value is None:
            return start
        try:
            return self.base.within(str(node.value))
        except ValueError as problem:
            self.problems.error(f"{problem}", node.place, ("includes_base_dir",))
            return start

    def _included(self, path: KeyPath, item: Node, start: Path, chain: tuple[Path, ...]) -> list[Node]:
        if not isinstance(item.value, str):
            self.problems.error("expected the path of a file", item.place, path)
            return []
        try:
            files = self.base.matching(item.value.strip(), start)
        except (ValueError, OSError) as problem:
            self.problems.error(str(problem), item.place, path)
            return []
        if not files:
            self.problems.error(f"no file matches {item.value} (looked in {start})", item.place, path)
        contents = [self._follow(file, item, path, start, chain) for file in files]
        return [content for content in contents if content is not None]

    def _follow(self, file: Path, item: Node, path: KeyPath, start: Path, chain: tuple[Path, ...]) -> Node | None:
        if file.resolve() in chain:
            cycle = [*chain[chain.index(file.resolve()) :], file.resolve()]
            names = " -> ".join(part.name for part in cycle)
            self.problems.error(f"the files include each other: {names}", item.place, path)
            return None
        if file.resolve() in self._included_before:
            return None
        self._included_before.add(file.resolve())
        return self._read(file, start, chain)


def _listed(includes: Node | None) -> list[tuple[KeyPath, Node]]:
    """The items of `includes`, which may be one path or a list."""
    if includes is None or includes.value is None:
        return []
    if not includes.is_list:
        return [(("includes",), includes)]
    return [(("includes", number), item) for number, item in enumerate(includes.items())]
