"""What was said, by whom and in which order, whatever the channel: from the messages and the check-ins' logs.

A question stands directly before what was replied to it, however much later that came. A question that was put
again, or still waits, is left out: the open one has its own card. Rendering is the template's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.body import Body, Key
from bot.buttons import AnswerButton, pack
from bot.facts import log_of
from bot.models import Attachment, CheckIn, Message, Participant
from bot.pictures import Figure
from bot.post import body_of
from bot.stored import facts_from_json
from bot.wording import SKIPPED
from conversations.conversation import GRACE
from conversations.events import (
    Answered,
    Asked,
    Corrected,
    Event,
    Noted,
    NotUnderstood,
    Picked,
    Postponed,
    Proposed,
    Skipped,
)
from conversations.given import Given
from conversations.prompt import REVISIT, label
from conversations.questionnaire import Questionnaire, is_stopped
from conversations.questionnaires import questionnaire_of
from conversations.text import Text, _, verbatim

FIXED = ("welcome", "stop")
"""Check-ins whose answers are changed by their own command, not here."""

FORMS = {"photo": _("(a photo)"), "voice": _("(a voice message)"), "sticker": _("(a sticker)"), "file": _("(a file)")}
SENT = _("(sent)")


@dataclass(frozen=True, slots=True)
class Line:
    """One bubble. `at` is local. `saved`: an answer, or words, that are kept; `old`: changed since by its owner."""

    at: datetime
    mine: bool
    says: tuple[Text, ...]
    saved: bool = False
    old: bool = False
    change: str = ""
    """The data of the button that asks this question again."""
    rows: tuple[tuple[Key, ...], ...] = ()
    kind: str = ""
    asks_hour: bool = False
    picture: Figure | None = None
    file: str = ""
    """“photo” or “voice”, where one came with it."""
    message: int = 0
    """Where the picture of the message is fetched from."""


def lines(session: Session, participant: Participant, since: datetime, now: datetime) -> list[Line]:
    """Everything from `since` on, in order."""
    zone = ZoneInfo(participant.zone)
    messages = list(
        session.exec(
            select(Message)
            .where(Message.participant_id == participant.id, Message.at >= since, col(Message.replaces).is_(None))
            .order_by(col(Message.id))
        ).all()
    )
    edits = _newest_edits(session, messages)
    check_ins = {
        check_in.id: check_in
        for check_in in session.exec(
            select(CheckIn).where(
                CheckIn.participant_id == participant.id,
                col(CheckIn.id).in_({message.check_in_id for message in messages} - {None}),
            )
        ).all()
    }
    replies: dict[int, list[Line]] = {}
    first: dict[int, list[Line]] = {}
    for check_in in check_ins.values():
        asked = {(m.item, m.ask): m.id or 0 for m in messages if m.check_in_id == check_in.id and m.kind == "question"}
        earliest = min(m.id or 0 for m in messages if m.check_in_id == check_in.id)
        for message_id, line in _own(session, check_in, asked, now, zone):
            if message_id:
                replies.setdefault(message_id, []).append(line)
            else:
                first.setdefault(earliest, []).append(line)
    forms = _forms(session, participant)
    found: list[Line] = []
    for message in messages:
        assert message.id is not None
        found += first.get(message.id, [])
        found += _left(message, edits.get(message.id), bool(replies.get(message.id)), zone, forms)
        found += replies.get(message.id, [])
    return _one_set_of_buttons(found)


Forms = Mapping[int, str]
"""What each attachment is, by its id: photo or voice."""


def _forms(session: Session, participant: Participant) -> Forms:
    rows = session.exec(
        select(col(Attachment.id), Attachment.form).where(Attachment.participant_id == participant.id)
    ).all()
    return {id: form for id, form in rows if id is not None}


def _newest_edits(session: Session, messages: Sequence[Message]) -> Mapping[int | None, Message]:
    """The edit that counts of each message that is no question: a question's state is read from the log."""
    ids = {message.id for message in messages if message.kind != "question"}
    rows = session.exec(select(Message).where(col(Message.replaces).in_(ids)).order_by(col(Message.id))).all()
    return {row.replaces: row for row in rows}


def _left(message: Message, edit: Message | None, replied: bool, zone: ZoneInfo, forms: Forms) -> Iterator[Line]:
    """What we said: a question only where something was replied to it, what stood before it always."""
    body = body_of(edit or message)
    at = message.at.astimezone(zone)
    if message.kind != "question":
        rows = body.rows if message.kind != "advice" else ()
        hour = message.key.startswith("time:") and bool(rows)
        yield Line(
            at,
            False,
            body.paragraphs,
            rows=rows,
            kind=message.kind,
            asks_hour=hour,
            picture=body.picture,
            file=forms.get(body.file, ""),
            message=message.id or 0,
        )
        return
    before, question = _parted(body)
    if before:
        yield Line(at, False, before)
    if replied:
        yield Line(at, False, question, kind="question")


def _parted(body: Body) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    """What is said before a question, and the question."""
    return body.paragraphs[:-1], body.paragraphs[-1:]


def _own(
    session: Session,
    check_in: CheckIn,
    asked: Mapping[tuple[str | None, int | None], int],
    now: datetime,
    zone: ZoneInfo,
) -> Iterator[tuple[int, Line]]:
    """What the participant said in a check-in, each with the message to which it was the reply (0: to none)."""
    if not check_in.facts:
        return
    questionnaire = questionnaire_of(check_in.questionnaire, check_in.version)
    facts, log = facts_from_json(check_in.facts), log_of(session, check_in)
    newest = {e.item: place for place, e in enumerate(log) if isinstance(e, Answered | Corrected | Skipped)}
    given = Given(facts, log, now)
    changes = check_in.questionnaire not in FIXED and now <= check_in.closes_at + GRACE
    count: dict[str, int] = {}
    place_of = 0
    for place, event in enumerate(log):
        if isinstance(event, Asked):
            count[event.item] = count.get(event.item, 0) + 1
            place_of = asked.get((event.item, count[event.item]), place_of)
            continue
        says = _words(event, questionnaire.id, questionnaire.version, Given(facts, log[: place + 1], now))
        if says is None:
            continue
        settles = isinstance(event, Answered | Corrected | Skipped)
        item = questionnaire.item(event.item) if isinstance(event, Answered | Corrected | Skipped) else None
        last = item is not None and newest[item.id] == place
        change = ""
        if changes and last and item is not None and item.when(given) and check_in.id is not None:
            change = pack(AnswerButton(check_in.id, item.id, 0, REVISIT))
        yield place_of, Line(event.at.astimezone(zone), True, (says,), True, settles and not last, change)
    if is_stopped(given) and (ticked := _ticked(given, questionnaire)) is not None:
        event, words = ticked
        yield place_of, Line(event.at.astimezone(zone), True, (words,), True)


def _ticked(given: Given, questionnaire: Questionnaire) -> tuple[Picked, Text] | None:
    """The ticks that stopped a check-in: their question is not settled, and has no card now."""
    last = next((event for event in reversed(given.log) if isinstance(event, Picked)), None)
    item = questionnaire.item(last.item) if last else None
    if last is None or item is None or item.id in given.settled or item.id not in given.answers:
        return None
    return last, label(item.ask(given), given.answers[item.id])


def _words(event: Event, questionnaire: str, version: int, given: Given) -> Text | None:
    """What the participant said with this event, in their reader's words; None where they said nothing to show."""
    match event:
        case Answered(item=id, value=value) | Corrected(item=id, value=value):
            item = questionnaire_of(questionnaire, version).item(id)
            return label(item.ask(given), value) if item else None
        case Skipped():
            return SKIPPED
        case Noted(raw=raw, form=form):
            return verbatim(raw) if raw else FORMS.get(form, SENT)
        case NotUnderstood(raw=raw) | Proposed(raw=raw) if raw:
            return verbatim(raw)
        case Postponed():
            return _("In 2 hours")
    return None


def _one_set_of_buttons(found: list[Line]) -> list[Line]:
    """Buttons stay below what a doctor wrote, and below the newest line; older sets have had their time."""
    return [
        line
        if not line.rows or line.kind == "doctor" or place == len(found) - 1
        else replace(line, rows=(), asks_hour=False)
        for place, line in enumerate(found)
    ]


def by_day(found: Iterable[Line]) -> list[tuple[date, list[Line]]]:
    """The lines by the day on which each was said, days in order."""
    days: dict[date, list[Line]] = {}
    for line in found:
        days.setdefault(line.at.date(), []).append(line)
    return sorted(days.items())


def given_of(session: Session, check_in: CheckIn, now: datetime) -> Given:
    """What is known in a check-in, with the facts as they were kept at its last turn."""
    return Given(facts_from_json(check_in.facts), log_of(session, check_in), now)
