"""start.py says in one sentence what is missing, and does nothing twice."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tools import reasons, setup, steps

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("version", "free", "used", "says"),
    [
        ((3, 11), 9e9, False, ""),
        ((3, 14), 9e9, False, ""),
        ((3, 9), 9e9, False, "This is Python 3.9 and Golden Thread needs 3.11 or newer: get it from python.org"),
        ((3, 11), 2e8, False, "This disk has 0.2 GB left and setting up needs 1.5: make room first."),
        ((3, 11), 2e8, True, ""),
    ],
)
def test_what_the_machine_lacks_is_one_sentence(version, free, used, says):
    said = reasons.why_not(version, int(free), used)
    assert said.startswith(says)
    assert bool(said) == bool(says)


def test_without_venv_the_package_to_install_is_named():
    assert "sudo apt install python3.12-venv" in reasons.why_not_venv((3, 12), False)
    assert reasons.why_not_venv((3, 12), True) == ""


def test_a_port_in_use_is_named_with_another_that_is_free():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = reasons.why_not_port(port)
    assert said.startswith(f"Port {port} is in use")
    assert reasons.why_not_port(said.rpartition("=")[2].rstrip(".")) == ""


@pytest.mark.parametrize("port", ["", "http", "0", "70000", "-1", "８０"])
def test_what_is_no_port_is_said(port):
    assert "PORT is" in reasons.why_not_port(port)


def test_a_digest_changes_with_name_and_content_only(tmp_path):
    folder = tmp_path / "things"
    folder.mkdir()
    (folder / "a.py").write_text("1")
    first = steps.digest(folder)
    os.utime(folder / "a.py", (1, 1))
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "a.pyc").write_text("x")
    assert steps.digest(folder) == first
    assert steps.digest(folder, salt="other") != first
    (folder / "b.txt").write_text("2")
    assert steps.digest(folder) != first
    assert steps.digest(folder, only=".py") == first
    (folder / "a.py").write_text("3")
    assert steps.digest(folder, only=".py") != first


def test_a_step_is_fresh_until_its_mark_differs(tmp_path):
    stamp = tmp_path / "deep" / "stamp"
    assert not steps.fresh(stamp, "one")
    steps.mark(stamp, "one")
    assert steps.fresh(stamp, "one")
    assert not steps.fresh(stamp, "two")


def test_a_failed_command_shows_its_end_and_one_sentence(capsys):
    with pytest.raises(SystemExit, match="No connection"):
        steps.run(sys.executable, "-c", "print('the cause'); raise SystemExit(1)", otherwise="No connection?")
    assert "the cause" in capsys.readouterr().out


def test_one_package_is_read_out_of_the_lock():
    lines = setup.block("uv", (ROOT / "requirements-dev.lock").read_text())
    assert lines.startswith("uv==")
    assert lines.count("==") == 1
    assert "--hash=sha256:" in lines


@pytest.mark.parametrize(("said", "major"), [("v20.1.0\n", 20), ("v8.0.0", 8), ("v24.19.0", 24)])
def test_nodes_version_is_read(said, major):
    assert setup.node_major(said) == major


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-node.lock"])
def test_the_locks_name_no_place_and_hash_everything(name):
    text = (ROOT / name).read_text()
    assert "://" not in text
    packages = [line for line in text.splitlines() if "==" in line]
    assert packages
    assert all(line.rstrip().endswith("\\") for line in packages)


def test_the_web_lock_names_no_place_to_fetch_from():
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_words_it_does_not_know_get_help():
    asked = subprocess.run([sys.executable, "start.py", "fly"], cwd=ROOT, capture_output=True, text=True)
    assert asked.returncode == 2
    assert "start.py test" in asked.stdout


def test_it_uses_the_standard_library_only():
    code = "import sys; sys.path.insert(0, '.'); import start; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True).stdout
    tops = {name.split(".")[0] for name in loaded.split()}
    assert tops - set(sys.stdlib_module_names) <= {"start", "tools", "__main__"}


def test_what_the_readme_points_at_is_there():
    import re

    places = re.findall(r"\]\(([^)#]+)\)", (ROOT / "README.md").read_text())
    assert [place for place in places if not (ROOT / place).exists()] == []
