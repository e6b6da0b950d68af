"""The layouts of archives, by name. A new one is a line here."""

from qualitycontrol.archive.structures.layout import Layout, Name

LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout("SDS", "%Y/%n/%s/%c.D/%n.%s.%l.%c.D.%Y.%j"),
        Layout("BUD", "%n/%s/%s.%n.%l.%c.%Y.%j"),
        Layout("SDAY", "%n.%s.%Y:%j"),
        Layout("CHAN", "%n.%s.%l.%c"),
        Layout("QCHAN", "%n.%s.%l.%c.%q"),
        Layout("CDAY", "%n.%s.%l.%c.%Y:%j:#H:#M:#S"),
        Layout("CSS", "%Y/%j/%s.%c.%Y:%j:#H:#M:#S"),
    )
}
WRITABLE = [name for name, layout in LAYOUTS.items() if layout.writable]


def named(name: str) -> Layout:
    """ValueError for a name nobody knows."""
    try:
        return LAYOUTS[name]
    except KeyError:
        raise ValueError(f"{name!r} is no layout; there are {', '.join(LAYOUTS)}") from None


__all__ = ["LAYOUTS", "WRITABLE", "Layout", "Name", "named"]
