"""The pages do what they say, say it back, and take nothing that was not on the form."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from goldenthread.audit.models import Event, Reading
from goldenthread.audit.queries import sentences
from goldenthread.learners.models import Block, Contact, Enrolment, Grant, Group, Learner
from goldenthread.learners.operations import (
    NeedGiven,
    add_contact,
    amend,
    block,
    change_upn,
    enrol,
    make_group,
    set_needs,
)
from goldenthread.learners.operations.joining import Joiner
from goldenthread.people.operations import open_account
from goldenthread.schools.models import AcademicYear
from goldenthread.schools.operations import open_year


@pytest.fixture
def at(ada, school):
    def address(name, **more):
        pk = {} if name.startswith("group") or name == "add" else {"pk": ada.pk}
        return reverse(f"learners:{name}", kwargs={"slug": school.slug, **pk, **more})
    return address


@pytest.fixture
def client(client_for, senco):
    return client_for(senco)


def text(answer):
    return answer.content.decode()


def test_details_are_changed_and_it_is_said(client, at, ada):
    answer = client.post(at("edit"), {**days(client.get(at("edit"))), **plain(ada), "communication": "Signs"},
                         follow=True)
    assert "Ada&#x27;s details are saved." in text(answer)
    ada.refresh_from_db()
    assert ada.communication == "Signs"


def days(page):
    """The boxes of the date of birth, as the form on the page names them."""
    names = [widget["name"] for widget in page.context["form"]["dob"].subwidgets[0].data["subwidgets"]]
    return dict(zip(names, ("14", "3", "2016"), strict=True))


def plain(ada):
    return {"preferred_first": ada.preferred_first, "legal_first": ada.legal_first, "legal_last": ada.legal_last,
            "sex": ada.sex}


def test_a_28_what_is_not_on_the_form_changes_nothing(client, at, ada, next_door):
    client.post(at("edit"), {**days(client.get(at("edit"))), **plain(ada), "school": next_door.pk,
                             "upn": "B873000716486", "photo": "x" * 64, "account": 1, "uuid": str(uuid4())})
    after = Learner.objects.get(pk=ada.pk)
    assert (after.school_id, after.upn, after.photo, after.account_id, after.uuid) == (
        ada.school_id, ada.upn, "", ada.account_id, ada.uuid)


def test_a_learner_is_added_by_hand_once_however_often_the_button_is_pressed(client, at):
    page = client.get(at("add"))
    sent = {**days(page), "preferred_first": "Leo", "legal_last": "Nguyễn", "sex": "M", "uuid": str(uuid4()),
            "need": "ASD", "second_need": "SLCN", "stage": "K"}
    for _ in range(2):
        answer = client.post(at("add"), sent, follow=True)
    assert "Leo Nguyễn is added." in text(answer)
    leo = Learner.objects.get(preferred_first="Leo")
    assert [need.type for need in leo.needs.all()] == ["ASD", "SLCN"]


def test_the_upn_is_changed_with_a_second_look_and_the_former_one_forgotten(client, at, ada):
    before = ada.upn
    assert "not the same" in text(client.post(at("upn"), {"upn": "B873000716486", "again": "B873000716487"}))
    client.post(at("upn"), {"upn": "B873000716486", "again": "B873000716486"})
    former = ada.former_upns.get()
    assert before in text(client.get(at("details")))
    assert "cannot be undone" in text(client.get(at("forget_upn", former=former.pk)))
    client.post(at("forget_upn", former=former.pk))
    assert before not in text(client.get(at("details")))


def test_stage_and_place_in_the_year_are_changed(client, at, ada):
    page = client.get(at("stage"))
    names = [widget["name"] for widget in page.context["form"]["starts_on"].subwidgets[0].data["subwidgets"]]
    client.post(at("stage"), {"stage": "E", **dict(zip(names, ("7", "9", "2026"), strict=True))})
    assert ada.stages.get(ends_on=None).stage == "E"
    client.post(at("enrolment"), {"nc_year": "5", "tutor_group": "5A", "status": "C", "plan_kept_here": "on"})
    assert Enrolment.objects.get(learner=ada).tutor_group == "5A"
    assert Group.objects.get(name="5A").places.get().learner == ada


def test_needs_are_set_from_the_rows_of_the_page(client, at, ada):
    first, second = ada.needs.all()
    client.post(at("needs"), {
        "form-TOTAL_FORMS": 4, "form-INITIAL_FORMS": 2, "had-needs": client.get(at("needs")).context["had"],
        "form-0-type": "SPLD", "form-0-uuid": str(second.uuid), "form-0-description": "Reading",
        "form-1-type": "", "form-1-uuid": str(first.uuid),
        "form-2-type": "HI"})
    assert [(n.type, n.description) for n in ada.needs.filter(ends_on=None)] == [("SPLD", "Reading"), ("HI", "")]


def test_the_needs_page_says_who_reads_what_a_need_means(client, at):
    page = client.get(at("needs")).content.decode()
    assert "The family and the child read this, word for word, in their copies." in page


def test_needs_that_somebody_else_changed_meanwhile_stand_beside_what_was_typed(client, at, ada):
    had = client.get(at("needs")).context["had"]
    typed = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "form-0-type": "SPLD", "form-0-description": "Reading"}
    client.post(at("needs"), {**typed, "had-needs": had, "form-0-type": "HI", "form-0-description": "Left ear"})
    page = client.post(at("needs"), {**typed, "had-needs": had})
    assert "somebody else changed these needs" in text(page)
    assert "Hearing impairment. Sensory and/or physical. Left ear" in text(page)
    assert "Reading" in text(page)
    assert [need.type for need in ada.needs.filter(ends_on=None)] == ["HI"]
    client.post(at("needs"), {**typed, "had-needs": page.context["had"]})
    assert [need.type for need in ada.needs.filter(ends_on=None)] == ["SPLD"]


def sent(page) -> dict[str, str]:
    """The boxes of needs as the page would send them back."""
    forms = page.context["forms"]
    boxes = {box.html_name: box.value() for form in forms for box in form}
    return {**{name: value if isinstance(value, str) else str(value or "") for name, value in boxes.items()},
            "form-TOTAL_FORMS": len(forms.forms), "form-INITIAL_FORMS": forms.initial_form_count(),
            "had-needs": page.context["had"]}


def test_a_need_left_as_it_was_opened_takes_what_somebody_else_saved_meanwhile(client, at, ada, senco):
    set_needs(learner=ada, needs=[NeedGiven(type="SPLD", description="Reading"), NeedGiven(type="SLCN")],
              by=senco, on=date(2026, 9, 7))
    mine = sent(client.get(at("needs")))
    theirs = {**mine, "form-0-description": "Reading and spelling", "form-2-type": "HI"}
    client.post(at("needs"), theirs)
    page = client.post(at("needs"), {**mine, "form-1-description": "Needs time to answer"})
    client.post(at("needs"), sent(page))
    assert [(n.type, n.description) for n in ada.needs.filter(ends_on=None)] == [
        ("SPLD", "Reading and spelling"), ("SLCN", "Needs time to answer"), ("HI", "")]


def test_words_of_a_need_without_its_type_stay_on_the_page_and_are_not_dropped(client, at, ada, senco, today):
    set_needs(learner=ada, needs=[NeedGiven(type="SPLD", description="Reads\r\nslowly")], by=senco, on=today)
    mine = sent(client.get(at("needs")))
    for which, typed, words in [("Need 2", {"form-1-description": "Left ear"}, "Left ear"),
                                ("Main need", {"form-0-type": "", "form-0-description": "Reads well"}, "Reads well")]:
        page = client.post(at("needs"), {**mine, **typed})
        assert f"{which}: Choose the type of need, or empty the words" in text(page)
        assert words in text(page)
    assert [need.type for need in ada.needs.filter(ends_on=None)] == ["SPLD"]
    client.post(at("needs"), {**mine, "form-0-type": ""})
    assert not ada.needs.filter(ends_on=None).exists()


def test_access_is_given_seen_and_ended(client, at, ada, school, senco, learner_member):
    zoe = open_account(school=school, role="teacher", name="Zoe Lane", email="zoe@larkrise.example",
                       on=date(2020, 9, 1))
    answer = client.post(at("access_give"), {"member": zoe.pk}, follow=True)
    assert "Zoe Lane can see Ada&#x27;s record until 31 August 2027." in text(answer)
    held = Grant.objects.get(member=zoe)
    assert "no longer finds Ada" in text(client.get(at("access_end", grant=held.pk)))
    answer = client.post(at("access_end", grant=held.pk), follow=True)
    assert "Zoe Lane&#x27;s access has ended." in text(answer)
    assert "Zoe Lane, teacher" not in text(answer)


def test_a_04_access_for_next_year_is_given_once_that_year_is_open(client, at, ada, ta, school):
    assert "Academic year" not in text(client.get(at("access_give")))
    open_year(school=school, starts=2027)
    year = AcademicYear.objects.get(starts=2027)
    answer = client.post(at("access_give"), {"member": ta.pk, "year": year.pk}, follow=True)
    assert "until 31 August 2028" in text(answer)
    assert Grant.objects.get(year=year).starts_on == date(2027, 9, 1)


def test_somebody_is_kept_out_and_let_in_again(client, at, ada, ta, client_for):
    tas = client_for(ta)
    assert tas.get(at("details")).status_code == 200
    answer = client.post(at("access_block"), {"member": ta.pk, "basis": "Complaint, 3 September"}, follow=True)
    assert "Jo Bell is kept from Ada&#x27;s record." in text(answer)
    assert "Kept out" in text(answer)
    assert tas.get(at("details")).url.startswith("/sign-in/")  # the very next request
    ta.user.refresh_from_db()
    assert client_for(ta).get(at("details")).status_code == 404
    client.post(at("access_lift", block=Block.objects.get().pk))
    assert client_for(ta).get(at("details")).status_code == 200


def test_a_29_members_contacts_and_grants_of_the_school_next_door_are_not_there(client, at, ada, nia, next_door, today):
    other, = enrol(school=next_door, rows=[Joiner(legal_first="Bo", dob=date(2012, 1, 1))], by=nia, on=today)
    contact = add_contact(learner=other, name="Bo's mum", by=nia, on=today)
    group = make_group(school=next_door, name="7B", by=nia)
    for name in ("access_give", "access_block"):
        assert "Select a valid choice" in text(client.post(at(name), {"member": nia.pk, "basis": "x"}))
    assert client.get(at("contact", contact=contact.pk)).status_code == 404
    assert client.get(at("group", group=group.pk)).status_code == 404
    client.post(at("group_move", group=Group.objects.get(name="6K").pk), {"learner": [other.pk]})
    assert not other.places.exists()
    assert not Grant.objects.filter(member=nia).exists()


def test_a_01_a_learner_of_another_school_is_as_absent_as_one_that_never_was(ada, nia, client_for, at):
    client = client_for(nia)
    theirs = client.get(f"/s/ashfield/learners/{ada.pk}/details/")
    nobodys = client.get("/s/ashfield/learners/999999/details/")
    assert theirs.status_code == nobodys.status_code == client.get(at("details")).status_code == 404
    assert theirs.content == nobodys.content


def test_a_contact_is_added_changed_and_let_in(client, at, ada, school):
    client.post(at("contact_add"), {"name": "Emeka Okafor", "relationship": "PAF", "responsibility": "on"})
    emeka = Contact.objects.get(name="Emeka Okafor")
    client.post(at("contact", contact=emeka.pk), {"name": "Emeka Okafor", "relationship": "PAF",
                                                  "phone": "07700 900123"})
    emeka.refresh_from_db()
    assert (emeka.phone, emeka.responsibility) == ("07700 900123", False)
    account = open_account(school=school, role="parent", name="Emeka Okafor", email="e@home.example",
                           on=date(2020, 9, 1))
    answer = client.post(at("contact_tie", contact=emeka.pk), {"member": account.pk}, follow=True)
    assert "Emeka Okafor sees Ada&#x27;s issued plans" in text(answer)


def test_learners_are_found_and_put_in_a_group_and_taken_out(client, at, learner, school):
    leo = learner("Leo Nguyễn")
    client.post(at("groups"), {"name": "Lego club", "kind": "group"})
    group = Group.objects.get(name="Lego club")
    page = client.get(at("group", group=group.pk), {"q": "nguyen"})
    assert "Leo Nguyễn" in text(page)
    answer = client.post(at("group_move", group=group.pk), {"learner": [leo.pk]}, follow=True)
    assert "Leo Nguyễn: now in Lego club." in text(answer)
    client.post(at("group_rename", group=group.pk), {"name": "Brick club"})
    answer = client.post(at("group_move", group=group.pk), {"learner": [leo.pk], "out": "1"}, follow=True)
    assert "out of Brick club" in text(answer)


def test_a_teacher_sees_the_few_details_that_matter_in_class_and_no_contact(client_for, teacher, at, ada):
    page = text(client_for(teacher).get(at("details")))
    assert "14 March 2016" in page
    for hidden in (ada.upn, "Grace", "Ethnicity", "SEN stage", "grace.okafor"):
        assert hidden not in page


def test_each_learners_page_is_noted_once_a_quarter_hour(client, at, ada, senco):
    for _ in range(3):
        client.get(at("details"))
    assert [(r.member_id, r.learner_id) for r in Reading.objects.all()] == [(senco.pk, ada.pk)]


def test_what_happened_reads_as_sentences(ada, senco, ta, today):
    change_upn(learner=ada, upn="B873000716486", again="B873000716486", by=senco, on=today)
    block(learner=ada, member=ta, basis="Complaint", by=senco, on=today)
    told = [sentence for _, sentence in sentences(Event.objects.filter(kind__startswith="learners."))]
    assert "Priya Shah changed the UPN." in told
    assert "Priya Shah kept Jo Bell from the record." in told
    assert "Priya Shah gave Imran Khan access to 6K from 7 September 2026 until 31 August 2027." in told
    assert not any(sentence.startswith("learners.") for sentence in told)


def test_the_details_show_where_a_contact_lives_and_a_slip_in_a_uln(client, at, ada, senco, today):
    add_contact(learner=ada, name="Ngozi Okafor", address="4 Mill Lane\nLuton", by=senco, on=today)
    amend(learner=ada, changes={"uln": "1234567890"}, by=senco, on=today)
    page = client.get(at("details")).content.decode()
    assert "4 Mill Lane<br>Luton" in page
    assert "1234567890. The last figure does not fit the others." in page


def test_a_reason_for_leaving_is_in_words_where_its_words_are_known(client, at):
    page = text(client.get(at("leave")))
    assert "DD: Died" in page
    assert "census guide says what each code means" in page
