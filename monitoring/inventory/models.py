"""Networks, stations, locations, channels, and the streams they make: network.station.location.channel."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from monitoring.inventory import codes
from qualitycontrol.archive.instants import text
from qualitycontrol.archive.nslc import Nslc


class Network(models.Model):
    name = models.CharField(max_length=8, unique=True, validators=[codes.network])
    description = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Station(models.Model):
    network = models.ForeignKey(Network, models.CASCADE, related_name="stations")
    name = models.CharField(max_length=8, validators=[codes.station])
    multiplexing = models.BooleanField(
        default=False, help_text="Its channels are recorded in common and asked for together"
    )

    class Meta:
        ordering = ["network__name", "name"]
        constraints = [models.UniqueConstraint(fields=["network", "name"], name="station_once_a_network")]

    def __str__(self) -> str:
        return f"{self.network.name}.{self.name}"


class Location(models.Model):
    name = models.CharField(max_length=2, unique=True, blank=True, validators=[codes.location])

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name or "--"


class Channel(models.Model):
    name = models.CharField(max_length=3, unique=True, validators=[codes.channel])

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class NSLC(models.Model):
    """One data stream. Its code is made from its parts and is what everything else asks for."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="streams")
    location = models.ForeignKey(Location, models.CASCADE)
    channel = models.ForeignKey(Channel, models.CASCADE)
    code = models.CharField(max_length=50, unique=True, editable=False)

    class Meta:
        ordering = ["code"]
        verbose_name = "NSLC"
        verbose_name_plural = "NSLC"
        constraints = [
            models.UniqueConstraint(fields=["station", "location", "channel"], name="stream_once"),
        ]

    def __str__(self) -> str:
        return self.code

    def save(self, *args: object, **kwargs: object) -> None:
        self.code = str(self.stream)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def stream(self) -> Nslc:
        return Nslc(self.station.network.name, self.station.name, self.location.name, self.channel.name)

    @property
    def component(self) -> str:
        """Band and instrument, the first two letters of the channel."""
        return self.channel.name[:2]

    @property
    def source_id(self) -> str:
        """FDSN's source identifier."""
        return self.stream.source_id


class MetadataFile(models.Model):
    """A StationXML file that was imported. It is kept as it came, below the data folder, under its checksum."""

    checksum = models.CharField(max_length=64, unique=True, help_text="SHA-256")
    name = models.CharField(max_length=255, blank=True)
    size = models.BigIntegerField(help_text="Bytes")
    imported_at = models.DateTimeField()
    imported_by = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return self.name or self.checksum[:12]


class Placed(models.Model):
    """WGS 84 degrees and metres; empty where nothing was told."""

    latitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-90.0), MaxValueValidator(90.0)]
    )
    longitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-180.0), MaxValueValidator(180.0)]
    )
    elevation = models.FloatField(null=True, blank=True, help_text="Metres above the sea")
    start_ns = models.BigIntegerField("start")
    end_ns = models.BigIntegerField("end", null=True, blank=True, help_text="Empty: still open")

    class Meta:
        abstract = True

    def clean(self) -> None:
        if self.end_ns is not None and self.start_ns is not None and self.end_ns <= self.start_ns:
            raise ValidationError({"end_ns": "An epoch ends after it starts."})


class StationEpoch(Placed):
    """Where a station stood, and what its site is called."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="epochs")
    site = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["station", "start_ns"]
        constraints = [models.UniqueConstraint(fields=["station", "start_ns"], name="station_epoch_once")]

    def __str__(self) -> str:
        return f"{self.station} from {text(self.start_ns)}"


class Epoch(Placed):
    """A time in which the stream was open, from metadata. A stream without epochs counts as always open."""

    nslc = models.ForeignKey(NSLC, models.CASCADE, related_name="epochs")
    sample_rate = models.FloatField(null=True, blank=True, help_text="Hz")
    depth = models.FloatField(null=True, blank=True, help_text="Metres below the surface")
    azimuth = models.FloatField(
        null=True,
        blank=True,
        validators=[MinValueValidator(0.0), MaxValueValidator(360.0)],
        help_text="Degrees from north, clockwise",
    )
    dip = models.FloatField(
        null=True,
        blank=True,
        validators=[MinValueValidator(-90.0), MaxValueValidator(90.0)],
        help_text="Degrees from the horizontal, downwards",
    )
    sensor = models.CharField(max_length=200, blank=True)
    scale = models.FloatField(null=True, blank=True, help_text="Total sensitivity, counts in one of its units")
    scale_frequency = models.FloatField(null=True, blank=True, help_text="Hz at which it holds")
    scale_units = models.CharField(max_length=50, blank=True)
    has_response = models.BooleanField(default=False, editable=False)
    file = models.ForeignKey(MetadataFile, models.SET_NULL, null=True, blank=True, editable=False)

    class Meta:
        ordering = ["nslc", "start_ns"]
        constraints = [models.UniqueConstraint(fields=["nslc", "start_ns"], name="epoch_once")]

    def __str__(self) -> str:
        return f"{self.nslc_id} from {text(self.start_ns)}"
