"""Cruise definition files: load with includes, expand every form, check, compare. Knows no Django."""
