from io import StringIO
import pytest
from django.core.management import call_command

from monitoring.inventory.models import NSLC
pytestmark = pytest.mark.django_db

def test_super(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "x")
    call_command("createsuperuser", "--noinput", "--username", "boss", "--fullname", "Boss")

def test_password(people, monkeypatch):
    p = people("admin")
    monkeypatch.setattr("getpass.getpass", lambda *a, **k: "a Very l0ng phrase 77")
    call_command("changepassword", p.username)
    p.refresh_from_db()
    assert p.check_password("a Very l0ng phrase 77")

def test_dump(served, tmp_path):
    call_command("dumpdata", "monitoring", "qualitycontrol", "-o", str(tmp_path / "db.json"))
    before = NSLC.objects.count()
    NSLC.objects.all().delete()
    call_command("loaddata", str(tmp_path / "db.json"))
    assert NSLC.objects.count() == before > 0

def test_dump_all(served, tmp_path):
    call_command("dumpdata", "-o", str(tmp_path / "db.json"))
    call_command("loaddata", str(tmp_path / "db.json"))
