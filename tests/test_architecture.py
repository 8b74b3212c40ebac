"""The house stays a house: rooms in order, keys downhill, every school's rows fenced, every person's fields classed."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[1]
OURS = [model for model in apps.get_models() if model._meta.app_config.name.startswith("goldenthread.")]
CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
# Depth from the one list of layers: 0 is the top.
DEPTH = {
    room.strip(" ()"): depth for depth, layer in enumerate(CONTRACT["layers"]) for room in layer.split("|")
}
SOURCES = [path for path in (ROOT / "goldenthread").rglob("*.py") if "migrations" not in path.parts]


def test_rooms_import_downwards_only():
    # In a process of its own: it takes logging over for the whole process it runs in.
    call = [sys.executable, "-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"]
    answer = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


def test_foreign_keys_point_down_like_imports():
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in OURS
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField) and field.related_model in OURS
        and field.related_model._meta.app_label != model._meta.app_label
        and DEPTH[field.related_model._meta.app_label] <= DEPTH[model._meta.app_label]
    ]
    assert upward == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_is_called_personal_or_plain(model):
    personal, plain = model.Privacy.personal, model.Privacy.plain
    fields = {field.name for field in model._meta.concrete_fields}
    assert personal | plain == fields
    assert personal & plain == set()


def test_every_row_about_a_learner_or_a_member_carries_its_school():
    # A person may work at several schools; what they are there carries the school.
    loose = [
        model._meta.label
        for model in OURS
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model._meta.label in {"learners.Learner", "people.Membership"}
        and not any(f.name in {"school", "school_id"} for f in model._meta.concrete_fields)
    ]
    assert loose == []


def test_a_schools_rows_never_vanish_with_the_school():
    cascading = [
        model._meta.label for model in OURS for field in model._meta.concrete_fields
        if field.name == "school" and field.is_relation and field.remote_field.on_delete is not models.PROTECT
    ]
    assert cascading == []


WRITES = {"save", "create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}


def writes_in(path: Path) -> list[str]:
    """Calls in a file that write rows: `.objects….create()` and the like, and `.save()` of anything."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            base = ast.unparse(node.func.value)
            if node.func.attr == "save" or ".objects" in base or "filter(" in base:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} {base}.{node.func.attr}()")
    return found


# Files beside operations that write, each with its reason.
MAY_WRITE = {
    "goldenthread/learners/files.py": "puts bytes in the file storage, no row",
    "goldenthread/learners/photos.py": "writes a picture to memory, no row",
    "goldenthread/people/models/people.py": "Membership.system() makes the school's own hand on first use",
}


def test_only_operations_write():
    stray = [
        line
        for path in SOURCES
        if "operations" not in str(path.relative_to(ROOT)) and "tests" not in path.parts
        and str(path.relative_to(ROOT)) not in MAY_WRITE
        for line in writes_in(path)
    ]
    assert stray == []


def test_the_list_of_files_that_may_write_is_not_stale():
    assert [name for name in MAY_WRITE if not writes_in(ROOT / name)] == []


def test_no_file_silences_what_it_catches():
    """`except …: pass` needs a comment that says why, on the line above or beside it."""
    silent = []
    for path in SOURCES:
        lines = path.read_text().splitlines()
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ExceptHandler) and [type(s) for s in node.body] == [ast.Pass]:
                around = lines[max(0, node.lineno - 8): node.body[0].lineno]
                if not any("#" in line for line in around):
                    silent.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert silent == []


def test_templates_never_switch_escaping_off():
    loud = [
        str(path.relative_to(ROOT)) for path in (ROOT / "goldenthread").rglob("*.html")
        if "|safe" in path.read_text() or "autoescape off" in path.read_text()
    ]
    assert loud == []
