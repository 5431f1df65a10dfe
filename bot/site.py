"""What every page shares: the installation, the templates in a reader's language, and the reading of forms."""

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

from babel.dates import format_date, format_skeleton
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.database import is_sqlite, transaction
from bot.languages import Languages
from bot.pictures import Figure, described
from bot.pictures.course import Course, TableRow, table
from bot.settings import Settings
from conversations.text import Text, Value

HERE = Path(__file__).parent
STATIC = HERE / "static"
LONGEST_FORM = 64 * 1024
"""Bytes (UTF-8) in the fields of a form; 10,000 Chinese characters take 30,000."""
ENCODED = 3
"""Bytes that one byte takes at most as a browser sends it (`%E5`)."""
FIELDS = 50
TAGS = {"zh": "zh-CN", "en": "en"}
"""The `lang` of a page."""

T = TypeVar("T")
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class Site:
    """One installation as its pages need it. `wake` tells the outbox that something was committed."""

    engine: Engine
    settings: Settings
    languages: Languages
    wake: Callable[[], None]
    now: Callable[[], datetime]
    ambient: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_https(self) -> bool:
        return self.settings.public_url.startswith("https:")

    @property
    def origin(self) -> str:
        """Where our own forms come from, as a browser names it."""
        parts = urlsplit(self.settings.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    def cookie_name(self, name: str) -> str:
        """With HTTPS the name alone forbids a cookie set by another host, or without `Secure`."""
        return f"__Host-{name}" if self.is_https else name

    def words(self, text: Text, language: str, around: Mapping[str, str] = NOTHING) -> str:
        """The text in a language; `around`: what its reader alone may read in it."""
        return self.languages.render(text, language, {**self.ambient, **around})

    def page(self, template: str, language: str, status: int = 200, **values: object) -> HTMLResponse:
        """A page in a language. In templates `_()` marks a sentence and `words()` renders a Text. A value `last4` is
        said to this reader in the sentences that name it."""
        around = {"last4": str(values["last4"])} if values.get("last4") else {}

        def say(id: str, **fields: Value) -> str:
            return self.words(Text(id, tuple(fields.items())), language)

        html = (
            _environment()
            .get_template(template)
            .render(
                _=say,
                words=lambda text: self.words(text, language, around),
                language=language,
                lang=TAGS[language],
                static=static_url,
                study_phone=self.settings.study_phone,
                study_tel=tel(self.settings.study_phone),
                hospital=self.settings.hospital_name,
                demo=self.settings.is_demo_contact,
                long_day=lambda day: long_day(day, language),
                **values,
            )
        )
        return HTMLResponse(html, status)

    async def db(self, work: Callable[[Session], T]) -> T:
        """One transaction: inline on SQLite, in a thread on PostgreSQL."""

        def do() -> T:
            with transaction(self.engine) as session:
                return work(session)

        return await self.off_loop(do)

    async def off_loop(self, work: Callable[[], T]) -> T:
        """Work that opens its own transaction."""
        return work() if is_sqlite(self.engine) else await asyncio.to_thread(work)


def long_day(day: date, language: str) -> str:
    """A day with its weekday: “3月5日 星期四”, “Thursday 5 March”."""
    locale = {"en": "en_GB"}.get(language, language)
    words = [format_skeleton("MMMMd", day, locale=locale), format_date(day, "EEEE", locale=locale)]
    return " ".join(words if language == "zh" else reversed(words))


def short_day(day: date, language: str) -> str:
    """A day where there is little room: “3月5日”, “5 Mar”."""
    return format_skeleton("MMMd", day, locale={"en": "en_GB"}.get(language, language))


def tel(number: str) -> str:
    """A telephone number as a `tel:` link takes it."""
    return "tel:" + "".join(letter for letter in number if letter in "+0123456789")


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a posted form, the last of each name. Raises HTTPException 413 or 400.

    Reading stops at the limit, however long the body was announced to be.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise HTTPException(400)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > ENCODED * LONGEST_FORM:
            raise HTTPException(413)
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS, errors="replace")
    except ValueError:
        raise HTTPException(400) from None
    if sum(len(name.encode()) + len(value.encode()) for name, value in pairs) > LONGEST_FORM:
        raise HTTPException(413)
    return dict(pairs)


def static_url(name: str) -> str:
    """The address of one of our own files; another one whenever its content changes."""
    return f"/static/{name}?v={_fingerprint(name)}"


@cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(HERE / "templates"),
                PrefixLoader({"console": FileSystemLoader(HERE / "console" / "templates")}),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(described=described, table=_table, day_text=_day_text)
    return environment


def _table(figure: Figure) -> Sequence[TableRow]:
    """The figures of a picture that has any to read."""
    return table(figure) if isinstance(figure, Course) else ()


def _day_text(day: date) -> Text:
    return Text("{date}", (("date", day),))
