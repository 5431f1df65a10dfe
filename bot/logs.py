"""The log: one line a record on standard error, in which no secret comes out and no words of a participant.

The redaction is done on the finished text, the last thing before it is written, so it covers messages, arguments,
exceptions with their causes, and stack traces alike. Log ids; a `Phi` that is logged all the same becomes ‹phi›.
"""

import logging
import re
import sys
import threading
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, TextIO
from urllib.parse import quote, unquote

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.vault import Phi

HIDDEN = "‹secret›"
TALKATIVE = (
    "aiohttp",
    "apprise",
    "apscheduler",
    "asyncio",
    "hpack",
    "httpcore",
    "httpx",
    "sqlalchemy",
    "telegram",
    "urllib3",
    "uvicorn.access",
)
"""Loggers that say addresses, parameters or answers below WARNING, and are held at WARNING whatever LOG_LEVEL says."""

_SHORTEST_SECRET = 6  # characters: hiding every "db" would leave a log that nobody can read
_BOT_TOKEN = r"bot\d+(?::|%3[Aa])[\w-]{30,}|(?<!\d)\d{6,}(?::|%3[Aa])[\w-]{30,}"
_PASSWORD = re.compile(r"(?<=://)([^\s/:@]*):[^\s/@]+(?=@)")
_PLANTED = "bot123456789:selftest-selftest-selftest-selftest"


class Redactor:
    """Takes tokens of bots, passwords in addresses, and the given secrets, out of a text.

    Secrets are found as they are, percent-encoded, and as `repr` writes them; those under 6 characters are left out.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        given = {secret for secret in secrets if len(secret) >= _SHORTEST_SECRET}
        forms = {
            form
            for secret in given
            for form in (secret, quote(secret, safe=""), quote(secret), unquote(secret), repr(secret)[1:-1])
            if len(form) >= _SHORTEST_SECRET
        }
        longest_first = sorted(forms, key=lambda form: (-len(form), form))
        self._secret = re.compile("|".join([*map(re.escape, longest_first), _BOT_TOKEN]))

    def __repr__(self) -> str:
        return f"Redactor({HIDDEN})"

    def __call__(self, text: str) -> str:
        return _PASSWORD.sub(rf"\1:{HIDDEN}", self._secret.sub(HIDDEN, text))


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Writes a record as one line (and the traceback under it), redacted."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__(
            foreign_pre_chain=_marks(),
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.dev.ConsoleRenderer(
                    colors=False, pad_event_to=0, pad_level=False, exception_formatter=structlog.dev.plain_traceback
                ),
            ],
        )
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))


class _Handler(logging.StreamHandler[TextIO]):
    """Says that a record could not be written, without showing it, as logging itself would."""

    def handleError(self, record: logging.LogRecord) -> None:
        self.stream.write(f"a log record of {record.name}, line {record.lineno}, could not be written\n")


class _HidePhi(logging.Filter):
    """Puts ‹phi› in the place of every `Phi` among the arguments of a plain logging call."""

    def filter(self, record: logging.LogRecord) -> bool:
        match record.args:
            case tuple():
                record.args = tuple(_without_phi(argument) for argument in record.args)
            case Mapping():
                record.args = {name: _without_phi(argument) for name, argument in record.args.items()}
        return True


def _without_phi(value: Any) -> Any:
    return repr(value) if isinstance(value, Phi) else value


def _hide_phi(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    hidden = {name: _without_phi(value) for name, value in event.items()}
    if "positional_args" in hidden:
        hidden["positional_args"] = tuple(_without_phi(value) for value in hidden["positional_args"])
    return hidden


def _one_line(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Nothing that is logged can pretend to be a record of its own."""
    words = str(event.get("event", ""))
    return {**event, "event": words.replace("\r", "\\r").replace("\n", "\\n")}


def _marks() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _one_line,
    ]


def set_up(level: str, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send everything at `level` (a name such as INFO) and above to `stream`, by default standard error: structlog,
    logging, warnings, and exceptions that nobody caught. `secrets` is `Settings.secret_values()`.

    Takes the place of whatever was set up before. Raises RuntimeError if a planted token comes out.
    """
    formatter = _Formatter(Redactor(secrets))
    planted = logging.LogRecord("bot.logs", logging.INFO, __file__, 0, "planted %s", (_PLANTED,), None)
    if _PLANTED in formatter.format(planted) or HIDDEN not in formatter.format(planted):
        raise RuntimeError("the log would show secrets: nothing is started")

    handler = _Handler(stream if stream is not None else sys.stderr)
    handler.addFilter(_HidePhi())
    handler.setFormatter(formatter)
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            _hide_phi,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *_marks(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _uncaught(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, where)
    else:
        logging.getLogger("bot").critical("uncaught exception", exc_info=(kind, error, where))


def _uncaught_in_thread(caught: threading.ExceptHookArgs) -> None:
    if caught.exc_value is not None:
        _uncaught(caught.exc_type, caught.exc_value, caught.exc_traceback)
