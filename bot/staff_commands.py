"""The commands of staff: what each does, and who may use it (`bot.roles`)."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import func, select

from bot import invite_chat, oncall_chat, plan_chat, standing_chat, today_chat, writing_chat
from bot.languages import for_matching
from bot.models import Escalation, Participant
from bot.reports.adherence import adherence_texts
from bot.reports.arms import arms_texts
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
    elif _allowed(desk, name, command.may):
        command.does(desk, rest.strip())


def pressed(desk: Desk, name: str, choice: str) -> None:
    """A button of a command."""
    found = PRESSED.get(name)
    if found is None:
        desk.not_known()
    elif _allowed(desk, name, found[0]):
        found[1](desk, choice)


def typed(desk: Desk, what: str, words: str) -> None:
    """Words that a command had asked for (`topic:details`)."""
    topic, _colon, details = what.partition(":")
    wanted, does = TYPED[topic]
    if _allowed(desk, topic, wanted):
        does(desk, details, words)


def _allowed(desk: Desk, name: str, wanted: May) -> bool:
    """Whether this person may; who may not is told who may."""
    if may(desk.staff, wanted):
        return True
    roles = Listed(tuple(ROLE_NAMES[role] for role in ROLE_NAMES if role in ROLES[wanted]))
    desk.tell(_("/{name} is for: {roles}. Nothing was changed.", name=name, roles=roles))
    return False


def help(desk: Desk, _rest: str = "") -> None:
    """What there is for this person."""
    desk.tell(*_helps(desk))


def _helps(desk: Desk) -> list[Text]:
    mine = [(name, command) for name, command in COMMANDS.items() if may(desk.staff, command.may) and name != "start"]
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
    desk.leave()
    desk.tell(_("Left. Nothing was sent."))


def _of_one(name: str, does: Callable[[Desk, Participant, str], None]) -> Callable[[Desk, str], None]:
    """A command that is about one participant, whose code stands first."""

    def run_for(desk: Desk, words: str) -> None:
        person, rest = participant_named(desk, words, name)
        if person is not None:
            does(desk, person, rest)

    return run_for


def _arms(desk: Desk, _rest: str) -> None:
    desk.tell(*arms_texts(desk.session, desk.now))


def _words(desk: Desk, id: str, words: str) -> None:
    person = desk.participant(id)
    if person is not None:
        writing_chat.send(desk, person, verbatim(words))


COMMANDS: dict[str, Command] = {
    "open": Command(_("what is open"), "look", _open),
    "p": Command(_("CODE: a participant on one screen, with the course as a picture"), "look", _summary),
    "plan": Command(_("CODE: a new dose from a day on"), "plan", _of_one("plan", plan_chat.begin)),
    "today": Command(_("whom to phone today, and what became of it"), "look", today_chat.show),
    "write": Command(_("CODE: write to a participant"), "write", _of_one("write", writing_chat.begin)),
    "oncall": Command(_("who is on call"), "look", oncall_chat.show),
    "adherence": Command(_("who is answering"), "look", _adherence),
    "invite": Command(_("CODE: a new invite, to scan"), "invite", _of_one("invite", invite_chat.make)),
    "pause": Command(_("CODE: ask nothing for some days"), "pause", _of_one("pause", standing_chat.pause)),
    "resume": Command(_("CODE: ask again"), "pause", _of_one("resume", standing_chat.resume)),
    "withdraw": Command(_("CODE: leaves the study"), "end", _of_one("withdraw", standing_chat.withdraw)),
    "end": Command(_("CODE: completed, died, or lost"), "end", _of_one("end", standing_chat.end)),
    "arms": Command(_("the arms beside each other"), "compare arms", _arms),
    "cancel": Command(_("leave what you began"), "look", _cancel),
    "help": Command(_("this help"), "look", help),
    "start": Command(_("this help"), "look", help),
}
"""Every command, in the order in which help names them."""

PRESSED: dict[str, tuple[May, Callable[[Desk, str], None]]] = {
    "call": ("look", today_chat.pressed),
    "plan": ("plan", plan_chat.pressed),
    "template": ("write", writing_chat.pressed),
    "pause": ("pause", standing_chat.pressed_pause),
    "standing": ("end", standing_chat.pressed_end),
    "cancel": ("look", _cancel),
}
"""The buttons of commands: who may press each (asked again at the press), and what it does with its choice."""

TYPED: dict[str, tuple[May, Callable[[Desk, str, str], None]]] = {
    "write": ("write", _words),
    "plan": ("plan", plan_chat.words),
    "why": ("plan", plan_chat.reason),
    "pause": ("pause", standing_chat.reason_of_pause),
    "standing": ("pause", standing_chat.reason),
}
"""The topics that words were asked for."""
