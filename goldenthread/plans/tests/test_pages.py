"""Every page of a plan, as each of the cast meets it."""

import pytest
import time_machine

from goldenthread.learners.operations import set_stage
from goldenthread.plans import operations as plans
from goldenthread.plans.models import DraftAccess, PlanVersion, SectionState, Withdrawal
from goldenthread.plans.tests.desk import OCTOBER, SEPTEMBER
from goldenthread.story.operations import revise

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def october():
    with time_machine.travel(OCTOBER):
        yield


@pytest.fixture
def everybody(desk, teacher, parent, learner_member, professional, governor, nia, senco_team):
    return {"senco": desk.senco, "team": senco_team, "teacher": teacher, "parent": parent, "learner": learner_member,
            "professional": professional, "governor": governor, "nia": nia}


# What each meets at each address once Version 1 is issued; the teacher is not let in to the draft.
DOORS = {
    "": {"senco": 200, "team": 200, "teacher": 200, "parent": 200, "learner": 200, "professional": 200,
         "governor": 404, "nia": 404},
    "draft/": {"senco": 200, "team": 200, "teacher": 404, "parent": 404, "learner": 404, "professional": 404,
               "governor": 404, "nia": 404},
    "draft/pdf/": {"senco": 200, "teacher": 404, "parent": 404, "nia": 404},
    "sections/hopes/": {"senco": 200, "team": 200, "teacher": 404, "parent": 404, "nia": 404},
    "review-date/": {"senco": 200, "team": 200, "teacher": 404, "parent": 404, "nia": 404},
    "key-person/": {"senco": 200, "team": 200, "teacher": 404, "parent": 404, "nia": 404},
    "let-in/": {"senco": 200, "team": 200, "teacher": 404, "parent": 404, "nia": 404},
    "issue/": {"senco": 200, "team": 404, "teacher": 404, "parent": 404, "learner": 404, "nia": 404},
    "history/": {"senco": 200, "teacher": 200, "parent": 200, "learner": 200, "professional": 200, "governor": 404,
                 "nia": 404},
    "compare/": {"senco": 200, "teacher": 200, "parent": 200, "learner": 200, "governor": 404, "nia": 404},
    "compare/?old=1&new=draft": {"senco": 200, "teacher": 404, "parent": 404},
    "withdrawn/": {"senco": 200, "team": 404, "teacher": 404, "parent": 404, "nia": 404},
    "versions/1/": {"senco": 200, "teacher": 200, "parent": 200, "learner": 200, "governor": 404, "nia": 404},
    "versions/2/": {"senco": 404, "parent": 404},
    "versions/1/issued/": {"senco": 200, "team": 404, "teacher": 404},
    "versions/1/pdf/": {"senco": 200, "parent": 200, "governor": 404, "nia": 404},
    "versions/1/correct/": {"senco": 200, "team": 404, "teacher": 404, "nia": 404},
    "versions/1/withdraw/": {"senco": 200, "team": 404, "teacher": 404, "nia": 404},
    "../profile/": {"senco": 200, "team": 200, "teacher": 200, "professional": 200, "parent": 404, "learner": 404,
                    "governor": 404, "nia": 404},
}


@pytest.mark.parametrize("path", DOORS)
def test_each_page_opens_to_those_it_is_for(desk, at, everybody, client_for, path):
    desk.issue("k1")
    met = {who: client_for(everybody[who]).get(at(path)).status_code for who in DOORS[path]}
    assert met == DOORS[path]


@pytest.mark.parametrize("path", ["", "draft/", "issue/", "history/", "compare/", "../profile/", "let-in/"])
def test_pages_before_the_first_version(desk, at, client_for, path):
    assert client_for(desk.senco).get(at(path)).status_code == 200


def test_the_learner_lands_on_the_plan_in_their_own_words(desk, at, everybody, client_for):
    desk.issue("k1")
    page = client_for(everybody["learner"]).get(at()).content.decode()
    assert "My plan" in page
    assert "What I like and what I hope for" in page
    assert "gt-own" in page


def test_the_family_reads_nothing_meant_for_staff(desk, at, everybody, client_for):
    desk.tell("staff-notes", "Canary for staff only.")
    desk.issue("k1")
    assert "Canary for staff only." in client_for(everybody["teacher"]).get(at()).content.decode()
    for who in ("parent", "learner"):
        for path in ("", "versions/1/", "history/", "compare/"):
            assert "Canary" not in client_for(everybody[who]).get(at(path)).content.decode()


def test_beside_the_version_stands_what_has_happened_since(desk, at, everybody, client_for):
    desk.issue("k1")
    desk.tell("medical-emergency", "Carries an inhaler now.", on=OCTOBER)
    desk.tell("hopes", "Wants to be a vet.", on=OCTOBER)
    senco, teacher, parent = (client_for(everybody[who]).get(at()).content.decode()
                              for who in ("senco", "teacher", "parent"))
    assert "Carries an inhaler now." in senco
    assert "Carries an inhaler now." in teacher
    assert "Carries an inhaler now." not in parent
    assert "2 sections of the draft have changed" in senco
    assert "Wants to be a vet." not in senco + teacher + parent


def test_a_member_let_in_reads_the_draft_until_it_is_closed_to_them(desk, at, everybody, client_for):
    client, teacher = client_for(desk.senco), everybody["teacher"]
    said = client.post(at("let-in/"), {"member": teacher.pk}, follow=True).content.decode()
    assert "Imran Khan can read the draft now." in said
    assert client_for(teacher).get(at("draft/")).status_code == 200
    client.post(at("let-in/"), {"end": DraftAccess.objects.get().pk})
    assert client_for(teacher).get(at("draft/")).status_code == 404


def test_the_family_and_the_learner_read_the_plan_before_anything_about_the_copy(desk, at, everybody, client_for):
    set_stage(learner=desk.ada, stage="K", local_stage="Stage 2", by=desk.senco, on=OCTOBER)
    desk.issue("k1")
    family, own = (client_for(everybody[who]).get(at()).context["page"] for who in ("parent", "learner"))
    assert [row["label"] for row in family["cover"]] == ["Issued", "To be reviewed by"]
    assert "Made as: copy for Ada's family · Fingerprint: " in family["closing"]
    assert "Stage 2" not in str(own)
    assert "Stage 2" in str(family)


def test_a_version_says_each_fact_about_itself_once(desk, at, client_for):
    desk.issue("k1", on=OCTOBER)
    reply = client_for(desk.senco).get(at())
    page, html = reply.context["page"], reply.content.decode()
    assert [tuple(row.values()) for row in page["cover"]] == [
        ("Issued", "Version 1, 5 October 2026 by Priya Shah"), ("To be reviewed by", "1 April 2027")]
    assert "copy for the SENCO team · Fingerprint: " in page["closing"]
    assert html.count("Since 5 October 2026") == html.count(">AO<") == html.count("Fingerprint") == 1


def test_a_comparison_is_called_what_changed(desk, at, everybody, client_for):
    desk.issue("k1")
    desk.tell("strengths", "Draws well.", on=OCTOBER)
    desk.issue("k2")
    page = client_for(everybody["parent"]).get(at("compare/?old=1&new=2")).content.decode()
    assert "What changed from Version 1 to Version 2</h1>" in page
    assert ": Draws well.</li>" in page


def test_nobody_is_let_in_before_somebody_is_chosen(desk, at, client_for):
    client = client_for(desk.senco)
    assert client.get(at("let-in/")).context["form"]["member"].initial is None
    assert client.get(at("let-in/")).context["form"].fields["member"].choices[0] == ("", "Choose")
    assert "Choose who is let in" in client.post(at("let-in/"), {"member": ""}).content.decode()
    assert not DraftAccess.objects.exists()
    said = client.post(at("let-in/"), {"member": "everyone"}, follow=True).content.decode()
    assert "Everyone who works with Ada can read the draft now." in said


def test_what_is_written_from_the_draft_leads_back_to_its_section(desk, at, client_for):
    client = client_for(desk.senco)
    [hopes] = [link["href"] for section in client.get(at("draft/")).context["sections"] for link in section["links"]
               if "/hopes/" in link["href"]]
    assert client.get(hopes).context["next"] == at("draft/#section-hopes")


def test_lists_are_compared_and_picked_from_without_their_dashes(desk, at, client_for):
    desk.tell("interests", "- Swimming\n- Her dog")
    desk.issue("k1")
    client = client_for(desk.senco)
    picked = client.get(at("versions/1/withdraw/")).content.decode()
    assert "Swimming • Her dog" in picked
    assert "- Swimming" not in picked + client.get(at("compare/?old=1&new=draft")).content.decode()


def test_issuing_from_the_page_says_back_what_was_done(desk, at, client_for):
    client = client_for(desk.senco)
    asked = {"key": "page-1", "after": "0", "what_changed": "A first plan.", "review_by_day": "1",
             "review_by_month": "4", "review_by_year": "2027"}
    done = client.post(at("issue/"), asked, follow=True)
    assert done.redirect_chain[0][0] == at("versions/1/issued/")
    assert "Version 1 of Ada’s plan is in force" in done.content.decode()
    client.post(at("issue/"), asked)
    assert PlanVersion.objects.count() == 1


def test_a_slip_in_the_year_of_the_next_review_is_told_at_its_box_and_all_typed_stays(desk, at, client_for):
    client, far = client_for(desk.senco), {"review_by_day": "1", "review_by_month": "4", "review_by_year": "2099"}
    for path, more in (("issue/", {"key": "k", "after": "0", "what_changed": "We met."}), ("review-date/", {})):
        refused = client.post(at(path), far | more)
        assert refused.status_code == 422
        assert "A plan is looked at again at least once a year." in str(refused.context["form"].errors["review_by"])
        assert 'value="2099"' in refused.content.decode()
    assert not PlanVersion.objects.exists()


def test_a_teachers_rewrite_of_the_childs_words_is_told_as_the_teachers(desk, at, everybody, client_for):
    desk.issue("k1")
    words = desk.ada.entries.get(field="important-to-me")
    revise(entry=words, text="Her dog.", revision=1, by=everybody["teacher"], on=OCTOBER)
    told = "“What is important to them”: Imran Khan put what Ada says into new words."
    issuing, compared = (client_for(desk.senco).get(at(path)) for path in ("issue/", "compare/?old=1&new=draft"))
    assert told in issuing.content.decode()
    assert told in issuing.context["form"].initial["what_changed"]
    assert told in compared.content.decode()
    desk.issue("k2")
    assert told in client_for(everybody["parent"]).get(at("compare/?old=1&new=2")).content.decode()


def test_whose_readers_became_fewer_is_said_to_those_who_read_the_line_before_and_after(
        desk, at, everybody, client_for):
    desk.issue("k1")
    words = desk.ada.entries.get(field="hopes")
    revise(entry=words, text=words.text, revision=1, audience="staff", by=desk.senco, on=OCTOBER)
    told = f"Under “{words.title}” a line is no longer shown to the learner, the family and professionals."
    issuing, compared = (client_for(desk.senco).get(at(path)) for path in ("issue/", "compare/?old=1&new=draft"))
    assert issuing.context["said"] == compared.context["said"] == [told]
    assert told not in issuing.context["form"].initial["what_changed"]
    desk.issue("k2")
    for who, heard in (("senco", True), ("teacher", True), ("parent", False), ("learner", False)):
        assert (told in client_for(everybody[who]).get(at("compare/?old=1&new=2")).content.decode()) is heard


def test_comparing_opens_with_the_versions_where_the_draft_reads_as_the_last(desk, at, client_for):
    desk.issue("k1")
    desk.tell("hopes", "To have a horse.")
    desk.issue("k2")
    client = client_for(desk.senco)
    opened = client.get(at("compare/")).context
    assert (opened["old"], opened["new"]) == ("1", "2")
    asked = client.get(at("compare/?old=2&new=draft")).context
    assert (asked["old"], asked["new"]) == ("2", "draft")
    desk.tell("hopes", "To have two horses.")
    opened = client.get(at("compare/")).context
    assert (opened["old"], opened["new"]) == ("2", "draft")


def test_the_same_words_are_issued_again_only_where_that_is_ticked_or_the_review_moves(desk, at, client_for):
    desk.issue("k1")
    client = client_for(desk.senco)
    asked = {"key": "again", "after": "1", "what_changed": "", "review_by_day": "1", "review_by_month": "4",
             "review_by_year": "2027"}
    sentence = "Nothing has changed since Version 1. Change the draft first, or set a new review date."
    shown = client.get(at("issue/")).content.decode()
    assert sentence in shown
    assert "Issue it although nothing has changed" in shown
    refused = client.post(at("issue/"), asked)
    assert refused.status_code == 422
    assert sentence in refused.content.decode()
    assert "Error: Error:" not in refused.content.decode()
    assert PlanVersion.objects.count() == 1
    client.post(at("issue/"), asked | {"although_unchanged": "on"})
    client.post(at("issue/"), asked | {"key": "moved", "after": "2", "review_by_month": "5"})
    assert PlanVersion.objects.count() == 3
    desk.tell("strengths", "Draws well.", on=OCTOBER)
    assert "Nothing has changed since" not in client.get(at("issue/")).content.decode()


def test_a_draft_says_what_stands_as_issued_and_lists_what_the_issue_page_lists(desk, at, client_for):
    from goldenthread.story.operations import retire

    client = client_for(desk.senco)
    desk.issue("k1")
    desk.tell("strategies", "Let her hold the list.", on=OCTOBER)
    page = client.get(at("draft/")).content.decode()
    assert "1 of 11 sections has changed since Version 1" in page
    assert (page.count("As in Version 1"), page.count("In progress")) == (10, 1)
    for entry in desk.ada.entries.filter(field="hopes"):
        retire(entry=entry, why="No longer so.", by=desk.senco, on=OCTOBER)
    for path in ("draft/", "issue/"):
        assert client.get(at(path)).content.decode().count("Nothing is written here, and it is not marked") == 1
    assert "1 thing to do" in client.get(at("draft/")).content.decode()


def test_correcting_shows_what_will_stand_on_the_cover(desk, at, client_for):
    desk.issue("k1")
    dog = desk.ada.entries.get(field="important-to-me")
    with time_machine.travel(OCTOBER):
        page = client_for(desk.senco).get(at(f"versions/1/correct/?node=entry:{dog.uuid}")).content.decode()
    assert "This sentence will stand on the cover: “Corrected 5 October 2026: ”" in page
    assert "In the plan: the words" in page
    assert "For the cover: what was wrong" in page


def test_taking_back_for_another_reason_needs_a_note_and_says_that_the_record_keeps_it(desk, at, client_for):
    desk.issue("k1")
    client, dog = client_for(desk.senco), desk.ada.entries.get(field="important-to-me")
    asked = {"node": f"entry:{dog.uuid}", "reason": "other", "note": ""}
    refused = client.post(at("versions/1/withdraw/"), asked)
    assert refused.status_code == 422
    assert "Say what the other reason is" in refused.content.decode()
    done = client.post(at("versions/1/withdraw/"), asked | {"note": "Ada asked us."}, follow=True).content.decode()
    assert "still stands in the record" in done
    assert f"/learners/{desk.ada.pk}/record/" in done


def test_a_stale_page_says_who_issued_and_keeps_what_was_typed(desk, at, client_for, school):
    from conftest import member

    other = member(school, "senco_admin", "Sam Hill")
    plans.issue(plan=desk.plan, by=other, on=SEPTEMBER, what_changed="", key="theirs")
    stale = client_for(desk.senco).post(at("issue/"), {
        "key": "mine", "after": "0", "what_changed": "My careful words.", "review_by_day": "1", "review_by_month": "4",
        "review_by_year": "2027"})
    page = stale.content.decode()
    assert stale.status_code == 422
    assert "Version 1 was issued by Sam Hill on 7 September 2026" in page
    assert "My careful words." in page
    assert PlanVersion.objects.count() == 1


def test_the_first_wording_of_what_changed_holds_only_what_everybody_may_read(desk, at, client_for):
    desk.issue("k1")
    desk.tell("staff-notes", "For staff.", on=OCTOBER)
    desk.tell("hopes", "To see the sea.", "learner", on=OCTOBER)
    page = client_for(desk.senco).get(at("issue/")).content.decode()
    words = page[page.index("<textarea"):page.index("</textarea")]
    assert "- New under “Hopes for the future” from Ada: To see the sea." in words
    assert "Notes" not in words


def test_the_page_that_says_it_back_is_not_shown_for_a_version_archived_since(desk, at, client_for):
    desk.issue("k1")
    desk.issue("k2", on=OCTOBER)
    assert client_for(desk.senco).get(at("versions/1/issued/")).url == at("versions/1/")


@pytest.mark.parametrize(("path", "garbage"), [
    ("issue/", {"after": "x", "key": "k"}), ("withdrawn/", {"withdrawal": "x"}), ("let-in/", {"end": "-1"}),
    ("sections/hopes/", {"do": "fly"}), ("sections/hopes/", {"do": "mark flying"}), ("sections/hopes/", {}),
    ("versions/1/withdraw/", {"node": "x", "reason": "y"}), ("key-person/", {"member": "x"}),
])
def test_garbage_is_refused_and_breaks_nothing(desk, at, client_for, path, garbage):
    desk.issue("k1")
    assert client_for(desk.senco).post(at(path), garbage).status_code in {302, 404, 422}


def test_what_is_missing_is_listed_in_the_order_of_the_plan_and_leaves_no_button(desk, at, client_for):
    for field in ("strengths", "hopes"):
        from goldenthread.story.operations import retire

        retire(entry=desk.ada.entries.get(field=field), why="Wrong child.", by=desk.senco, on=OCTOBER)
    page = client_for(desk.senco).get(at("issue/")).content.decode()
    assert page.index("Hopes and interests") < page.index(">Strengths")
    assert "Issue Version 1" not in page


def test_a_section_is_marked_and_opens_again_when_its_entry_changes(desk, at, client_for):
    client = client_for(desk.senco)
    client.post(at("sections/hopes/"), {"do": "mark complete"})
    assert SectionState.objects.get().state == "complete"
    assert "Complete" in client.get(at("sections/hopes/")).content.decode()
    desk.tell("hopes", "To see the sea.", on=OCTOBER)
    assert "changed since it was complete" in client.get(at("sections/hopes/")).content.decode()


def test_a_line_is_left_out_and_put_back(desk, at, client_for):
    client, dog = client_for(desk.senco), desk.ada.entries.get(field="important-to-me")
    client.post(at("sections/about-me/"), {"do": f"leave-out entry:{dog.uuid}"})
    assert "Biscuit" not in client.get(at("draft/")).content.decode()
    client.post(at("sections/about-me/"), {"do": f"put-back entry:{dog.uuid}"})
    assert "Biscuit" in client.get(at("draft/")).content.decode()


def test_a_target_left_out_is_listed_in_its_section_to_be_put_back(desk, at, client_for):
    client, target = client_for(desk.senco), desk.ada.outcomes.get(level="term")
    client.post(at("sections/targets/"), {"do": f"leave-out outcome:{target.uuid}"})
    assert target.wording not in client.get(at("draft/")).content.decode()
    assert f'value="put-back outcome:{target.uuid}"' in client.get(at("sections/targets/")).content.decode()
    client.post(at("sections/targets/"), {"do": f"put-back outcome:{target.uuid}"})
    assert target.wording in client.get(at("draft/")).content.decode()


def test_a_correction_is_made_from_the_page(desk, at, client_for):
    desk.issue("k1")
    client, dog = client_for(desk.senco), desk.ada.entries.get(field="important-to-me")
    page = at(f"versions/1/correct/?node=entry:{dog.uuid}")
    assert "My dog Biscuit." in client.get(page).content.decode()
    done = client.post(page, {"key": "c1", "text": "My dog Bisquit.", "reason": "His name."}, follow=True)
    assert "Version 1.1 is in force" in done.content.decode()
    assert "Bisquit" in client.get(at("versions/1.1/")).content.decode()


def test_a_line_is_taken_back_from_the_page_and_let_back(desk, at, client_for):
    desk.issue("k1")
    client, dog = client_for(desk.senco), desk.ada.entries.get(field="important-to-me")
    client.post(at("versions/1/withdraw/"), {"node": f"entry:{dog.uuid}", "reason": "confidential"})
    assert "Biscuit" not in client.get(at("versions/1/")).content.decode()
    client.post(at("withdrawn/"), {"withdrawal": Withdrawal.objects.get().pk})
    assert "Biscuit" in client.get(at("versions/1/")).content.decode()


def test_a_draft_is_opened_from_the_empty_page(senco, learner, client_for):
    leo = learner("Leo Nguyen")
    address = f"/s/larkrise/learners/{leo.pk}/plan/"
    client = client_for(senco)
    assert "Open a draft" in client.get(address).content.decode()
    assert "The draft of Leo&#x27;s plan is open." in client.post(f"{address}open/", follow=True).content.decode()


def test_paper_is_an_attachment_under_a_name_that_names_nobody(desk, at, client_for):
    desk.issue("k1")
    paper = client_for(desk.senco).get(at("versions/1/pdf/"))
    assert paper["Content-Disposition"] == f'attachment; filename="iplan-v1-senco-{str(desk.plan.uuid)[:8]}.pdf"'
    assert paper["Cache-Control"] == "no-store"
    assert paper.content.startswith(b"%PDF")
