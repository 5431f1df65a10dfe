"""The exported table of answers: every revision of every answer, what a correction made inapplicable, and what was
never asked.

`supersedes` is the `answered_at` of the answer that this one replaced (same participant, occurrence and question).
Answers that only doctors may read have their value for an investigator alone; that they were given shows to all.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from bot.models import Answer, CheckIn, Inbound, LogEntry, Participant
from bot.reports.cells import Row, day_of_study, instant, occurrence
from bot.reports.columns import NEVER_EMPTY, OCCURRENCE, PARTICIPANT, QUESTIONNAIRE, STUDY_DAY, Column
from bot.stored import event_from_json, facts_from_json
from conversations.conversation import GRACE
from conversations.events import Answered, Asked, Corrected, Event, Log, Picked
from conversations.facts import Facts
from conversations.given import Given
from conversations.questionnaire import Item, Questionnaire
from conversations.questionnaires import questionnaire_of
from conversations.questions import Dose, Measure
from conversations.text import _

COLUMNS = (
    PARTICIPANT,
    QUESTIONNAIRE,
    Column("version", "whole", _("The version of the questionnaire."), "check_in.version", missing=NEVER_EMPTY),
    OCCURRENCE,
    STUDY_DAY,
    Column("question", "code", _("The question, by its id; the table “questions” explains it."), "answer.item"),
    Column(
        "value",
        "text",
        _("The answer as a code, a number or a date; several codes are joined by |. What was written, for free text."),
        "answer.value, answer.words",
        missing=_("Empty where it was skipped or never asked, and where only doctors may read it."),
    ),
    Column("unit", "code", _("The unit of a dose or a reading."), "question"),
    Column("raw", "text", _("What was typed, as it was typed; “declined” for a safety question."), "answer.words"),
    Column(
        "state",
        "code",
        _("What became of the question. Inapplicable: kept, but a later correction made it pointless."),
        "answer.state",
        missing=NEVER_EMPTY,
        codes=("answered", "skipped", "inapplicable", "not_asked"),
    ),
    Column("language", "code", _("The language in which it was answered."), "answer.language", codes=("zh", "en")),
    Column("channel", "code", _("Where it was answered."), "answer.channel", codes=("telegram", "web")),
    Column("proxy", "yes_no", _("Whether somebody else answered for the participant."), missing=NEVER_EMPTY),
    Column("late", "yes_no", _("Whether it came after the window had closed."), "answer.late", missing=NEVER_EMPTY),
    Column("answered_at", "instant", _("When it was answered."), "answer.at", "UTC"),
    Column("supersedes", "instant", _("When the answer that this one corrects had been given."), "answer.at", "UTC"),
)
STATES = {"answered": "answered", "skipped": "skipped", "declined": "skipped"}
"""A safety question that was declined counts as skipped; `raw` then says `declined`."""


def rows(session: Session, now: datetime, investigator: bool) -> Iterator[Row]:
    """By participant, check-in, and question as asked; the revisions of an answer in their order."""
    for person in session.exec(select(Participant).order_by(col(Participant.code))).all():
        for sheet in sheets_of(session, person):
            yield from sheet.rows(now, investigator)
        session.expunge_all()


@dataclass(frozen=True)
class Sheet:
    """One check-in with everything that was said in it."""

    person: Participant
    check_in: CheckIn
    questionnaire: Questionnaire
    facts: Facts
    log: Log
    answers: dict[str, list[Answer]]
    channel: str | None

    @property
    def given(self) -> Given:
        """What it holds now."""
        return self._given(self.log)

    def rows(self, now: datetime, investigator: bool) -> Iterator[Row]:
        given = self.given
        over = now >= self.check_in.closes_at + GRACE
        asked = {event.item for event in self.log if isinstance(event, Asked)}
        for item in self.questionnaire.items:
            hidden = item.audience == "doctors" and not investigator
            if item.id in self.answers:
                yield from self._revisions(item, given, hidden)
            elif item.id in given.answers:
                yield self._ticked(item, given, hidden)
            elif over and item.id not in asked and item.when(given):
                yield self._row(item, "not_asked", self.person.language)

    def _revisions(self, item: Item, given: Given, hidden: bool) -> Iterator[Row]:
        applies, before = item.when(given), None
        for answer in self.answers[item.id]:
            raw = "declined" if answer.state == "declined" else answer.words
            yield self._row(
                item,
                STATES[answer.state] if applies else "inapplicable",
                answer.language,
                value=None if hidden else answer.value if answer.value is not None else answer.words,
                raw=None if hidden else raw,
                unit=self._unit(item, answer),
                channel=answer.channel,
                late=answer.late,
                answered_at=instant(answer.at),
                supersedes=instant(before.at) if before else None,
            )
            before = answer

    def _ticked(self, item: Item, given: Given, hidden: bool) -> Row:
        """Ticks of a multiple choice that was never finished: a tick is an answer."""
        at = max(event.at for event in self.log if isinstance(event, Picked) and event.item == item.id)
        return self._row(
            item,
            "answered" if item.when(given) else "inapplicable",
            self.person.language,
            value=None if hidden else given.answers[item.id],
            channel=self.channel,
            late=at > self.check_in.closes_at,
            answered_at=instant(at),
        )

    def _row(self, item: Item, state: str, language: str, **cells: str | bool | None) -> Row:
        row = self.check_in
        known: Row = {
            "participant": self.person.code,
            "questionnaire": row.questionnaire,
            "version": row.version,
            "occurrence": occurrence(row.questionnaire, row.anchor, row.day),
            "study_day": day_of_study(self.person.start, row.day),
            "question": item.id,
            "value": None,
            "unit": None,
            "raw": None,
            "state": state,
            "language": language,
            "channel": None,
            "proxy": False,
            "late": False,
            "answered_at": None,
            "supersedes": None,
        }
        return {**known, **cells}

    def _unit(self, item: Item, answer: Answer) -> str | None:
        """The unit of the question as it stood when it was answered; a question exists only while it applies."""
        until = next(
            (n for n, e in enumerate(self.log) if isinstance(e, Answered | Corrected) and _is(e, answer)), None
        )
        then = self._given(self.log[:until])
        if until is None or not item.when(then):
            return None
        match item.ask(then):
            case Dose():
                return "mg"
            case Measure(unit=unit) as question:
                return None if question.unknown and answer.value == question.unknown.code else unit
        return None

    def _given(self, log: Log) -> Given:
        return Given(self.facts, log, self.check_in.heard_at or self.check_in.opened_at)


def _is(event: Answered | Corrected, answer: Answer) -> bool:
    return event.item == answer.item and event.at == answer.at


def sheets_of(session: Session, person: Participant, without: Sequence[str] = ()) -> Iterator[Sheet]:
    """The check-ins of a participant in which anything was said, in the order in which they came due; `without`: of
    which questionnaires none are wanted."""
    of_person = and_(col(CheckIn.participant_id) == person.id, col(CheckIn.questionnaire).not_in(without))
    answers: dict[int, dict[str, list[Answer]]] = defaultdict(lambda: defaultdict(list))
    for answer in session.exec(
        select(Answer)
        .join(CheckIn, col(CheckIn.id) == Answer.check_in_id)
        .where(of_person)
        .order_by(col(Answer.revision))
    ):
        answers[answer.check_in_id][answer.item].append(answer)
    logs: dict[int, list[Event]] = defaultdict(list)
    entries = select(LogEntry.check_in_id, LogEntry.event).join(CheckIn, col(CheckIn.id) == LogEntry.check_in_id)
    for id, event in session.exec(entries.where(of_person).order_by(col(LogEntry.check_in_id), col(LogEntry.n))):
        logs[id].append(event_from_json(event))
    check_ins = select(CheckIn).where(of_person).options(defer(CheckIn.message))  # type: ignore[arg-type]  # a column
    for row in session.exec(check_ins.order_by(col(CheckIn.due_at), col(CheckIn.id))):
        log = tuple(logs.get(row.id or 0, ()))
        if row.facts and (row.id in answers or any(isinstance(event, Picked) for event in log)):
            questionnaire = questionnaire_of(row.questionnaire, row.version)
            channel = _channel(session, row, log)
            yield Sheet(
                person, row, questionnaire, facts_from_json(row.facts), log, answers.get(row.id or 0, {}), channel
            )


def _channel(session: Session, row: CheckIn, log: Sequence[Event]) -> str | None:
    """Where the last tick came from."""
    if not any(isinstance(event, Picked) for event in log):
        return None
    return session.exec(
        select(Inbound.channel)
        .join(LogEntry, col(LogEntry.inbound_id) == Inbound.id)
        .where(LogEntry.check_in_id == row.id, LogEntry.kind == "picked")
        .order_by(col(LogEntry.n).desc())
    ).first()
