"""Making and keeping the PDF of a version: one for each kind of reader, each with its hash."""

from dataclasses import replace

from django.db import transaction
from django_tasks import task

from goldenthread.audit.operations import record
from goldenthread.audit.refusals import refuse_if
from goldenthread.learners import files
from goldenthread.learners.audiences import READS
from goldenthread.learners.policies import Reader
from goldenthread.people.models import Membership
from goldenthread.plans import policies
from goldenthread.plans.document import Document
from goldenthread.plans.models import PlanVersion, Rendering
from goldenthread.plans.operations.arranging import locked
from goldenthread.plans.reading import read
from goldenthread.plans.rendering.pdf import render_pdf
from goldenthread.schools.clock import now


@task()
def file_full_pdf(version_id: int) -> None:
    """In the worker, after an issue: the full PDF is made and filed. Doing it twice changes nothing."""
    version = PlanVersion.objects.select_related("plan__learner", "school").get(pk=version_id)
    system, learner = Membership.system(version.school), version.plan.learner
    file_pdf(version=version, reader=Reader(system, learner, "senco", READS["senco"]))


def file_pdf(*, version: PlanVersion, reader: Reader) -> bytes:
    """The PDF of a version as this kind of reader may read it: the one kept, or one made and kept now.

    What a reader may read can narrow without anything being withdrawn (an entry is made confidential), so a kept file
    is only given where the words it was made from are the words they may read now.
    """
    # Paper does not know when it is archived, and says what it was when it was made.
    document = read(version, reader).with_meta(standing=str(version))
    made_from = document.sha256()
    kept = in_use(version, reader)
    if kept and kept.made_from == made_from and (there := files.get(version.school_id, kept.sha256)):
        return there
    pdf = render_pdf(document, photos(document, version.school_id))
    keep(version, reader, made_from, pdf)
    return pdf


def print_for(*, version: PlanVersion, kind: str, by: Reader) -> bytes:
    """The PDF as the family or the learner may read it, for somebody who hands it to them."""
    refuse_if(policies.why_not_print_for(by, kind))
    pdf = file_pdf(version=version, reader=replace(by, kind=kind, audiences=READS[kind]))
    record("plans.copy_printed", by=by.member, about=version, learner=by.learner, number=version.label, whose=kind)
    return pdf


def in_use(version: PlanVersion, reader: Reader) -> Rendering | None:
    return Rendering.objects.filter(version=version, reader=reader.kind, retired_at=None).first()


def photos(document: Document, school_id: int) -> dict[str, bytes]:
    """The pictures a document names, by hash."""
    wanted = {node.data["file"] for node in document.nodes if node.kind == "photo" and node.data.get("file")}
    return {sha: content for sha in wanted if (content := files.get(school_id, sha))}


@transaction.atomic
def keep(version: PlanVersion, reader: Reader, made_from: str, pdf: bytes) -> None:
    """Put a file in use, and the one before it out of use. The file is on the disk before the row says so."""
    sha = files.put(version.school_id, pdf)
    plan = locked(version.plan)
    Rendering.objects.filter(version=version, reader=reader.kind, retired_at=None).update(retired_at=now())
    Rendering.objects.create(school_id=plan.school_id, version=version, reader=reader.kind, sha256=sha,
                             made_from=made_from, made_at=now())
