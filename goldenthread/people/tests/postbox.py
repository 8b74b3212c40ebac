"""A real mail server for tests: keeps letters, or refuses them."""

import socket

import pytest
from aiosmtpd.controller import Controller

from goldenthread.config import mail as mail_settings


class PostBox:
    """A mail server's inside: keeps letters, or refuses as long as told to."""

    def __init__(self):
        self.letters, self.refusing = [], ""

    async def handle_DATA(self, server, session, envelope):
        if self.refusing:
            return self.refusing
        self.letters.append((envelope.rcpt_tos, envelope.content.decode()))
        return "250 OK"


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def smtp(settings, port):
    """Settings as GOLDENTHREAD_SMTP_URL makes them; starts and stops a server."""
    for name, value in mail_settings.settings(f"smtp://127.0.0.1:{port}").items():
        setattr(settings, name, value)
    box, servers = PostBox(), []

    def start():
        servers.append(Controller(box, hostname="127.0.0.1", port=port))
        servers[-1].start()
        return box

    def stop():
        servers.pop().stop()

    yield start, stop
    for server in servers:
        server.stop()
