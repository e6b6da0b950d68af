"""YAML files written by people: read with line numbers, within limits, with their includes."""
