"""Why this machine can't run Golden Thread yet: one sentence that says how to mend it, or nothing."""

from __future__ import annotations

import os
import socket

OLDEST = (3, 11)
ROOM_NEEDED = 1_500_000_000


def why_not(version: tuple[int, int], free: int, used: bool) -> str:
    """Why this machine can't run Golden Thread, and what to do about it; empty when it can."""
    if version < OLDEST:
        have, need = (".".join(map(str, v)) for v in (version, OLDEST))
        return f"This is Python {have} and Golden Thread needs {need} or newer: get it from python.org or your system."
    if free < ROOM_NEEDED and not used:
        return f"This disk has {free / 1e9:.1f} GB left and setting up needs {ROOM_NEEDED / 1e9:.1f}: make room first."
    return ""


def why_not_venv(version: tuple[int, int], has_ensurepip: bool) -> str:
    if has_ensurepip:
        return ""
    return f"Python's venv is missing: install it with 'sudo apt install python{version[0]}.{version[1]}-venv'."


def why_not_port(port: str) -> str:
    if not (port.isascii() and port.isdigit()) or not 0 < int(port) < 65536:
        return f"PORT is '{port}', which is not a port: use a number such as 8001."
    with socket.socket() as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError:
            return f"Port {port} is in use or not allowed: stop what uses it, or choose another: PORT={free_port()}."
    return ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
