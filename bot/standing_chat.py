"""Pausing, resuming and ending in the chat: each wants a reason, is shown back, and is recorded with who and when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from bot import standing
from bot.body import Key
from bot.buttons import CommandButton, pack
from bot.models import Participant
from bot.record import Author, NotDone
from bot.staff_desk import Desk
from bot.wording_staff import STATUSES, cannot
from conversations.schedule import DAY, local_day
from conversations.text import Text, _

WRITING = timedelta(minutes=15)
PAUSES = (3, 7, 14, 28)
"""Days of a pause that are offered."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is done to a participant: what it is called, and how it is done."""

    says: Text
    does: Callable[[Session, str, Author], Participant]


CHANGES: dict[str, Change] = {
    "resume": Change(_("{code}: ask again from now on?"), standing.resume),
    "withdraw": Change(_("{code} leaves the study, and is asked nothing more?"), standing.withdraw),
    "completed": Change(
        _("{code} has completed the study, and is asked nothing more?"),
        lambda s, c, a: standing.end(s, c, "completed", a),
    ),
    "died": Change(
        _("{code} has died, and nothing more is asked or sent?"), lambda s, c, a: standing.end(s, c, "died", a)
    ),
    "lost": Change(
        _("{code} is lost to follow-up, and is asked nothing more?"), lambda s, c, a: standing.end(s, c, "lost", a)
    ),
}


def pause(desk: Desk, person: Participant, words: str) -> None:
    """For how long, then why."""
    today = local_day(desk.now, person.zone)
    rows = tuple(
        (
            Key(
                _("{days} days, to {date}", days=days, date=today + DAY * (days - 1)),
                _button("pause", person, f"{days}"),
            ),
        )
        for days in PAUSES
    )
    desk.tell(_("{code}: pause the questions for how long? It does not count as missed.", code=person.code), rows=rows)


def resume(desk: Desk, person: Participant, words: str) -> None:
    _ask(desk, person, "resume", words)


def withdraw(desk: Desk, person: Participant, words: str) -> None:
    _ask(desk, person, "withdraw", words)


def end(desk: Desk, person: Participant, words: str) -> None:
    """How it ended, then why."""
    rows = tuple((Key(STATUSES[how], _button("standing", person, how)),) for how in standing.OUTCOMES)
    desk.tell(_("{code}: how does taking part end?", code=person.code), rows=rows)


def _button(command: str, person: Participant, choice: str) -> str:
    return pack(CommandButton(command, f"{person.id}.{choice}"))


def _ask(desk: Desk, person: Participant, what: str, reason: str) -> None:
    """Show it back, and ask for the reason; words that were typed behind the command are it."""
    shown = Text(CHANGES[what].says.id, (("code", person.code),))
    if reason:
        _do(desk, person, what, reason)
        return
    desk.expect(f"standing:{person.id}.{what}", WRITING)
    desk.tell(shown, _("Write the reason, and it is done. /cancel to leave it."))


def pressed_end(desk: Desk, choice: str) -> None:
    """How it ended."""
    id, _dot, what = choice.partition(".")
    person = desk.participant(id)
    if person is None or what not in standing.OUTCOMES:
        desk.not_known()
    else:
        _ask(desk, person, what, "")


def pressed_pause(desk: Desk, choice: str) -> None:
    """For how long."""
    id, _dot, days = choice.partition(".")
    person = desk.participant(id)
    if person is None or days not in map(str, PAUSES):
        desk.not_known()
        return
    until = local_day(desk.now, person.zone) + DAY * (int(days) - 1)
    desk.expect(f"pause:{person.id}.{until.isoformat()}", WRITING)
    ask = _(
        "{code} is asked nothing until {date}. Write the reason, and it is done. /cancel to leave it.",
        code=person.code,
        date=until,
    )
    desk.tell(ask)


def reason_of_pause(desk: Desk, waiting: str, words: str) -> None:
    """The reason of a pause: it begins."""
    id, _dot, until = waiting.partition(".")
    person = desk.participant(id)
    if person is None:
        desk.not_known()
        return
    day = date.fromisoformat(until)
    if _try(desk, person, lambda author: standing.pause(desk.session, person.code, day, author), words):
        desk.tell(_("{code}: nothing is asked until {date}. Recorded with your reason.", code=person.code, date=day))


def reason(desk: Desk, waiting: str, words: str) -> None:
    """The reason of what was shown back: it is done."""
    id, _dot, what = waiting.partition(".")
    person = desk.participant(id)
    if person is None or what not in CHANGES:
        desk.not_known()
    else:
        _do(desk, person, what, words)


def _do(desk: Desk, person: Participant, what: str, reason: str) -> None:
    change = CHANGES[what]
    if _try(desk, person, lambda author: change.does(desk.session, person.code, author), reason):
        desk.session.refresh(person)
        status = STATUSES[person.status]
        desk.tell(_("{code}: done, and recorded with your reason. Now: {status}.", code=person.code, status=status))


def _try(desk: Desk, person: Participant, does: Callable[[Author], Participant], reason: str) -> bool:
    """Do it, or say that it cannot be done as things stand."""
    try:
        with desk.session.begin_nested():
            does(Author(desk.now, desk.staff.name, reason))
    except NotDone:
        desk.tell(cannot(person))
        return False
    return True
