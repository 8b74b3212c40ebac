"""The demo shows its sign-ins; nothing else ever does."""

import json

import pytest
from django.test import Client

WAYS = [{"who": "Ada Okafor", "role": "Learner", "school": "Larkrise", "login": "larkrise/ada.okafor",
         "password": "gold"}]


@pytest.fixture
def written(settings, tmp_path, db):
    settings.DATA_DIR = tmp_path
    (tmp_path / "demo-signins.json").write_text(json.dumps(WAYS))


def test_in_demo_mode_the_sign_ins_are_on_the_page(written, settings):
    settings.DEMO = True
    page = Client().get("/sign-in/").content.decode()
    assert "<code>larkrise, ada.okafor</code>" in page
    assert "<code>gold</code>" in page


def test_outside_demo_mode_they_are_not_though_the_file_is_there(written, settings):
    settings.DEMO = False
    assert "Ada Okafor" not in Client().get("/sign-in/").content.decode()


def test_a_demo_without_the_file_has_a_page_too(settings, tmp_path, db):
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    assert Client().get("/sign-in/").status_code == 200
