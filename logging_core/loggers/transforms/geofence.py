"""GeofenceTransform: tells when a position enters or leaves an area."""

from typing import Any

from logging_core.loggers.base.component import FieldsTransform, Record
from logging_core.loggers.base.site import Site
from logging_core.loggers.formats.boundaries import Area
from logging_core.loggers.formats.gml import read_areas
from logging_core.loggers.transforms.fields import fields_of, timestamp_of
from logging_core.loggers.yaml_files.folders import Base

AROUND = (0.0, 360.0, -360.0)  # areas across the date line may be drawn beyond 180 degrees


class GeofenceTransform(FieldsTransform):
    """The entering or the leaving message when the position comes in or goes out, and for the first position.

    The area is that of a GML file, or all those of a folder together, below the base folder; it is made wider by
    `distance_from_boundary_in_degrees`. A message that is not given is not told. Positions are looked at every
    `seconds_between_checks` by the times of the records.
    """

    def __init__(
        self,
        latitude_field_name: str,
        longitude_field_name: str,
        boundary_file_name: str | None = None,
        boundary_dir_name: str | None = None,
        distance_from_boundary_in_degrees: float = 0,
        leaving_boundary_message: str | None = None,
        entering_boundary_message: str | None = None,
        seconds_between_checks: float = 0,
        site: Site | None = None,
    ) -> None:
        super().__init__()
        if (boundary_file_name is None) == (boundary_dir_name is None):
            raise ValueError("exactly one of boundary_file_name and boundary_dir_name is needed")
        self._names = (longitude_field_name, latitude_field_name)
        self._areas = _areas(boundary_file_name, boundary_dir_name, Base((site or Site()).base_dir))
        self._margin = distance_from_boundary_in_degrees
        self._messages = {True: entering_boundary_message, False: leaving_boundary_message}
        self._pause = seconds_between_checks
        self._inside: bool | None = None
        self._checked = float("-inf")

    def cautions(self) -> list[str]:
        return [] if any(self._messages.values()) else ["without a message nothing is ever told"]

    def change(self, record: Record) -> str | None:
        fields = fields_of(record)
        longitude, latitude = (fields.get(name) for name in self._names)
        if longitude is None or latitude is None:
            return None
        if not _is_position(longitude, latitude):
            self.tally.add("not a position", f"{latitude} {longitude}")
            return None
        moment = timestamp_of(record)
        if 0 <= moment - self._checked < self._pause:
            return None
        self._checked = moment
        return self._told(self._lies_inside(float(longitude), float(latitude)))

    def _told(self, inside: bool) -> str | None:
        if inside == self._inside:
            return None
        self._inside = inside
        return self._messages[inside]

    def _lies_inside(self, longitude: float, latitude: float) -> bool:
        points = [(longitude + turn, latitude) for turn in AROUND]
        return any(area.contains(point, self._margin) for area in self._areas for point in points)


def _is_position(longitude: Any, latitude: Any) -> bool:
    numbers = isinstance(longitude, int | float) and isinstance(latitude, int | float)
    return numbers and abs(latitude) <= 90 and abs(longitude) <= 360


def _areas(file: str | None, folder: str | None, base: Base) -> list[Area]:
    """Raises ValueError."""
    paths = [base.within(file)] if file is not None else base.matching(f"{folder}/*.gml")
    if not paths:
        raise ValueError(f"boundary_dir_name: {folder} holds no .gml file")
    return [area for path in paths for area in read_areas(path)]
