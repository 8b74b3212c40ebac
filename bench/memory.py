"""What web and worker hold in memory together after a thousand pages of the invented secondary school."""

import itertools
from http.cookiejar import Cookie, CookieJar
from pathlib import Path
from typing import Any
from urllib.request import HTTPCookieProcessor, build_opener

import psutil

from bench.harness import at_most
from bench.server import serving

PAGES = 1_000


def measure() -> list[dict[str, Any]]:
    from django.conf import settings

    from bench.clients import client_of
    from goldenthread.learners.models import Learner

    session = client_of("ashfield", "senco_admin").cookies[settings.SESSION_COOKIE_NAME].value
    numbers = list(Learner.objects.filter(school__slug="ashfield", plans__isnull=False).values_list("pk", flat=True))
    paths = ["/s/ashfield/", "/s/ashfield/learners/"]
    paths += [f"/s/ashfield/learners/{pk}/{page}/" for pk in numbers for page in ("plan", "record", "targets")]
    with serving() as (address, pid):
        person = build_opener(HTTPCookieProcessor(jar(settings.SESSION_COOKIE_NAME, session)))
        for path in itertools.islice(itertools.cycle(paths), PAGES):
            person.open(address + path, timeout=60).read()
        held = sum(pss(process) for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)])
    return [at_most("memory of web and worker after 1,000 pages (PSS)", held / 1024, "MiB", 300)]


def pss(process: psutil.Process) -> int:
    """A process's proportional share of memory, in kB: what it shares with others is divided among them."""
    rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))


def jar(name: str, value: str) -> CookieJar:
    cookies = CookieJar()
    cookies.set_cookie(Cookie(0, name, value, None, False, "127.0.0.1", True, False, "/", True, False, None, True,
                              None, None, {}))
    return cookies
