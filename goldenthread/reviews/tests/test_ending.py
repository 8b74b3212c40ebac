"""The page that concludes an annual review leaves nothing out of what the meeting said and of what follows."""

import time_machine

from goldenthread.plans.tests.test_received import receive
from goldenthread.reviews import operations as reviews
from goldenthread.reviews.operations import clocks
from goldenthread.reviews.tests.table import DECEMBER, MADE, NOVEMBER
from goldenthread.reviews.tests.test_conclude_page import address, words


def shown(table, client_for, review):
    with time_machine.travel("2026-12-03 10:00"):
        return words(client_for(table.senco).get(address(review)))


def test_an_annual_review_says_what_it_recommends_whom_nobody_asked_and_the_dates_that_start(table, client_for):
    clocks.start(learner=table.ada, kind="annual_review", day=MADE, by=table.senco, on=NOVEMBER)
    annual = table.held(kind="annual")
    reviews.find(review=annual, kind="recommendation", text="Amend the EHC plan.", by=table.senco, on=DECEMBER)
    page = shown(table, client_for, annual)
    assert "It recommends: Amend the EHC plan." in page
    assert "Nobody was asked as: The head teacher, or somebody for the governing body; " in page
    assert "The parents" not in page
    assert "Send the report, by 17 December 2026" in page
    assert "Decision to keep, amend or cease, by 31 December 2026" in page


def test_a_difference_of_opinion_stands_with_who_holds_it(table, client_for):
    review = table.held()
    reviews.find(review=review, kind="difference", text="She needs more speech therapy.", said_by="family",
                 said_by_name="Grace Okafor", by=table.senco, on=DECEMBER)
    page = shown(table, client_for, review)
    assert "People see something differently: She needs more speech therapy. Grace Okafor" in page
    assert "Nobody was asked as" not in page
    assert "Dates set by law start" not in page


def test_no_version_of_ours_is_promised_of_a_plan_that_was_received(table, client_for):
    plan = receive(table.ada, table.senco).plan
    page = shown(table, client_for, table.held(kind="annual", plan=plan))
    assert "The EHC plan is kept as it was received: the next one comes from the local authority." in page
    assert "A education" not in page
    assert "made later" not in page
