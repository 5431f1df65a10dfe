"""The real process under SIGSTOP: its heartbeat is missing, and comes back with SIGCONT. The auditor looks every second
here, and each minute in earnest."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

RUN = "import bot.auditor; bot.auditor.EVERY = 1.0; from bot.__main__ import app; app(['run'])"


@pytest.fixture
def pings() -> Iterator[tuple[str, list[float]]]:
    """Somebody who listens to the heartbeat: the address, and when it beat."""
    heard: list[float] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(time.monotonic())
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/secret", heard
    server.shutdown()
    server.server_close()


def _wait(heard: list[float], count: int, within: float = 60.0) -> None:
    until = time.monotonic() + within
    while len(heard) < count:
        assert time.monotonic() < until, "the heartbeat is missing"
        time.sleep(0.05)


@pytest.mark.proof
def test_a_stopped_process_is_noticed_by_a_missing_heartbeat(tmp_path: Path, pings: tuple[str, list[float]]) -> None:
    url, heard = pings
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    env = os.environ | {"PORT": str(port), "HEARTBEAT_URL": url, "TICK_SECONDS": "0.5", "LOG_LEVEL": "WARNING"}
    env |= {"DATABASE_URL": f"sqlite:///{tmp_path / 'anhao.db'}", "TELEGRAM_BOT_TOKEN": "",
            "PYTHONPATH": str(Path(__file__).parents[2])}  # fmt: skip
    process = subprocess.Popen([sys.executable, "-c", RUN], env=env, cwd=tmp_path)
    try:
        _wait(heard, 3)
        process.send_signal(signal.SIGSTOP)
        time.sleep(0.5)  # what was on its way arrives
        before = len(heard)
        time.sleep(4)
        assert len(heard) == before

        process.send_signal(signal.SIGCONT)
        _wait(heard, before + 3)
    finally:
        process.kill()
        process.wait()
