"""Who is here: a member of staff in a browser that their link let in. Everything that a room of the console needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session, col, func, select
from starlette.responses import RedirectResponse, Response

from bot.console.form_keys import new_key
from bot.models import Escalation, Link, Staff
from bot.roster_view import roster_view
from bot.roster_words import on_call
from bot.site import Site, short_day
from bot.wording_staff import ROLES
from conversations.text import Text, _

Form = Mapping[str, str]

NOTES: dict[str, Text] = {
    "yours": _("You have it now. The participant is told that you have seen it."),
    "mine": _("You have it now."),
    "taken": _("{name} has it already. Nothing was changed."),
    "sent": _("Sent to {code}. The answer comes back here and to your phone."),
    "closed": _("Closed. Nobody is paged about it any more."),
    "noted": _("Noted."),
    "given": _("That person is paged now, and has it once they take it."),
    "reopened": _("It is open again."),
    "serious": _("Marked. The investigator is told."),
    "settled": _("Recorded. Nobody is reminded any more."),
    "roster": _("Saved. Whoever newly stands on the roster gets a test page now."),
    "closed_before": _("This is closed already. Nothing was changed."),
    "allocated": _("Saved. {code} is asked from the start on, once they have agreed."),
}
"""What a page says first, after something was done; `{name}` has it, `{code}` is the participant."""


class Missing(Exception):
    """There is no such escalation, or picture: nothing was changed."""


class Fields(dict[str, Any]):
    """Something by field: a field that has none is None, which templates can ask for."""

    def __missing__(self, name: str) -> None:
        return None


@dataclass(frozen=True)
class Visitor:
    """One member of staff, at one page, now."""

    site: Site
    session: Session
    staff: Staff
    link: Link
    token: str
    now: datetime
    path: str
    """Of this page, below the console; where a page that came of a form is left to."""
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_coordinator(self) -> bool:
        return self.staff.role == "coordinator"

    def url(self, path: str = "", **query: str) -> str:
        """The address of a page of this console."""
        return f"/console/{self.token}{path}" + (f"?{urlencode(query)}" if query else "")

    def go(self, path: str = "", **query: str) -> Response:
        """Done: the browser is led to a page which it may load again."""
        return RedirectResponse(self.url(path, **query), 303)

    def say(self, text: Text) -> str:
        return self.site.words(text, self.staff.language)

    def page(self, template: str, status: int = 200, *, here: str = "", **values: object) -> Response:
        """A page of the console. `here` names its door in the bar at the top."""
        return self.site.page(
            template,
            self.staff.language,
            status,
            me=self,
            here=here,
            key=lambda: new_key(self.link),
            role=ROLES[self.staff.role],
            open_count=self._open_count(),
            on_call=on_call(roster_view(self.session, self.now, until=self.now), self.site.settings.zone),
            pulse=pulse(self.session) if status == 200 else None,
            back=self.url(self.path),
            day=lambda at: self.say(Text("{day}", (("day", at),))),
            short_day=lambda at: short_day(at, self.staff.language),
            number=lambda value: self.say(Text("{number}", (("number", value),))),
            clock=lambda at: f"{at:%H:%M}",
            **values,
        )

    def _open_count(self) -> int:
        """Emergencies and urgent matters that nobody has closed."""
        found = select(func.count()).where(Escalation.phase != "closed", Escalation.severity != "review")
        return self.session.exec(found).one()


def pulse(session: Session) -> str:
    """Changes whenever an escalation is opened, taken, paged again or closed: pages ask for it and load anew."""
    found = select(func.count(), func.max(Escalation.id), func.sum(Escalation.round), func.max(Escalation.closed_at))
    counted = session.exec(found).one()
    still = session.exec(select(func.count()).where(col(Escalation.closed_at).is_(None))).one()
    return ".".join(str(part) for part in (*counted[:3], still))
