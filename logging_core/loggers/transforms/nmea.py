"""NMEATransform: values become sentences of NMEA 0183."""

from typing import Any

from logging_core.loggers.base.component import FieldsTransform, Record
from logging_core.loggers.parsing.nmea import checksum
from logging_core.loggers.transforms.fields import fields_of

KNOTS = 3600 / 1852  # of one metre per second
SENTENCES = ("MWD", "XDR", "DPT", "STN")


class NMEATransform(FieldsTransform):
    """A sentence, or a list of several, of the fields that the record has; nothing when it has none of them.

    `nmea_list` names the sentences, MWD and XDR unless given. MWD: true wind direction, the magnetic one with
    `magnetic_variation_field` (degrees, east is positive), and the speed in knots and m/s, each made of the other
    where one is missing. XDR: pressure given in hPa and written in bar, temperatures in degrees C, under the name
    of `..._output_field` or that of the field. DPT: depth and offset in metres. STN: number of a talker.
    """

    def __init__(
        self,
        nmea_list: list | None = None,
        true_wind_dir_field: str | None = None,
        true_wind_speed_kt_field: str | None = None,
        true_wind_speed_ms_field: str | None = None,
        magnetic_variation_field: str | None = None,
        mwd_talker_id: str = "WI",
        barometer_field: str | None = None,
        barometer_output_field: str | None = None,
        air_temp_field: str | None = None,
        air_temp_output_field: str | None = None,
        sea_temp_field: str | None = None,
        sea_temp_output_field: str | None = None,
        xdr_talker_id: str = "YX",
        depth_field: str | None = None,
        offset_field: str | None = None,
        dpt_talker_id: str = "SD",
        id_field: str | None = None,
        stn_talker_id: str = "II",
    ) -> None:
        super().__init__()
        self._kinds = [str(kind).upper() for kind in nmea_list or ("MWD", "XDR")]
        for kind in self._kinds:
            if kind not in SENTENCES:
                raise ValueError(f"nmea_list: expected some of {', '.join(SENTENCES)}, found {kind}")
        self._talkers = {"MWD": mwd_talker_id, "XDR": xdr_talker_id, "DPT": dpt_talker_id, "STN": stn_talker_id}
        self._wind = (true_wind_dir_field, magnetic_variation_field)
        self._wind_speed = (true_wind_speed_kt_field, true_wind_speed_ms_field)
        self._transducers = (
            ("P", "B", barometer_field, barometer_output_field),
            ("C", "C", air_temp_field, air_temp_output_field),
            ("C", "C", sea_temp_field, sea_temp_output_field),
        )
        self._depth, self._offset = depth_field, offset_field
        self._id = id_field

    def change(self, record: Record) -> str | list[str] | None:
        fields = fields_of(record)
        made = {"MWD": self._mwd, "XDR": self._xdr, "DPT": self._dpt, "STN": self._stn}
        found = [(kind, words) for kind in self._kinds if (words := made[kind](fields))]
        sentences = [sentence(self._talkers[kind] + kind, words) for kind, words in found]
        return sentences[0] if len(sentences) == 1 else sentences or None

    def _mwd(self, fields: dict[str, Any]) -> list[str]:
        true, variation = (_number(fields, name) for name in self._wind)
        knots, metres = (_number(fields, name) for name in self._wind_speed)
        if true is None or (knots is None and metres is None):
            return []
        magnetic = None if variation is None else (true - variation) % 360
        knots_or_made = metres * KNOTS if knots is None and metres is not None else knots
        metres_or_made = knots / KNOTS if metres is None and knots is not None else metres
        return [_text(true), "T", _text(magnetic), "M", _text(knots_or_made), "N", _text(metres_or_made), "M"]

    def _xdr(self, fields: dict[str, Any]) -> list[str]:
        words: list[str] = []
        for kind, unit, name, output in self._transducers:
            value = _number(fields, name)
            if value is not None:
                written = f"{value / 1000:.5f}" if unit == "B" else _text(value)
                words += [kind, written, unit, str(output or name)]
        return words

    def _dpt(self, fields: dict[str, Any]) -> list[str]:
        depth = _number(fields, self._depth)
        return [] if depth is None else [_text(depth), _text(_number(fields, self._offset))]

    def _stn(self, fields: dict[str, Any]) -> list[str]:
        number = _number(fields, self._id)
        return [] if number is None else [f"{number:g}"]


def sentence(head: str, words: list[str]) -> str:
    """`$HEAD,word,word*HH`; characters that a sentence gives a meaning to are left out of the words."""
    clean = [word.translate({ord(letter): None for letter in "$!*,\\\r\n"}) for word in words]
    body = ",".join([head, *clean])
    return f"${body}*{checksum(body.encode()):02X}"


def _number(fields: dict[str, Any], name: str | None) -> float | None:
    value = fields.get(name) if name else None
    return None if isinstance(value, bool) or not isinstance(value, int | float) else float(value)


def _text(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")
