"""The `parse` package with the additional types of the format, as the peer that ours must equal.

The additional types have groups which the package is not told of, so that unnamed typed fields behind them read
the wrong one; here they are written without groups.
"""

import parse

NUMBER = r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"


def _angle(text):
    whole, remainder = divmod(abs(float(text)) / 100, 1)
    return (whole + remainder / 0.60) * (-1 if "-" in text else 1)


def _kind(pattern, convert):
    return parse.with_pattern(pattern)(lambda text: convert(text) if text else None)


def _with_letter(text):
    number, _, letter = text.partition(",")
    return _angle(number) * (-1 if letter in ("S", "W") else 1)


TYPES = {
    "od": _kind(r"\s*[-+]?\d*", int),
    "of": _kind(rf"(?:\s*[-+]?{NUMBER}|)", float),
    "og": _kind(rf"(?:#VALUE!|\s*[-+]?{NUMBER}|)", float),
    "ow": _kind(r"\w*", str),
    "nc": _kind(r"[^,]*", str),
    "ns": _kind(r"[^\*]*", str),
    "nlat": _kind(r"(?:\s*[-]?(?:\d+(?:\.\d*)?|\.\d+)|)", _angle),
    "nlat_dir": _kind(r"(?:\s*(?:\d+(?:\.\d*)?|\.\d+),[NEWS]?|)", _with_letter),
}


def compiled(pattern):
    return parse.compile(pattern, TYPES)
