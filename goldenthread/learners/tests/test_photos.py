"""A photo is shown while the right person's consent holds, small and stripped; and gone at once without it."""

from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from goldenthread.audit.refusals import Refused
from goldenthread.learners import files, photos
from goldenthread.learners.models import Learner
from goldenthread.learners.operations import (
    add_contact,
    amend,
    block,
    give_consent,
    remove_photo,
    set_photo,
    withdraw_consent,
)
from goldenthread.learners.queries import banner

GRACE = {"by_whom": "Grace Okafor", "giver": "family", "how": "signed form"}


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(size=(1200, 900), kind="JPEG", **more):
    out = BytesIO()
    Image.new(more.pop("mode", "RGB"), size, more.pop("colour", "teal")).save(out, kind, **more)
    return out.getvalue()


def with_place():
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif)


def shown(ada, today):
    return Learner.objects.get(pk=ada.pk).photo_on(today)


def test_d_08_nothing_of_the_camera_is_kept_and_the_picture_stands_upright(ada):
    prepared = photos.prepare(with_place())
    image = Image.open(BytesIO(prepared))
    assert image.size == (600, 800)
    assert not image.getexif()
    assert b"SecretCamera" not in prepared
    assert "exif" not in image.info


@pytest.mark.parametrize("content", [
    picture(kind="PNG"), picture(kind="WEBP"), picture(kind="PNG", mode="RGBA", colour=0),
    picture(kind="PNG", mode="L", colour=9), picture(kind="PNG", mode="P", colour=3)])
def test_pictures_of_the_usual_kinds_become_small_jpegs(content):
    image = Image.open(BytesIO(photos.prepare(content)))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (800, 600))


def test_d_07_a_flood_of_pixels_is_refused_by_its_header():
    flood = picture(size=(8_000, 5_001), kind="PNG", mode="1", colour=1)
    assert len(flood) < 100_000
    with pytest.raises(photos.BadPhoto, match="40 megapixels"):
        photos.prepare(flood)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg onload=alert(1)>", picture(kind="GIF"), picture(kind="BMP"),
                                     picture()[:200], picture(kind="PNG")[:300]])
def test_what_is_no_photo_is_refused_in_words(content):
    with pytest.raises(photos.BadPhoto, match="not a photo we can read"):
        photos.prepare(content)


def test_a_file_over_ten_megabytes_is_not_opened():
    with pytest.raises(photos.BadPhoto, match="10 MB"):
        photos.prepare(b"x" * (photos.LARGEST_FILE + 1))


def test_a_33_without_consent_there_is_no_photo(ada, senco, today):
    with pytest.raises(Refused, match="parent or carer’s consent"):
        set_photo(learner=ada, content=picture(), by=senco, on=today)
    give_consent(learner=ada, by=senco, on=today, **GRACE)
    set_photo(learner=ada, content=picture(), by=senco, on=today)
    assert banner(Learner.objects.get(pk=ada.pk), senco, today).photo.endswith("/photo/")


def test_a_33_withdrawn_it_is_gone_from_page_and_disk_at_once(ada, senco, today, django_capture_on_commit_callbacks):
    give_consent(learner=ada, by=senco, on=today, **GRACE)
    set_photo(learner=ada, content=picture(), by=senco, on=today)
    sha = shown(ada, today)
    assert files.get(ada.school_id, sha)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_consent(learner=ada, by=senco, on=today, **GRACE)
    assert shown(ada, today) == ""
    assert files.get(ada.school_id, sha) is None
    with pytest.raises(Refused):
        set_photo(learner=ada, content=picture(), by=senco, on=today)


def test_a_33_from_the_sixteenth_birthday_only_the_learners_own_consent_counts(ada, senco, today):
    give_consent(learner=ada, by=senco, on=today, **GRACE)
    set_photo(learner=ada, content=picture(), by=senco, on=today)
    birthday = date(2032, 3, 14)
    assert shown(ada, date(2032, 3, 13))
    assert shown(ada, birthday) == ""
    with pytest.raises(Refused, match="16 or over"):
        give_consent(learner=ada, by=senco, on=birthday, **GRACE)
    give_consent(learner=ada, by=senco, on=birthday, by_whom="Ada", giver="learner", how="at the review")
    assert shown(ada, birthday)


def test_under_16_a_learner_alone_cannot_consent(ada, senco, today):
    with pytest.raises(Refused, match="under 16"):
        give_consent(learner=ada, by=senco, on=today, by_whom="Ada", giver="learner", how="asked")


def test_a_parent_who_is_kept_out_cannot_consent(ada, senco, parent, today):
    block(learner=ada, member=parent, basis="Prohibited steps order", ordered=True, by=senco, on=today)
    add_contact(learner=ada, name="Samuel Okafor", responsibility=True, by=senco, on=today)
    with pytest.raises(Refused, match="Grace Okafor is kept from this record"):
        give_consent(learner=ada, by=senco, on=today, **GRACE)
    give_consent(learner=ada, by=senco, on=today, **GRACE | {"by_whom": "samuel okafor"})


def test_one_who_is_kept_out_is_known_by_name_though_no_account_is_tied(ada, senco, parent, today):
    ada.contacts.update(member=None, email="")
    block(learner=ada, member=parent, basis="Prohibited steps order", ordered=True, by=senco, on=today)
    with pytest.raises(Refused, match="None of Ada’s contacts can consent"):
        give_consent(learner=ada, by=senco, on=today, **GRACE)


def test_consent_comes_from_a_contact_with_parental_responsibility(ada, senco, today):
    add_contact(learner=ada, name="Aunt Joy", by=senco, on=today)
    for who, said in (("Aunt Joy", "Aunt Joy is not among"), ("A passer-by", "This person is not among")):
        with pytest.raises(Refused, match=said):
            give_consent(learner=ada, by=senco, on=today, **GRACE | {"by_whom": who})


def test_without_contacts_it_says_what_to_do(learner, senco, today, client_for):
    leo = learner("Leo Nguyen")
    with pytest.raises(Refused, match=r"No contacts are recorded for Leo\. Add the parent or carer"):
        give_consent(learner=leo, by=senco, on=today, **GRACE)
    client, base = client_for(senco), f"/s/larkrise/learners/{leo.pk}/photo/"
    answer = client.get(f"{base}consent/", follow=True)
    assert "No contacts are recorded for Leo" in answer.content.decode()


def test_from_16_nobody_speaks_for_the_learner(ada, senco, today):
    amend(learner=ada, changes={"dob": date(2010, 3, 14)}, by=senco, on=today)
    with pytest.raises(Refused, match="only Ada can consent"):
        give_consent(learner=ada, by=senco, on=today, **GRACE | {"giver": "learner"})


def test_the_page_offers_those_whose_word_counts_and_takes_no_other(ada, senco, parent, today, client_for):
    add_contact(learner=ada, name="Samuel Okafor", responsibility=True, by=senco, on=today)
    add_contact(learner=ada, name="Aunt Joy", by=senco, on=today)
    block(learner=ada, member=parent, basis="Prohibited steps order", ordered=True, by=senco, on=today)
    client, url = client_for(senco), f"/s/larkrise/learners/{ada.pk}/photo/consent/"
    page = client.get(url).content.decode()
    assert 'value="Samuel Okafor"' in page
    assert "Grace Okafor" not in page
    assert "Aunt Joy" not in page
    assert client.post(url, {"by_whom": "Grace Okafor", "how": "by letter"}).status_code == 200
    assert not ada.consents.exists()
    assert client.post(url, {"by_whom": "Samuel Okafor", "how": "by letter"}).status_code == 302
    assert ada.consents.get().by_whom == "Samuel Okafor"


def test_a_mended_date_of_birth_counts_for_consent_at_once(ada, senco, today):
    give_consent(learner=ada, by=senco, on=today, **GRACE)
    set_photo(learner=ada, content=picture(), by=senco, on=today)
    amend(learner=ada, changes={"dob": date(2010, 3, 14)}, by=senco, on=today)
    assert shown(ada, today) == ""


def test_a_picture_two_learners_share_stays_while_one_needs_it(ada, learner, senco, today,
                                                               django_capture_on_commit_callbacks):
    leo = learner("Leo Nguyen")
    add_contact(learner=leo, name="Grace Okafor", responsibility=True, by=senco, on=today)
    for one in (ada, leo):
        give_consent(learner=one, by=senco, on=today, **GRACE)
        set_photo(learner=one, content=picture(), by=senco, on=today)
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(learner=ada, by=senco, on=today)
    sha = shown(leo, today)
    assert files.get(leo.school_id, sha)
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(learner=leo, by=senco, on=today)
    assert files.get(leo.school_id, sha) is None


@pytest.mark.parametrize("who", ["senco", "teacher", "ta", "parent", "professional", "learner_member"])
def test_those_who_see_her_see_her_photo_and_no_cache_keeps_it(who, ada, senco, today, client_for, request):
    give_consent(learner=ada, by=senco, on=today, **GRACE)
    set_photo(learner=ada, content=picture(), by=senco, on=today)
    answer = client_for(request.getfixturevalue(who)).get(f"/s/larkrise/learners/{ada.pk}/photo/")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize("who", ["governor", "nia"])
def test_nobody_else_does(who, ada, senco, today, client_for, request):
    give_consent(learner=ada, by=senco, on=today, **GRACE)
    set_photo(learner=ada, content=picture(), by=senco, on=today)
    for slug in ("larkrise", "ashfield"):
        assert client_for(request.getfixturevalue(who)).get(f"/s/{slug}/learners/{ada.pk}/photo/").status_code == 404


def test_the_page_takes_a_photo_from_a_form(ada, senco, today, client_for):
    give_consent(learner=ada, by=senco, on=today, **GRACE)
    client, url = client_for(senco), f"/s/larkrise/learners/{ada.pk}/photo/change/"
    upload = BytesIO(picture())
    upload.name = "../../evil.php"
    assert client.post(url, {"photo": upload}).status_code == 302
    assert len(shown(ada, today)) == 64
    bad = BytesIO(b"<html>")
    bad.name = "photo.jpg"
    answer = client.post(url, {"photo": bad})
    assert "not a photo we can read" in answer.content.decode()
