"""By what a package was made."""

import tomllib
from functools import cache
from importlib.metadata import version

from django.conf import settings


@cache
def software() -> str:
    """This product and the library of the bag, with their versions."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text("utf-8"))["project"]
    return f"Sealog {project['version']} (bagit {version('bagit')})"
