"""A year group at nine o'clock: 300 learners sign in within a minute, all from the school's one address.

Against the real server; each signs in as people do, fetching the form and sending it back.
"""

import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from bench.harness import Line, at_most
from bench.server import serving

HOW_MANY, WITHIN = 300, 60
APART = WITHIN / HOW_MANY
PASSWORD = "lantern otter gravel"
USERNAME = "nine.oclock{}"


def measure() -> list[dict[str, Any]]:
    code = accounts()
    with serving() as (address, _), ThreadPoolExecutor(60) as pool:
        start = time.perf_counter()
        signing_in = [pool.submit(sign_in, address, code, n, start + n * APART) for n in range(HOW_MANY)]
        times = [done.result() for done in signing_in]
    inside = sum(seconds is not None for seconds in times)
    slow = statistics.quantiles([seconds for seconds in times if seconds is not None], n=20)[-1]
    return [
        Line("300 sign-ins in 60 s from one address, inside", inside, "learners", None, None, "= 300",
             inside == HOW_MANY).as_dict(),
        at_most("the same, 95th percentile", slow, "s", 2),
    ]


def accounts() -> str:
    """The school code, once the learners' accounts are there."""
    from goldenthread.people.models import User
    from goldenthread.people.operations import open_account
    from goldenthread.schools.clock import today
    from goldenthread.schools.models import School

    school = School.objects.get(slug="ashfield")
    have = set(User.objects.filter(login__startswith=f"{school.sign_in_code}/nine.").values_list("login", flat=True))
    for n in range(HOW_MANY):
        if f"{school.sign_in_code}/{USERNAME.format(n)}" not in have:
            open_account(school=school, role="learner", name=f"Nine Oclock {n}", username=USERNAME.format(n),
                         password=PASSWORD, on=today())
    return school.sign_in_code


def sign_in(address: str, code: str, number: int, at: float) -> float | None:
    """How long one sign-in took, in seconds, from opening the form to the first page; None where it did not succeed."""
    time.sleep(max(0, at - time.perf_counter()))
    start = time.perf_counter()
    person = build_opener(HTTPCookieProcessor(CookieJar()))
    page = read(person, f"{address}/sign-in/learner/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    form = {"csrfmiddlewaretoken": token, "code": code, "username": USERNAME.format(number), "password": PASSWORD}
    page = read(person, f"{address}/sign-in/learner/", urlencode(form).encode())
    return time.perf_counter() - start if "data-signed-in" in page else None


def read(person: OpenerDirector, address: str, data: bytes | None = None) -> str:
    with person.open(address, data, timeout=60) as answer:
        return answer.read().decode()
