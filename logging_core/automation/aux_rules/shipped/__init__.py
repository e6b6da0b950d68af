"""Files that come with the product: a configuration for InfluxDB, and a logger for positions by UDP."""

from pathlib import Path

FOLDER = Path(__file__).parent


def influxdb() -> str:
    """The configuration that existing inserters have built in."""
    return (FOLDER / "influxdb.yaml").read_text()
