"""`start.py bench`: every measurement of bench/, as a table and as bench/results.json.

Works in a folder of its own (var/bench), filled with the invented secondary school the first time.
"""

import importlib
import json
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES = ["pages", "plan_pages", "issue", "profiles", "import_rows", "sign_ins", "calendar", "sweep", "thread",
           "memory", "trust"]


def main(wanted: list[str]) -> int:
    """Run the named measurements (all of them); the exit status is 1 where an aim is missed."""
    os.environ.setdefault("GOLDENTHREAD_DATA", str(ROOT / "var" / "bench"))
    os.environ["GOLDENTHREAD_DEMO"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "goldenthread.config.settings"
    sys.path.insert(0, str(ROOT))
    prepare()
    lines = []
    for name in wanted or MODULES:
        start = time.perf_counter()
        found = importlib.import_module(f"bench.{name}").measure()
        print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr)
        lines += found
    print(table(lines))
    keep(lines)
    return 0 if all(line["holds"] for line in lines) else 1


def keep(lines: list[dict]) -> None:
    """Each line in place of what was measured under its name before; the others stay as they were."""
    file = ROOT / "bench" / "results.json"
    kept = {called(line): line for line in json.loads(file.read_text())}
    kept |= {called(line): line for line in lines}
    file.write_text(json.dumps(list(kept.values()), indent=1, ensure_ascii=False) + "\n")


def called(line: dict) -> str:
    """A line's name without its spread, which is another each time."""
    return str(line["name"]).partition(" (±")[0]


def prepare() -> None:
    """A migrated database with ashfield in it."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("demo", size="secondary", verbosity=0)


def table(lines: list[dict]) -> str:
    rows = [("what", "value", "floor", "ratio", "aim", "")]
    for line in lines:
        rows.append((
            line["name"], f"{line['value']:g} {line['unit']}",
            f"{line['floor']:g} {line['unit']}" if line["floor"] is not None else "",
            f"{line['ratio']:g} x" if line["ratio"] is not None else "", line["aim"],
            "holds" if line["holds"] else "MISSED",
        ))
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
                     for row in rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
