"""`manage.py doctor`: the same as print_env, by the name operators look for."""

from monitoring.management.commands.print_env import Command

__all__ = ["Command"]
