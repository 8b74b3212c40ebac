"""What was agreed to, and the photo that rests on it."""

from datetime import date

from django.db import transaction

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import Refused, refuse_if
from goldenthread.learners import files, photos, policies
from goldenthread.learners.models import Consent, Learner
from goldenthread.people.models import Membership

PHOTO_WORDING = ("A photo may be shown on this learner's pages and plans, to those who may see them. "
                 "This can be withdrawn at any time; the photo is then taken down at once.")


@transaction.atomic
def give_consent(*, learner: Learner, by_whom: str, giver: str, how: str, by: Membership, on: date, kind: str = "photo",
                 wording: str = PHOTO_WORDING) -> Consent:
    """Note who agreed, how, and to which words. Until 16 the family's consent counts, from then the learner's own."""
    refuse_if(policies.why_not_change(learner, by, on))
    learner = Learner.objects.select_for_update().get(pk=learner.pk)
    refuse_if(policies.why_not_consent(learner, by_whom, giver, on))
    latest = learner.consents.filter(kind=kind).first()
    if latest and (latest.given, latest.giver, latest.by_whom, latest.on) == (True, giver, by_whom.strip(), on):
        return latest
    consent = Consent.objects.create(school_id=learner.school_id, learner=learner, kind=kind, given=True, giver=giver,
                                     by_whom=by_whom.strip(), how=how.strip(), wording=wording, on=on, recorded_by=by)
    if kind == "photo":
        learner.photo_consent = giver
        learner.save(update_fields=["photo_consent"])
    record("learners.consent_given", by=by, about=consent, learner=learner, what=kind, giver=giver)
    return consent


@transaction.atomic
def withdraw_consent(*, learner: Learner, by_whom: str, giver: str, how: str, by: Membership, on: date,
                     kind: str = "photo", wording: str = PHOTO_WORDING) -> Consent:
    """Consent ends at once: the photo goes from every page and its file is deleted. Either side may withdraw."""
    refuse_if(policies.why_not_change(learner, by, on))
    learner = Learner.objects.select_for_update().get(pk=learner.pk)
    refuse_if("" if by_whom.strip() else "Say who withdrew consent.")
    consent = Consent.objects.create(school_id=learner.school_id, learner=learner, kind=kind, given=False, giver=giver,
                                     by_whom=by_whom.strip(), how=how.strip(), wording=wording, on=on, recorded_by=by)
    if kind == "photo":
        take_down(learner)
    record("learners.consent_withdrawn", by=by, about=consent, learner=learner, what=kind, giver=giver)
    return consent


@transaction.atomic
def set_photo(*, learner: Learner, content: bytes, by: Membership, on: date) -> Learner:
    """Put up a photo, made small and freed of what the camera added; only while consent holds."""
    refuse_if(policies.why_not_change(learner, by, on))
    learner = Learner.objects.select_for_update().get(pk=learner.pk)
    refuse_if(policies.why_no_photo(learner, on))
    try:
        picture = photos.prepare(content)
    except photos.BadPhoto as bad:
        raise Refused(str(bad)) from bad
    before, learner.photo = learner.photo, files.put(learner.school_id, picture)
    if learner.photo == before:
        return learner
    learner.save(update_fields=["photo"])
    drop_unless_used(learner.school_id, before)
    record("learners.photo_set", by=by, about=learner, learner=learner)
    return learner


@transaction.atomic
def remove_photo(*, learner: Learner, by: Membership, on: date) -> Learner:
    """Take the photo down; consent stays for another."""
    refuse_if(policies.why_not_change(learner, by, on))
    learner = Learner.objects.select_for_update().get(pk=learner.pk)
    if learner.photo:
        before, learner.photo = learner.photo, ""
        learner.save(update_fields=["photo"])
        drop_unless_used(learner.school_id, before)
        record("learners.photo_removed", by=by, about=learner, learner=learner)
    return learner


def take_down(learner: Learner) -> None:
    before, learner.photo, learner.photo_consent = learner.photo, "", ""
    learner.save(update_fields=["photo", "photo_consent"])
    drop_unless_used(learner.school_id, before)


def drop_unless_used(school_id: int, sha: str) -> None:
    """Delete the file once the change is certain, unless another learner has the same picture."""
    if sha and not Learner.objects.filter(school_id=school_id, photo=sha).exists():
        transaction.on_commit(lambda: files.drop(school_id, sha))
