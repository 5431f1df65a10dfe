"""The data, to be taken along: every table in every format, and the report. The same code as `anhao export`.

Who asks decides what is in it; who the participants are never leaves here. A file is written aside, outside the
transaction that granted and recorded it, so that nobody waits for it; it is gone once it has been sent.
"""

import asyncio
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from bot.console.entrance import Endpoint, room
from bot.console.visitor import Form, Missing, Visitor
from bot.database import transaction
from bot.languages import LANGUAGES
from bot.record import Author, NotDone
from bot.reports import report
from bot.reports.asking import Asking, begin, finish
from bot.reports.destination import destination
from bot.reports.export import FORMATS, STUDY, TABLES, write
from bot.reports.snapshot import snapshot
from bot.site import Site
from conversations.text import Text, _

MAY_EXPORT = ("coordinator", "investigator")

NAMES: Mapping[str, Text] = {
    "answers": _("Answers"),
    "checkins": _("Check-ins"),
    "concerns": _("Concerns"),
    "doses": _("Doses"),
    "visits": _("Visits"),
    "messages": _("Messages"),
    "allocation": _("Allocation"),
    "trail": _("What staff did"),
    "analysis-weekly": _("Analysis set, by week"),
    "analysis-participant": _("Analysis set, by participant"),
    "questions": _("The questions"),
    "codebook": _("Codebook of all tables"),
    STUDY: _("Everything together"),
}
ENDINGS = {"odm": "xml", "fhir": "json", "redcap": "zip"}
"""What a file's name ends in, where that is not the format itself."""


@dataclass
class Granted(Response):
    """A grant: no answer to a browser, but what the file is made of."""

    asking: Asking
    author: Author
    language: str

    def __post_init__(self) -> None:
        super().__init__()


def show(here: Visitor, request: Request, form: Form) -> Response:
    """What can be taken along, and in which formats."""
    lines = [(name, NAMES[name], _formats(name, here.is_coordinator)) for name in (*TABLES, STUDY)]
    return here.page("console/data.html", here="data", lines=lines)


def _formats(table: str, coordinator: bool) -> list[str]:
    """The formats of a table. The study as JSON holds the arm: it is an investigator's."""
    fitting = [name for name, format in FORMATS.items() if format.tables is None or table in format.tables]
    return [name for name in fitting if not (coordinator and (table, name) == (STUDY, "json"))]


def grant(here: Visitor, request: Request, form: Form) -> Response:
    """What was asked for, if it is there and this person may have it; it is recorded."""
    table, _mark, format = form.get("what", "").partition(":")
    known = table == "report" and format in LANGUAGES
    if not known and not (table in (*TABLES, STUDY) and format in _formats(table, here.is_coordinator)):
        raise Missing
    author = Author(here.now, here.staff.name)
    return Granted(begin(here.session, Asking(table, format), author), author, here.staff.language)


def download(site: Site) -> Endpoint:
    """The file itself, made in a thread from a snapshot."""
    inside = room(site, grant, MAY_EXPORT)

    async def endpoint(request: Request) -> Response:
        response = await inside(request)
        return await asyncio.to_thread(_file, site, response) if isinstance(response, Granted) else response

    return endpoint


def _file(site: Site, granted: Granted) -> Response:
    asking, author = granted.asking, granted.author
    ending = "html" if asking.table == "report" else ENDINGS.get(asking.format, asking.format)
    folder = Path(mkdtemp(prefix="anhao-"))
    path = folder / f"anhao-{asking.table}-{author.now:%Y%m%d}.{ending}"
    try:
        with snapshot(site.engine) as session:
            if asking.table == "report":
                with destination(path) as file:
                    count = report.write(
                        session,
                        file,
                        author.now,
                        site.languages,
                        asking.format,
                        zone=site.settings.zone,
                        hospital=site.settings.hospital_name,
                        investigator=asking.investigator,
                    )
            else:
                investigator = asking.investigator
                count = write(session, asking.table, asking.format, path, author.now, investigator=investigator)
        with transaction(site.engine) as session:
            finish(session, asking, count, author)
    except NotDone:
        shutil.rmtree(folder, ignore_errors=True)
        return PlainTextResponse(site.words(_("There is no room for this file on the server."), granted.language), 507)
    gone = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    return FileResponse(path, filename=path.name, background=gone, headers={"cache-control": "no-store"})
