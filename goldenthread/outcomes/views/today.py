"""Today's list: how a group's targets went, noted and saved in one press."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from goldenthread.audit.operations import read_many
from goldenthread.audit.refusals import Refused, refuse_if
from goldenthread.learners.policies import reader_who_sees
from goldenthread.outcomes import operations
from goldenthread.outcomes.levels import JUDGEMENTS
from goldenthread.outcomes.models import Outcome
from goldenthread.outcomes.operations import Noted, Unfit
from goldenthread.outcomes.today import MOST, Line, Mine, choices, learners_of, list_for
from goldenthread.outcomes.views.progress import key, number_in
from goldenthread.people.doors import SchoolRequest, at_school
from goldenthread.people.permissions import Permission
from goldenthread.schools.clock import now, today
from goldenthread.story.names import warnings

USUAL_FIRST = {"expected": JUDGEMENTS["expected"], **JUDGEMENTS}
PARTS = ("how", "text", "value")
NOTHING = "Nothing is chosen yet. Press how it went beside at least one target, then save."


@require_http_methods(["GET", "POST"])
@at_school(Permission.PROGRESS_NOTE)
def page(request: SchoolRequest) -> HttpResponse:
    """The nearest targets of a group, each with one press for how it went."""
    if "later" in request.POST:
        keep(request)
        return JsonResponse({"at": f"{localtime(now()):%H:%M}"})
    if request.method == "POST":
        return save(request)
    typed, number = kept(request)
    return show(request, typed, {}, "", number)


def keep(request: SchoolRequest) -> None:
    """What was pressed and typed and is not saved yet: a telephone may drop the page or lose its connection. Nobody
    else reads it, and it goes with the session.
    """
    typed = {str(uuid): said for uuid, said in read_typed(request.POST).items()}
    request.session[kept_under(request)] = {"number": str(key(request)), "typed": typed}


def kept(request: SchoolRequest) -> tuple[dict[UUID, dict[str, str]], UUID]:
    """What was kept and not saved since, with the number of its form."""
    held = request.session.get(kept_under(request), {"number": "", "typed": {}})
    typed = {UUID(uuid): said for uuid, said in held["typed"].items()}
    if not typed:
        return {}, uuid4()
    number = UUID(held["number"])
    rows, wrong = read_rows(typed)
    left = {row.outcome for row in operations.not_noted(rows=rows, key=number)} | wrong.keys()
    return {uuid: said for uuid, said in typed.items() if uuid in left}, number


def kept_under(request: SchoolRequest) -> str:
    return f"todays-list-{request.member.pk}-{request.GET.get('who') or 'mine'}"


def save(request: SchoolRequest) -> HttpResponse:
    typed = read_typed(request.POST)
    rows, problems = read_rows(typed)
    try:
        refuse_if("" if rows or problems else NOTHING)
        noted, held = note_what_fits(request, rows)
    except Refused as refusal:
        return show(request, typed, {}, str(refusal), key(request))
    problems |= held
    if rows and len(held) < len(rows):
        say_back(request, noted, {row.outcome: row.text for row in rows if row.text})
    if not problems:
        return redirect(request.get_full_path())
    return show(request, {uuid: said for uuid, said in typed.items() if uuid in problems}, problems,
                held_back(problems), key(request))


def note_what_fits(request: SchoolRequest, rows: list[Noted]) -> tuple[list[Outcome], dict[UUID, str]]:
    """Keep the rows that can be kept; gives those with news, and what is wrong with the others."""
    held: dict[UUID, str] = {}
    common: Any = {"by": request.member, "on": today(), "key": key(request)}
    try:
        return operations.note_many(rows=rows, **common), held
    except Unfit as unfit:
        held = unfit.problems
    fit = [row for row in rows if row.outcome not in held]
    return operations.note_many(rows=fit, **common) if fit else [], held


def held_back(problems: dict[UUID, str]) -> str:
    rows = "1 row is" if len(problems) == 1 else f"{len(problems)} rows are"
    return f"{rows} not saved yet, and nothing you typed is lost. Mend what is shown, then save again."


def say_back(request: SchoolRequest, noted: list[Outcome], texts: dict[UUID, str]) -> None:
    """What was kept, and whose name stands in the record of another."""
    if not noted:
        messages.info(request, "This was saved already, and is kept once.")
        return
    learners = {outcome.learner_id for outcome in noted}
    messages.success(request, f"Saved: {counted(len(noted), 'target')} of {counted(len(learners), 'learner')} noted.")
    told = [(texts[outcome.uuid], reader_who_sees(request.member, outcome.learner)) for outcome in noted
            if outcome.uuid in texts]
    for sentence in filter(None, warnings(told)):
        messages.warning(request, sentence)


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def read_typed(posted: QueryDict) -> dict[UUID, dict[str, str]]:
    """What stands in the form, by outcome; rows that say nothing are left out."""
    found: dict[UUID, dict[str, str]] = {}
    for name, value in posted.items():
        part, _, number = name.partition("-")
        if part in PARTS and str(value).strip():
            try:
                found.setdefault(UUID(number), {})[part] = str(value)
            except ValueError:
                continue  # no field of this page
    return found


def read_rows(typed: dict[UUID, dict[str, str]]) -> tuple[list[Noted], dict[UUID, str]]:
    """Rows to keep, and what is wrong with those that cannot be read."""
    rows, problems = [], {}
    for uuid, said in typed.items():
        try:
            value = number_in(said.get("value", ""))
        except Refused as refusal:
            problems[uuid] = str(refusal)
        else:
            rows.append(Noted(uuid, said.get("how", ""), said.get("text", ""), value))
    return rows, problems


def show(request: SchoolRequest, typed: dict[UUID, dict[str, str]], problems: dict[UUID, str], error: str,
         number: UUID) -> HttpResponse:
    which, offered = request.GET.get("who", ""), choices(request.member, today())
    if which not in offered:
        which = next(iter(offered), "") if len(offered) == 1 or "mine" in offered else ""
    learners = learners_of(request.member, which, today()) if which else []
    many = len(learners) > MOST
    mine = list_for(request.member, [] if many else learners, today(), typed)
    read_many(by=request.member, learners=[each.learner for each in mine if each.lines], now=now())
    fill(mine, typed, problems)
    return render(request, "outcomes/today.html", {
        "today": today(), "offered": offered, "which": which, "many": many, "most": MOST, "number": number,
        "mine": [each for each in mine if each.lines], "bare": [each for each in mine if not each.lines],
        "judgements": USUAL_FIRST, "error": error, "lost": lost(mine, typed), "kept": bool(typed) and not error,
        "problems": [line for line in lines(mine) if line.problem],
        "may_set": request.member.may(Permission.OUTCOMES_SET)}, status=422 if error else 200)


def lines(mine: list[Mine]) -> list[Line]:
    return [line for each in mine for line in each.lines]


def fill(mine: list[Mine], typed: dict[UUID, dict[str, str]], problems: dict[UUID, str]) -> None:
    """Put what was typed back where it stood, and what to mend beside it."""
    for line in lines(mine):
        said = typed.get(line.outcome.uuid, {})
        line.judgement, line.text, line.value = (said.get(part, "") for part in PARTS)
        line.problem = problems.get(line.outcome.uuid, "")


def lost(mine: list[Mine], typed: dict[UUID, dict[str, str]]) -> list[str]:
    """Words typed for what this member may no longer see: given back without saying what it was."""
    here = {line.outcome.uuid for line in lines(mine)}
    return [said["text"] for uuid, said in typed.items() if uuid not in here and said.get("text")]
