"""Write the lock files: every version pinned with hashes, every direct dependency with its reason.

Run by `make lock`. The reasons stand in pyproject.toml behind each dependency.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REASON = re.compile(r'^\s*"(?P<name>[A-Za-z0-9_.-]+)[^"]*",\s*#\s*(?P<reason>.+)$')
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9_.-]+)==")
COMPILE = [
    "uv",
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
]


def reasons() -> dict[str, str]:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    return {m["name"].lower(): m["reason"] for m in map(REASON.match, lines) if m}


def write(target: str, *sources: str) -> None:
    subprocess.run([*COMPILE, *sources, "-o", target], cwd=ROOT, check=True)
    why = reasons()
    lines = [
        "# Made by `make lock` from pyproject.toml; do not edit. A comment is the reason of a direct dependency."
    ]
    for line in (ROOT / target).read_text().splitlines():
        pinned = PINNED.match(line)
        if pinned and pinned["name"].lower() in why:
            lines.append(f"# {why[pinned['name'].lower()]}")
        lines.append(line)
    (ROOT / target).write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    write("requirements.txt", "pyproject.toml")
    write("requirements-dev.txt", "pyproject.toml", "--group", "dev", "-c", "requirements.txt")
    sys.exit(0)
