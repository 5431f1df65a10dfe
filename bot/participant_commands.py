"""The commands of a participant, and the button that is always there. Each says what it does and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot import moving, replies, turns
from bot import wording_care as care
from bot.apply import waiting
from bot.body import Body, Key
from bot.buttons import AnswerButton, CommandButton, pack
from bot.channels import Inbound
from bot.facts import enrolment_of, log_of
from bot.languages import LANGUAGES, Languages, for_matching
from bot.models import CheckIn, Message
from bot.opening import open_check_in, unfinished
from bot.planning import recompute_next_due
from bot.post import say
from bot.reports.course import course_of
from bot.summaries import NAMES
from bot.wording import shown
from conversations.conversation import GRACE, Reply
from conversations.events import Answered, Corrected
from conversations.hours import read_time
from conversations.prompt import GO_ON, REVISIT, settled_value
from conversations.questionnaire import is_stopped
from conversations.schedule import DAY, due, local_day, next_due
from conversations.text import Text, _, verbatim
from conversations.trial import CALENDAR, EARLIEST_HOUR, LATEST_HOUR

if TYPE_CHECKING:
    from bot.desk import Visit

DESCRIPTIONS: dict[str, Text] = {
    "problem": _("I have a problem"),
    "ask": _("Ask the team"),
    "next": _("What is asked next"),
    "history": _("My answers, and change them"),
    "chart": _("My course as a picture"),
    "time": _("Change the hour"),
    "timezone": _("Change the time zone"),
    "language": _("中文 / English"),
    "help": _("Help"),
    "privacy": _("Who sees my data"),
    "stop": _("Pause or stop"),
}
"""The commands, in the order of a phone's menu, with what the menu says."""

DOORS = ("problem", "ask")
MENU = tuple(DESCRIPTIONS[name] for name in DOORS)
"""The buttons that are always there, below the chat, and their words."""

HELP = _(
    "I ask about your medicines and how you are. Tap an answer, or type it; each is saved when it shows ✓. "
    "“I have a problem” works at any time. For questions ring {study_phone}. In an emergency call 120; "
    "nobody watches this chat all the time."
)
PRIVACY = _(
    "What is kept: your answers and messages, with your study code. Your account, phone and name are kept apart and "
    "encrypted. Who reads it: the study doctors and coordinators of {hospital}, and those who check the study. "
    "How long: as long as the law asks of a trial. Chats on Telegram pass through its servers abroad, and deleting "
    "them there does not delete them here. For a copy, a correction or erasure ask your study team, or ring "
    "{study_phone}."
)
SAME_PROBLEM = timedelta(hours=2)
"""A door pressed again within this long goes on with what was begun there."""

HOURS = (time(7, 30), time(8), time(12), time(18), time(19), time(20), time(20, 30), time(21))


@dataclass(frozen=True, slots=True)
class Command:
    """A command with what was chosen or typed behind it."""

    name: str
    choice: str = ""


def command_of(message: Inbound, languages: Languages) -> Command | None:
    """The command in a typed text: `/help`, or the words of a button that is always there."""
    text = message.text.strip()
    if message.form == "start":
        return Command("start", text)
    if message.form != "text":
        return None
    if text.startswith("/"):
        name, _space, rest = text[1:].partition(" ")
        return Command(name.partition("@")[0].lower(), rest.strip())
    for name, words in zip(DOORS, MENU, strict=True):
        if any(_plain(text) == _plain(languages.render(words, language)) for language in LANGUAGES):
            return Command(name)
    return None


def _plain(text: str) -> str:
    """A label as it is compared: whatever its width, case and last mark."""
    return for_matching(text).casefold().strip(" 。.!！~")


def run(visit: Visit, command: Command) -> None:
    """Do what a command asks; an unknown one is told the ones there are."""
    stopped = visit.participant.status not in ("active", "candidate")
    if stopped and command.name not in ("help", "privacy", "language", "history", "chart"):
        visit.tell(care.STOPPED_NOTE)
        return
    match command.name:
        case "problem":
            _open(visit, "problem", visit.now - SAME_PROBLEM)
        case "ask":
            _open(visit, "ask", visit.now - SAME_PROBLEM)
        case "start":
            _start(visit)
        case "next":
            _next(visit)
        case "history":
            _history(visit)
        case "chart":
            _chart(visit)
        case "time":
            _time(visit, command.choice)
        case "timezone":
            _timezone(visit, command.choice)
        case "language":
            _language(visit, command.choice)
        case "reply":
            replies.by_button(visit, command.choice)
        case "help":
            visit.tell(HELP, menu=visit.participant.agreed_at is not None)
        case "privacy":
            visit.tell(PRIVACY)
        case "stop":
            _open(visit, "stop")
        case _:
            visit.tell(
                _(
                    "There is no such command. These work: "
                    "/problem /ask /next /history /chart /time /timezone /language /help /privacy /stop"
                )
            )


def _open(visit: Visit, questionnaire: str, since: datetime | None = None) -> None:
    """Begin one of these, or go on with the one that is not finished."""
    check_in = unfinished(visit.session, visit.participant, questionnaire, visit.now, since)
    if check_in is not None and is_stopped(visit.turn(check_in).given(log_of(visit.session, check_in))):
        turns.answer(visit.turn(check_in), Reply(option=GO_ON))
        return
    if check_in is None:
        anchor = f"inbound:{visit.inbound_id}"
        check_in = open_check_in(visit.session, visit.participant, questionnaire, anchor, visit.now)
    turns.begin(visit.turn(check_in))


def _start(visit: Visit) -> None:
    """“Start” pressed again: where the person stands."""
    if visit.participant.agreed_at is None:
        _open(visit, "welcome")
    else:
        _next(visit)


def _next(visit: Visit) -> None:
    """The question that waits, also one that was put off or is late, or when the next one comes."""
    found = turns.next_check_in(visit.session, visit.participant, visit.now, wanted=True)
    if found is not None:
        turn = visit.turn(found)
        if is_stopped(turn.given(log_of(visit.session, found))):
            turns.answer(turn, Reply(option=GO_ON))
        else:
            turns.begin(turn)
        return
    enrolment = enrolment_of(visit.session, visit.participant)
    at = next_due(CALENDAR, enrolment, visit.now) if enrolment else None
    if at is None:
        visit.tell(_("Nothing is open, and nothing is planned."), menu=True)
        return
    local = at.astimezone(ZoneInfo(visit.participant.zone))
    visit.tell(
        _("Nothing is open. The next question comes on {date} at {time}.", date=local.date(), time=local), menu=True
    )


def _history(visit: Visit) -> None:
    """What was answered in the last days, with buttons to change what may still be changed (48 hours)."""
    check_ins = visit.session.exec(
        select(CheckIn)
        .where(CheckIn.participant_id == visit.participant.id, col(CheckIn.heard_at).is_not(None))
        .where(CheckIn.closes_at > visit.now - GRACE)
        .order_by(col(CheckIn.due_at).desc())
        .limit(3)
    ).all()
    lines: list[Text] = []
    rows: list[tuple[Key, ...]] = []
    for check_in in check_ins:
        turn = visit.turn(check_in)
        given = turn.given(log_of(visit.session, check_in))
        items = [
            item
            for item in turn.questionnaire.items
            if isinstance(given.settled.get(item.id), Answered | Corrected) and item.when(given)
        ]
        if not items or check_in.questionnaire in ("welcome", "stop"):
            continue
        lines.append(_("{date}, {check_in}:", date=check_in.day, check_in=NAMES[check_in.questionnaire]))
        for item in items:
            question = item.ask(given)
            number = len(rows) + 1
            answer = shown(question, settled_value(given, item.id))
            lines.append(_("{number}. {question} ✓ {answer}", number=number, question=question.text, answer=answer))
            assert check_in.id is not None
            button = AnswerButton(check_in.id, item.id, 0, REVISIT)
            rows.append((Key(verbatim(str(number)), pack(button)),))
    if not lines:
        visit.tell(_("There are no answers of the last days."))
        return
    grid = tuple(tuple(row[0] for row in rows[i : i + 5]) for i in range(0, len(rows), 5))
    body = Body((*lines, _("To change an answer tap its number.")), grid)
    say(
        visit.session,
        visit.participant,
        "reply",
        f"history:{visit.inbound_id}",
        body,
        visit.now,
        only=visit.address.channel,
    )


def _chart(visit: Visit) -> None:
    """Their own doses and symptoms as a picture, with a word of thanks that is true."""
    figures = course_of(visit.session, visit.participant, visit.now, visit.participant)
    answered = sum(mg is not None for mg in figures.taken) if figures else 0
    if figures is None or not (answered or figures.weeks):
        visit.tell(_("There is nothing to show yet. The picture grows with your answers."), menu=True)
        return
    words = _("Your doses and how you felt, from your own answers ({days} days). Thank you for each.", days=answered)
    body = Body((words,), picture=figures)
    say(
        visit.session,
        visit.participant,
        "reply",
        f"chart:{visit.inbound_id}",
        body,
        visit.now,
        only=visit.address.channel,
    )


def is_time_asked(visit: Visit) -> bool:
    """Whether the last thing this person was told asks for the hour: then a typed hour is the answer to it."""
    last = visit.session.exec(
        select(Message.key).where(Message.participant_id == visit.participant.id).order_by(col(Message.id).desc())
    ).first()
    return last is not None and last.startswith("time:")


def _time(visit: Visit, choice: str) -> None:
    """Choose the hour of the daily question. Where today's has passed by the new hour, it comes at once."""
    hour = read_time(f"{choice[:2]}:{choice[2:]}" if re.fullmatch(r"[0-9]{4}", choice) else choice)
    if hour is not None and EARLIEST_HOUR <= hour <= LATEST_HOUR:
        visit.participant.hour = hour
        recompute_next_due(visit.session, visit.participant, visit.now)
        visit.tell(_("Saved. From now on the question comes at {time}.", time=hour))
        _open_passed_by(visit)
        return
    keys = [Key(verbatim(f"{hour:%H:%M}"), pack(CommandButton("time", f"{hour:%H%M}"))) for hour in HOURS]
    rows = tuple(tuple(keys[i : i + 4]) for i in range(0, len(keys), 4))
    words = _(
        "It comes at {time} now. At which hour shall I ask? Tap one, or type another from {early} to {late}.",
        time=visit.participant.hour,
        early=EARLIEST_HOUR,
        late=LATEST_HOUR,
    )
    refused = (_("I could not use “{words}” as an hour. Nothing was changed.", words=verbatim(choice[:40])),)
    body = Body(((refused if choice else ()) + (words,)), rows)
    say(
        visit.session,
        visit.participant,
        "reply",
        f"time:{visit.inbound_id}",
        body,
        visit.now,
        only=visit.address.channel,
    )


def _open_passed_by(visit: Visit) -> None:
    """What would have come earlier today by the new hour, and has not come yet: no day falls between."""
    enrolment = enrolment_of(visit.session, visit.participant)
    if enrolment is None:
        return
    today = local_day(visit.now, visit.participant.zone)
    for occurrence in due(CALENDAR, enrolment, visit.now - DAY, visit.now):
        if occurrence.day == today:
            open_check_in(
                visit.session,
                visit.participant,
                occurrence.questionnaire,
                occurrence.anchor,
                visit.now,
                day=occurrence.day,
                due_at=occurrence.due_at,
                closes_at=occurrence.closes_at,
            )
    if not turns.being_answered(visit.session, visit.participant, visit.now):
        turns.go_on(visit.session, visit.participant, visit.now, visit.address.channel)


def _timezone(visit: Visit, choice: str) -> None:
    """Choose the clock by which the questions come, for a journey or a move."""
    zone = moving.zone_named(choice)
    if zone is not None:
        moving.move(visit.session, visit.participant, zone, visit.now)
        local = visit.now.astimezone(ZoneInfo(zone))
        visit.tell(
            _(
                "Saved: {zone}. There it is {date}, {time} now. The question comes at {hour} there, and never twice "
                "within 20 hours.",
                zone=verbatim(zone),
                date=local.date(),
                time=local,
                hour=visit.participant.hour,
            )
        )
        return
    rows = tuple((Key(verbatim(name), pack(CommandButton("timezone", name))),) for name in moving.OFFERED)
    words = _(
        "Your clock is {zone}. Which one shall I follow? Tap one, or type its name, like /timezone Europe/Rome.",
        zone=verbatim(visit.participant.zone),
    )
    unknown = _("I do not know a time zone “{words}”. Nothing was changed.", words=verbatim(choice[: moving.LONGEST]))
    body = Body(((unknown,) if choice else ()) + (words,), rows)
    key = f"timezone:{visit.inbound_id}"
    say(visit.session, visit.participant, "reply", key, body, visit.now, only=visit.address.channel)


def _language(visit: Visit, choice: str) -> None:
    """Switch the language, in the middle of a check-in too: its open question is asked again in the new one."""
    if choice not in LANGUAGES:
        keys = (
            (
                Key(verbatim("中文"), pack(CommandButton("language", "zh"))),
                Key(verbatim("English"), pack(CommandButton("language", "en"))),
            ),
        )
        body = Body((_("Which language?"),), keys)
        say(
            visit.session,
            visit.participant,
            "reply",
            f"language:{visit.inbound_id}",
            body,
            visit.now,
            only=visit.address.channel,
        )
        return
    visit.participant.language = choice
    visit.session.flush()
    visit.tell(_("From now on I write English."), menu=visit.participant.agreed_at is not None)
    check_in = waiting(visit.session, visit.participant)
    if check_in is not None:
        turns.begin(visit.turn(check_in))
