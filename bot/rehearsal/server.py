"""The HTTP side: uvicorn in a thread of its own, on a free port of loopback, whose connections can be cut."""

import asyncio
import socket
import threading
from collections.abc import Callable
from email.utils import format_datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.rehearsal.answers import Answers, Lost, Page
from bot.rehearsal.parameters import Parameters, Upload

STARTS_WITHIN = 10.0


class Loopback:
    """Serves the answers on `http://127.0.0.1:<port>`."""

    def __init__(self, answers: Answers, port: int = 0) -> None:
        self._answers = answers
        # The protocol is named because asyncio sets TCP_NODELAY only then: without it each answer takes 40 ms.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self._lines: dict[tuple[str, int], asyncio.Transport] = {}
        every = ["GET", "POST"]
        app = Starlette(
            routes=[
                Route("/bot{token}/{method}", self._call, methods=every),
                Route("/file/bot{token}/{path:path}", self._file),
                Route("/{path:path}", self._elsewhere, methods=every),
            ]
        )
        config = Config(
            app,
            http=self._protocol(),
            loop="asyncio",
            lifespan="off",
            ws="none",
            log_config=None,
            log_level="critical",
            access_log=False,
            date_header=False,
            server_header=False,
        )
        self._server = _Server(config, self._cut_all)
        self._thread = threading.Thread(target=self._run, name="telegram-double", daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def start(self) -> None:
        self._thread.start()
        if not self._server.up.wait(STARTS_WITHIN):
            raise RuntimeError("the Telegram double did not start")

    def stop(self) -> None:
        if self._thread.is_alive():
            self._server.finish()
            self._thread.join()
        self._socket.close()

    def cut(self) -> None:
        """Cuts every connection, at once."""
        loop = self._server.loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._cut_all)

    def _cut_all(self) -> None:
        for transport in list(self._lines.values()):
            transport.abort()

    def _run(self) -> None:
        asyncio.run(self._server.serve([self._socket]))

    def _protocol(self) -> type[H11Protocol]:
        lines, answers = self._lines, self._answers

        class Line(H11Protocol):
            """A connection that can be found again and cut; while Telegram is down, and at the end, none lasts."""

            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as H11Protocol has it
                super().connection_made(transport)
                if self.client is not None:
                    lines[self.client] = transport
                if answers.faults.down or answers.polling.closing:
                    transport.abort()

            def connection_lost(self, exc: Exception | None) -> None:
                super().connection_lost(exc)
                if self.client is not None:
                    lines.pop(self.client, None)
                answers.cloud.bell.ring()

        return Line

    async def _call(self, request: Request) -> Response:
        token, method = request.path_params["token"], request.path_params["method"]
        given = await _parameters(request)
        client = request.client
        answer = await self._answers.call(token, method, given, lambda: client in self._lines)
        return self._response(answer)

    async def _file(self, request: Request) -> Response:
        return self._response(self._answers.file(request.path_params["token"], request.path_params["path"]))

    async def _elsewhere(self, request: Request) -> Response:
        return self._response(self._answers.elsewhere())

    def _response(self, answer: Page | Lost) -> Response:
        if isinstance(answer, Lost):
            return _Cut(self._lines)
        headers = {"date": format_datetime(self._answers.now(), usegmt=True), "server": "nginx"}
        if answer.content_type == "text/html":
            return HTMLResponse(answer.body, answer.status, headers)
        return Response(answer.body, answer.status, headers, answer.content_type)


class _Cut(Response):
    """No answer: the connection is dropped."""

    def __init__(self, lines: dict[tuple[str, int], asyncio.Transport]) -> None:
        super().__init__()
        self._lines = lines

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        transport = self._lines.get(scope["client"])
        if transport is not None:
            transport.abort()
        while (await receive())["type"] != "http.disconnect":
            continue


class _Server(Server):
    """Uvicorn's server without its ticking: it says when it is up, and ends when it is told, not 0.2 s later."""

    def __init__(self, config: Config, cut_all: Callable[[], None]) -> None:
        super().__init__(config)
        self._cut_all = cut_all
        self.up = threading.Event()
        self.loop: asyncio.AbstractEventLoop | None = None
        self._end = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.loop = asyncio.get_running_loop()
        self.up.set()

    async def main_loop(self) -> None:
        await self._end.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        self._cut_all()
        await asyncio.gather(*self.server_state.tasks, return_exceptions=True)
        for server in self.servers:
            await server.wait_closed()

    def finish(self) -> None:
        if self.loop is not None:
            self.should_exit = True
            self.loop.call_soon_threadsafe(self._end.set)


async def _parameters(request: Request) -> Parameters:
    """From the query string and the body, whichever form it has."""
    values: dict[str, object] = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    if request.headers.get("content-type", "").startswith("application/json"):
        body = await request.json() if await request.body() else {}
        values.update(body if isinstance(body, dict) else {})
        return Parameters(values)
    async with request.form() as form:
        for name, value in form.multi_items():
            if isinstance(value, str):
                values[name] = value
            else:
                content_type = value.content_type or "application/octet-stream"
                uploads[name] = Upload(value.filename or name, content_type, await value.read())
    return Parameters(values, uploads)
