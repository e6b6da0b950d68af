"""What is known of archives: files and the segments in them, how scans went, where merged samples came from.

Segments are the truth; gaps and overlaps are computed from them. Times are ns UTC since 1970, spans half-open.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from logging_core.shared.models import Record
from qualitycontrol.archive import instants, structures
from qualitycontrol.archive.formats import FORMATS
from qualitycontrol.archive.queries import SegmentQuerySet


class Archive(Record):
    """A folder of day files in one layout."""

    name = models.CharField(max_length=50, unique=True)
    root = models.CharField(max_length=1000, unique=True, help_text="Absolute path of the folder")
    layout = models.CharField(max_length=10, default="SDS", choices=[(name, name) for name in structures.LAYOUTS])
    format = models.CharField(max_length=10, default=FORMATS[0], choices=[(name, name) for name in FORMATS])

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def structure(self) -> structures.Layout:
        return structures.named(self.layout)

    @property
    def last_scan(self) -> "Scan | None":
        return self.scans.first()

    def record(self) -> dict[str, str]:
        return {"id": self.id, "name": self.name, "root": self.root, "layout": self.layout, "format": self.format}


class Scan(models.Model):
    """One reading of an archive. A failed one changed nothing; a partial one kept what it could not read."""

    RUNNING, DONE, PARTIAL, FAILED = "running", "done", "partial", "failed"

    archive = models.ForeignKey(Archive, models.CASCADE, related_name="scans")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=10, default=RUNNING, choices=[(s, s) for s in (RUNNING, DONE, PARTIAL, FAILED)]
    )
    cause = models.TextField(blank=True, help_text="Why it failed, or what could not be read")
    files = models.PositiveIntegerField(default=0, help_text="Files found")
    read = models.PositiveIntegerField(default=0, help_text="Files new or changed, and so read")
    gone = models.PositiveIntegerField(default=0, help_text="Files no longer there")
    unread = models.PositiveIntegerField(default=0, help_text="Files and folders that could not be read")

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.archive} {self.started_at:%Y-%m-%d %H:%M} {self.state}"


class DataFile(models.Model):
    """One file as it was at the last reading; it is read again when size or time of change differ."""

    OK, UNREADABLE, MISPLACED = "ok", "unreadable", "misplaced"

    archive = models.ForeignKey(Archive, models.CASCADE, related_name="files")
    path = models.CharField(max_length=500, help_text="Relative to the root")
    nslc = models.CharField(max_length=24, blank=True, help_text="As the name says; the segments say what is true")
    day = models.DateField(null=True, help_text="As the name says")
    size = models.BigIntegerField()
    mtime_ns = models.BigIntegerField()
    state = models.CharField(max_length=10, default=OK, choices=[(s, s) for s in (OK, UNREADABLE, MISPLACED)])
    problem = models.TextField(blank=True)
    records = models.PositiveIntegerField(default=0)
    skipped_bytes = models.BigIntegerField(default=0, help_text="Bytes that are no record")
    record_lengths = ArrayField(models.PositiveIntegerField(), default=list)
    encodings = ArrayField(models.CharField(max_length=20), default=list)
    checksum = models.CharField(max_length=64, blank=True, help_text="SHA-256, when it was verified")

    class Meta:
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["archive", "path"], name="file_once_an_archive")]
        indexes = [models.Index(fields=["archive", "nslc", "day"])]

    def __str__(self) -> str:
        return self.path

    @property
    def key(self) -> str:
        """`YEAR.N.S.L.C.JDAY`"""
        return f"{self.day:%Y}.{self.nslc}.{self.day:%j}" if self.day else self.nslc


class Segment(models.Model):
    """One run of samples in a file; [start_ns, end_ns), end = last sample + one period."""

    archive = models.ForeignKey(Archive, models.CASCADE, related_name="segments")
    file = models.ForeignKey(DataFile, models.CASCADE, related_name="segments")
    nslc = models.CharField(max_length=24)
    start_ns = models.BigIntegerField()
    end_ns = models.BigIntegerField()
    rate_hz = models.FloatField()
    samples = models.BigIntegerField()
    quality = models.CharField(max_length=3)

    objects = SegmentQuerySet.as_manager()

    class Meta:
        ordering = ["nslc", "start_ns", "end_ns"]
        indexes = [models.Index(fields=["archive", "nslc", "start_ns", "end_ns"])]

    def __str__(self) -> str:
        return f"{self.nslc} {instants.text(self.start_ns)} {instants.text(self.end_ns)}"


class Provenance(models.Model):
    """Where the samples of a merge came from. `prepared`: the worker died between this row and the rename."""

    PREPARED, DONE, ABANDONED, UNDONE = "prepared", "done", "abandoned", "undone"

    archive = models.ForeignKey(Archive, models.CASCADE, related_name="provenance")
    at = models.DateTimeField()
    state = models.CharField(
        max_length=10, default=PREPARED, choices=[(s, s) for s in (PREPARED, DONE, ABANDONED, UNDONE)]
    )
    nslc = models.CharField(max_length=24)
    day = models.DateField()
    path = models.CharField(max_length=500, help_text="Of the day file, relative to the root")
    backup = models.CharField(max_length=600, blank=True, help_text="The file as it was, relative to the root")
    filled = models.JSONField(help_text="[[start_ns, end_ns], ...] that have data since")
    samples = models.BigIntegerField()
    old_checksum = models.CharField(max_length=64, blank=True, help_text="SHA-256; empty: there was no file")
    new_checksum = models.CharField(max_length=64)
    source = models.CharField(max_length=200, blank=True)
    request = models.CharField(max_length=100, blank=True)
    actor = models.CharField(max_length=100)
    notes = models.JSONField(default=list)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["archive", "nslc", "day"])]
        verbose_name_plural = "provenance"

    def __str__(self) -> str:
        return f"{self.path} {self.state}"
