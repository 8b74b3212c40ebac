"""A list in, a list out: what is to become of each row. Nothing here touches a database."""

from datetime import date

import pytest

from goldenthread.exchange.checking import Fate, check
from goldenthread.exchange.grid import Cell, Row
from goldenthread.exchange.headings import find
from goldenthread.exchange.roll import Known, Roll
from goldenthread.exchange.rows import candidate, rules_for

ON = date(2026, 9, 7)
BORN = date(2014, 3, 14)
ADAS, LEOS, NEW_UPN, TEMPORARY = "A820200114001", "B820200114002", "C820200114003", "A82020011400A"
HEADINGS = ["Forename", "Surname", "DOB", "Year", "Tutor Group", "UPN"]


def known(pk=1, **values):
    sound = {
        "legal_first": "Ada",
        "legal_last": "Okafor",
        "dob": BORN,
        "nc_year": "8",
        "tutor_group": "8K",
        "upn": ADAS,
    }
    former = values.pop("former", frozenset())
    extra = {k: values.pop(k) for k in ("apart", "out_of_sight", "left_on") if k in values}
    return Known(pk, {**sound, **values}, former, **extra)


def fates(*rows, roll=(), headings=HEADINGS, decisions=None):
    table = [Row(n, tuple(Cell(c) for c in row)) for n, row in enumerate([headings, *rows], 1)]
    found = find(table)
    rules = rules_for(table[1:], found, on=ON)
    return check([candidate(row, rules) for row in table[1:]], Roll(roll), decisions)


def one(*row, roll=(), **options):
    return fates(row, roll=roll, **options)[0]


def words(checked):
    return " ".join(p.text for p in checked.problems)


ADA = ("Ada", "Okafor", "14/03/2014", "8", "8K", ADAS)


def test_rows_carry_the_files_own_numbers_and_a_fate_each():
    checked = fates(
        ADA,
        ("Leo", "Smith", "01/09/2013", "8", "8K", ""),
        ("", "", "", "", "", ""),
        ("Cy", "Ng", "x", "8", "", ""),
        roll=[known()],
    )
    assert [(c.row, c.fate) for c in checked] == [(2, Fate.UNCHANGED), (3, Fate.NEW), (4, Fate.WRONG), (5, Fate.WRONG)]


def test_somebody_nobody_knows_is_new():
    assert one(*ADA).fate == Fate.NEW


def test_e07_what_is_held_already_is_unchanged():
    assert one(*ADA, roll=[known()]).fate == Fate.UNCHANGED


def test_a_learner_known_by_upn_is_updated_with_old_and_new():
    checked = one("Ada", "Okafor-Smith", "14/03/2014", "8", "8L", ADAS, roll=[known()])
    assert checked.fate == Fate.UPDATED
    assert checked.match == 1
    assert checked.changes == {"legal_last": ("Okafor", "Okafor-Smith"), "tutor_group": ("8K", "8L")}


def test_blank_cells_never_wipe_anything_out():
    assert one("Ada", "Okafor", "14/03/2014", "", "", ADAS, roll=[known()]).fate == Fate.UNCHANGED


def test_a_new_learner_needs_a_date_of_birth_and_a_year():
    checked = one("Ada", "Okafor", "", "", "", NEW_UPN)
    assert checked.fate == Fate.WRONG
    assert "no date of birth" in words(checked)
    assert "no year group" in words(checked)


def test_e21_two_rows_with_one_upn_are_both_held_under_their_numbers():
    checked = fates(ADA, ("Leo", "Smith", "21/10/2013", "8", "8K", ADAS))
    assert [c.fate for c in checked] == [Fate.WRONG, Fate.WRONG]
    assert "row 3" in words(checked[0])
    assert "row 2" in words(checked[1])


def test_e21_a_row_said_twice_over_is_held_twice():
    assert [c.fate for c in fates(ADA, ADA)] == [Fate.WRONG, Fate.WRONG]


def test_e21_a_upn_that_is_somebody_elses_here_stops_the_row():
    checked = one("Leo", "Smith", "21/10/2013", "8", "8K", ADAS, roll=[known()])
    assert checked.fate == Fate.WRONG
    assert "Ada Okafor, born 14 March 2014" in words(checked)


def test_e21_one_learner_of_the_school_in_two_rows_holds_both():
    rows = [("Ada", "Okafor", "14/03/2014", "8", "8K", "", "77"), ("Ada", "Okafor", "14/03/2014", "8", "8K", ADAS, "")]
    checked = fates(*rows, headings=[*HEADINGS, "Adno"], roll=[known(mis_number="77")])
    assert [c.fate for c in checked] == [Fate.WRONG, Fate.WRONG]


def test_e22_a_former_upn_finds_its_learner_and_is_not_put_back():
    checked = one("Ada", "Okafor", "14/03/2014", "8", "8K", TEMPORARY, roll=[known(former=frozenset([TEMPORARY]))])
    assert checked.fate == Fate.UNCHANGED
    assert "had before" in words(checked)


def test_e22_a_permanent_upn_for_somebody_with_a_temporary_one_is_for_a_person_to_say():
    roll = [known(upn=TEMPORARY)]
    checked = one(*ADA, roll=roll)
    assert (checked.fate, checked.candidates) == (Fate.POSSIBLE, (1,))
    chosen = one(*ADA, roll=roll, decisions={2: {"use": 1}})
    assert (chosen.fate, chosen.changes) == (Fate.UPDATED, {"upn": (TEMPORARY, ADAS)})


TWIN = ("Adam", "Okafor", "14/03/2014", "8", "8K", NEW_UPN)


def test_e24_twins_with_a_upn_each_are_two_learners():
    assert one(*TWIN, roll=[known()]).fate == Fate.NEW
    assert [c.fate for c in fates(("Eve", "Okafor", "14/03/2014", "8", "8K", ADAS), TWIN)] == [Fate.NEW, Fate.NEW]


def test_e24_a_twin_is_never_matched_by_itself():
    checked = one("Eve", "Okafor", "14/03/2014", "8", "8K", "", roll=[known()])
    assert (checked.fate, checked.match, checked.candidates) == (Fate.POSSIBLE, None, (1,))


@pytest.mark.parametrize(("first", "last", "born", "upn", "fate"), [
    ("Okafor", "Ada", "14/03/2014", "", Fate.POSSIBLE), ("OKAFOR", "Àda", "14/03/2014", "", Fate.POSSIBLE),
    ("Okafor", "Ada", "14/03/2014", ADAS, Fate.POSSIBLE), ("Okafor", "Ada", "14/03/2014", NEW_UPN, Fate.NEW),
    ("Okafor", "Ada", "15/03/2014", "", Fate.NEW), ("Okafor", "Eve", "14/03/2014", "", Fate.NEW),
])  # fmt: skip
def test_names_the_other_way_round_may_be_the_same_child(first, last, born, upn, fate):
    checked = one(first, last, born, "8", "8K", upn, roll=[known()])
    assert (checked.fate, checked.match, checked.candidates) == (fate, None, (1,) * (fate == Fate.POSSIBLE))


@pytest.mark.parametrize(("first", "last"), [("Okafor", "Ada"), ("OKAFOR", "Àda"), ("Okafor", "Ada Grace")])
def test_said_to_be_them_names_the_other_way_round_change_no_name(first, last):
    roll = [known(legal_first=last.title() if " " in last else "Ada")]
    checked = one(first, last, "14/03/2014", "8", "8L", "", roll=roll, decisions={2: {"use": 1}})
    assert (checked.fate, checked.changes) == (Fate.UPDATED, {"tutor_group": ("8K", "8L")})
    assert "the other way round in this row. Ours stay: Ada" in words(checked)


def test_a_surname_that_is_another_still_changes_beside_our_first_name():
    checked = one("Ada", "Ng", *ADA[2:], roll=[known()])
    assert checked.changes == {"legal_last": ("Okafor", "Ng")}


JOSH = known(legal_first="Joshua", legal_last="Adams", preferred_first="Josh")


@pytest.mark.parametrize(("headings", "row"), [
    (["Name", *HEADINGS[2:]], ("Josh Adams", *ADA[2:])), (["Name", *HEADINGS[2:]], ("Adams, Josh", *ADA[2:])),
    (HEADINGS, ("Josh", "Adams", *ADA[2:])),
])  # fmt: skip
def test_the_name_they_use_does_not_become_the_legal_one(headings, row):
    checked = one(*row, headings=headings, roll=[JOSH])
    assert (checked.fate, checked.changes) == (Fate.UNCHANGED, {})
    assert "The row says Josh. Their legal first name stays Joshua." in words(checked)


def test_a_whole_name_in_one_column_fills_a_first_name_and_changes_none():
    headings = ["Name", *HEADINGS[2:]]
    assert one("Ada Okafor", *ADA[2:], headings=headings, roll=[known(legal_first="Ada Grace")]).changes == {}
    checked = one("Ada Smith", *ADA[2:], headings=headings, roll=[known(legal_first="")])
    assert checked.changes == {"legal_first": ("", "Ada"), "legal_last": ("Okafor", "Smith")}


def test_so_they_may_in_two_rows_of_one_file():
    checked = fates((*ADA[:5], ""), ("Okafor", "Ada", *ADA[2:5], ""))
    assert [c.fate for c in checked] == [Fate.POSSIBLE, Fate.POSSIBLE]


def test_e24_a_twin_with_the_others_upn_is_held_for_a_person():
    checked = one("Eve", "Okafor", "14/03/2014", "8", "8K", ADAS, roll=[known()])
    assert (checked.fate, checked.match, checked.candidates) == (Fate.POSSIBLE, None, (1,))


@pytest.mark.parametrize(
    "row",
    [
        ("Ada", "Smith", "14/03/2014", "8", "8K", ""),  # another surname
        ("Addy", "Okafor", "14/03/2014", "8", "8K", ""),  # a pet name
        ("Ada", "Okafor", "15/03/2014", "8", "8K", ""),  # a slip in the date
        ("Аda", "Okafor", "14/03/2014", "8", "8K", ""),  # a Cyrillic letter
        ("ADA", "O'Kafor", "14/03/2014", "8", "8K", ""),  # case and apostrophe
        ("Ada", "Okafor", "14/03/2014", "8", "8L", ""),  # the same, in another group
    ],
)
def test_e25_e19_without_a_upn_likeness_is_offered_and_never_taken(row):
    checked = one(*row, roll=[known()])
    assert (checked.fate, checked.match, checked.candidates) == (Fate.POSSIBLE, None, (1,))


def test_e07_without_a_upn_a_row_that_would_change_nothing_changes_nothing():
    assert one("Ada", "Okafor", "14/03/2014", "8", "8K", "", roll=[known()]).fate == Fate.UNCHANGED


def test_the_schools_own_number_finds_a_learner_whose_name_and_birth_agree():
    headings = [*HEADINGS, "Adno"]
    assert one(*ADA, "77", headings=headings, roll=[known(upn="", mis_number="77")]).changes == {"upn": ("", ADAS)}
    assert (
        one("Eve", "Okafor", "14/03/2014", "8", "8K", "", "77", headings=headings, roll=[known(mis_number="77")]).fate
        == Fate.POSSIBLE
    )


def test_two_permanent_upns_are_two_people_even_with_one_surname_and_birthday():
    assert one("Eve", "Okafor", "14/03/2014", "8", "8K", NEW_UPN, roll=[known()]).fate == Fate.NEW


def test_two_rows_that_look_like_one_learner_are_for_a_person_to_say():
    rows = [("Ada", "Okafor", "14/03/2014", "8", "8K", ADAS), ("Ada", "Okafor", "14/03/2014", "8", "8K", "")]
    checked = fates(*rows)
    assert [c.fate for c in checked] == [Fate.POSSIBLE, Fate.POSSIBLE]
    decided = fates(*rows, decisions={2: {"new": True}, 3: {"leave_out": True}})
    assert [c.fate for c in decided] == [Fate.NEW, Fate.LEFT_OUT]


def test_said_to_be_new_is_new_unless_the_upn_is_taken():
    roll = [known()]
    row = ("Eve", "Okafor", "14/03/2014", "8", "8K", "")
    assert one(*row, roll=roll, decisions={2: {"new": True}}).fate == Fate.NEW
    assert one(*ADA, roll=roll, decisions={2: {"new": True}}).fate == Fate.WRONG


def test_chosen_learners_whose_upn_would_clash_are_refused():
    roll = [known(), known(2, legal_first="Eve", upn="")]
    checked = one("Eve", "Okafor", "14/03/2014", "8", "8K", ADAS, roll=roll, decisions={2: {"use": 2}})
    assert checked.fate == Fate.WRONG
    assert "belongs to Ada Okafor" in words(checked)


def test_rows_left_out_no_longer_stand_in_the_way_of_others():
    checked = fates(ADA, ("Leo", "Smith", "21/10/2013", "8", "8K", ADAS), decisions={3: {"leave_out": True}})
    assert [c.fate for c in checked] == [Fate.NEW, Fate.LEFT_OUT]


def test_e13_a_year_that_does_not_fit_is_asked_about_once_not_every_september():
    row = ("Ada", "Okafor", "14/03/2013", "8", "8K", ADAS)
    assert one(*row).fate == Fate.WRONG
    held = known(dob=date(2013, 3, 14), nc_year="7", apart=-1)
    assert one(*row, roll=[held]).fate == Fate.UPDATED


def test_a_learner_the_member_is_kept_from_is_neither_shown_nor_touched():
    checked = one(*ADA, roll=[known(out_of_sight=True)])
    assert (checked.fate, checked.candidates, checked.match, checked.changes) == (Fate.WRONG, (), None, {})
    assert "14 March" not in words(checked)


def test_somebody_who_left_is_not_brought_back_by_a_row():
    checked = one(*ADA[:4], "8L", ADAS, roll=[known(left_on=date(2026, 9, 2))])
    assert "left on 2 September 2026" in words(checked)


SEN = [*HEADINGS, "SEN Status", "SEN Status Date", "SEN Need"]


def test_stage_and_needs_are_changes_like_others():
    checked = one(
        *ADA,
        "E",
        "01/09/2026",
        "SLCN; ASD",
        headings=SEN,
        roll=[known(stage="K", stage_on=date(2025, 9, 1), needs=(("SLCN", "words"),))],
    )
    assert checked.changes["stage"] == ("K", "E")
    assert checked.changes["needs"] == ((("SLCN", "words"),), (("SLCN", ""), ("ASD", "")))


def test_a_need_without_a_stage_that_is_so_here_is_not_asked_about_again():
    held = known(stage="N", needs=(("SLCN", "words"),))
    assert one(*ADA, "N", "", "SLCN", headings=SEN, roll=[held]).fate == Fate.UNCHANGED
    assert one(*ADA, "N", "", "ASD", headings=SEN, roll=[held]).fate == Fate.WRONG


def test_needs_in_the_same_order_change_nothing_whatever_else_we_know_of_them():
    roll = [known(stage="K", needs=(("SLCN", "words"), ("SPLD", "Dyslexia")))]
    assert one(*ADA, "K", "", "SLCN", headings=SEN, roll=roll).fate == Fate.UNCHANGED


def test_a_date_of_stage_that_history_does_not_allow_is_put_aside_and_said():
    roll = [known(stage="K", stage_on=date(2026, 1, 5))]
    checked = one(*ADA, "E", "01/09/2025", "", headings=SEN, roll=roll)
    assert checked.fate == Fate.UPDATED
    assert "stage_on" not in checked.values


def test_sex_not_known_does_not_replace_a_known_one():
    assert one(*ADA, "U", headings=[*HEADINGS, "Sex"], roll=[known(sex="F")]).fate == Fate.UNCHANGED


def test_a_hundred_namesakes_do_not_make_it_slow():
    roll = [known(n, upn="", legal_first="Mohammed", legal_last="Khan") for n in range(1, 1_001)]
    checked = fates(*[("Mohammed", "Khan", "14/03/2014", "8", "8K", "")] * 20, roll=roll)
    assert {c.fate for c in checked} == {Fate.POSSIBLE}
