"""What an answer means beyond its own check-in: agreement, language, pause, stop, follow-ups, a doctor's thread."""

from datetime import time, timedelta

from sqlmodel import select

from bot import wording_care as care
from bot.apply import Turn
from bot.body import Body
from bot.concerns import page_again, tell_if_late
from bot.models import Act, CheckIn, Escalation, Pause, Staff
from bot.on_call import staff_by_role
from bot.opening import open_check_in
from bot.planning import recompute_next_due
from bot.post import EMERGENCY, REPLY, Concerning, say
from conversations.events import Answered, Completed, Corrected, Led, Log
from conversations.schedule import DAY, local_day

PAGE_AGAIN = {"f_e": {"same_worse", "need_call"}, "f_safe": {"alone", "not_safe"}, "f_u": {"not_called"}}
"""Answers of a follow-up after which the escalation is paged again (clinical content §4, “Follow-up”)."""


def follow(turn: Turn, log: Log, new: Log) -> CheckIn | None:
    """Do what the new events mean for the participant as a whole; the check-in that an answer opens, if one does."""
    opened: CheckIn | None = None
    for event in new:
        match event:
            case Answered() | Corrected():
                _answered(turn, event.item, event.value)
            case Led(questionnaire=questionnaire):
                anchor = f"check_in:{turn.check_in.id}"
                opened = open_check_in(turn.session, turn.participant, questionnaire, anchor, turn.now)
            case Completed():
                _completed(turn, log)
            case _:
                pass
    return opened


def _answered(turn: Turn, item: str, value: str) -> None:
    if item == "h_language":
        turn.participant.language = value
    elif value in PAGE_AGAIN.get(item, ()) and turn.check_in.escalation_id:
        escalation = turn.session.get(Escalation, turn.check_in.escalation_id)
        if escalation is not None and escalation.phase != "closed":
            page_again(turn.session, escalation, turn.now)
            if value == "not_called":
                tell_if_late(turn.session, escalation, turn.now)
    elif item == "r_text":
        _reply_to_doctor(turn, value)


def _completed(turn: Turn, log: Log) -> None:
    answers = turn.given(log).answers
    if turn.check_in.questionnaire == "welcome":
        _welcomed(turn, answers)
    elif turn.check_in.questionnaire == "stop":
        _stopped(turn, answers)


def _welcomed(turn: Turn, answers: dict[str, str]) -> None:
    """Agreement to use this service, with the wording's version; or a coordinator is told."""
    participant = turn.participant
    agreed = (
        answers.get("h_agree") == "agree"
        and answers.get("h_health") == "yes"
        and answers.get("h_abroad", "yes") == "yes"
    )
    if not agreed:
        told = care.ASK_FIRST if answers.get("h_agree") == "ask_first" else care.NOT_AGREED
        _tell_coordinators(turn, care.did_not_agree(participant.code, answers.get("h_agree", "")), "agreement")
        _tell(turn, Body((told,)), "agreement")
        return
    participant.agreed_at = turn.now
    participant.agreed_wording = f"welcome {turn.check_in.version}"
    if participant.status == "candidate" and participant.start is not None:
        participant.status = "active"
    if "h_time" in answers:
        participant.hour = time.fromisoformat(answers["h_time"])
    recompute_next_due(turn.session, participant, turn.now)
    _tell(turn, Body((care.agreed(participant.hour),), menu=True), "agreement")


def _stopped(turn: Turn, answers: dict[str, str]) -> None:
    what = answers.get("t_what")
    participant, today = turn.participant, local_day(turn.now, turn.participant.zone)
    assert participant.id is not None
    if what == "pause":
        days = int(answers.get("t_until", "3"))
        last = today + timedelta(days=days) - DAY
        turn.session.add(
            Pause(
                participant_id=participant.id, first=today, last=last, entered_at=turn.now, entered_by=participant.code
            )
        )
        turn.session.flush()
        _tell(turn, Body((care.paused_until(last + DAY),)), "stop")
    elif what in ("bot_only", "study") and answers.get("t_sure") == "yes":
        stop_service(turn, what)
        _tell(turn, Body((care.STOPPED,)), "stop")
    else:
        _tell(turn, Body((care.NOT_STOPPED,)), "stop")
    recompute_next_due(turn.session, participant, turn.now)


def stop_service(turn: Turn, what: str) -> None:
    """Stop everything that is asked; open escalations stay open."""
    participant = turn.participant
    participant.status = "stopped"
    for row in turn.session.exec(
        select(CheckIn).where(CheckIn.participant_id == participant.id, CheckIn.outcome == "open")
    ).all():
        if row.id != turn.check_in.id and row.escalation_id is None:
            row.outcome, row.asked_at, row.wake_at = "paused", None, None
    turn.session.add(
        Act(at=turn.now, by=participant.code, action=f"stop:{what}", object="participant", object_id=participant.id)
    )


def _reply_to_doctor(turn: Turn, words: str) -> None:
    """The participant's words go to the doctor who wrote, and to the escalation's record."""
    escalation = turn.session.get(Escalation, turn.check_in.escalation_id) if turn.check_in.escalation_id else None
    writer = turn.session.get(Staff, int(turn.check_in.about)) if turn.check_in.about.isdecimal() else None
    people = [writer] if writer and writer.removed_at is None else list(staff_by_role(turn.session, "doctor"))[:1]
    for person in people:
        body = Body((care.reply_from(turn.participant.code, words),), care.thread_rows(escalation))
        key = f"thread:{turn.check_in.id}:{turn.now.isoformat()}:{person.id}"
        about = Concerning(escalation=escalation.id if escalation else None)
        say(turn.session, person, "staff", key, body, turn.now, priority=EMERGENCY, about=about)


def _tell(turn: Turn, body: Body, what: str) -> None:
    key = f"{what}:{turn.check_in.id}:{turn.now.isoformat()}"
    say(turn.session, turn.participant, "reply", key, body, turn.now, priority=REPLY, only=turn.channel)


def _tell_coordinators(turn: Turn, body: Body, what: str) -> None:
    for person in staff_by_role(turn.session, "coordinator"):
        key = f"{what}:{turn.check_in.id}:{turn.now.isoformat()}:{person.id}"
        say(turn.session, person, "staff", key, body, turn.now, priority=REPLY)
