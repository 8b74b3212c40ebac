"""The code sets are whole."""

import pytest

from goldenthread.learners import codes


def test_ethnicity_has_twenty_main_codes_and_103_in_all():
    assert len(codes.ETHNICITIES) == 103
    assert len(set(codes.MAIN_ETHNICITY.values())) == 20
    assert set(codes.MAIN_ETHNICITY) == set(codes.ETHNICITIES)


@pytest.mark.parametrize(("code", "main"), [("WCOR", "WBRI"), ("WBRI", "WBRI"), ("ASLT", "AOTH"), ("REFU", "REFU")])
def test_a_finer_ethnicity_knows_its_main_one(code, main):
    assert codes.MAIN_ETHNICITY[code] == main


def test_there_are_153_authorities_and_those_abolished_are_apart():
    assert len(codes.LAS) == 153
    assert not set(codes.LAS) & set(codes.ABOLISHED)
    assert {"838", "839", "940", "941", "942", "943"} <= set(codes.LAS)


@pytest.mark.parametrize(("type_", "area"), [
    ("SPLD", "cognition"), ("ASD", "communication"), ("SEMH", "semh"), ("VI", "sensory"), ("DS", ""), ("BESD", "semh"),
    ("nonsense", "")])
def test_a_type_of_need_belongs_to_an_area(type_, area):
    assert codes.area_of(type_) == area


def test_every_type_has_an_area_we_know_or_none():
    assert {area for _, area in codes.SEN_TYPES.values()} == {*codes.AREAS, ""}


@pytest.mark.parametrize(("code", "stage"), [
    ("N", "N"), ("K", "K"), ("E", "E"), ("S", "E"), ("A", "K"), ("P", "K"), ("Q", "K"), ("Z", None)])
def test_old_stages_are_history_of_todays(code, stage):
    assert codes.modern_stage(code) == stage


def test_years_stand_in_their_order():
    ordered = sorted((place, code) for code, place in codes.YEAR_ORDER.items() if place is not None)
    assert [code for _, code in ordered] == ["E1", "E2", "N1", "N2", "R", *map(str, range(1, 21))]


@pytest.mark.parametrize(("code", "eal"), [("ENG", False), ("ENB", False), ("POL", True), ("BSL", True), ("OTB", True),
                                           ("REF", None), ("", None)])
def test_eal_follows_from_the_first_language(code, eal):
    assert codes.is_eal(code) is eal


@pytest.mark.parametrize(("code", "name"), [("POL", "Polish"), ("ARAM", "Arabic"), ("XQX", "XQX"), ("", "")])
def test_a_language_code_nobody_knows_shows_as_itself(code, name):
    assert codes.language(code) == name


@pytest.mark.parametrize(("code", "sex"), [("F", "F"), ("M", "M"), ("U", "U"), ("W", "U"), ("X", None)])
def test_gender_of_older_files_is_read(code, sex):
    assert codes.legacy_sex(code) == sex
