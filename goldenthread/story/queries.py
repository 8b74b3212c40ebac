"""Reading the record. Each costs the same for one learner or many."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Max

from goldenthread.learners.models import Learner
from goldenthread.people.models import Membership
from goldenthread.story.fields import PLACE
from goldenthread.story.models import Begun, Entry, EntryRevision
from goldenthread.story.voices import VOICES


def entries(learner: Learner, *, retired: bool | None = False) -> list[Entry]:
    """What stands in a learner's record, in the order of the field bank, oldest first; or what was taken out, or both
    (None).
    """
    return for_learners([learner.pk], retired=retired)[learner.pk]


def for_learners(ids: Iterable[int], *, retired: bool | None = False) -> dict[int, list[Entry]]:
    """As entries, for many learners in one question. Every id has its list. Readers are not considered here."""
    ids = list(ids)
    found: dict[int, list[Entry]] = {pk: [] for pk in ids}
    rows = (Entry.objects.filter(learner_id__in=ids).select_related("learner", "written_by", "revised_by")
            .order_by("happened_on", "pk"))
    if retired is not None:
        rows = rows.filter(retired_on__isnull=not retired)
    for entry in rows:
        found[entry.learner_id].append(entry)
    for mine in found.values():
        mine.sort(key=lambda entry: PLACE.get(entry.field, len(PLACE)))
    return found


def begun(learner: Learner, field: str, by: Membership) -> Begun | None:
    """What this member typed under a field and has not said whose words it is."""
    return Begun.objects.filter(learner=learner, field=field, by=by).first()


def history(entry: Entry) -> list[EntryRevision]:
    """An entry as it stood before each change, newest first. Readers are not considered here."""
    return list(entry.revisions.select_related("revised_by"))


def voices(learner: Learner, since: date | None = None) -> dict[str, date | None]:
    """When each voice was last heard, on or after a date; None for one that was not: the missing voice."""
    return voices_of([learner.pk], since)[learner.pk]


def voices_of(learner_ids: Iterable[int], since: date | None = None) -> dict[int, dict[str, date | None]]:
    """As voices, for many learners in one question."""
    ids = list(learner_ids)
    heard = Entry.objects.filter(learner_id__in=ids, retired_on=None)
    if since:
        heard = heard.filter(happened_on__gte=since)
    last: dict[int, dict[str, date]] = defaultdict(dict)
    for pk, voice, day in heard.order_by().values_list("learner_id", "said_by").annotate(Max("happened_on")):
        last[pk][voice] = day
    return {pk: {voice: last[pk].get(voice) for voice in VOICES} for pk in ids}


def heard_since(learner_ids: Iterable[int], since: date) -> set[tuple[int, str]]:
    """Which voices of many learners were heard on or after a date, as (learner, voice), in one question."""
    heard = Entry.objects.filter(learner_id__in=learner_ids, retired_on=None, happened_on__gte=since)
    return set(heard.order_by().values_list("learner_id", "said_by").distinct())
