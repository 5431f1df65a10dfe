"""A service that takes notices over HTTP on this machine, as Apprise's `json://` sends them."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


class Mailbox:
    """Keeps what arrives. `status`: what it answers; `silent`: it takes the line and says nothing."""

    def __init__(self) -> None:
        self.arrived: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.status = 200
        self.silent = threading.Event()
        self._released = threading.Event()
        box = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                box.paths.append(self.path)
                if box.silent.is_set():
                    box._released.wait(30)
                    return
                if box.status < 300:
                    box.arrived.append(json.loads(body))
                self.send_response(box.status)
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Nobody listens there any more."""
        self._released.set()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()
