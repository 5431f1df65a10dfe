"""The commands of staff: what each does, and who may use it (`bot.roles`)."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import func, select

from bot.languages import for_matching
from bot.models import Escalation, Participant
from bot.reports.adherence import adherence_texts
from bot.reports.course import course_of
from bot.reports.heat import by_day
from bot.reports.summary import summary
from bot.roles import ROLES, May, may
from bot.staff_desk import Desk, Rows, show_keys
from bot.staff_lists import send_open
from bot.study_zone import study_zone
from bot.wording_staff import ROLES as ROLE_NAMES
from conversations.text import Listed, Text, _, verbatim

LONGEST_CODE = 20
HELP = _(
    "Pages come by themselves. “I'm on it” takes one over; “Message participant” sends your next words; “Close…” ends "
    "it with an outcome. What you type otherwise goes to nobody."
)


@dataclass(frozen=True, slots=True)
class Command:
    """What help says of it, who may use it, and what it does with the words behind it."""

    says: Text
    may: May
    does: Callable[[Desk, str], None]


def run(desk: Desk, typed: str) -> None:
    """Do what was typed; an unknown one is told the ones there are."""
    name, _space, rest = typed[1:].partition(" ")
    name = name.partition("@")[0].lower()
    command = COMMANDS.get(name)
    if command is None:
        desk.tell(_("There is no such command."), *_helps(desk))
    elif not may(desk.staff, command.may):
        roles = Listed(tuple(ROLE_NAMES[role] for role in ROLE_NAMES if role in ROLES[command.may]))
        desk.tell(_("/{name} is for: {roles}. Nothing was changed.", name=name, roles=roles))
    else:
        command.does(desk, rest.strip())


def help(desk: Desk, _rest: str = "") -> None:
    """What there is for this person."""
    desk.tell(*_helps(desk))


def _helps(desk: Desk) -> list[Text]:
    mine = [(name, command) for name, command in COMMANDS.items() if may(desk.staff, command.may)]
    return [HELP, *(_("/{name} {what}", name=name, what=command.says) for name, command in mine)]


def participant_named(desk: Desk, words: str, command: str) -> tuple[Participant | None, str]:
    """The participant whose code stands first, in whatever case and width, and what stands behind it. Whoever writes
    none, or one that there is not, is told."""
    code, _space, rest = for_matching(words).strip().partition(" ")
    if not code:
        desk.tell(_("Which participant? For example: /{command} P-012", command=command))
        return None, ""
    found = desk.session.exec(select(Participant).where(func.lower(Participant.code) == code.lower())).all()
    exact = [person for person in found if person.code == code] or found
    if not exact:
        desk.tell(_("There is no participant {code}. Nothing was changed.", code=verbatim(code[:LONGEST_CODE])))
        return None, ""
    return exact[0], rest.strip()


def _open(desk: Desk, _rest: str) -> None:
    send_open(desk.session, desk.staff, desk.ref, desk.now)


def _summary(desk: Desk, words: str) -> None:
    person, _rest = participant_named(desk, words, "p")
    if person is None:
        return
    figures = course_of(desk.session, person, desk.now, desk.staff)
    lines = summary(desk.session, person, desk.staff, desk.now, figures)
    desk.tell(*lines, rows=_open_rows(desk, person), picture=figures)


def _open_rows(desk: Desk, person: Participant) -> Rows:
    mine = select(Escalation).where(Escalation.participant_id == person.id, Escalation.phase != "closed")
    return show_keys(desk.session.exec(mine).all())


def _adherence(desk: Desk, _rest: str) -> None:
    desk.tell(*adherence_texts(desk.session, desk.now))
    for heat in by_day(desk.session, desk.now, study_zone(desk.session)):
        desk.tell(_("The last 28 days"), picture=heat, part=f"heat:{heat.page}")


def _cancel(desk: Desk, _rest: str) -> None:
    desk.staff.writing_for = desk.staff.writing_what = desk.staff.writing_until = None
    desk.tell(_("Left. Nothing was sent."))


COMMANDS: dict[str, Command] = {
    "open": Command(_("what is open"), "look", _open),
    "p": Command(_("CODE: a participant on one screen, with the course as a picture"), "look", _summary),
    "adherence": Command(_("who is answering"), "look", _adherence),
    "cancel": Command(_("leave what you began"), "look", _cancel),
    "help": Command(_("this help"), "look", help),
    "start": Command(_("this help"), "look", help),
}
