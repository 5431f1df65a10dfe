"""What an answer means beyond its own check-in: agreement, language, pause, stop, follow-ups, a doctor's thread."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot import wording_care as care
from bot.apply import Turn
from bot.body import Body
from bot.ladders import locked, page_again
from bot.models import Act, CheckIn, Concern, Escalation, Pause, Staff
from bot.on_call import can_be_reached, doctor_on_call, office, people_for, standing
from bot.opening import open_check_in
from bot.page_copies import stop_pages
from bot.planning import recompute_next_due
from bot.post import EMERGENCY, REPLY, Concerning, say
from conversations.escalation import Severity, Target, Who
from conversations.events import Answered, Completed, Corrected, Led, Log
from conversations.questionnaire import is_stopped
from conversations.schedule import DAY, local_day

PAGE_AGAIN = {"f_e": {"same_worse", "need_call"}, "f_safe": {"alone", "not_safe"}, "f_u": {"not_called"}}
"""Answers of a follow-up after which the escalation is paged again (clinical content §4, “Follow-up”)."""


def follow(turn: Turn, log: Log, new: Log) -> CheckIn | None:
    """Do what the new events mean for the participant as a whole; the check-in that an answer opens, if one does."""
    opened: CheckIn | None = None
    for event in new:
        match event:
            case Answered() | Corrected():
                _answered(turn, log, event.item, event.value)
            case Led(questionnaire=questionnaire):
                anchor = f"check_in:{turn.check_in.id}"
                opened = open_check_in(turn.session, turn.participant, questionnaire, anchor, turn.now)
            case Completed():
                _completed(turn, log)
            case _:
                pass
    return opened


def _answered(turn: Turn, log: Log, item: str, value: str) -> None:
    if item == "h_language":
        turn.participant.language = value
    elif value in PAGE_AGAIN.get(item, ()):
        _page_again(turn, item, value)
    elif item == "r_text":
        _reply_to_doctor(turn, log, value)


def _page_again(turn: Turn, item: str, value: str) -> None:
    """No better, not safe, or nobody came: paged as at the beginning. The rules have raised it too (U29, E07), and
    where the matter had been closed that has opened a new one; after an emergency it is an emergency again."""
    session, now = turn.session, turn.now
    raised = select(Concern.escalation_id).where(Concern.check_in_id == turn.check_in.id)
    ids = [*session.exec(raised.order_by(col(Concern.id).desc())), turn.check_in.escalation_id]
    found = (locked(session, id) for id in ids if id is not None)
    escalation = next((one for one in found if one.phase != "closed"), None)
    if escalation is None:
        return
    severity = Severity.EMERGENCY if item in ("f_e", "f_safe") else Severity.of(escalation.severity)
    if escalation.opened_at < now or severity > Severity.of(escalation.severity):
        stop_pages(session, escalation)
        page_again(session, escalation, now, severity)
    if value == "not_called":
        escalation.told_late_at = now  # the check-in itself says M-L


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
    first = participant.next_due_at and participant.next_due_at.astimezone(ZoneInfo(participant.zone))
    _tell(turn, Body((care.agreed(first),), menu=True), "agreement")


def _stopped(turn: Turn, answers: dict[str, str]) -> None:
    what = answers.get("t_what")
    participant, today = turn.participant, local_day(turn.now, turn.participant.zone)
    assert participant.id is not None
    if what == "pause":
        days = int(answers.get("t_until", "3"))
        last = today + timedelta(days=days) - DAY
        turn.session.add(
            Pause(
                participant_id=participant.id,
                first=today,
                last=last,
                entered_at=turn.now,
                entered_by=participant.code,
                reason=answers.get("t_why", ""),
            )
        )
        turn.session.flush()
        _put_away(turn, [row for row in _open(turn) if row.anchor == "study"])
        _tell(turn, Body((care.paused_until(last + DAY),)), "stop")
    elif what in ("bot_only", "study") and answers.get("t_sure") == "yes":
        stop_service(turn, what)
        _tell(turn, Body((care.STOPPED,)), "stop")
    else:
        _tell(turn, Body((care.NOT_STOPPED,)), "stop")
    recompute_next_due(turn.session, participant, turn.now)


def _open(turn: Turn) -> list[CheckIn]:
    """The other check-ins of this person that may still be answered."""
    mine = select(CheckIn).where(CheckIn.participant_id == turn.participant.id, CheckIn.outcome == "open")
    return [row for row in turn.session.exec(mine).all() if row.id != turn.check_in.id]


def _put_away(turn: Turn, check_ins: list[CheckIn]) -> None:
    """Nothing of these is asked any more; they do not count as missed."""
    for check_in in check_ins:
        check_in.outcome, check_in.asked_at, check_in.wake_at = "paused", None, None


def stop_service(turn: Turn, what: str) -> None:
    """Stop everything that is asked; open escalations stay open."""
    participant = turn.participant
    participant.status = "stopped"
    _put_away(turn, [row for row in _open(turn) if row.escalation_id is None])
    turn.session.add(
        Act(at=turn.now, by=participant.code, action=f"stop:{what}", object="participant", object_id=participant.id)
    )


def _reply_to_doctor(turn: Turn, log: Log, words: str) -> None:
    """The participant's words go to whoever wrote; if that person has left, to who has it, or is on call."""
    session, id = turn.session, turn.check_in.escalation_id
    escalation = session.get(Escalation, id) if id else None
    writer = session.get(Staff, int(turn.check_in.about)) if turn.check_in.about.isdecimal() else None
    people = [writer] if writer and can_be_reached(session, writer) else []
    if not people and escalation is not None:
        people = people_for(session, escalation, (Target.HOLDER,), turn.now)
    if writer is None or writer.role != "coordinator":
        people += doctor_on_call(session, turn.now) or standing(session, Who.INVESTIGATOR, turn.now)[:1]
    people = people or office(session)
    for person in {person.id: person for person in people}.values():
        rows = care.thread_rows(escalation, turn.participant.id or 0)
        body = Body((care.reply_from(turn.participant.code, words),), rows)
        key = f"thread:{turn.check_in.id}:{turn.now.isoformat()}:{person.id}"
        say(session, person, "staff", key, body, turn.now, priority=EMERGENCY, about=Concerning(escalation=id))
    if not is_stopped(turn.given(log)):  # nothing is read beside what to do now
        _tell(turn, Body((care.passed_on(people),)), "reply")


def _tell(turn: Turn, body: Body, what: str) -> None:
    key = f"{what}:{turn.check_in.id}:{turn.now.isoformat()}"
    say(turn.session, turn.participant, "reply", key, body, turn.now, priority=REPLY, only=turn.channel)


def _tell_coordinators(turn: Turn, body: Body, what: str) -> None:
    for person in office(turn.session):
        key = f"{what}:{turn.check_in.id}:{turn.now.isoformat()}:{person.id}"
        say(turn.session, person, "staff", key, body, turn.now, priority=REPLY)
