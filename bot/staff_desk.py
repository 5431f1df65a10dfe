"""One member of staff in the chat, now: what they are told, and how."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.body import Body, Key
from bot.buttons import StaffButton, pack
from bot.languages import Languages
from bot.models import Escalation, Participant, Staff
from bot.page_copies import send_page
from bot.pictures import Figure
from bot.post import Concerning, say
from conversations.text import Text, _

Rows = tuple[tuple[Key, ...], ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """Who writes, when, with which message (`ref`)."""

    session: Session
    staff: Staff
    now: datetime
    ref: str
    languages: Languages

    def tell(
        self,
        *texts: Text,
        rows: Rows = (),
        escalation: Escalation | None = None,
        picture: Figure | None = None,
        part: str = "",
    ) -> None:
        """Answer. `part` parts several messages that answer the same one."""
        about = Concerning(escalation=escalation.id if escalation else None)
        key = f"staff:{self.staff.id}:{self.ref}{f':{part}' if part else ''}"
        say(self.session, self.staff, "staff", key, Body(texts, rows, picture=picture), self.now, about=about)

    def expect(self, what: str, within: timedelta) -> None:
        """The next words that this person types within this time belong to `what` (`topic:details`)."""
        self.staff.writing_for, self.staff.writing_what = None, what
        self.staff.writing_until = self.now + within

    def leave(self) -> None:
        """Nothing is expected any more."""
        self.staff.writing_for = self.staff.writing_what = self.staff.writing_until = None

    def participant(self, id: str) -> Participant | None:
        """The participant with this number, as a button holds it."""
        number = int(id) if id.isascii() and id.isdecimal() and len(id) <= 9 else 0
        return self.session.get(Participant, number)

    def not_known(self) -> None:
        """A button that we never made, or of somebody who is not here."""
        self.tell(_("That button does not belong here. Nothing was changed."))

    def show(self, escalation: Escalation) -> None:
        """The page as it stands, anew; it becomes the copy that is kept up to date."""
        send_page(self.session, escalation, self.staff, f"show:{self.ref}", self.now)


def show_keys(escalations: Sequence[Escalation]) -> Rows:
    """A button for each, to look at its page."""
    keys = [(row.id, Key(_("Show the page"), pack(StaffButton(row.id, "show")))) for row in escalations if row.id]
    return tuple((key,) for _id, key in keys)


def code_of(desk: Desk, escalation: Escalation) -> str:
    """The code of the participant whom this is about."""
    participant = desk.session.get(Participant, escalation.participant_id)
    assert participant is not None
    return participant.code
