"""`/today`: whom to phone, in order, with why and since when; and what became of each call, by one tap.

The number itself stands nowhere in the chat: a link leads to the console, which shows it for a reason that is kept.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import calls, links
from bot.body import Key
from bot.buttons import CommandButton, pack
from bot.models import Participant
from bot.record import Author
from bot.reports.adherence import phone_today
from bot.reports.phone import WORDS, PhoneTask
from bot.staff_desk import Desk
from bot.study_zone import study_zone
from conversations.schedule import DAY
from conversations.text import Text, _

MOST = 8
"""Tasks of one answer, each a message with its own buttons; the rest is named in the last one."""
AGAIN = {"1h": timedelta(hours=1), "3h": timedelta(hours=3)}
TOMORROW_AT = 9


def show(desk: Desk, _rest: str = "") -> None:
    """The list, the most pressing first."""
    tasks = phone_today(desk.session, desk.now)
    if not tasks:
        desk.tell(_("Nobody has to be phoned today."))
        return
    day = desk.now.astimezone(study_zone(desk.session)).date()
    desk.tell(_("📞 To phone on {date}, in this order: {count}", date=day, count=len(tasks)))
    for number, task in enumerate(tasks[:MOST], 1):
        lines = [_("{number}. {task}", number=number, task=task.text), *_tried(task), *_link(desk, task)]
        desk.tell(*lines, rows=(_row(task),), part=f"task:{number}")
    if len(tasks) > MOST:
        desk.tell(_("… and {count} more", count=len(tasks) - MOST), part="more")


def _row(task: PhoneTask) -> tuple[Key, ...]:
    return tuple(
        Key(label, pack(CommandButton("call", f"{task.participant}.{task.reason}.{outcome}")))
        for outcome, label in (("reached", _("Reached")), ("no_answer", _("No answer")), ("again", _("Call again…")))
    )


def _tried(task: PhoneTask) -> list[Text]:
    if task.tried is None:
        return []
    at = task.tried.astimezone(ZoneInfo(task.zone))
    return [_("Tried on {date} at {time}: no answer.", date=at.date(), time=at)]


def _link(desk: Desk, task: PhoneTask) -> list[Text]:
    path = links.url_of(desk.session, desk.staff, "")
    if path is None:
        return []
    return [_("Number: {link}", link=Text("{public_url}{path}", (("path", f"{path}/participants/{task.code}"),)))]


def pressed(desk: Desk, choice: str) -> None:
    """What became of a call, or when it is to be tried again."""
    id, why, outcome = ([*choice.split(".", 2), "", ""])[:3]
    person = desk.participant(id)
    if person is None or why not in WORDS:
        desk.not_known()
    elif outcome == "again":
        _ask_when(desk, person, why)
    elif outcome in calls.OUTCOMES:
        _keep(desk, person, why, outcome)
    elif (at := _instant(desk, outcome)) is not None:
        _keep(desk, person, why, "again", at)
    else:
        desk.not_known()


def _ask_when(desk: Desk, person: Participant, why: str) -> None:
    labels = {"1h": _("In 1 hour"), "3h": _("In 3 hours"), "tomorrow": _("Tomorrow at {hour}:00", hour=TOMORROW_AT)}
    rows = tuple(
        (Key(label, pack(CommandButton("call", f"{person.id}.{why}.{when}"))),) for when, label in labels.items()
    )
    desk.tell(_("{code}: call again when?", code=person.code), rows=rows)


def _instant(desk: Desk, when: str) -> datetime | None:
    if when in AGAIN:
        return desk.now + AGAIN[when]
    if when != "tomorrow":
        return None
    local = desk.now.astimezone(study_zone(desk.session))
    return (local + DAY).replace(hour=TOMORROW_AT, minute=0, second=0, microsecond=0).astimezone(desk.now.tzinfo)


def _keep(desk: Desk, person: Participant, why: str, outcome: str, at: datetime | None = None) -> None:
    """Keep what became of it; a second press of the same button within the same list changes nothing."""
    calls.note_call(desk.session, person, why, outcome, Author(desk.now, desk.staff.name), at)
    match outcome:
        case "reached":
            desk.tell(_("{code}: reached. Kept.", code=person.code))
        case "no_answer":
            desk.tell(_("{code}: no answer. Kept; they stay on the list.", code=person.code))
        case _:
            local = (at or desk.now).astimezone(study_zone(desk.session))
            desk.tell(
                _("{code}: back on the list on {date} at {time}.", code=person.code, date=local.date(), time=local)
            )
