"""Nothing is served from an unsafe state, and the reason is a sentence."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from goldenthread.audit import triggers
from goldenthread.config import checks

PROC_MOUNTS = """overlay / overlay rw 0 0
/dev/sda1 /srv ext4 rw 0 0
nas:/school /srv/golden\\040thread nfs4 rw 0 0
"""
MAC = """/dev/disk3s1 on / (apfs, local)
//nas/school on /Volumes/school (smbfs, nodev, nosuid)
"""


@pytest.fixture
def sound(settings, tmp_path, monkeypatch):
    """A state fit to serve."""
    (tmp_path / "staticfiles.json").write_text("{}")
    settings.STATIC_ROOT = tmp_path
    settings.SECRET_KEY = "k" * 60
    settings.DEBUG = False
    monkeypatch.setattr(checks, "owns_tables", lambda: False)
    return settings


def test_a_sound_state_starts(db, sound):
    assert checks.why_not_start() == []


def test_debug_is_for_the_demo_only(sound):
    sound.DEBUG, sound.DEMO = True, False
    assert "for the demo only" in " ".join(checks.settings_reasons())
    sound.DEMO = True
    assert list(checks.settings_reasons()) == []


@pytest.mark.parametrize("key", ["short", "django-insecure-" + "x" * 60, "changeme" * 10])
def test_a_weak_secret_key_is_refused(sound, key):
    sound.SECRET_KEY = key
    assert "secret key" in " ".join(checks.settings_reasons())


def test_styles_must_be_built(sound, tmp_path):
    (tmp_path / "staticfiles.json").unlink()
    assert "start.py" in " ".join(checks.settings_reasons())


def test_sqlite_on_a_network_disk_is_refused(sound, monkeypatch):
    monkeypatch.setattr(checks, "file_system", lambda folder: "nfs4")
    said = " ".join(checks.settings_reasons())
    assert ("network file system (nfs4)" in said) == (connection.vendor == "sqlite")


def test_the_nearest_mount_decides_the_kind_of_file_system():
    kinds = checks.mounts(PROC_MOUNTS)
    assert checks.deepest(Path("/srv/golden thread/var"), kinds) == "nfs4"
    assert checks.deepest(Path("/srv/other"), kinds) == "ext4"
    assert checks.deepest(Path("/home"), kinds) == "overlay"
    assert checks.mac_mounts(MAC) == {"/": "apfs", "/Volumes/school": "smbfs"}


def test_this_machine_names_its_file_system(tmp_path):
    assert checks.file_system(tmp_path)


def test_a_missing_guard_is_noticed_and_migrating_puts_it_back(db, sound):
    trigger = next(t for t in triggers.wanted() if t.event == "UPDATE")
    on = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger.name[:63]}{on}")
    assert "guards are missing" in " ".join(checks.why_not_start())
    triggers.install()
    assert checks.why_not_start() == []


def test_migrations_must_have_run(db, sound):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit'")
    said = checks.why_not_start()
    assert any("behind the code" in reason for reason in said)


def test_serve_refuses_in_words(db, sound):
    sound.DEBUG, sound.DEMO = True, False
    with pytest.raises(CommandError, match="for the demo only"):
        call_command("serve")
