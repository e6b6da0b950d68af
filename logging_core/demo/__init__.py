"""A demonstration: an invented cruise with its people, dives and pictures, kept alive by invented people.

Fills an empty installation through the same actions as everybody else. Vessel, people and places do not exist.
May import every room; nothing imports it.
"""
